package switchboard.telegram.update;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import switchboard.Engine;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.TelegramApi;
import switchboard.telegram.api.TelegramException;
import switchboard.telegram.outbox.Outbox;
import switchboard.telegram.view.OpenQuestions;

/**
 * Polls for updates and confirms one to Telegram (the offset moves past it) only when its chat has stored it. What comes
 * again after a restart is dropped by the chats.
 *
 * <p>{@code polling -> handing over -> polling ...}, with a pause after trouble
 */
public final class UpdatePoller {

    /** To the poller. */
    public sealed interface Command permits Polled, Failed, Handed, Poll {}

    private record Polled(TelegramApi.Batch batch) implements Command {}

    private record Failed(Throwable cause) implements Command {}

    private record Handed(List<Long> updateIds, @Nullable Throwable failure) implements Command {}

    private record Poll() implements Command {}

    /** Every kind that {@link UpdateRouter} knows; leaving the list out would keep what an earlier program asked for. */
    private static final List<String> KINDS = List.of("message", "callback_query", "my_chat_member");

    private static final int POLL_SECONDS = 25;
    private static final Duration PIECE_WITHIN = Duration.ofMillis(1200);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int CONFLICT = 409;

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final TelegramApi api;
    private final UpdateRouter router;
    private final Dispatch dispatch;
    private final Clock clock;
    private final Set<Long> handed = new HashSet<>();
    private final Map<Long, Instant> held = new HashMap<>();
    private List<Long> batch = List.of();
    private long offset;
    private int open;
    private int failures;

    /** The trouble that the log tells of already. */
    private String reported = "";

    private UpdatePoller(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            TelegramApi api,
            UpdateRouter router,
            Dispatch dispatch,
            Clock clock) {
        this.ctx = ctx;
        this.timers = timers;
        this.api = api;
        this.router = router;
        this.dispatch = dispatch;
        this.clock = clock;
    }

    public static Behavior<Command> create(
            TelegramApi api,
            UpdateRouter router,
            ActorRef<? super Engine.Deliver> engine,
            ActorRef<Outbox.Command> outbox,
            OpenQuestions questions,
            Clock clock) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var dispatch = new Dispatch(ctx.getSystem(), engine, outbox, questions, clock);
            var poller = new UpdatePoller(ctx, timers, api, router, dispatch, clock);
            poller.poll();
            return Behaviors.receiveMessage(poller::onMessage);
        }));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Poll poll -> poll();
            case Polled polled -> onPolled(polled.batch());
            case Failed failed -> onFailed(failed.cause());
            case Handed each -> onHanded(each);
        }
        return Behaviors.same();
    }

    private void poll() {
        var request = GetUpdates.builder()
                .offset(Math.toIntExact(offset))
                .limit(100)
                .timeout(POLL_SECONDS)
                .allowedUpdates(KINDS)
                .build();
        ctx.pipeToSelf(
                api.getUpdates(request),
                (polled, failure) -> failure == null ? new Polled(polled) : new Failed(failure));
    }

    private void onPolled(TelegramApi.Batch polled) {
        if (failures > 0) {
            ctx.getLog().info("Telegram answers again");
        }
        failures = 0;
        reported = "";
        batch = polled.updates().stream().map(TelegramApi.Received::updateId).toList();
        var fresh = polled.updates().stream()
                .filter(update -> !handed.contains(update.updateId()))
                .toList();
        var joined = PasteJoiner.join(
                fresh.stream().map(this::route).toList(),
                fresh.stream().map(TelegramApi.Received::updateId).toList());
        var ready = new ArrayList<PasteJoiner.Joined>();
        for (var each : joined) {
            if (!isHeld(each)) {
                ready.add(each);
            }
            if (each.routed() instanceof Routed.Migrated) {
                break; // what follows is said in the new chat, which must have got the conversation by then
            }
        }
        open = ready.size();
        ready.forEach(this::handOver);
        advance();
    }

    /** A full last piece waits a moment for the next one; unconfirmed, so Telegram keeps it meanwhile. */
    private boolean isHeld(PasteJoiner.Joined joined) {
        if (!joined.open()) {
            return false;
        }
        var since = held.computeIfAbsent(joined.updateIds().getLast(), id -> clock.instant());
        return clock.instant().isBefore(since.plus(PIECE_WITHIN));
    }

    private Routed route(TelegramApi.Received received) {
        try {
            return received.update()
                    .map(router::route)
                    .orElseGet(() -> new Routed.Nothing("an update that cannot be read"));
        } catch (RuntimeException odd) {
            ctx.getLog().error("Update {} is passed over", received.updateId(), odd);
            return new Routed.Nothing("an odd update");
        }
    }

    private void handOver(PasteJoiner.Joined joined) {
        ctx.pipeToSelf(dispatch.dispatch(joined.routed()), (done, failure) -> new Handed(joined.updateIds(), failure));
    }

    private void onHanded(Handed each) {
        open--;
        if (each.failure() == null) {
            handed.addAll(each.updateIds());
            each.updateIds().forEach(held::remove);
        } else {
            ctx.getLog().error("Update {} was not stored and is tried again", each.updateIds(), each.failure());
        }
        advance();
    }

    /** Once all of the batch is handed over, moves past what was stored and polls on. */
    private void advance() {
        if (open > 0) {
            return;
        }
        var left = batch.size();
        for (var id : batch) {
            if (!handed.remove(id)) {
                break;
            }
            offset = id + 1;
            left--;
        }
        batch = List.of();
        if (left == 0) {
            poll();
        } else {
            timers.startSingleTimer(new Poll(), AGAIN_AFTER);
        }
    }

    private void onFailed(Throwable cause) {
        failures++;
        var pause = Duration.ofSeconds(1L << Math.min(failures - 1, 5));
        var failure = cause instanceof TelegramException || cause.getCause() instanceof TelegramException
                ? TelegramException.failureOf(cause)
                : new Failure.Unclear(cause);
        switch (failure) {
            case Failure.TooManyRequests wait -> pause = wait.retryAfter().plusSeconds(1);
            case Failure.Refused refused -> {
                pause = pause.plusSeconds(5);
                var trouble = trouble(refused);
                report(trouble, () -> ctx.getLog().error("{} ({})", trouble, refused.description()));
            }
            default -> {
                var trouble = "Telegram cannot be reached; trying again. Check the network or TELEGRAM_API_ROOT.";
                report(trouble, () -> ctx.getLog().warn(trouble));
            }
        }
        timers.startSingleTimer(
                new Poll(),
                pause.compareTo(LONGEST_PAUSE) > 0 && !(failure instanceof Failure.TooManyRequests)
                        ? LONGEST_PAUSE
                        : pause);
    }

    /** Each trouble is told once, until Telegram answers again. */
    private void report(String trouble, Runnable telling) {
        if (!trouble.equals(reported)) {
            reported = trouble;
            telling.run();
        }
    }

    private static String trouble(Failure.Refused refused) {
        if (refused.code() != CONFLICT) {
            return "Telegram refuses to hand out updates and is asked again";
        }
        return refused.description().contains("while webhook is active")
                ? "Another program has set a webhook for this bot's token and gets its messages. Stop it and call"
                        + " deleteWebhook with the token, or get a token of its own for this bot from @BotFather."
                : "Another program uses this bot's token. Stop it: two cannot share one token.";
    }
}
