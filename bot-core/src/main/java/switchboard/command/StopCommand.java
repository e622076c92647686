package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.model.ShellRequest;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * {@code /stop}: interrupts the running turns and puts the waiting prompts on hold; the session stays. A button's
 * {@code /stop turn ID} interrupts only that turn, and {@code /stop shell KEY} only a shell command; without either, all of them end. The
 * end of a stopped turn says so, and lists the prompts on hold.
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

    /** The button that stops a shell command and nothing else. */
    public static Reply.Button shell(ShellRequest request) {
        return new Reply.Button(Texts.of("shell.button.stop"), "/stop shell " + request.key());
    }

    @Override
    public Reaction run(Invocation call) {
        if (call.word().equals("shell")) {
            return shell(call);
        }
        var state = call.state();
        var named = call.running().stream()
                .filter(turn -> Prompts.isNamed(turn, call.rest()))
                .findFirst();
        if (call.word().equals("turn") && named.isEmpty()) {
            return call.say(Texts.of("stop.ended"));
        }
        var next = state.hold();
        var shell = named.isPresent() ? null : state.shell().running();
        var actions = new ArrayList<Reaction.Action>();
        if (!call.running().isEmpty()) {
            actions.add(new Reaction.StopTurn(named.orElse(null)));
        }
        if (shell != null) {
            actions.add(new Reaction.StopShell(shell));
        }
        if (!actions.isEmpty()) {
            return new Reaction(next, actions);
        }
        return next.held().isEmpty()
                ? Reaction.say(next, Texts.of("stop.idle"))
                : Reaction.say(
                        next, new Reply(Texts.of("stop.idleHeld", next.held().size()), Prompts.runOrDiscard(next)));
    }

    private static Reaction shell(Invocation call) {
        var running = call.state().shell().running();
        return running != null && running.key().equals(call.rest())
                ? Reaction.of(call.state(), new Reaction.StopShell(running))
                : call.say(Texts.of("shell.ended"));
    }
}
