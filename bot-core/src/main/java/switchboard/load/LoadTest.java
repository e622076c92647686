package switchboard.load;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Puts chats under load. Messages are sent when they are due, whether or not the earlier ones are answered, and every time counts
 * from when the message was due: a subject that falls behind cannot hide that.
 *
 * <pre>{@code
 * var subject = new EngineSubject();
 * var engine = system.systemActorOf(Engine.create(settings, EnginePorts.of(subject::view)), "engine", Props.empty());
 * var result = LoadTest.of(subject.at(system, engine)).with(LoadPlan.usual().withChats(500)).run();
 * }</pre>
 */
public final class LoadTest {

    private static final Duration TELL_EVERY = Duration.ofMillis(500);

    private final Subject subject;
    private final LoadPlan plan;
    private final boolean remembers;
    private final Consumer<Progress> progress;

    private LoadTest(Subject subject, LoadPlan plan, boolean remembers, Consumer<Progress> progress) {
        this.subject = subject;
        this.plan = plan;
        this.remembers = remembers;
        this.progress = progress;
    }

    public static LoadTest of(Subject subject) {
        return new LoadTest(subject, LoadPlan.usual(), true, now -> {});
    }

    public LoadTest with(LoadPlan other) {
        return new LoadTest(subject, other, remembers, progress);
    }

    /** The agent that counts prompts forgets its count meanwhile, so that it is not examined. */
    public LoadTest withForgetfulAgent() {
        return new LoadTest(subject, plan, false, progress);
    }

    /** Twice a second somebody is told how far the test is. */
    public LoadTest telling(Consumer<Progress> listener) {
        return new LoadTest(subject, plan, remembers, listener);
    }

    /** Runs the whole test; returns once everything is answered or given up. */
    public LoadResult run() throws InterruptedException {
        var exam = new Exam(remembers);
        subject.listen(exam);
        try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            var telling = clock.scheduleAtFixedRate(
                    () -> progress.accept(exam.progress(plan.all())),
                    TELL_EVERY.toMillis(),
                    TELL_EVERY.toMillis(),
                    TimeUnit.MILLISECONDS);
            for (var wave : plan.waves()) {
                var begin = System.nanoTime();
                for (var arrival : wave) {
                    say(exam, arrival.mark(), begin + arrival.after().toNanos());
                }
                exam.awaitSettled(plan.patience());
            }
            telling.cancel(false);
        }
        progress.accept(exam.progress(plan.all()));
        return exam.result(plan);
    }

    private void say(Exam exam, Mark mark, long due) throws InterruptedException {
        for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        exam.said(mark, due);
        subject.say(mark.chat(), mark, Words.prompt(mark, plan.modelDelay()));
    }
}
