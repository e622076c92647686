package switchboard.it.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import switchboard.it.fault.FaultPlan.Event;
import switchboard.it.fault.FaultPlan.Kill;
import switchboard.it.fault.FaultPlan.Victim;

/**
 * Kills as planned and starts the bot again. Used by one thread, which calls {@link #step} often.
 *
 * <p>For each kill: {@code armed -> due -> struck (-> down -> up)}
 */
final class Killing {

    private static final long NEVER = Long.MAX_VALUE;

    private final Bot bot;
    private final Moments moments;
    private final Deque<Kill> left;
    private final List<String> told = new ArrayList<>();
    private List<ProcessHandle> orphans = List.of();
    private int botsKilled;
    private int settled;
    private long dueAt = NEVER;
    private long upAt = NEVER;

    Killing(Bot bot, Moments moments, List<Kill> kills) {
        this.bot = bot;
        this.moments = moments;
        this.left = new ArrayDeque<>(kills);
    }

    void begin() throws IOException {
        bot.start();
        moments.add(Event.START, 1);
    }

    /** @param quiet whether nothing more will happen by itself */
    void step(boolean quiet) throws IOException, InterruptedException {
        var now = System.nanoTime();
        if (now >= upAt) {
            upAt = NEVER;
            moments.reset();
            begin();
        }
        var next = left.peek();
        if (upAt != NEVER || next == null) {
            return;
        }
        if (dueAt == NEVER && (quiet || moments.count(next.event()) >= next.count())) {
            dueAt = quiet ? now : now + next.delay().toNanos();
        }
        if (now >= dueAt) {
            strike(next, quiet);
        }
    }

    private void strike(Kill kill, boolean quiet) throws InterruptedException {
        var all = bot.clis();
        var clis = kill.victim() == Victim.BOT ? List.<ProcessHandle>of() : all;
        if (kill.victim() == Victim.CLI && clis.isEmpty() && !quiet) {
            return; // soon there is one
        }
        if (kill.meetsBot()) {
            if (kill.fault().isEmpty()) {
                bot.kill();
            } else if (!bot.dieOf(kill.fault().get())) {
                return; // it is not yet so far that it can be reached
            }
            orphans = all;
            botsKilled++;
            upAt = System.nanoTime() + kill.down().toNanos();
        }
        clis.forEach(ProcessHandle::destroyForcibly);
        told.add(kill + (quiet ? " (at rest)" : "") + (kill.victim() == Victim.BOT ? "" : ", " + clis.size() + " CLI"));
        left.remove();
        dueAt = NEVER;
        moments.reset();
    }

    /** How long until something is to be done, at most this long. */
    long millisLeft(Duration atMost) {
        var next = Math.min(dueAt, upAt);
        return next == NEVER
                ? atMost.toMillis()
                : Math.clamp(TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime()), 0, atMost.toMillis());
    }

    boolean isDown() {
        return upAt != NEVER;
    }

    /** Whether the bot will be killed. */
    boolean goesDown() {
        return left.stream().anyMatch(Kill::meetsBot);
    }

    boolean isOver() {
        return left.isEmpty() && !isDown();
    }

    int struck() {
        return told.size();
    }

    int botsKilled() {
        return botsKilled;
    }

    /** How many bots were killed whose processes are gone by now, too, and which have a successor that polls. */
    int settledKills() {
        var isSettled =
                !isDown() && moments.count(Event.POLL) > 0 && orphans.stream().noneMatch(ProcessHandle::isAlive);
        if (isSettled) {
            settled = botsKilled;
        }
        return settled;
    }

    /** What was killed when, in order. */
    List<String> told() {
        return told;
    }
}
