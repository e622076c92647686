package switchboard.claude;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.claude.trust.Trust;
import switchboard.model.SessionId;
import switchboard.throttle.WarmPool;

/**
 * Keeps a spare process in each of the directories where sessions have begun last, as long as the {@link WarmPool} has room for it.
 * The process is replaced once no session has begun for a while, so that it takes no CPU time from those that begin, and when it is
 * old, because it knows the user's settings of when it was started.
 *
 * <p>For each process: {@code started -> claimed -> taken}; before it is taken it may end by itself, or be told to.
 */
final class SpareKeeper {

    sealed interface Command permits Begun, Tick, Room, Looked, Unwanted, Unused, Ended, Kill, Retry, Quiet {}

    /**
     * A session begins in a directory.
     *
     * @param claimed the spare process that it is about to take over; null if there was none
     */
    record Begun(Path directory, @Nullable SpareProcess claimed) implements Command {}

    private record Tick() implements Command {}

    private record Room(boolean isThere) implements Command {}

    private record Looked(Path directory, Optional<Found> found) implements Command {}

    /** What is in a directory. */
    private record Found(Trust.Verdict verdict, Project project) {}

    /** The pool needs its room, or it is too old. */
    private record Unwanted(SpareProcess spare) implements Command {}

    /** It was claimed long ago. */
    private record Unused(SpareProcess spare) implements Command {}

    private record Ended(SessionId session) implements Command {}

    private record Kill(SpareProcess spare) implements Command {}

    private record Retry(Path directory) implements Command {}

    /** No session has begun for a while. */
    private record Quiet() implements Command {}

    private static final Logger LOG = LoggerFactory.getLogger(SpareKeeper.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /** The time without a session that begins after which a process starts. */
    static final Duration QUIET_FOR = Duration.ofSeconds(10);

    /** The time after which a process is replaced. */
    static final Duration OLD_AFTER = Duration.ofMinutes(30);

    /** The time from a claim until the process must be taken. */
    private static final Duration TAKEN_WITHIN = Duration.ofSeconds(30);

    /** The time after which another is started where one has ended by itself. */
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    /** @param place of the process in the pool */
    private record Kept(SpareProcess spare, ActorRef<WarmPool.Hibernate> place) {}

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final ClaudeSetup setup;
    private final ActorRef<WarmPool.Command> pool;
    private final int most;
    private final ActorRef<WarmPool.Room> room;
    private final SpareFiles spareFiles;

    /** Where sessions have begun last, the latest first. */
    private final LinkedHashSet<Path> directories = new LinkedHashSet<>();

    private final Map<SessionId, Kept> kept = new HashMap<>();

    /** Where a process has ended by itself a short time ago. */
    private final Set<Path> failed = new HashSet<>();

    /** Where a process is about to be started. */
    private @Nullable Path next;

    private SpareKeeper(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            ClaudeSetup setup,
            ActorRef<WarmPool.Command> pool,
            Path start,
            int most) {
        this.ctx = ctx;
        this.timers = timers;
        this.setup = setup;
        this.pool = pool;
        this.most = most;
        this.spareFiles = new SpareFiles(setup.claude().files());
        this.room = ctx.messageAdapter(WarmPool.Room.class, answer -> new Room(answer.isThere()));
        directories.add(start);
        setup.spares().keptBy(ctx.getSelf());
        timers.startTimerAtFixedRate(new Tick(), Duration.ZERO, LOOK_EVERY);
    }

    /**
     * Makes the keeper.
     *
     * @param start where new chats begin
     * @param most how many processes to keep, at least 1
     */
    static Behavior<Command> create(ClaudeSetup setup, ActorRef<WarmPool.Command> pool, Path start, int most) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var keeper = new SpareKeeper(ctx, timers, setup, pool, start, most);
            return Behaviors.receive(Command.class)
                    .onAnyMessage(keeper::onMessage)
                    .onSignal(PostStop.class, stopped -> keeper.stop())
                    .build();
        }));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Begun begun -> onBegun(begun);
            case Tick tick -> askRoom();
            case Room answer -> {
                if (answer.isThere()) {
                    missing().ifPresent(this::look);
                }
            }
            case Looked looked -> onLooked(looked);
            case Unwanted unwanted -> {
                if (setup.spares().withdraw(unwanted.spare())) {
                    end(unwanted.spare());
                }
            }
            case Unused unused -> onUnused(unused.spare());
            case Ended ended -> onEnded(ended.session());
            case Kill kill -> kill.spare().kill();
            case Retry retry -> failed.remove(retry.directory());
            case Quiet quiet -> askRoom();
        }
        return Behaviors.same();
    }

    private void onBegun(Begun begun) {
        var spare = begun.claimed();
        if (spare != null) {
            leavePool(spare.session());
            timers.startSingleTimer(spare.session(), new Unused(spare), TAKEN_WITHIN);
        }
        timers.startSingleTimer(new Quiet(), QUIET_FOR);
        directories.addFirst(begun.directory());
        while (directories.size() > most) {
            var last = directories.removeLast();
            kept.values().stream()
                    .map(Kept::spare)
                    .filter(each ->
                            each.directory().equals(last) && setup.spares().withdraw(each))
                    .toList()
                    .forEach(this::end);
        }
    }

    /** A directory that has no spare process and shall have one. */
    private Optional<Path> missing() {
        return next != null || timers.isTimerActive(new Quiet())
                ? Optional.empty()
                : directories.stream()
                        .filter(each ->
                                !failed.contains(each) && !setup.spares().has(each))
                        .findFirst();
    }

    private void askRoom() {
        if (missing().isPresent()) {
            pool.tell(new WarmPool.AskRoom(room));
        }
    }

    private void look(Path directory) {
        next = directory;
        ctx.pipeToSelf(
                TranscriptReader.offDispatcher(ctx, () -> {
                    spareFiles.deleteLeftovers();
                    var verdict = setup.projects().trust().of(directory);
                    return new Found(verdict, setup.projects().spare(verdict));
                }),
                (found, failure) -> {
                    if (failure != null) {
                        LOG.warn("No spare Claude process starts in {}: {}", directory, failure.toString());
                    }
                    return new Looked(directory, Optional.ofNullable(found));
                });
    }

    private void onLooked(Looked looked) {
        next = null;
        looked.found().ifPresentOrElse(found -> start(looked.directory(), found), () -> fail(looked.directory()));
    }

    private void start(Path directory, Found found) {
        var id = SessionId.random();
        var self = ctx.getSelf();
        var launch = setup.commandLine().spare(id, directory, found.project());
        var spare = new SpareProcess(id, launch, found.verdict(), setup.processes(), () -> self.tell(new Ended(id)));
        ActorRef<WarmPool.Hibernate> place = ctx.spawnAnonymous(Behaviors.receiveMessage(asked -> {
            self.tell(new Unwanted(spare));
            return Behaviors.same();
        }));
        kept.put(id, new Kept(spare, place));
        setup.spares().add(spare);
        pool.tell(new WarmPool.Spare(place));
        timers.startSingleTimer(id, new Unwanted(spare), OLD_AFTER);
        ctx.getLog().debug("A spare Claude process starts in {}", directory);
    }

    private void onUnused(SpareProcess spare) {
        setup.spares().forget(spare);
        if (spare.isTaken()) {
            kept.remove(spare.session());
        } else {
            end(spare);
        }
    }

    private void end(SpareProcess spare) {
        spare.terminate();
        timers.startSingleTimer(spare.session(), new Kill(spare), ClaudeConnection.TERMINATE_GRACE);
    }

    private void onEnded(SessionId session) {
        var ended = kept.remove(session);
        if (ended == null) {
            return;
        }
        timers.cancel(session);
        ctx.stop(ended.place());
        setup.spares().forget(ended.spare());
        if (setup.spares().withdraw(ended.spare())) { // nobody has told it to end
            fail(ended.spare().directory());
        }
    }

    /** The pool's place is left to the session. Its end tells the pool. */
    private void leavePool(SessionId session) {
        var claimed = kept.get(session);
        if (claimed != null) {
            ctx.stop(claimed.place());
        }
    }

    private Behavior<Command> stop() {
        kept.values().forEach(each -> {
            setup.spares().withdraw(each.spare());
            each.spare().terminate();
        });
        return Behaviors.same();
    }

    private void fail(Path directory) {
        failed.add(directory);
        timers.startSingleTimer(directory, new Retry(directory), RETRY_AFTER);
    }
}
