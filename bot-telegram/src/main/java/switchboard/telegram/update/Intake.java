package switchboard.telegram.update;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;
import switchboard.telegram.api.TelegramApi.Received;

/**
 * Hands to each chat what was said in it, one after the other in the order it came. What a chat does not store in time is kept
 * on the disk, with all that is said there meanwhile behind it, and offered again, so that no chat holds up another. What
 * cannot be kept either stays with Telegram. A stop waits for nothing: it is offered at once, too.
 *
 * <p>For each chat: {@code offered -> stored}, or {@code offered -> troubled (kept, offered again ...) -> stored}
 */
final class Intake {

    /** To the intake. */
    sealed interface Command permits Take, Done, Tried, Kept, Again, Hurry {}

    /**
     * Takes over updates. {@link Taken} comes back once Telegram need not keep them.
     *
     * @param file where they are kept already; null if they are not
     */
    record Take(
            PasteJoiner.Joined joined,
            List<Received> updates,
            @Nullable Path file,
            ActorRef<? super Taken> replyTo) implements Command {}

    /** What belongs to no line is dealt with, or was in vain: a press is not repeated. */
    private record Done(Line.Item item) implements Command {}

    private record Tried(
            ChatId chat, Line.Item item, @Nullable Throwable failure) implements Command {}

    private record Kept(
            ChatId chat,
            Line.Item item,
            @Nullable Path file,
            @Nullable Throwable failure) implements Command {}

    private record Again(ChatId chat) implements Command {}

    private record Hurry(ChatId chat, Line.Item item) implements Command {}

    /** Telegram need not keep these any more. */
    record Taken(List<Long> updateIds) {}

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 4;

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final Dispatch dispatch;
    private final Undelivered undelivered;
    private final Map<ChatId, Line> lines = new HashMap<>();

    /** Where a group's line is: one that moves to another id takes its line along. */
    private final Map<ChatId, ChatId> moving = new HashMap<>();

    private Intake(
            ActorContext<Command> ctx, TimerScheduler<Command> timers, Dispatch dispatch, Undelivered undelivered) {
        this.ctx = ctx;
        this.timers = timers;
        this.dispatch = dispatch;
        this.undelivered = undelivered;
    }

    static Behavior<Command> create(Dispatch dispatch, Undelivered undelivered) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var intake = new Intake(ctx, timers, dispatch, undelivered);
            return Behaviors.receiveMessage(intake::onMessage);
        }));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Take take -> onTake(take);
            case Done done -> settle(done.item());
            case Tried tried -> onTried(tried);
            case Kept kept -> onKept(kept);
            case Again again -> onAgain(again.chat());
            case Hurry hurry -> onHurry(hurry);
        }
        return Behaviors.same();
    }

    private void onTake(Take take) {
        var ids = take.joined().updateIds();
        var item = new Line.Item(
                take.joined().routed(),
                take.updates(),
                take.file(),
                () -> take.replyTo().tell(new Taken(ids)));
        switch (item.routed) {
            case Routed.Ask ask -> add(ask.source().chat(), item);
            case Routed.Slash slash -> add(slash.source().chat(), item);
            case Routed.TopicNamed named -> add(named.topic(), item);
            case Routed.Migrated moved -> {
                add(moved.from(), item);
                moving.put(moved.to(), placeOf(moved.from()));
            }
            default -> ctx.pipeToSelf(dispatch.dispatch(item.routed), (done, failure) -> new Done(item));
        }
    }

    private ChatId placeOf(ChatId chat) {
        return moving.getOrDefault(chat, chat);
    }

    private void add(ChatId of, Line.Item item) {
        var chat = lines.containsKey(of) ? of : placeOf(of);
        var line = lines.computeIfAbsent(chat, unknown -> new Line());
        var isBehind = !line.items.isEmpty();
        line.items.add(item);
        if (item.file != null) {
            line.becomeTroubled(); // and was told of it when it was kept
            line.tellsOf(Trouble.KEPT);
        } else {
            keepNext(chat, line);
        }
        if (isBehind && isUrgent(item)) {
            timers.startSingleTimer(new Hurry(chat, item), line.isTroubled() ? Duration.ZERO : SOON);
        }
        offer(chat, line);
    }

    private void offer(ChatId chat, Line line) {
        if (!line.offering && !timers.isTimerActive(new Again(chat))) {
            line.offering = true;
            offer(chat, line.items.getFirst());
        }
    }

    private void offer(ChatId chat, Line.Item item) {
        ctx.pipeToSelf(dispatch.dispatch(item.routed), (done, failure) -> new Tried(chat, item, failure));
    }

    /** A stop is offered before its turn, and then in its turn, unless it is stored by then. */
    private void onHurry(Hurry hurry) {
        var line = lines.get(hurry.chat());
        if (line != null && line.items.contains(hurry.item()) && line.items.getFirst() != hurry.item()) {
            offer(hurry.chat(), hurry.item());
        }
    }

    private void onTried(Tried tried) {
        var line = lines.get(tried.chat());
        if (line == null || !line.items.contains(tried.item())) {
            return; // a stop that was offered twice
        }
        var isFirst = line.items.getFirst() == tried.item();
        if (isFirst) {
            line.offering = false;
        }
        if (tried.failure() == null) {
            line.items.remove(tried.item());
            settle(tried.item());
            goOn(tried.chat(), line);
        } else if (isFirst) {
            onFailure(tried.chat(), line, tried.failure());
        }
    }

    private void goOn(ChatId chat, Line line) {
        line.failures = 0;
        timers.cancel(new Again(chat)); // one that was offered twice may have been stored and not
        if (!line.items.isEmpty()) {
            offer(chat, line);
            return;
        }
        lines.remove(chat);
        moving.values().removeIf(chat::equals);
        if (line.isTroubled()) {
            ctx.getLog().info("Chat {} has stored all that was kept for it", chat);
        }
    }

    private void onFailure(ChatId chat, Line line, Throwable failure) {
        if (line.becomeTroubled()) {
            ctx.getLog()
                    .error(
                            "Chat {} cannot store what is said in it ({}). It is kept aside and offered again.",
                            chat,
                            Trouble.reason(failure));
        }
        var pause = SOON.multipliedBy(2L << Math.min(line.failures++, MOST_DOUBLINGS));
        timers.startSingleTimer(
                new Again(chat), new Again(chat), pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        keepNext(chat, line);
    }

    private void onAgain(ChatId chat) {
        var line = lines.get(chat);
        if (line != null) {
            keepNext(chat, line);
            offer(chat, line);
        }
    }

    /** One after the other: a restart begins with what is kept, so nothing is that came after what is not. */
    private void keepNext(ChatId chat, Line line) {
        var next = line.items.stream().filter(item -> item.file == null).findFirst();
        if (line.isTroubled() && next.isPresent() && !next.get().writing) {
            keep(chat, next.get());
        }
    }

    private void keep(ChatId chat, Line.Item item) {
        item.writing = true;
        ctx.pipeToSelf(undelivered.keep(item.updates), (file, failure) -> new Kept(chat, item, file, failure));
    }

    private void onKept(Kept kept) {
        var item = kept.item();
        item.writing = false;
        item.file = kept.file();
        var line = lines.get(kept.chat());
        if (line == null || !line.items.contains(item)) {
            settle(item); // stored meanwhile
            if (line != null) {
                keepNext(kept.chat(), line);
            }
            return;
        }
        var sentence = Trouble.KEPT;
        if (kept.failure() == null) {
            item.takeOver();
            keepNext(kept.chat(), line);
        } else {
            sentence = Trouble.sentence(kept.failure());
        }
        if (!isUrgent(item) && line.tellsOf(sentence)) { // a stop is done, and has said so
            if (kept.failure() != null) {
                ctx.getLog()
                        .error(
                                "Chat {}: what is said cannot be kept aside either ({}). It stays with Telegram.",
                                kept.chat(),
                                Trouble.reason(kept.failure()));
            }
            var told = sentence;
            item.source().ifPresent(source -> dispatch.dispatch(new Routed.Tell(source, told, "")));
        }
    }

    private static boolean isUrgent(Line.Item item) {
        return item.routed instanceof Routed.Slash slash && Dispatch.isUrgent(slash.name());
    }

    /** It needs nothing more. */
    private void settle(Line.Item item) {
        item.takeOver();
        if (item.file != null) {
            undelivered.remove(item.file);
            item.file = null;
        }
    }
}
