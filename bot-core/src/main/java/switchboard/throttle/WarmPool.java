package switchboard.throttle;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Caps how many Claude processes are alive. Beyond the cap, or when memory runs low, it asks the least recently used idle process
 * to hibernate. It never keeps a granted turn waiting: with no idle process it exceeds its cap and logs that. Apart from that,
 * low memory only delays grants ({@link Throttle.Pressure}).
 *
 * <p>{@code Busy -> Idle -> Hibernate -> Gone}, for each process.
 */
public final class WarmPool {

    /** To the pool. */
    public sealed interface Command permits Busy, Idle, Spare, Gone, AskRoom, Tick {}

    /** A process is at work from now on. It is new, or was idle until now. */
    public record Busy(ActorRef<Hibernate> process) implements Command {}

    /** A process has nothing to do. */
    public record Idle(ActorRef<Hibernate> process) implements Command {}

    /** A process was started before anybody needs it. It idles, and is the first to end. */
    public record Spare(ActorRef<Hibernate> process) implements Command {}

    /** May a process start that nobody needs yet? */
    public record AskRoom(ActorRef<Room> replyTo) implements Command {}

    /** @param isThere whether one more process may be alive, and there is memory for several */
    public record Room(boolean isThere) {}

    /** A process has ended. The end of its actor means the same. */
    public record Gone(ActorRef<Hibernate> process) implements Command {}

    private record Tick() implements Command {}

    /** To the owner of an idle process: end the process, unless it has got something to do meanwhile. */
    public record Hibernate() {}

    /** In bytes. With less free memory no turn gets a permit while another runs. */
    public static final long LOW_MEMORY = 400L << 20;

    /** In bytes. With less free memory no process starts that nobody needs yet. */
    public static final long SPARE_MEMORY = 1L << 30;

    /** In bytes. What a live Claude process takes; measured, see {@code docs/costs.md}. */
    public static final long PROCESS_MEMORY = 120L << 20;

    /** In bytes. What processes that only wait leave free, if the cap depends on the memory. */
    public static final long KEPT_FREE = 600L << 20;

    /** The highest cap that depends on the memory. */
    public static final int MOST_BY_MEMORY = 1_000;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final ActorContext<Command> ctx;
    private final int least;
    private final boolean byMemory;
    private final LongSupplier freeMemory;
    private final ActorRef<? super Throttle.Pressure> throttle;
    private final Set<ActorRef<Hibernate>> busy = new LinkedHashSet<>();
    private final LinkedHashMap<ActorRef<Hibernate>, Boolean> idle =
            new LinkedHashMap<>(); // oldest first; true: asked to end
    private long most;
    private boolean low;
    private boolean overCap;

    private WarmPool(
            ActorContext<Command> ctx,
            int least,
            int most,
            LongSupplier freeMemory,
            ActorRef<? super Throttle.Pressure> throttle) {
        this.ctx = ctx;
        this.least = least;
        this.byMemory = most == 0;
        this.most = most;
        this.freeMemory = freeMemory;
        this.throttle = throttle;
        fit(freeMemory.getAsLong());
    }

    /**
     * @param least the smallest cap, at least 1
     * @param most live processes, busy and idle, at least {@code least}; 0 for as many as the memory has room for at the moment
     * @param freeMemory bytes of memory that new processes can have
     */
    public static Behavior<Command> create(
            int least, int most, LongSupplier freeMemory, ActorRef<? super Throttle.Pressure> throttle) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Tick(), LOOK_EVERY);
            var pool = new WarmPool(ctx, least, most, freeMemory, throttle);
            return Behaviors.receiveMessage(pool::onMessage);
        }));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Busy busyNow -> onBusy(busyNow.process());
            case Idle idleNow -> onIdle(idleNow.process());
            case Spare spare -> onSpare(spare.process());
            case AskRoom asked ->
                asked.replyTo().tell(new Room(alive() < most && freeMemory.getAsLong() >= SPARE_MEMORY));
            case Gone gone -> onGone(gone.process());
            case Tick tick -> onTick();
        }
        return Behaviors.same();
    }

    private void onBusy(ActorRef<Hibernate> process) {
        if (idle.remove(process) == null && busy.add(process)) {
            ctx.watchWith(process, new Gone(process));
        }
        busy.add(process);
        shrink();
    }

    private void onIdle(ActorRef<Hibernate> process) {
        if (busy.remove(process) || idle.remove(process) != null) { // if it did not hibernate, it may be asked again
            idle.put(process, false);
        }
        shrink();
    }

    private void onSpare(ActorRef<Hibernate> process) {
        ctx.watchWith(process, new Gone(process));
        idle.putFirst(process, false);
        shrink();
    }

    private void onGone(ActorRef<Hibernate> process) {
        busy.remove(process);
        idle.remove(process);
        ctx.unwatch(process);
        shrink();
    }

    private void onTick() {
        var free = freeMemory.getAsLong();
        if (low != free < LOW_MEMORY) {
            low = free < LOW_MEMORY;
            ctx.getLog()
                    .warn(
                            low ? "Memory is low ({} MB free): idle Claude processes end" : "Memory is fine ({} MB)",
                            free >> 20);
            throttle.tell(new Throttle.Pressure(low));
        }
        if (low) {
            hibernateOldest();
        }
        fit(free);
        shrink();
    }

    /** Sets a cap that depends on the memory. What processes really use shows in the memory that they leave free. */
    private void fit(long free) {
        if (byMemory) {
            var more = Math.floorDiv(free - KEPT_FREE, PROCESS_MEMORY);
            most = Math.clamp(alive() + more, least, Math.max(least, MOST_BY_MEMORY));
        }
    }

    private void shrink() {
        for (var over = alive() - most; over > 0 && hibernateOldest(); over--) {}
        var isOver = busy.size() > most;
        if (isOver && !overCap) {
            ctx.getLog().warn("{} Claude processes work at once, over the cap of {}", busy.size(), most);
        }
        overCap = isOver;
    }

    /** Those that were asked to end do not count. */
    private long alive() {
        var ending = idle.values().stream().filter(Boolean::booleanValue).count();
        return busy.size() + idle.size() - ending;
    }

    private boolean hibernateOldest() {
        var oldest = idle.entrySet().stream().filter(entry -> !entry.getValue()).findFirst();
        oldest.ifPresent(entry -> {
            entry.setValue(true);
            entry.getKey().tell(new Hibernate());
        });
        return oldest.isPresent();
    }
}
