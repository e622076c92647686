package switchboard.telegram.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.chat.ChatProtocol;
import switchboard.model.ChatId;
import switchboard.model.PendingAnswer;
import switchboard.model.Reply;
import switchboard.telegram.api.Backoff;
import switchboard.telegram.markdown.MarkdownToHtml;
import switchboard.telegram.markdown.Rendered;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;

/**
 * Shows one answer part by part in order, and then stops. A part is marked as sending before it is sent, and with its message
 * afterwards, so that a restart continues in the same place. A send whose outcome is unclear is repeated with a mark, later each
 * time, until Telegram has confirmed it. If Telegram refuses a part, it is shown in another form, or a message says that it is
 * missing.
 *
 * <p>For each part: {@code (edit | marked -> send) -> shown}; after the last: {@code Delivered}
 */
final class AnswerDelivery {

    /** To the delivery. */
    sealed interface Command permits Kept, Wrote, Again, Hurry, Close {}

    private record Kept(ChatProtocol.Kept kept) implements Command {}

    private record Wrote(int index, Outbox.Outcome outcome) implements Command {}

    private record Again() implements Command {}

    /** A person is there: a part that waits for another try is sent now. */
    record Hurry() implements Command {}

    /** The bot stops: the answer does not wait for another try. */
    record Close() implements Command {}

    /** The pauses before a part with an unclear outcome is repeated. */
    private static final Backoff UNCLEAR_BACKOFF = new Backoff(ChatWriter.AGAIN_AFTER, Duration.ofSeconds(320));

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final ChatWriter<Command> writer;
    private final ActorRef<ChatProtocol.Command> chat;
    private final ActorRef<ChatProtocol.Kept> kept;
    private final PendingAnswer delivery;

    /** The prompts that a stop has put on hold, to show under the last part. */
    private final @Nullable Reply hold;

    /** The buttons of the last part that is not a ring. */
    private final List<List<Key>> keys;

    /** The place of the first part, and the texts that are above it already. */
    private final LiveMessageState live;

    /** Whether a restart would find the live message. */
    private final boolean isLiveStored;

    private final IntConsumer wrote;
    private final List<AnswerText.Part> parts;
    private final Optional<Integer> prompt;

    /** The parts to show instead of one that Telegram has refused; the first is next. */
    private final Deque<AnswerText.Part> instead = new ArrayDeque<>();

    private TurnMemo memo;
    private int index;
    private boolean editing;
    private boolean repeated;

    /** The note that this part is on its way, until it is stored. */
    private @Nullable JsonNode mark;

    /** Sends of this part whose outcome was unclear. */
    private int unclear;

    /** How often Telegram refused even the message that this part is missing. */
    private int refusals;

    private boolean closing;

    private AnswerDelivery(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            ChatId id,
            ActorRef<Outbox.Command> outbox,
            ActorRef<ChatProtocol.Command> chat,
            ChatProtocol.Ended ended,
            LiveMessages.Left left,
            IntConsumer wrote) {
        this.ctx = ctx;
        this.timers = timers;
        this.writer = new ChatWriter<>(ctx, id, outbox);
        this.chat = chat;
        this.kept = ctx.messageAdapter(ChatProtocol.Kept.class, Kept::new);
        this.delivery = ended.answer();
        this.hold = ended.hold();
        this.keys = Stream.concat(
                        hold == null ? Stream.empty() : BotApiRequests.keys(hold.buttons()).stream(),
                        BotApiRequests.keys(ended.buttons()).stream())
                .toList();
        this.memo = left.memo();
        this.live = memo.live();
        this.isLiveStored = left.isStored();
        this.wrote = wrote;
        this.editing = live.message().isPresent();
        this.parts = layOut(left.age());
        this.prompt = BotApiRequests.number(ended.answer().message());
    }

    /**
     * @param left the place of the first part, the texts above it and the parts that are shown already
     * @param wrote gets each message of the answer
     */
    static Behavior<Command> create(
            ChatId id,
            ActorRef<Outbox.Command> outbox,
            ActorRef<ChatProtocol.Command> chat,
            ChatProtocol.Ended ended,
            LiveMessages.Left left,
            IntConsumer wrote) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var answer = new AnswerDelivery(ctx, timers, id, outbox, chat, ended, left, wrote);
            return answer.next() ? Behaviors.receiveMessage(answer::onMessage) : Behaviors.stopped();
        }));
    }

    private List<AnswerText.Part> layOut(Duration age) {
        try {
            return AnswerText.parts(delivery, hold, live, editing, age, AnswerText.limits(writer.chat()));
        } catch (RuntimeException fault) {
            ctx.getLog().error("An answer cannot be laid out and is shown without Markdown", fault);
            return AnswerText.plain(delivery, hold);
        }
    }

    private Behavior<Command> onMessage(Command command) {
        var goesOn = switch (command) {
            case Kept kept -> onKept(kept.kept());
            case Wrote wrote -> wrote.index() != index || onWrote(wrote.outcome());
            case Again again -> send();
            case Hurry hurry -> {
                if (timers.isTimerActive(new Again())) {
                    timers.cancel(new Again());
                    send();
                }
                yield true;
            }
            case Close close -> {
                closing = true;
                yield mark == null && !timers.isTimerActive(new Again());
            }
        };
        return goesOn ? Behaviors.same() : Behaviors.stopped();
    }

    /** Begins the first part that is not shown yet; false if there is none. */
    private boolean next() {
        if (isAll()) {
            chat.tell(new ChatProtocol.Delivered(delivery.id()));
            return false;
        }
        repeated = TurnMemo.SENDING.equals(memo.part(index));
        return (isEdit() && isLiveStored) ? send() : mark();
    }

    private boolean isEdit() {
        return index == 0 && editing && !(parts.getFirst() instanceof AnswerText.File);
    }

    /** Skips parts that are shown. Returns whether all are. */
    private boolean isAll() {
        while (index < parts.size() && (memo.isShown(index) || isNeedless(parts.get(index)))) {
            index++;
        }
        return index >= parts.size();
    }

    /** An answer that came as a new message has rung already. */
    private boolean isNeedless(AnswerText.Part part) {
        return part instanceof AnswerText.Ring && !editing;
    }

    /** Lets the chat store that the part is on its way. */
    private boolean mark() {
        memo = memo.withPart(index, TurnMemo.SENDING);
        mark = memo.toJson(writer.chat());
        chat.tell(new ChatProtocol.Remember(delivery.id(), mark, kept));
        return true;
    }

    private boolean onKept(ChatProtocol.Kept what) {
        if (mark != null && mark.equals(what.memo())) {
            mark = null;
            send();
        }
        return true;
    }

    private boolean send() {
        var sign = repeated && !isEdit() ? ChatWriter.REPEATED : "";
        switch (instead.isEmpty() ? parts.get(index) : instead.getFirst()) {
            case AnswerText.Text text -> write(MarkdownToHtml.render(sign + text.markdown()), index == 0);
            case AnswerText.Plain plain -> write(Rendered.plain(sign + plain.text()), index == 0);
            case AnswerText.Ring ring -> write(MarkdownToHtml.render(sign + ring.text()), true);
            case AnswerText.Missing missing -> write(Rendered.plain(missing.text()), true);
            case AnswerText.File file ->
                writer.upload(
                        new AnswerText.File(file.name(), file.content(), sign + file.caption()),
                        Kind.FINAL,
                        Optional.empty(),
                        keys(),
                        wrote());
        }
        return true;
    }

    private void write(Rendered text, boolean replies) {
        if (isEdit()) {
            writer.edit(live.message().orElseThrow(), text, keys(), wrote());
        } else {
            writer.send(text, replies ? prompt : Optional.empty(), keys(), wrote());
        }
    }

    private List<List<Key>> keys() {
        var last = parts.getLast() instanceof AnswerText.Ring ? parts.size() - 2 : parts.size() - 1;
        return index == last ? keys : List.of();
    }

    private Function<Outbox.Outcome, Command> wrote() {
        var part = index;
        return outcome -> new Wrote(part, outcome);
    }

    private boolean onWrote(Outbox.Outcome outcome) {
        return switch (outcome) {
            case Outbox.Outcome.Written written -> onWritten(written);
            case Outbox.Outcome.Uncertain uncertain -> {
                ctx.getLog().warn("Telegram may not have part {} of an answer; it is sent again", index);
                repeated = true;
                yield later(UNCLEAR_BACKOFF.after(unclear++));
            }
            case Outbox.Outcome.Rejected rejected -> onRejected(rejected);
        };
    }

    private boolean onWritten(Outbox.Outcome.Written written) {
        var message = ChatWriter.messageId(written).or(live::message);
        message.ifPresent(wrote::accept);
        instead.poll();
        if (!instead.isEmpty()) {
            repeated = false;
            return send();
        }
        return shown(message.map(String::valueOf).orElse(TurnMemo.UNKNOWN));
    }

    private boolean later(Duration pause) {
        timers.startSingleTimer(new Again(), pause);
        return !closing;
    }

    private boolean onRejected(Outbox.Outcome.Rejected rejected) {
        if (closing || rejected.refused().migrateToChatId().isPresent()) {
            return false; // the chat keeps the answer; if the group has become a supergroup, it goes there
        }
        if (index == 0 && editing) {
            editing = false; // the live message was deleted, so the answer is a new message
            memo = memo.with(live.at(Optional.empty()));
            return mark();
        }
        var reason = rejected.refused().description();
        if (rejected.isForEver()) {
            ctx.getLog()
                    .error(
                            "Chat {}: an answer can no longer be shown ({}); it is in the Claude session",
                            writer.chat(),
                            reason);
            chat.tell(new ChatProtocol.Delivered(delivery.id()));
            return false;
        }
        return showInstead(reason);
    }

    private boolean showInstead(String reason) {
        var refused = instead.isEmpty() ? parts.get(index) : instead.getFirst();
        if (refused instanceof AnswerText.Ring) {
            return shown(TurnMemo.UNKNOWN);
        }
        if (refused instanceof AnswerText.Missing) {
            return later(Backoff.MINUTES.after(refusals++));
        }
        ctx.getLog().error("Chat {}: Telegram refuses part {} of an answer: {}", writer.chat(), index, reason);
        instead.clear();
        instead.addAll(AnswerText.instead(refused, reason));
        repeated = false;
        return send();
    }

    private boolean shown(String reference) {
        var part = index++;
        repeated = false;
        unclear = 0;
        refusals = 0;
        memo = memo.withPart(part, reference); // stored with the mark of the next part, or by Delivered
        return next();
    }
}
