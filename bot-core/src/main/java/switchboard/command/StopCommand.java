package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import switchboard.model.ChatState;
import switchboard.model.Reply;

/**
 * {@code /stop}: interrupts what runs and holds back what waits; the session stays. {@code /stop turn ID}, of a button, stops only
 * that turn.
 */
@AutoService(SlashCommand.class)
public final class StopCommand implements SlashCommand {

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public List<String> aliases() {
        return List.of("c", "kill");
    }

    @Override
    public String description() {
        return "Stop what runs; the session stays, what waits is put on hold";
    }

    @Override
    public boolean isUrgent() {
        return true;
    }

    /** What is said of a prompt that a stop has overtaken: it was said before and came after. */
    public static Reply overtaking(ChatState state) {
        return new Reply("You said this before your /stop: it is on hold.", Prompts.goOnOrClear(state));
    }

    /** What waits for a person to say go on. */
    public static Reply onHold(ChatState state) {
        return new Reply(howMany(state), Prompts.goOnOrClear(state));
    }

    private static String howMany(ChatState state) {
        var waiting = state.waiting().count();
        return Words.count(waiting, "prompt") + (waiting == 1 ? " is on hold." : " are on hold.");
    }

    @Override
    public Reaction run(Invocation call) {
        var state = call.state();
        var named = call.running().stream()
                .filter(turn -> Prompts.isNamed(turn, call.rest()))
                .findFirst();
        if (call.word().equals("turn") && named.isEmpty()) {
            return call.say("That turn has ended already.");
        }
        var next = state.hold();
        var doing = call.running().isEmpty() ? "Nothing is running." : "🛑 Stopping. The session stays.";
        var said = next.waiting().findAny().isEmpty()
                ? Reply.of(doing)
                : new Reply(doing + " " + howMany(next), Prompts.goOnOrClear(next));
        return call.running().isEmpty()
                ? Reaction.say(next, said)
                : Reaction.of(next, new Reaction.StopTurn(named.orElse(null)), new Reaction.Say(said));
    }
}
