package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.guard.Verdict;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.model.ShellRequest;
import switchboard.text.Markdown;
import switchboard.text.Texts;
import switchboard.text.VisibleText;

/**
 * {@code !COMMAND}: a shell command in the chat's directory. It runs once somebody has allowed exactly this; {@link RunShellCommand} is
 * what the buttons give.
 */
@AutoService(SlashCommand.class)
public final class ShellCommand implements SlashCommand {

    public static final String NAME = "shell";

    /** The most characters of a command, as many as a message has. */
    static final int LONGEST = 4_096;

    /** So many characters fit into the question; a longer command is asked about in a file, and so many fit under that. */
    private static final int FITS = 3_500;

    private static final int CAPTION_FITS = 900;

    private static final int KEY = 8;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String sign() {
        return "!";
    }

    @Override
    public String description() {
        return Texts.of("help.shell");
    }

    @Override
    public boolean needsOwner() {
        return true;
    }

    @Override
    public Reaction refused(Invocation call) {
        return Reaction.say(call.state(), Reply.of(Texts.of("shell.owners"), toClaude(call.argument())));
    }

    @Override
    public Reaction run(Invocation call) {
        var command = call.argument();
        if (command.isEmpty()) {
            return call.say(
                    Texts.of("shell.empty", Markdown.code(call.state().session().directory())));
        }
        if (command.length() > LONGEST || command.indexOf('\0') >= 0) {
            return call.say(tooLong());
        }
        var request = new ShellRequest(
                UUID.randomUUID().toString().substring(0, KEY),
                command,
                call.state().session().directory(),
                call.message(),
                null);
        return Reaction.of(
                call.state(),
                Reaction.Work.of(
                        () -> call.facts().shell().check(call.state().id(), request),
                        (now, verdict) -> checked(now, request, verdict)));
    }

    /** The reply to a command of more than one message. */
    public static String tooLong() {
        return Texts.of("shell.tooLong", LONGEST);
    }

    private static Reaction checked(ChatState now, ShellRequest request, Verdict verdict) {
        return verdict.kind() == Verdict.Kind.DENY
                ? Reaction.say(now, closed(verdict))
                : ask(now, request.remarked(verdict.reason()));
    }

    /** The reply to a command that names closed files. */
    public static String closed(Verdict verdict) {
        return Texts.of("shell.closed", VisibleText.reveal(verdict.reason()));
    }

    /** Asks people about the command, and keeps it until somebody has answered. */
    public static Reaction ask(ChatState now, ShellRequest request) {
        return ask(now, request, "");
    }

    /** @param before what is said first */
    public static Reaction ask(ChatState now, ShellRequest request, String before) {
        var directory =
                Markdown.code(VisibleText.reveal(request.directory().toString()).replace("\n", "⟨U+000A⟩"));
        var remark = VisibleText.reveal(Objects.requireNonNullElse(request.remark(), ""));
        var shown = VisibleText.reveal(request.command());
        var command = Markdown.block("bash", shown);
        var whole = paragraphs(before, Texts.of("shell.asks", directory), command, remark);
        if (whole.length() <= FITS) {
            return ask(now, request, new Reply(whole, buttons(now, request)));
        }
        var caption = paragraphs(before, Texts.of("shell.asksInFile", directory), remark);
        return caption.length() <= CAPTION_FITS
                ? ask(now, request, new Reply(caption, buttons(now, request), new Reply.Document("command.sh", shown)))
                : Reaction.say(now.with(ChatState::shell, shell -> shell.drop(request.key())), tooLong());
    }

    private static Reaction ask(ChatState now, ShellRequest request, Reply question) {
        return Reaction.say(now.with(ChatState::shell, shell -> shell.ask(request)), question);
    }

    private static String paragraphs(String... texts) {
        return Stream.of(texts).filter(text -> !text.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    /** A text that begins with the sign may have been meant for the agent. */
    private static List<List<Reply.Button>> buttons(ChatState now, ShellRequest request) {
        return List.of(RunShellCommand.buttons(now, request), List.of(toClaude(request.command())));
    }

    private static Reply.Button toClaude(String command) {
        return new Reply.Button(Texts.of("command.toClaude"), "/" + SendCommand.NAME + " !" + command);
    }
}
