package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FatalErrorsTest {

    private final List<Integer> exitCodes = new CopyOnWriteArrayList<>();

    @Test
    void aThreadThatDiesStopsTheBotAndThenEndsTheJvm() {
        var order = new ArrayList<String>();
        var fatal = new FatalErrors(
                () -> {
                    order.add("stop");
                    return CompletableFuture.completedFuture(null);
                },
                () -> Duration.ofSeconds(10),
                code -> order.add("exit " + code));

        fatal.uncaughtException(Thread.currentThread(), new StackOverflowError("made by a test"));

        assertThat(order).containsExactly("stop", "exit 70");
    }

    @Test
    void aStopThatHangsOrFailsEndsTheJvmAllTheSame() {
        ends(new CompletableFuture<>());
        ends(CompletableFuture.failedFuture(new IllegalStateException("made by a test")));

        assertThat(exitCodes).containsExactly(70, 70);
    }

    @Test
    void aSecondDeathMeanwhileEndsNothingTwice() {
        var fatal = fatal(CompletableFuture.completedFuture(null));

        fatal.uncaughtException(Thread.currentThread(), new StackOverflowError("made by a test"));
        fatal.uncaughtException(Thread.currentThread(), new StackOverflowError("made by a test"));

        assertThat(exitCodes).containsExactly(70);
    }

    @Test
    void anActorSystemThatBreaksDoesNotWaitForItself() {
        fatal(CompletableFuture.completedFuture(null)).systemBroke();

        Awaitility.await().untilAsserted(() -> assertThat(exitCodes).containsExactly(70));
    }

    @Test
    void aDaemonThreadThatDiesOrHearsOfItLeavesTheEndToAThreadThatKeepsTheJvmAlive() throws Exception {
        var enders = new CopyOnWriteArrayList<Thread>();
        for (var dies : List.of(true, false)) {
            var fatal = new FatalErrors(
                    () -> CompletableFuture.completedFuture(enders.add(Thread.currentThread())),
                    () -> Duration.ofSeconds(10),
                    exitCodes::add);
            Runnable death = dies
                    ? () -> fatal.uncaughtException(Thread.currentThread(), new StackOverflowError("made by a test"))
                    : fatal::systemBroke;
            Thread.ofPlatform().daemon().start(death).join();
        }

        Awaitility.await().untilAsserted(() -> assertThat(exitCodes).containsExactly(70, 70));
        assertThat(enders).hasSize(2).noneMatch(Thread::isDaemon);
    }

    private void ends(Future<?> stopping) {
        fatal(stopping).uncaughtException(Thread.currentThread(), new StackOverflowError("made by a test"));
    }

    private FatalErrors fatal(Future<?> stopping) {
        return new FatalErrors(() -> stopping, () -> Duration.ofMillis(20), exitCodes::add);
    }
}
