package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * {@code /stop}: interrupts the running turns and puts the waiting prompts on hold; the session stays. A button's
 * {@code /stop turn ID} interrupts only that turn. The end of a stopped turn says so, and lists the prompts on hold.
 */
@AutoService(SlashCommand.class)
public final class StopCommand implements SlashCommand {

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public List<String> aliases() {
        return List.of("c", "kill", "dc");
    }

    @Override
    public String description() {
        return Texts.of("help.stop");
    }

    @Override
    public boolean isUrgent() {
        return true;
    }

    /** The reply to a prompt that a stop has overtaken: the person sent it before the stop, but it arrived after. */
    public static Reply overtaking(ChatState state, TurnId turn) {
        return new Reply(Texts.of("hold.sentBeforeStop"), Prompts.runOrDiscard(state, turn));
    }

    /** The prompts on hold, with buttons to run or discard them. */
    public static Reply onHold(ChatState state) {
        return new Reply(Texts.of("hold.count", state.held().size()), Prompts.runOrDiscard(state));
    }

    /** Buttons to run or discard one prompt on hold. */
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
