package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * {@code /stop}: interrupts what runs and puts on hold what waits; the session stays. {@code /stop turn ID}, of a button, stops
 * only that turn. The end of a turn that was stopped says so, and what is on hold.
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
        return Texts.of("help.stop");
    }

    @Override
    public boolean isUrgent() {
        return true;
    }

    /** What is said of a prompt that a stop has overtaken: it was said before and came after. */
    public static Reply overtaking(ChatState state, TurnId turn) {
        return new Reply(Texts.of("hold.sentBeforeStop"), Prompts.runOrDiscard(state, turn));
    }

    /** What is on hold, to be run or discarded. */
    public static Reply onHold(ChatState state) {
        return new Reply(Texts.of("hold.count", state.held().size()), Prompts.runOrDiscard(state));
    }

    /** To run or discard one prompt that is on hold. */
    public static List<List<Reply.Button>> buttons(ChatState state, TurnId turn) {
        return Prompts.runOrDiscard(state, turn);
    }

    @Override
    public Reaction run(Invocation call) {
        var state = call.state();
        var named = call.running().stream()
                .filter(turn -> Prompts.isNamed(turn, call.rest()))
                .findFirst();
        if (call.word().equals("turn") && named.isEmpty()) {
            return call.say(Texts.of("stop.ended"));
        }
        var next = state.hold();
        if (!call.running().isEmpty()) {
            return Reaction.of(next, new Reaction.StopTurn(named.orElse(null)));
        }
        return next.held().isEmpty()
                ? Reaction.say(next, Texts.of("stop.idle"))
                : Reaction.say(
                        next, new Reply(Texts.of("stop.idleHeld", next.held().size()), Prompts.runOrDiscard(next)));
    }
}
