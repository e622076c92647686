package switchboard.telegram.view;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.chat.ChatProtocol;
import switchboard.model.ChatId;
import switchboard.model.Delivery;
import switchboard.telegram.api.Failure;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;

/**
 * Shows one answer to its end, part by part in order, and stops. A part is marked as sending before and with its message
 * after it is sent, so that a restart goes on where it was; a send whose outcome is unclear is repeated and says so,
 * later each time, until Telegram has confirmed it. Where the bot may not write, it waits until it may.
 *
 * <p>For each part: {@code (edit | marked -> send) -> shown}; after the last: {@code Delivered}
 */
final class AnswerDelivery {

    /** To the delivery. */
    sealed interface Command permits Stored, Wrote, Remind, Again, Close {}

    private record Stored(int index) implements Command {}

    private record Wrote(int index, Outbox.Outcome outcome) implements Command {}

    private record Remind() implements Command {}

    private record Again() implements Command {}

    /** The bot stops: the answer does not wait for another try. */
    record Close() implements Command {}

    private static final Duration REMIND = Duration.ofSeconds(5);
    private static final int FORBIDDEN = 403;

    /** The bot lacks a right, was shut out, or the topic is closed: people can change that. */
    private static final Pattern MAY_NOT_WRITE = Pattern.compile(
            "\\brights\\b|bot was (blocked|kicked)|TOPIC_CLOSED|CHAT_(WRITE|SEND_\\w+|GUEST_SEND)_FORBIDDEN|CHAT_(RESTRICTED|ADMIN_REQUIRED)",
            Pattern.CASE_INSENSITIVE);

    /** Of the pause before a part is sent again: 5 s to 5 min. */
    private static final int MOST_DOUBLINGS = 6;

    /** Of the minute after which a part is sent again that the bot may not write. */
    private static final int MOST_DOUBLINGS_OF_A_MINUTE = 4;

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final Writer<Command> writer;
    private final ActorRef<ChatProtocol.Command> chat;
    private final ActorRef<ChatProtocol.PartStored> stored;
    private final Delivery delivery;
    private final LiveRef live;
    private final List<AnswerText.Part> parts;
    private final Optional<Integer> prompt;
    private int index;
    private boolean editing;
    private boolean repeated;

    /** Sends of this part whose outcome was unclear. */
    private int unclear;

    /** Sends of this part that the bot was not allowed. */
    private int forbidden;

    private boolean closing;

    private AnswerDelivery(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            ChatId id,
            ActorRef<Outbox.Command> outbox,
            ActorRef<ChatProtocol.Command> chat,
            Delivery delivery,
            LiveRef live,
            Duration age) {
        this.ctx = ctx;
        this.timers = timers;
        this.writer = new Writer<>(ctx, id, outbox);
        this.chat = chat;
        this.stored = ctx.messageAdapter(ChatProtocol.PartStored.class, part -> new Stored(part.index()));
        this.delivery = delivery;
        this.live = live;
        this.editing = live.message().isPresent();
        this.parts = layOut(age);
        this.prompt = Messages.number(delivery.message());
    }

    /**
     * @param live where the first part goes and what is above it already
     * @param age how long the message that becomes the first part has been there; zero if unknown
     */
    static Behavior<Command> create(
            ChatId id,
            ActorRef<Outbox.Command> outbox,
            ActorRef<ChatProtocol.Command> chat,
            Delivery delivery,
            LiveRef live,
            Duration age) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var answer = new AnswerDelivery(ctx, timers, id, outbox, chat, delivery, live, age);
            return answer.next() ? Behaviors.receiveMessage(answer::onMessage) : Behaviors.stopped();
        }));
    }

    private List<AnswerText.Part> layOut(Duration age) {
        try {
            return AnswerText.parts(delivery, live, editing, age);
        } catch (RuntimeException fault) {
            ctx.getLog().error("An answer cannot be laid out and is shown without Markdown", fault);
            return AnswerText.plain(delivery);
        }
    }

    private Behavior<Command> onMessage(Command command) {
        var goesOn = switch (command) {
            case Stored mark -> onStored(mark.index());
            case Wrote wrote -> wrote.index() != index || onWrote(wrote.outcome());
            case Remind remind -> mark();
            case Again again -> send();
            case Close close -> {
                closing = true;
                yield !timers.isTimerActive(new Again());
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
        repeated = Delivery.SENDING.equals(stateOf(index));
        return (isEdit() && isLiveStored()) ? send() : mark();
    }

    private boolean isEdit() {
        return index == 0 && editing && !(parts.getFirst() instanceof AnswerText.File);
    }

    /** Whether a restart would know of the live message; if not, it does once a mark is stored, for the chat was told before. */
    private boolean isLiveStored() {
        return Objects.equals(live.word(), delivery.live());
    }

    /** Passes over what is shown; whether that is all. */
    private boolean isAll() {
        while (index < parts.size() && (isShown(stateOf(index)) || isNeedless(parts.get(index)))) {
            index++;
        }
        return index >= parts.size();
    }

    /** An answer that came as a new message has rung already. */
    private boolean isNeedless(AnswerText.Part part) {
        return part instanceof AnswerText.Ring && !editing;
    }

    private @Nullable String stateOf(int part) {
        return part < delivery.parts().size() ? delivery.parts().get(part) : null;
    }

    private static boolean isShown(@Nullable String state) {
        return state != null && !state.equals(Delivery.SENDING);
    }

    /** Asked again until it is stored: a failed store drops it. */
    private boolean mark() {
        timers.startSingleTimer(new Remind(), REMIND);
        chat.tell(new ChatProtocol.PartSending(delivery.id(), index, stored));
        return true;
    }

    private boolean onStored(int part) {
        if (part == index && timers.isTimerActive(new Remind())) {
            timers.cancel(new Remind());
            send();
        }
        return true;
    }

    private boolean send() {
        var mark = repeated && !isEdit() ? Writer.REPEATED : "";
        switch (parts.get(index)) {
            case AnswerText.Text text -> write(MarkdownToHtml.render(mark + text.markdown()), index == 0);
            case AnswerText.Plain plain -> write(Rendered.plain(mark + plain.text()), index == 0);
            case AnswerText.Ring ring -> write(MarkdownToHtml.render(mark + ring.text()), true);
            case AnswerText.File file ->
                writer.upload(
                        new AnswerText.File(file.name(), file.content(), mark + file.caption()),
                        Kind.FINAL,
                        Optional.empty(),
                        List.of(),
                        wrote());
        }
        return true;
    }

    private void write(Rendered text, boolean replies) {
        if (isEdit()) {
            writer.edit(live.message().orElseThrow(), text, wrote());
        } else {
            writer.send(text, replies ? prompt : Optional.empty(), wrote());
        }
    }

    private Function<Outbox.Outcome, Command> wrote() {
        var part = index;
        return outcome -> new Wrote(part, outcome);
    }

    private boolean onWrote(Outbox.Outcome outcome) {
        return switch (outcome) {
            case Outbox.Outcome.Written written ->
                shown(Writer.messageId(written)
                        .or(live::message)
                        .map(String::valueOf)
                        .orElse("?"));
            case Outbox.Outcome.Uncertain uncertain -> {
                ctx.getLog().warn("Telegram may not have part {} of an answer; it is sent again", index);
                repeated = true;
                yield later(Writer.AGAIN_AFTER.multipliedBy(1L << Math.min(unclear++, MOST_DOUBLINGS)));
            }
            case Outbox.Outcome.Rejected rejected -> onRejected(rejected);
        };
    }

    private boolean later(Duration pause) {
        timers.startSingleTimer(new Again(), pause);
        return !closing;
    }

    private boolean onRejected(Outbox.Outcome.Rejected rejected) {
        if (rejected.refused().migrateToChatId().isPresent()) {
            return false; // the group has become a supergroup: the chat takes the answer along
        }
        if (MAY_NOT_WRITE.matcher(rejected.refused().description()).find()) {
            return onForbidden(rejected.refused());
        }
        if (index == 0 && editing) {
            editing = false; // the live message was deleted: the answer comes below
            return mark();
        }
        var refused = rejected.refused();
        var isGone = refused.code() == FORBIDDEN || refused.description().contains("chat not found");
        ctx.getLog().error("Telegram takes part {} of an answer no more: {}", index, refused.description());
        if (isGone) {
            chat.tell(new ChatProtocol.Delivered(delivery.id()));
            return false;
        }
        return shown("?");
    }

    private boolean onForbidden(Failure.Refused refused) {
        if (forbidden == 0) {
            ctx.getLog()
                    .warn("Part {} of an answer waits until the bot may write there: {}", index, refused.description());
        }
        return later(Duration.ofMinutes(1L << Math.min(forbidden++, MOST_DOUBLINGS_OF_A_MINUTE)));
    }

    private boolean shown(String reference) {
        var part = index++;
        repeated = false;
        unclear = 0;
        forbidden = 0;
        if (!isAll()) { // else Delivered says it all, in one store
            chat.tell(new ChatProtocol.PartSent(delivery.id(), part, reference));
        }
        return next();
    }
}
