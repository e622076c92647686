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
import switchboard.telegram.api.Backoff;
import switchboard.telegram.api.TelegramApi.Received;

/**
 * Offers its updates to each chat, one at a time in the order they came. An update that a chat does not store in time is written to
 * the disk, as is every update behind it, and offered again; so no chat holds up another. An update that cannot be written either
 * stays with Telegram. A stop waits for nothing: it is also offered at once.
 *
 * <p>For each chat: {@code offered -> stored}, or {@code offered -> troubled (kept, offered again ...) -> stored}
 */
final class Intake {

    /** Messages to the intake. */
    sealed interface Command permits Take, Done, Tried, Kept, Again, Hurry {}

    /**
     * Takes over updates. Replies with {@link Taken} once Telegram need not keep them.
     *
     * @param file the file that holds them already; null if none does
     */
    record Take(
            PasteJoiner.Joined joined,
            List<Received> updates,
            @Nullable Path file,
            ActorRef<? super Taken> replyTo) implements Command {}

    /** An update that needs no queue was handled, or failed: a press is not repeated. */
    private record Done(QueuedUpdate queued) implements Command {}

    private record Tried(
            ChatId chat, QueuedUpdate queued, @Nullable Throwable failure) implements Command {}

    private record Kept(
            ChatId chat,
            QueuedUpdate queued,
            @Nullable Path file,
            @Nullable Throwable failure) implements Command {}

    private record Again(ChatId chat) implements Command {}

    private record Hurry(ChatId chat, QueuedUpdate queued) implements Command {}

    /** Telegram need not keep these updates any more. */
    record Taken(List<Long> updateIds) {}

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30));

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final Dispatch dispatch;
    private final SetAsideUpdates setAside;
    private final Map<ChatId, ChatQueue> queues = new HashMap<>();

    /** From a group's new id to the chat that has its queue: a group that moves to another id keeps its queue. */
    private final Map<ChatId, ChatId> moving = new HashMap<>();

    private Intake(
            ActorContext<Command> ctx, TimerScheduler<Command> timers, Dispatch dispatch, SetAsideUpdates setAside) {
        this.ctx = ctx;
        this.timers = timers;
        this.dispatch = dispatch;
        this.setAside = setAside;
    }

    static Behavior<Command> create(Dispatch dispatch, SetAsideUpdates setAside) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var intake = new Intake(ctx, timers, dispatch, setAside);
            return Behaviors.receiveMessage(intake::onMessage);
        }));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Take take -> onTake(take);
            case Done done -> settle(done.queued());
            case Tried tried -> onTried(tried);
            case Kept kept -> onKept(kept);
            case Again again -> onAgain(again.chat());
            case Hurry hurry -> onHurry(hurry);
        }
        return Behaviors.same();
    }

    private void onTake(Take take) {
        var ids = take.joined().updateIds();
        var queued = new QueuedUpdate(
                take.joined().inbound(),
                take.updates(),
                take.file(),
                () -> take.replyTo().tell(new Taken(ids)));
        switch (queued.inbound) {
            case Inbound.Ask ask -> add(ask.source().chat(), queued);
            case Inbound.Slash slash -> add(slash.source().chat(), queued);
            case Inbound.Edited edited -> add(edited.chat(), queued);
            case Inbound.Amended amended -> add(amended.now().source().chat(), queued);
            case Inbound.TopicNamed named -> add(named.topic(), queued);
            case Inbound.Migrated moved -> {
                add(moved.from(), queued);
                moving.put(moved.to(), placeOf(moved.from()));
            }
            default -> ctx.pipeToSelf(dispatch.dispatch(queued.inbound), (done, failure) -> new Done(queued));
        }
    }

    private ChatId placeOf(ChatId chat) {
        return moving.getOrDefault(chat, chat);
    }

    private void add(ChatId of, QueuedUpdate queued) {
        var chat = queues.containsKey(of) ? of : placeOf(of);
        var queue = queues.computeIfAbsent(chat, unknown -> new ChatQueue());
        var isBehind = !queue.waiting.isEmpty();
        queue.waiting.add(queued);
        if (queued.file != null) {
            queue.becomeTroubled(); // and the person got this sentence when the update was kept
            queue.tellsOf(StorageErrorText.KEPT);
            admit(queued);
        } else {
            keepNext(chat, queue);
        }
        if (isBehind && isUrgent(queued)) {
            timers.startSingleTimer(new Hurry(chat, queued), queue.isTroubled() ? Duration.ZERO : SOON);
        }
        offer(chat, queue);
    }

    private void offer(ChatId chat, ChatQueue queue) {
        if (!queue.offering && !timers.isTimerActive(new Again(chat))) {
            queue.offering = true;
            offer(chat, queue.waiting.getFirst());
        }
    }

    private void offer(ChatId chat, QueuedUpdate queued) {
        ctx.pipeToSelf(dispatch.dispatch(queued.inbound), (done, failure) -> new Tried(chat, queued, failure));
    }

    /** Offers a stop before its turn; it is offered again in its turn unless it is stored by then. */
    private void onHurry(Hurry hurry) {
        var queue = queues.get(hurry.chat());
        if (queue != null && queue.waiting.contains(hurry.queued()) && queue.waiting.getFirst() != hurry.queued()) {
            offer(hurry.chat(), hurry.queued());
        }
    }

    private void onTried(Tried tried) {
        var queue = queues.get(tried.chat());
        if (queue == null || !queue.waiting.contains(tried.queued())) {
            return; // a stop that was offered twice
        }
        var isFirst = queue.waiting.getFirst() == tried.queued();
        if (isFirst) {
            queue.offering = false;
        }
        if (tried.failure() == null) {
            queue.waiting.remove(tried.queued());
            settle(tried.queued());
            onStored(tried.chat(), queue);
        } else if (isFirst) {
            onFailure(tried.chat(), queue, tried.failure());
        }
    }

    private void onStored(ChatId chat, ChatQueue queue) {
        queue.failures = 0;
        timers.cancel(new Again(chat)); // if a stop was offered twice, one offer may have failed
        if (!queue.waiting.isEmpty()) {
            offer(chat, queue);
            return;
        }
        queues.remove(chat);
        moving.values().removeIf(chat::equals);
        if (queue.isTroubled()) {
            ctx.getLog().info("Chat {} has stored all that was kept for it", chat);
        }
    }

    private void onFailure(ChatId chat, ChatQueue queue, Throwable failure) {
        if (queue.becomeTroubled()) {
            ctx.getLog()
                    .error(
                            "Chat {} cannot store what is said in it ({}). It is kept aside and offered again.",
                            chat,
                            StorageErrorText.reason(failure));
        }
        timers.startSingleTimer(new Again(chat), new Again(chat), BACKOFF.after(queue.failures++));
        keepNext(chat, queue);
    }

    private void onAgain(ChatId chat) {
        var queue = queues.get(chat);
        if (queue != null) {
            keepNext(chat, queue);
            offer(chat, queue);
        }
    }

    /**
     * Updates are written strictly in order: after a restart the written ones are offered first, so a later update must never be
     * written before an earlier one.
     */
    private void keepNext(ChatId chat, ChatQueue queue) {
        var next = queue.waiting.stream().filter(queued -> queued.file == null).findFirst();
        if (queue.isTroubled() && next.isPresent() && !next.get().writing) {
            keep(chat, next.get());
        }
    }

    private void keep(ChatId chat, QueuedUpdate queued) {
        queued.writing = true;
        ctx.pipeToSelf(setAside.keep(queued.updates), (file, failure) -> new Kept(chat, queued, file, failure));
    }

    private void onKept(Kept kept) {
        var queued = kept.queued();
        queued.writing = false;
        queued.file = kept.file();
        var queue = queues.get(kept.chat());
        if (queue == null || !queue.waiting.contains(queued)) {
            settle(queued); // stored meanwhile
            if (queue != null) {
                keepNext(kept.chat(), queue);
            }
            return;
        }
        var sentence = StorageErrorText.KEPT;
        if (kept.failure() == null) {
            queued.takeOver();
            admit(queued);
            keepNext(kept.chat(), queue);
        } else {
            sentence = StorageErrorText.sentence(kept.failure());
        }
        if (!isUrgent(queued) && queue.tellsOf(sentence)) { // a stop takes effect and says so itself
            if (kept.failure() != null) {
                ctx.getLog()
                        .error(
                                "Chat {}: what is said cannot be kept aside either ({}). It stays with Telegram.",
                                kept.chat(),
                                StorageErrorText.reason(kept.failure()));
            }
            var told = sentence;
            queued.source().ifPresent(source -> dispatch.dispatch(new Inbound.Tell(source, told, "")));
        }
    }

    private void admit(QueuedUpdate queued) {
        var ids = queued.updates.stream().map(Received::updateId).toList();
        queued.source().ifPresent(source -> dispatch.admit(source, ids));
    }

    private boolean isUrgent(QueuedUpdate queued) {
        return queued.inbound instanceof Inbound.Slash slash && dispatch.isUrgent(slash.name());
    }

    /** Nothing more is to be done with this update. */
    private void settle(QueuedUpdate queued) {
        queued.takeOver();
        if (queued.file != null) {
            setAside.remove(queued.file);
            queued.file = null;
        }
    }
}
