package switchboard.chat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.chat.ChatProtocol.MayUpload;
import switchboard.chat.Situation.Step;
import switchboard.files.OutgoingCopy;
import switchboard.model.ChatState;
import switchboard.model.FileReceipt;
import switchboard.model.OfferedFile;
import switchboard.model.OutgoingFile;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * What becomes of files for the people of a chat: the agent or a command asks for one, the view sends it and says so. One that was
 * accepted is sent whatever becomes of its turn. Pure.
 */
record OutgoingRules(Situation here) {

    /** So many files of a chat may be on their way. */
    static final int MOST = 100;

    /** A tool call sends a file, perhaps again, because its turn was cut off. */
    Step onOffered(TurnProtocol.Offered offered) {
        if (isStopped(offered.turn())) {
            return onUnwanted(offered);
        }
        var file = offered.offer().file();
        var call = new OutgoingFile.Call(offered.turn(), offered.offer().request());
        var known = here.state().undelivered().file(file.key());
        if (known.isPresent() && !known.get().isPending()) {
            var receipt = FileReceipt.sent(Objects.requireNonNull(known.get().receipt()));
            return discard(call, receipt, file.copy());
        }
        if (known.isEmpty() && isFull()) {
            return discard(call, tooMany(), file.copy());
        }
        var isLate = here.state().undelivered().outgoing().stream().anyMatch(OutgoingFile::isLate);
        var effects = new ArrayList<Effect>();
        if (known.isPresent()) {
            effects.add(new Effect.DiscardCopy(file.copy())); // there is one already
        }
        if (isLate) {
            effects.addAll(effects(call, new AgentProtocol.OnItsWay()));
        }
        return here.become(
                here.state()
                        .with(
                                ChatState::undelivered,
                                answers -> answers.send(
                                        sending(file, isLate ? OutgoingFile.Call.late(offered.turn()) : call))),
                effects);
    }

    private OutgoingFile sending(OfferedFile file, OutgoingFile.Call call) {
        return new OutgoingFile(
                file.key(),
                file.copy(),
                file.name(),
                file.caption(),
                file.size(),
                message(call.turn()),
                call,
                false,
                null);
    }

    /** Its turn is over or stopped. */
    Step onUnwanted(TurnProtocol.Offered offered) {
        return here.aside(new Effect.DiscardCopy(offered.offer().file().copy()));
    }

    /** Whether a person has stopped it: the one of the prompt in flight, or one that the agent began by itself. */
    private boolean isStopped(TurnId turn) {
        return here.state().queue().isStopped(turn) || !here.questions().mayAsk(turn);
    }

    /** The file that a tool call waits for. */
    private Optional<OutgoingFile> waitedFor(String request) {
        return here.state().undelivered().outgoing().stream()
                .filter(file -> file.call() != null && file.call().requests().contains(request))
                .findFirst();
    }

    /** The tool call no longer waits. Its file is sent all the same. Empty if the request is for no file. */
    Optional<Step> onWithdrawn(TurnProtocol.Withdrawn withdrawn) {
        return waitedFor(withdrawn.request())
                .map(file -> here.become(here.state()
                        .with(
                                ChatState::undelivered,
                                answers -> answers.change(file.key(), each -> each.withdrawn(withdrawn.request())))));
    }

    /** The agent continues, and so the turn does not keep its permit while a chat takes nothing. */
    Step onOverdue(TurnProtocol.Overdue overdue) {
        return waitedFor(overdue.request())
                .map(file -> here.become(
                        here.state()
                                .with(
                                        ChatState::undelivered,
                                        answers -> answers.change(file.key(), OutgoingFile::late)),
                        effects(Objects.requireNonNull(file.call()), new AgentProtocol.OnItsWay())))
                .orElseGet(here::aside);
    }

    /** The message of the turn's prompt. */
    private @Nullable String message(TurnId turn) {
        var current = here.state().current();
        return current != null && current.id().equals(turn) ? current.prompt().message() : null;
    }

    private boolean isFull() {
        return here.state().undelivered().outgoing().size() >= MOST;
    }

    static FileReceipt tooMany() {
        return FileReceipt.refused(Texts.of("send.tooMany", MOST));
    }

    /** The copy that a command has asked for. If the conversation has moved meanwhile, it is sent there. */
    Step onCopied(ChatInternal.Copied copied) {
        if (here.departure() instanceof Departure.Moving moving) {
            return here.aside(new Effect.Forward(moving.to(), copied));
        }
        var answered = here.state().with(ChatState::receipts, receipts -> receipts.answered(copied.message()));
        return switch (copied.copy()) {
            case OutgoingCopy.Refused refused -> here.become(answered, said(refused.reason(), copied.message()));
            case OutgoingCopy.Made made ->
                isFull()
                        ? here.become(
                                answered, said(tooMany().said(), copied.message()), new Effect.DiscardCopy(made.copy()))
                        : here.become(answered.with(
                                ChatState::undelivered,
                                answers -> answers.send(OutgoingFile.asked(
                                        made.key(), made.copy(), made.name(), made.size(), copied.message()))));
        };
    }

    private static Effect said(String sentence, @Nullable String message) {
        return new Effect.Show(new ChatProtocol.Replied(Reply.of(sentence), message));
    }

    Step onUploading(ChatProtocol.Uploading uploading) {
        return here.state()
                .undelivered()
                .file(uploading.key())
                .filter(OutgoingFile::isPending)
                .map(file -> here.become(
                        here.state()
                                .with(
                                        ChatState::undelivered,
                                        answers -> answers.change(file.key(), OutgoingFile::begin)),
                        new Effect.Answer<>(uploading.replyTo(), new MayUpload(file.key()))))
                .orElseGet(here::aside);
    }

    Step onUploaded(ChatProtocol.Uploaded uploaded) {
        return here.state()
                .undelivered()
                .file(uploaded.key())
                .filter(OutgoingFile::isPending)
                .map(file -> settle(file, uploaded.receipt()))
                .orElseGet(here::aside);
    }

    /** If only people wait for the file, they are notified why it does not come. */
    private Step settle(OutgoingFile file, FileReceipt receipt) {
        var effects = new ArrayList<Effect>();
        effects.add(new Effect.DiscardCopy(file.copy()));
        var call = file.call();
        if (call != null) {
            effects.addAll(effects(call, result(receipt)));
        }
        if (!receipt.isSent() && (call == null || !isHeard(call))) {
            effects.add(said(Texts.of("send.failed", Markdown.code(file.name()), receipt.said()), file.message()));
        }
        var next = receipt.isSent()
                ? here.state()
                        .with(
                                ChatState::undelivered,
                                answers -> answers.change(file.key(), each -> each.sentAs(receipt.said())))
                : here.state().with(ChatState::undelivered, answers -> answers.without(file.key()));
        return here.become(next, effects);
    }

    /** Whether a tool call waits to learn what becomes of the file. */
    private boolean isHeard(OutgoingFile.Call call) {
        return !call.requests().isEmpty() && here.work().has(call.turn()) && !isStopped(call.turn());
    }

    private Step discard(OutgoingFile.Call call, FileReceipt receipt, Path copy) {
        var effects = new ArrayList<>(effects(call, result(receipt)));
        effects.add(new Effect.DiscardCopy(copy));
        return here.aside(effects);
    }

    private static AgentProtocol.Sending result(FileReceipt receipt) {
        return receipt.isSent() ? new AgentProtocol.Sent(receipt.said()) : new AgentProtocol.NotSent(receipt.said());
    }

    private static List<Effect> effects(OutgoingFile.Call call, AgentProtocol.Sending result) {
        return call.requests().stream()
                .<Effect>map(request -> new Effect.TellTurn(
                        call.turn(), new TurnProtocol.Delivered(new AgentProtocol.FileSent(request, result))))
                .toList();
    }
}
