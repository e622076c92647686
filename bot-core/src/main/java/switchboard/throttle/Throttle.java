package switchboard.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The bulkhead: at most {@code MAX_CONCURRENT_QUERIES} turns run at once over all chats, granted in the order asked. A
 * permit belongs to an actor and comes back when that actor releases it or stops, however it stops.
 *
 * <p>{@code Acquire -> InLine* -> Granted -> Release}
 */
public final class Throttle {

    /** To the throttle. */
    public sealed interface Command permits Acquire, Release, Pressure, Pause, Close, TellPlaces {}

    /**
     * Asks for a permit. Asking twice changes nothing.
     *
     * @param who gets {@link InLine} at once and when its place has changed, at most every {@link #TELL_EVERY}, then
     *     {@link Granted}
     * @param first whether it comes before all who have not run yet: for a turn that gave its permit back while a person was
     *     thinking. Nobody sees its place, so it gets no {@link InLine}
     */
    public record Acquire(ActorRef<Reply> who, boolean first) implements Command {}

    /** Gives the permit back, or leaves the line. */
    public record Release(ActorRef<Reply> who) implements Command {}

    /** Whether memory is low. While it is low, a turn gets a permit only if no other runs. */
    public record Pressure(boolean low) implements Command {}

    /** Whether nobody gets a permit for now, because it is not known yet what may run. */
    public record Pause(boolean on) implements Command {}

    /** The engine stops: from now on nobody gets a permit. */
    public record Close() implements Command {}

    record TellPlaces() implements Command {}

    /** To the actor that has asked for a permit. */
    public sealed interface Reply permits Granted, InLine {}

    /** The permit is yours until you release it or stop. */
    public record Granted() implements Reply {}

    /**
     * You wait.
     *
     * @param place 1 for the next
     * @param busy permits in use
     * @param limit all permits
     * @param estimate the wait, roughly; {@link Duration#ZERO} while nothing is known
     */
    public record InLine(int place, int busy, int limit, Duration estimate) implements Reply {}

    /** Each grant moves the whole line. Those who wait hear of their newest place no faster than a person can read. */
    static final Duration TELL_EVERY = Duration.ofMillis(250);

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final int limit;
    private final Clock clock;
    private final Map<ActorRef<Reply>, Instant> holders = new LinkedHashMap<>();
    private final LinkedHashSet<ActorRef<Reply>> returning = new LinkedHashSet<>();
    private final LinkedHashSet<ActorRef<Reply>> line = new LinkedHashSet<>();
    private final Map<ActorRef<Reply>, InLine> told = new LinkedHashMap<>();
    private boolean low;
    private boolean paused;
    private boolean closed;
    private double averageMillis;

    private Throttle(ActorContext<Command> ctx, TimerScheduler<Command> timers, int limit, Clock clock) {
        this.ctx = ctx;
        this.timers = timers;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * Makes a throttle.
     *
     * @param limit turns at once, at least 1
     */
    public static Behavior<Command> create(int limit, Clock clock) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var throttle = new Throttle(ctx, timers, limit, clock);
            return Behaviors.receiveMessage(throttle::onMessage);
        }));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case TellPlaces tell -> {
                tellPlaces();
                return Behaviors.same();
            }
            case Acquire acquire -> onAcquire(acquire.who(), acquire.first());
            case Release release -> onRelease(release.who());
            case Pressure pressure -> low = pressure.low();
            case Pause pause -> paused = pause.on();
            case Close close -> closed = true;
        }
        grant();
        if (!line.isEmpty() && !told.containsKey(line.getLast())) {
            tell(line.getLast(), returning.size() + line.size()); // the newest in line
        }
        if (!line.isEmpty() && !timers.isTimerActive(TellPlaces.class)) {
            timers.startSingleTimer(TellPlaces.class, new TellPlaces(), TELL_EVERY);
        }
        return Behaviors.same();
    }

    private void onAcquire(ActorRef<Reply> who, boolean first) {
        if (holders.containsKey(who) || returning.contains(who) || line.contains(who)) {
            return;
        }
        ctx.watchWith(who, new Release(who));
        (first ? returning : line).add(who);
    }

    private void onRelease(ActorRef<Reply> who) {
        var since = holders.remove(who);
        if (since != null) {
            var millis = Math.max(0, Duration.between(since, clock.instant()).toMillis()); // a clock may be set back
            averageMillis = averageMillis == 0 ? millis : averageMillis * 0.8 + millis * 0.2;
        }
        returning.remove(who);
        line.remove(who);
        told.remove(who);
        ctx.unwatch(who);
    }

    private void grant() {
        while (!closed && !paused && holders.size() < (low ? 1 : limit)) {
            var from = returning.isEmpty() ? line : returning;
            if (from.isEmpty()) {
                return;
            }
            var next = from.removeFirst();
            told.remove(next);
            holders.put(next, clock.instant());
            next.tell(new Granted());
        }
    }

    private void tellPlaces() {
        var place = returning.size();
        for (var who : line) {
            tell(who, ++place);
        }
    }

    private void tell(ActorRef<Reply> who, int place) {
        var rounds = (place + limit - 1) / limit;
        var reply = new InLine(place, holders.size(), limit, Duration.ofMillis((long) (averageMillis * rounds)));
        var before = told.put(who, reply);
        if (before == null || before.place() != place || before.busy() != reply.busy()) {
            who.tell(reply);
        }
    }
}
