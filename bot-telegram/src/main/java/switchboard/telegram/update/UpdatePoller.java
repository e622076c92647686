package switchboard.telegram.update;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import switchboard.Engine;
import switchboard.telegram.api.Backoff;
import switchboard.telegram.api.Diagnosis;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.PacedLog;
import switchboard.telegram.api.TelegramApi;
import switchboard.telegram.api.TelegramException;
import switchboard.telegram.outbox.Outbox;
import switchboard.telegram.view.OpenQuestions;

/**
 * Polls for updates. It confirms an update to Telegram (the offset moves past it) only when its chat has stored it or it is set
 * aside on the disk. Meanwhile it continues to poll, so that nobody waits for another chat.
 *
 * <p>Chats drop updates that come again after a restart, because they remember the ids. One poll brings at most {@link #MOST}
 * updates, the oldest unconfirmed ones. So an update that comes again is among the last {@link #MOST} that were handed over, and
 * the {@link switchboard.model.Receipts#MOST_SEEN} ids that a chat remembers are always enough. Ids rise, except that they may
 * jump to any number after a week of silence, so they are only compared for equality.
 *
 * <p>{@code opening -> polling -> handing over -> polling ...}, with a pause while an update is unconfirmed and after a failure
 */
public final class UpdatePoller {

    /** Messages to the poller. */
    public sealed interface Command permits Opened, Polled, Failed, Taken, Ripe, Poll {}

    private record Opened(
            SetAsideUpdates.@Nullable Left left, @Nullable Throwable failure) implements Command {}

    private record Polled(TelegramApi.Batch batch) implements Command {}

    private record Failed(Throwable cause) implements Command {}

    private record Taken(List<Long> updateIds) implements Command {}

    /**
     * A paste or an album has waited long enough for its next piece.
     *
     * @param updateId its last piece, or its first one if it has waited long enough altogether
     */
    private record Ripe(long updateId, boolean altogether) implements Command {}

    private record Poll() implements Command {}

    /** Every kind that {@link UpdateRouter} knows. Without a list, Telegram would keep that of an earlier program. */
    private static final List<String> KINDS = List.of("message", "edited_message", "callback_query", "my_chat_member");

    private static final int MOST = 100;
    private static final int POLL_SECONDS = 25;
    private static final Duration PIECE_WITHIN = Duration.ofMillis(1200);
    private static final Duration PIECE_OF_ALBUM_WITHIN = Duration.ofMillis(1500);
    private static final Duration ALBUM_WITHIN = Duration.ofSeconds(10);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private static final Duration LONGEST_FLOOD_WAIT = Duration.ofMinutes(5);
    private static final int CONFLICT = 409;

    private final ActorContext<Command> ctx;
    private final PacedLog paced;
    private final TimerScheduler<Command> timers;
    private final TelegramApi api;
    private final UpdateRouter router;
    private final SetAsideUpdates setAside;
    private final ActorRef<Intake.Command> intake;
    private final ActorRef<Outbox.Command> outbox;
    private final ActorRef<Intake.Taken> receipts;
    private final Clock clock;
    private final Instant started;

    /** Updates that are handed over, but neither stored nor set aside yet. */
    private final Set<Long> underway = new HashSet<>();

    /** Updates that are stored or set aside, but not confirmed yet. */
    private final Set<Long> taken = new HashSet<>();

    /** The waits for further pieces of pastes and albums, and whether each is over. */
    private final Map<Ripe, Boolean> waits = new HashMap<>();

    private Optional<DowntimeNotice> downtime = Optional.empty();
    private List<Long> batch = List.of();
    private boolean polling;
    private long offset;
    private int failures;

    /** How many polls in a row brought updates that cannot be confirmed and so come again at once. */
    private int useless;

    private Instant asked = Instant.EPOCH;

    /** How many polls in a row were answered with nothing at once, although they asked Telegram to wait. */
    private int hasty;

    /** The refusal that has been logged already. */
    private String reported = "";

    /** Whether the log has a failure that is not over yet. */
    private boolean isReported;

    private UpdatePoller(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            TelegramApi api,
            UpdateRouter router,
            SetAsideUpdates setAside,
            Dispatch dispatch,
            ActorRef<Outbox.Command> outbox,
            Clock clock) {
        this.ctx = ctx;
        this.paced = new PacedLog(ctx.getLog());
        this.timers = timers;
        this.api = api;
        this.router = router;
        this.setAside = setAside;
        this.outbox = outbox;
        this.intake = ctx.spawn(Intake.create(dispatch, setAside), "intake");
        this.receipts = ctx.messageAdapter(Intake.Taken.class, done -> new Taken(done.updateIds()));
        this.clock = clock;
        this.started = clock.instant();
        ctx.watch(intake); // if it fails, the poller fails too, and a new one begins with the files
    }

    /** @param sessions the session directory, which also gets the updates that are set aside */
    public static Behavior<Command> create(
            TelegramApi api,
            UpdateRouter router,
            ActorRef<Engine.Command> engine,
            ActorRef<Outbox.Command> outbox,
            OpenQuestions questions,
            Oversight oversight,
            Clock clock,
            Path sessions) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var dispatch =
                    new Dispatch(ctx.getSystem(), engine, outbox, questions, router.catalogue(), oversight, clock);
            var setAside =
                    new SetAsideUpdates(sessions, ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
            var poller = new UpdatePoller(ctx, timers, api, router, setAside, dispatch, outbox, clock);
            ctx.pipeToSelf(setAside.open(), Opened::new);
            return Behaviors.receive(Command.class)
                    .onAnyMessage(poller::onMessage)
                    .onSignal(PostStop.class, stopped -> poller.onStop())
                    .build();
        }));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Opened opened -> onOpened(opened);
            case Poll poll -> poll();
            case Polled polled -> onPolled(polled.batch());
            case Failed failed -> onFailed(failed.cause());
            case Taken done -> onTaken(done.updateIds());
            case Ripe ripe -> waits.computeIfPresent(ripe, (wait, before) -> true);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onStop() {
        if (polling && failures == 0) {
            setAside.asked(clock.instant());
        }
        return Behaviors.same();
    }

    /** Updates kept by an earlier process are offered first. */
    private void onOpened(Opened opened) {
        var left = opened.left();
        if (left == null) {
            ctx.getLog().error("What is kept aside for chats cannot be read, and is left as it is", opened.failure());
        } else {
            if (!left.kept().isEmpty()) {
                ctx.getLog()
                        .info(
                                "What was kept aside for chats is offered again: {} file(s)",
                                left.kept().size());
            }
            left.kept().forEach(this::resume);
            downtime = DowntimeNotice.of(left.lastAsked(), started);
        }
        poll();
    }

    private void resume(SetAsideUpdates.Kept kept) {
        var joined = join(kept.updates());
        for (var i = 0; i < joined.size(); i++) {
            var each = joined.get(i);
            var file = i == joined.size() - 1 ? kept.file() : null; // the last one stored removes the file
            intake.tell(new Intake.Take(each, parts(each, kept.updates()), file, receipts));
            taken.addAll(each.updateIds());
        }
    }

    private void poll() {
        timers.cancel(new Poll());
        polling = true;
        asked = clock.instant();
        var request = GetUpdates.builder()
                .offset((int) Math.min(offset, Integer.MAX_VALUE)) // Telegram's ids end at 2,000,000,000
                .limit(MOST)
                .timeout(POLL_SECONDS)
                .allowedUpdates(KINDS)
                .build();
        ctx.pipeToSelf(
                api.getUpdates(request),
                (polled, failure) -> failure == null ? new Polled(polled) : new Failed(failure));
    }

    private void onPolled(TelegramApi.Batch polled) {
        if (isReported) {
            ctx.getLog().info("Telegram answers again");
        }
        polling = false;
        failures = 0;
        isReported = false;
        reported = "";
        useless = polled.passedOver() > 0 ? useless + 1 : 0;
        hasty = isHasty(polled) ? hasty + 1 : 0;
        if (hasty > 1) {
            paced.warn(
                    "hasty",
                    "Telegram answers at once that there is nothing new, though it was asked to wait: a proxy may answer"
                            + " in its place. It is asked more slowly.");
        }
        setAside.asked(clock.instant());
        batch = polled.updates().stream().map(TelegramApi.Received::updateId).toList();
        var fresh = polled.updates().stream()
                .filter(update -> !taken.contains(update.updateId()) && !underway.contains(update.updateId()))
                .toList();
        fresh.forEach(this::tellOfLife);
        var ready = join(fresh).stream().filter(each -> !isHeld(each)).toList();
        downtime.ifPresent(away -> away.notices(ready).forEach(notice -> handOver(notice, List.of())));
        ready.forEach(each -> handOver(each, fresh));
        advance();
    }

    /**
     * Reports that the bot is in the update's chat. Comes before the update is handed over, so that replies to it need not wait
     * for delayed writes.
     */
    private void tellOfLife(TelegramApi.Received received) {
        try {
            received.update().flatMap(SignOfLife::in).ifPresent(outbox::tell);
        } catch (RuntimeException odd) {
            ctx.getLog().debug("Update {} tells nothing of its chat", received.updateId(), odd);
        }
    }

    private List<PasteJoiner.Joined> join(List<TelegramApi.Received> updates) {
        return PasteJoiner.join(
                updates.stream().map(this::route).toList(),
                updates.stream().map(TelegramApi.Received::updateId).toList());
    }

    /**
     * A long last piece waits a moment for the next one, as does each piece of an album. They are not confirmed, so Telegram keeps
     * them meanwhile.
     */
    private boolean isHeld(PasteJoiner.Joined joined) {
        if (!joined.open()) {
            return false;
        }
        return !isOver(joined) || (joined.album() && mayContinueBehind(joined));
    }

    /**
     * Whether a full batch may hide more pieces of an album. It does not once the album is the first of it: an album has few
     * pieces, which come back to back.
     */
    private boolean mayContinueBehind(PasteJoiner.Joined album) {
        return batch.size() >= MOST && !album.updateIds().contains(batch.getFirst());
    }

    private boolean isOver(PasteJoiner.Joined joined) {
        var last = new Ripe(joined.updateIds().getLast(), false);
        if (!joined.album()) {
            return isOver(last, PIECE_WITHIN);
        }
        var first = new Ripe(joined.updateIds().getFirst(), true);
        var isOver = isOver(first, ALBUM_WITHIN);
        return isOver(last, PIECE_OF_ALBUM_WITHIN) || isOver;
    }

    /** Whether so much time has passed since this was first asked. */
    private boolean isOver(Ripe wait, Duration within) {
        if (waits.putIfAbsent(wait, false) == null) {
            timers.startSingleTimer(wait, within);
        }
        return waits.getOrDefault(wait, false);
    }

    private Inbound route(TelegramApi.Received received) {
        try {
            return received.update()
                    .map(router::route)
                    .orElseGet(() -> new Inbound.Nothing("an update that cannot be read"));
        } catch (RuntimeException odd) {
            var kind = odd.getClass().getSimpleName();
            paced.error("odd: " + kind, "Update " + received.updateId() + " is passed over", odd);
            return new Inbound.Nothing("an odd update");
        }
    }

    private void handOver(PasteJoiner.Joined joined, List<TelegramApi.Received> updates) {
        underway.addAll(joined.updateIds());
        waits.keySet().removeIf(wait -> joined.updateIds().contains(wait.updateId()));
        intake.tell(new Intake.Take(joined, parts(joined, updates), null, receipts));
    }

    private static List<TelegramApi.Received> parts(PasteJoiner.Joined joined, List<TelegramApi.Received> updates) {
        return updates.stream()
                .filter(update -> joined.updateIds().contains(update.updateId()))
                .toList();
    }

    private void onTaken(List<Long> updateIds) {
        if (underway.removeAll(updateIds)) {
            taken.addAll(updateIds);
        }
        if (!polling && failures == 0) {
            advance();
        }
    }

    /** Moves past the updates that Telegram need not keep, and polls again: at once, or in a moment if some are left. */
    private void advance() {
        var confirmed = batch.stream().takeWhile(taken::contains).toList();
        for (var id : confirmed) {
            taken.remove(id);
            offset = id + 1;
        }
        batch = batch.subList(confirmed.size(), batch.size());
        var vain = Math.max(useless, hasty - 1);
        if (batch.isEmpty() && vain <= 0) {
            poll();
        } else if (!timers.isTimerActive(new Poll())) {
            timers.startSingleTimer(new Poll(), BACKOFF.after(vain));
        }
    }

    private boolean isHasty(TelegramApi.Batch polled) {
        var waited = Duration.between(asked, clock.instant()); // a clock may be set back
        return polled.updates().isEmpty()
                && polled.passedOver() == 0
                && !waited.isNegative()
                && waited.compareTo(BACKOFF.first()) < 0;
    }

    private void onFailed(Throwable cause) {
        polling = false;
        failures++;
        var pause = BACKOFF.after(failures - 1);
        var failure = cause instanceof TelegramException || cause.getCause() instanceof TelegramException
                ? TelegramException.failureOf(cause)
                : new Failure.Unclear(cause);
        switch (failure) {
            case Failure.TooManyRequests wait -> {
                var asked = wait.retryAfter().plusSeconds(1);
                pause = asked.compareTo(LONGEST_FLOOD_WAIT) > 0 ? LONGEST_FLOOD_WAIT : asked;
                report("429", Diagnosis.of(failure) + " No message is seen until then.");
            }
            case Failure.Refused refused -> {
                pause = BACKOFF.bounded(pause.plusSeconds(5));
                var trouble = trouble(refused);
                isReported = true;
                if (!trouble.equals(reported)) {
                    reported = trouble;
                    ctx.getLog().error("{} ({})", trouble, refused.description());
                }
            }
            default -> {
                var sentence = Diagnosis.of(failure);
                report(sentence.replaceAll("\\(.*\\)", ""), sentence + " Trying again.");
            }
        }
        timers.startSingleTimer(new Poll(), pause);
    }

    private void report(String what, String sentence) {
        isReported = true;
        paced.warn(what, sentence);
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
