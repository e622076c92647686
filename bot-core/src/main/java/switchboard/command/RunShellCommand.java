package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.model.ShellRequest;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** Runs a shell command that people were asked about, once, or does not. Buttons give this command, and nobody types its name by chance. */
@AutoService(SlashCommand.class)
public final class RunShellCommand implements SlashCommand {

    /** Has a character that no Telegram command can have. */
    public static final String NAME = "run-shell";

    private static final String NO = "no";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "";
    }

    /** [Run] names the last stop: so a press proves that it came after that stop, whatever the front's ids say. */
    static List<Reply.Button> buttons(ChatState state, ShellRequest request) {
        var command = "/" + NAME + " " + request.key();
        var stop = state.receipts().stop() == null ? "" : " " + state.receipts().stop();
        return List.of(
                new Reply.Button(Texts.of("shell.button.run"), command + stop),
                new Reply.Button(Texts.of("shell.button.cancel"), command + " " + NO));
    }

    @Override
    public boolean needsOwner() {
        return true;
    }

    /** With the shell command instead of the key that stands for it in the button. */
    @Override
    public String recorded(String given, Invocation call) {
        return call.state()
                .shell()
                .find(call.word())
                .map(request ->
                        (call.rest().equals(NO) ? "/" + NAME + " " + NO + " !" : "/" + NAME + " !") + request.command())
                .orElseGet(() -> SlashCommand.super.recorded(given, call));
    }

    /** The front has taken the buttons away, which an owner may still want. */
    @Override
    public Reaction refused(Invocation call) {
        return call.state()
                .shell()
                .find(call.word())
                .map(request -> ShellCommand.ask(call.state(), request, Texts.of("shell.owners")))
                .orElseGet(() -> call.say(Texts.of("shell.owners")));
    }

    @Override
    public Reaction run(Invocation call) {
        var state = call.state();
        if (call.facts().catalogue().find(ShellCommand.NAME).isEmpty()) {
            return call.say(Texts.of("shell.off"));
        }
        var found = state.shell().find(call.word());
        if (found.isEmpty()) {
            return call.say(Texts.of("shell.gone"));
        }
        var request = found.get();
        if (call.rest().equals(NO)) {
            return Reaction.say(
                    state.with(ChatState::shell, shell -> shell.drop(request.key())), Texts.of("shell.cancelled"));
        }
        var here = state.session().directory();
        if (!here.equals(request.directory())) {
            return Reaction.say(
                    state.with(ChatState::shell, shell -> shell.drop(request.key())),
                    Texts.of("shell.moved", Markdown.code(here)));
        }
        if (call.facts().directories().access(state.id(), here) != Directories.Access.OPEN) {
            return Reaction.say(
                    state.with(ChatState::shell, shell -> shell.drop(request.key())),
                    Texts.of("shell.notAllowed", Markdown.code(here)));
        }
        if (state.receipts().wasSaidBeforeStop()
                && !call.rest().equals(String.valueOf(state.receipts().stop()))) {
            return ShellCommand.ask(state, request, Texts.of("hold.pressedBeforeStop"));
        }
        return state.shell().running() == null
                ? Reaction.of(state.with(ChatState::shell, shell -> shell.run(request)), new Reaction.RunShell(request))
                : ShellCommand.ask(state, request, Texts.of("shell.busyHere"));
    }
}
