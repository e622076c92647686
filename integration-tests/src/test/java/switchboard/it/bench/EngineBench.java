package switchboard.it.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.persistence.testkit.PersistenceTestKitDurableStateStorePlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many turns the engine alone carries, with an agent that answers at once. Each chat asks again as soon as its answer is
 * delivered. The store is Pekko's own for tests, in memory. {@link SessionFilesBench} has the product's.
 */
class EngineBench {

    private static final int CHATS = Integer.getInteger("chats", 2_000);
    private static final int WARM_UP = Integer.getInteger("warm", 20_000);
    private static final int MEASURED = Integer.getInteger("measured", 20_000);

    @TempDir
    Path dir;

    @Test
    void inMemory() throws Exception {
        var report = new Report(
                "The engine alone, " + CHATS + " chats (" + MEASURED + " turns each, after " + WARM_UP + ")",
                "permits",
                "turns a second",
                "CPU µs a turn",
                "goal");
        for (var permits : List.of(CHATS, 50, 5)) {
            try (var load = new EngineLoad(memory(), dir, permits, CHATS)) {
                load.run(WARM_UP);
                var figures = load.run(MEASURED);
                report.row(
                        Integer.toString(permits),
                        Report.number(figures.perSecond()),
                        Report.number(figures.cpuMicros()),
                        permits == CHATS ? "5,000 and 400 µs" : "4,000");
            }
        }
        report.print();
    }

    private static Config memory() {
        return PersistenceTestKitDurableStateStorePlugin.config()
                .withFallback(ConfigFactory.parseString("pekko.loglevel = WARNING"))
                .withFallback(ConfigFactory.load());
    }
}
