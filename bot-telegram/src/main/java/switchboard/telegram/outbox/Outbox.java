package switchboard.telegram.outbox;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.send.SendChatAction;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import switchboard.model.ChatId;
import switchboard.telegram.api.AlbumUpload;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.api.TelegramApi;
import switchboard.telegram.api.TelegramException;
import switchboard.telegram.outbox.SendQueue.Ready;

/**
 * The rate limiter for one bot token: everything that is written to Telegram passes here.
 *
 * <p>{@code queued -> under way -> Written | Rejected | Uncertain}; back to {@code queued} after 429, after a failure that surely
 * or most likely had no effect (5xx; not for ever if others succeed), after a refusal of the token or an unclear failure of a
 * repeatable call, and while the bot may not write in the chat. Messages for a topic that is gone go to the chat itself and say
 * so.
 */
public final class Outbox {

    public sealed interface Command {}

    /**
     * Write something that must be delivered. {@code replyTo} gets exactly one {@link Outcome}.
     *
     * @param method a JSON method, which its sender no longer changes
     * @param kind a kind that must be delivered. An edit of kind {@link Kind#FINAL} is the message's last text
     * @param plain the same without markup, in case Telegram cannot parse the markup
     */
    public record Write(
            ChatId chat,
            PartialBotApiMethod<?> method,
            Kind kind,
            Optional<PartialBotApiMethod<?>> plain,
            ActorRef<Outcome> replyTo)
            implements Command {
        public Write {
            kind.requireMustDeliver();
        }
    }

    /** Send a file, as {@link Write} does a method. */
    public record Upload(
            ChatId chat, FileUpload upload, Kind kind, Optional<FileUpload> plain, ActorRef<Outcome> replyTo)
            implements Command {
        public Upload {
            kind.requireMustDeliver();
        }
    }

    /** Send files as one album, as {@link Write} does a method. The result is a list of messages. */
    public record Album(
            ChatId chat, AlbumUpload album, Kind kind, Optional<AlbumUpload> plain, ActorRef<Outcome> replyTo)
            implements Command {
        public Album {
            kind.requireMustDeliver();
        }
    }

    /** Show this state of a live message if there is time; the newest wins, failures are dropped. */
    public record Preview(ChatId chat, int messageId, EditMessageText edit) implements Command {}

    /** Show "typing ..." if that is possible now. */
    public record Activity(ChatId chat, SendChatAction action) implements Command {}

    /** A sign of life came from a chat. Writes that are delayed there, except by a flood wait, are tried at once. */
    public record Alive(ChatId chat) implements Command {}

    /** The chat is a topic of this name. */
    public record TopicNamed(ChatId chat, String name) implements Command {}

    /** The chat's view closes. Writes that are not possible there for now are rejected instead of waiting. */
    public record Close(ChatId chat) implements Command {}

    /** Answer a button press, past the queue and its limits; failures are dropped. */
    public record Answer(AnswerCallbackQuery answer) implements Command {}

    /** @param made the call in the form in which it was made */
    private record Finished(
            Ready<Op> ready,
            Call made,
            @Nullable Serializable result,
            @Nullable Throwable failure) implements Command {}

    private record AsideFinished(
            OptionalLong typingIn, @Nullable Throwable failure) implements Command {}

    private enum Wake implements Command {
        INSTANCE
    }

    /** The outcome of a write. */
    public sealed interface Outcome {
        /** Done. The result is {@code TRUE} instead of a message if Telegram says that the wanted state was there already. */
        record Written(Serializable result) implements Outcome {}

        /** Not done, and useless to repeat. */
        record Rejected(Failure.Refused refused) implements Outcome {
            /** Whether nobody will ever read there again. */
            public boolean isForEver() {
                return Refusal.of(refused) == Refusal.GONE;
            }
        }

        /** Perhaps done: a send that must not be repeated blindly. */
        record Uncertain(Throwable cause) implements Outcome {}
    }

    /** An entry of the queue. */
    sealed interface Op permits QueuedCall, Frame {
        ChatId chat();

        Call call();
    }

    record Frame(ChatId chat, Call call) implements Op {}

    private static final Duration MAX_JITTER = Duration.ofMillis(500);

    /**
     * At most this many calls at once, fewer than the API has connections. A call that waited for a connection would time out
     * although it was never sent, and a more urgent one could not overtake it.
     */
    static final int MOST_UNDER_WAY = 24;

    /** So many writes may wait for one chat; beyond that its replies are rejected, but never answers and questions. */
    static final int MOST_WAITING = 200;

    /** Room, in UTF-16 units, for the line above a message for a topic that is gone. */
    public static final int TOPIC_LINE_UNITS = Topics.HEADING_UNITS;

    /** The reason for rejecting a reply when too many messages wait; the outbox has logged it. */
    public static final Failure.Refused TOO_MUCH =
            new Failure.Refused(429, "too many messages wait for this chat", OptionalLong.empty());

    private static final int MOST_TYPING = 4;
    private static final Duration LATELY = Duration.ofMinutes(1);
    private static final Duration WORTH_A_WARNING = Duration.ofMinutes(1);

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final TelegramApi api;
    private final LongSupplier nanoTime;
    private final long origin;
    private final DoubleSupplier random;
    private final SendQueue<Op> queue = new SendQueue<>();
    private final Connection connection;
    private final Topics topics = new Topics();

    /** The chats in which the bot may not write for now, with the reason. */
    private final Map<Long, Failure.Refused> shutOut = new HashMap<>();

    /** The chats whose "typing ..." is being sent. */
    private final Set<Long> typing = new HashSet<>();

    /** The chats for which too many messages wait. */
    private final Set<Long> full = new HashSet<>();

    private int underWay;
    private long wakeAt = SendQueue.NEVER;

    /** Makes the only outbox of a bot. A fault in it is logged and loses no waiting write. */
    public static Behavior<Command> create(TelegramApi api) {
        return create(api, System::nanoTime, RandomGenerator.getDefault()::nextDouble);
    }

    /**
     * The same, with a given clock and randomness.
     *
     * @param nanoTime a clock that never goes back
     * @param random evenly distributed in [0, 1)
     */
    public static Behavior<Command> create(TelegramApi api, LongSupplier nanoTime, DoubleSupplier random) {
        Behavior<Command> outbox = Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var actor = new Outbox(ctx, timers, api, nanoTime, random);
            return Behaviors.receiveMessage(actor::onMessage);
        }));
        return Behaviors.supervise(outbox).onFailure(SupervisorStrategy.resume());
    }

    private Outbox(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            TelegramApi api,
            LongSupplier nanoTime,
            DoubleSupplier random) {
        this.ctx = ctx;
        this.timers = timers;
        this.api = api;
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
        this.random = random;
        this.connection = new Connection(ctx.getLog());
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Write write -> onWrite(write);
            case Upload upload -> onUpload(upload);
            case Album album -> onAlbum(album);
            case Preview preview -> {
                var frame = new Frame(preview.chat(), new Call.Method(preview.edit()));
                queue.preview(preview.chat().chat(), preview.messageId(), frame, now());
            }
            case Activity activity -> onActivity(activity);
            case Answer answer -> aside(new Call.Method(answer.answer()), OptionalLong.empty());
            case Alive alive -> onAlive(alive);
            case TopicNamed topic -> topics.named(topic.chat(), topic.name());
            case Close close -> onClose(close.chat().chat());
            case Finished finished -> onFinished(finished);
            case AsideFinished finished -> onAsideFinished(finished);
            case Wake wake -> wakeAt = SendQueue.NEVER;
        }
        sendWhatMayGo();
        return Behaviors.same();
    }

    private void onWrite(Write write) {
        if (isTooMuch(write)) {
            write.replyTo().tell(new Outcome.Rejected(TOO_MUCH));
            return;
        }
        Call call = new Call.Method(write.method());
        var queued = QueuedCall.of(write.chat(), call, write.plain().map(Call.Method::new), write.replyTo());
        queue.write(write.chat().chat(), write.kind(), call.supersedes(), queued, now());
    }

    /** Whether this is a reply to a flood of commands or pictures, and Telegram takes no more of these replies for a while. */
    private boolean isTooMuch(Write write) {
        if (write.kind() != Kind.REPLY || !(write.method() instanceof SendMessage)) {
            return false;
        }
        long chat = write.chat().chat();
        boolean isTooMuch = queue.waiting(chat) >= MOST_WAITING;
        if (!isTooMuch) {
            full.remove(chat);
        } else if (full.add(chat)) {
            ctx.getLog()
                    .warn(
                            "{} messages wait for chat {}: replies to it are left out until there is room",
                            MOST_WAITING,
                            chat);
        }
        return isTooMuch;
    }

    private void onUpload(Upload upload) {
        queue(
                upload.chat(),
                upload.kind(),
                new Call.File(upload.upload()),
                upload.plain().map(Call.File::new),
                upload.replyTo());
    }

    private void onAlbum(Album album) {
        queue(
                album.chat(),
                album.kind(),
                new Call.Album(album.album()),
                album.plain().map(Call.Album::new),
                album.replyTo());
    }

    private void queue(ChatId chat, Kind kind, Call call, Optional<Call> plain, ActorRef<Outcome> replyTo) {
        queue.write(chat.chat(), kind, call.supersedes(), QueuedCall.of(chat, call, plain, replyTo), now());
    }

    private void onActivity(Activity activity) {
        long chat = activity.chat().chat();
        if (mayShow(chat) && queue.activity(chat, now())) {
            typing.add(chat);
            aside(topics.place(activity.chat(), new Call.Method(activity.action())), OptionalLong.of(chat));
        }
    }

    private void aside(Call call, OptionalLong typingIn) {
        ctx.pipeToSelf(call.guarded(api), (result, failure) -> new AsideFinished(typingIn, failure));
    }

    /** Whether "typing ..." may be shown. While Telegram is slow it gets no more calls that are soon out of date. */
    private boolean mayShow(long chat) {
        return typing.size() < MOST_TYPING && !typing.contains(chat) && !shutOut.containsKey(chat);
    }

    /** A sign of life shows that the bot may write there, that Telegram works, and that the topic exists. */
    private void onAlive(Alive alive) {
        topics.open(alive.chat());
        queue.hurry(alive.chat().chat());
    }

    private void onClose(long chat) {
        Failure.Refused why = shutOut.get(chat);
        if (why != null) {
            for (Op op : queue.withdraw(chat)) {
                if (op instanceof QueuedCall queued) {
                    queued.replyTo().tell(new Outcome.Rejected(why));
                }
            }
        }
    }

    private void onAsideFinished(AsideFinished finished) {
        finished.typingIn().ifPresent(typing::remove);
        if (finished.failure() == null) {
            connection.works(now());
            return;
        }
        Failure failure = TelegramException.failureOf(finished.failure());
        connection.failed(failure, now());
        if (failure instanceof Failure.TooManyRequests many
                && finished.typingIn().isPresent()) {
            queue.silence(finished.typingIn().getAsLong(), many.retryAfter(), jitter(), now());
        }
    }

    private void onFinished(Finished finished) {
        underWay--;
        if (finished.failure() == null) {
            connection.works(now());
            done(finished, Objects.requireNonNull(finished.result()));
            return;
        }
        Failure failure = TelegramException.failureOf(finished.failure());
        connection.failed(failure, now());
        if (failure instanceof Failure.Refused refused) {
            note(refused, finished.ready().op().chat(), finished.made());
        }
        switch (finished.ready().op()) {
            case QueuedCall queued -> act(finished.ready(), queued, verdict(queued, finished.made(), failure));
            case Frame frame -> frameFailed(finished.ready(), failure);
        }
    }

    private void done(Finished finished, Serializable result) {
        Ready<Op> ready = finished.ready();
        if (shutOut.remove(ready.chatId()) != null) {
            ctx.getLog().info("Chat {} can be written to again", ready.chatId());
        }
        boolean isMisplaced = topics.isMisplaced(ready.op().chat(), finished.made(), result);
        switch (ready.op()) {
            case QueuedCall queued -> {
                if (isMisplaced) {
                    queue.again(ready, queued, now());
                } else {
                    queue.done(ready);
                    queued.replyTo().tell(new Outcome.Written(result));
                }
            }
            case Frame frame -> queue.done(ready);
        }
    }

    /** Logs each chat and topic that takes no more messages, once until it takes messages again. */
    private void note(Failure.Refused refused, ChatId chat, Call made) {
        var refusal = Refusal.of(refused);
        if (refusal == Refusal.TOPIC && made.threadId().isPresent()) {
            if (topics.close(chat)) {
                ctx.getLog()
                        .warn(
                                "Topic {} takes no more messages ({}): what belongs to it goes to the chat itself",
                                chat,
                                refused.description());
            }
        } else if ((refusal == Refusal.SHUT_OUT || refusal == Refusal.TOPIC)
                && shutOut.put(chat.chat(), refused) == null) {
            ctx.getLog()
                    .warn(
                            "Chat {}: what is to be said there waits until the bot may write there: {}",
                            chat,
                            refused.description());
        }
    }

    /** What to do after a failure. If that cannot be decided, the sender gets the failure, because the lane must move on. */
    private QueuedCall.Verdict verdict(QueuedCall queued, Call made, Failure failure) {
        try {
            return queued.failed(made, failure, connection.hasWorkedWithin(LATELY, now()), random.getAsDouble());
        } catch (RuntimeException fault) {
            ctx.getLog().error("What follows from {} is unclear", failure, fault);
            return new QueuedCall.Verdict.Settled(new Outcome.Uncertain(fault));
        }
    }

    private void act(Ready<Op> ready, QueuedCall queued, QueuedCall.Verdict verdict) {
        switch (verdict) {
            case QueuedCall.Verdict.Settled settled -> {
                queue.done(ready);
                queued.replyTo().tell(settled.outcome());
            }
            case QueuedCall.Verdict.Again again ->
                queue.again(ready, again.next(), now() + again.delay().toNanos());
            case QueuedCall.Verdict.Silenced silenced -> silence(ready, silenced.retryAfter());
        }
    }

    /** A frame is not worth a second try. But a frame that came too early is kept, because it may still be the newest. */
    private void frameFailed(Ready<Op> ready, Failure failure) {
        if (failure instanceof Failure.TooManyRequests many) {
            silence(ready, many.retryAfter());
        } else if (failure instanceof Failure.Refused refused && Refusal.of(refused) == Refusal.ALREADY_SO) {
            queue.done(ready);
        } else {
            queue.lost(ready);
        }
    }

    private void silence(Ready<Op> ready, Duration retryAfter) {
        var message = "Telegram wants no more for chat {} during {} s ({})";
        if (ready.kind().mustDeliver() && retryAfter.compareTo(WORTH_A_WARNING) > 0) {
            ctx.getLog().warn(message, ready.chatId(), retryAfter.toSeconds(), ready.kind());
        } else {
            ctx.getLog().info(message, ready.chatId(), retryAfter.toSeconds(), ready.kind());
        }
        queue.throttled(ready, retryAfter, jitter(), now());
    }

    private void sendWhatMayGo() {
        long now = now();
        for (Optional<Ready<Op>> next = next(now); next.isPresent(); next = next(now)) {
            Ready<Op> ready = next.get();
            underWay++;
            Call made = topics.place(ready.op().chat(), ready.op().call());
            ctx.pipeToSelf(made.guarded(api), (result, failure) -> new Finished(ready, made, result, failure));
        }
        long earliest = underWay < MOST_UNDER_WAY ? queue.wakeAt(now) : SendQueue.NEVER;
        if (earliest == SendQueue.NEVER) {
            timers.cancel(Wake.INSTANCE);
        } else if (earliest != wakeAt) {
            timers.startSingleTimer(Wake.INSTANCE, Wake.INSTANCE, Duration.ofNanos(earliest - now));
        }
        wakeAt = earliest;
    }

    private Optional<Ready<Op>> next(long now) {
        return underWay < MOST_UNDER_WAY ? queue.next(now) : Optional.empty();
    }

    private long now() {
        return nanoTime.getAsLong() - origin;
    }

    private Duration jitter() {
        return Duration.ofNanos((long) (MAX_JITTER.toNanos() * random.getAsDouble()));
    }
}
