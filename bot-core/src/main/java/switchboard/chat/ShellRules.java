package switchboard.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.chat.Situation.Step;
import switchboard.command.Reaction;
import switchboard.command.ShellCommand;
import switchboard.command.StopCommand;
import switchboard.files.OutgoingCopy;
import switchboard.guard.Verdict;
import switchboard.model.ChatState;
import switchboard.model.OutgoingFile;
import switchboard.model.Reply;
import switchboard.model.ShellRequest;
import switchboard.shell.ShellResult;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;
import switchboard.text.VisibleText;

/**
 * What becomes of the shell command that runs. It is stored before the command begins: one that a crash cuts off is not run again, and
 * people are told. Pure.
 */
record ShellRules(Situation here) {

    private static final int QUOTED = 60;

    /** A state in which the command that ran when the host died no longer runs. If the conversation moves, the notice comes there. */
    static ChatState cutOff(ChatState stored) {
        return stored.movingTo() == null ? stored.with(ChatState::shell, shell -> shell.end()) : stored;
    }

    /** What is done about a command that ran when the host died. */
    static List<Effect> left(ChatState stored) {
        var request = stored.shell().running();
        return request == null
                ? List.of()
                : Stream.concat(Stream.of(new Effect.EndShellLeftovers(request)), told(stored).stream())
                        .toList();
    }

    /** The notice of a command that was cut off. */
    static List<Effect> told(ChatState stored) {
        var request = stored.shell().running();
        return request == null || stored.movingTo() != null
                ? List.of()
                : List.of(said(Reply.of(Texts.of("shell.cutOff", quoted(request))), request));
    }

    private static Effect said(Reply reply, ShellRequest request) {
        return new Effect.Show(new ChatProtocol.Replied(reply, request.message()));
    }

    private static String quoted(ShellRequest request) {
        return Markdown.code(
                HumanText.shortened(VisibleText.reveal(request.command().strip().replace('\n', ' ')), QUOTED));
    }

    Step onLasts(ChatInternal.ShellLasts lasts) {
        return isRunning(lasts.request())
                ? here.aside(said(
                        Reply.of(
                                Texts.of("shell.running", quoted(lasts.request())), StopCommand.shell(lasts.request())),
                        lasts.request()))
                : here.aside();
    }

    /** If the chat is about to go, the command counts as cut off, which the chat reports at its next start. */
    private boolean isRunning(ShellRequest request) {
        return here.state().shell().isRunning(request) && here.departure().mayBegin();
    }

    Step onEnded(ChatInternal.ShellEnded ended) {
        var request = ended.request();
        if (!isRunning(request)) {
            return here.aside(discarded(ended.result()));
        }
        var next = here.state().with(ChatState::shell, shell -> shell.end());
        return switch (ended.result()) {
            case ShellResult.Ended run -> onEnded(next, request, run);
            case ShellResult.Refused refused -> here.become(next, said(Reply.of(refused.reason()), request));
            case ShellResult.Busy busy ->
                ask(ShellCommand.ask(next, request, Texts.of("shell.busy", busy.running())), request);
            case ShellResult.Changed changed ->
                changed.verdict().kind() == Verdict.Kind.DENY
                        ? here.become(next, said(Reply.of(ShellCommand.closed(changed.verdict())), request))
                        : ask(
                                ShellCommand.ask(
                                        next, request.remarked(changed.verdict().reason())),
                                request);
        };
    }

    private Step ask(Reaction asking, ShellRequest request) {
        var effects = new ArrayList<Effect>();
        for (var action : asking.actions()) {
            if (action instanceof Reaction.Say say) {
                effects.add(said(say.reply(), request));
            }
        }
        return here.become(asking.next(), effects);
    }

    private Step onEnded(ChatState next, ShellRequest request, ShellResult.Ended run) {
        var how = how(run);
        return switch (run.output()) {
            case ShellResult.InMessage brief ->
                here.become(next, said(Reply.of(how + "\n\n" + shown(brief.text())), request));
            case ShellResult.AsFile whole ->
                switch (whole.file()) {
                    case OutgoingCopy.Made made ->
                        here.state().undelivered().outgoing().size() < OutgoingRules.MOST
                                ? here.become(next.with(
                                        ChatState::undelivered,
                                        answers -> answers.send(sending(made, whole, how, request.message()))))
                                : here.become(
                                        next,
                                        new Effect.DiscardCopy(made.copy()),
                                        inPart(
                                                how,
                                                whole,
                                                OutgoingRules.tooMany().said(),
                                                request));
                    case OutgoingCopy.Refused refused ->
                        here.become(next, inPart(how, whole, refused.reason(), request));
                };
        };
    }

    private static OutgoingFile sending(
            OutgoingCopy.Made made, ShellResult.AsFile whole, String how, @Nullable String message) {
        var caption =
                whole.leftOut() == 0 ? how : how + "\n" + Texts.of("shell.leftOut", HumanText.bytes(whole.leftOut()));
        return OutgoingFile.asked(made.key(), made.copy(), made.name(), made.size(), message)
                .captioned(caption);
    }

    /** @param why the rest is not there */
    private static Effect inPart(String how, ShellResult.AsFile whole, String why, ShellRequest request) {
        return said(Reply.of(how + "\n\n" + shown("…" + whole.end()) + "\n\n" + why), request);
    }

    private static String shown(String text) {
        return text.isBlank()
                ? Texts.of("shell.noOutput")
                : Markdown.block("", VisibleText.reveal(text.stripTrailing()));
    }

    private static String how(ShellResult.Ended run) {
        var took = HumanText.took(run.took());
        return switch (run.how()) {
            case EXITED ->
                run.code() == 0
                        ? Texts.of("shell.done", took)
                        : Texts.of("shell.failed", Integer.toString(run.code()), took);
            case LATE -> Texts.of("shell.late", took);
            case STOPPED -> Texts.of("shell.stopped", took);
        };
    }

    private static List<Effect> discarded(ShellResult result) {
        return result instanceof ShellResult.Ended run
                        && run.output() instanceof ShellResult.AsFile whole
                        && whole.file() instanceof OutgoingCopy.Made made
                ? List.of(new Effect.DiscardCopy(made.copy()))
                : List.of();
    }
}
