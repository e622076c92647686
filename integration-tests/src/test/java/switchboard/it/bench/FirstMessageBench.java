package switchboard.it.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The first message of a chat, which starts its process: a new chat and a new bare CLI for each turn, one at a time. */
class FirstMessageBench extends Testbed {

    private static final int WARM_UP = 10;
    private static final int MEASURED = 40;

    /** A process is ready some seconds after the one before was used. */
    private static final int FEW = 20;

    private static final int FEW_TO_WARM_UP = 5;

    @Test
    void theFirstMessageTakesLittleLongerThanTheStartOfTheCli() throws Exception {
        settings.put("CLAUDE_IDLE_PROCESS_MS", "50");
        startBot();
        var comparison = new Comparison();
        for (var i = 0; i < WARM_UP + MEASURED; i++) {
            var byBot = botTurn(newChat());
            awaitHibernation();
            var byItself = bareStart();
            if (i >= WARM_UP) {
                comparison.bot(byBot);
                comparison.bare(byItself);
            }
        }
        comparison.print(titled("The first message of a chat"), "at most 150");
    }

    @Test
    void whereAProcessIsReadyItTakesMuchLessThanTheStartOfTheCli() throws Exception {
        settings.put("CLAUDE_IDLE_PROCESS_MS", "50");
        settings.put("SPARE_PROCESSES", "1");
        startBot();
        var comparison = new Comparison();
        for (var i = 0; i < FEW_TO_WARM_UP + FEW; i++) {
            awaitSpare();
            var byBot = botTurn(newChat());
            var byItself = bareStart();
            if (i >= FEW_TO_WARM_UP) {
                comparison.bot(byBot);
                comparison.bare(byItself);
            }
        }
        comparison.print(titled("The first message of a chat where a process is ready"), "at most -200");
    }

    /** Waits until nothing is alive but one process, and that one rests. */
    private void awaitSpare() {
        var cpu = new AtomicReference<>(Duration.ZERO);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    var alive = processes();
                    var now = alive.size() == 1
                            ? alive.getFirst().info().totalCpuDuration().orElse(Duration.ZERO)
                            : Duration.ZERO;
                    return now.equals(cpu.getAndSet(now)) && !now.isZero();
                });
    }

    private Turn bareStart() throws IOException, InterruptedException {
        var asked = nextPrompt();
        try (var claude = newBareClaude()) {
            claude.say(asked.prompt());
            return await(claude, asked);
        }
    }
}
