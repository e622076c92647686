package switchboard.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProcessMarkTest {

    private static final long GRACE = 3_000;

    private final String store = "test-" + UUID.randomUUID();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void processesAreFoundByWhatTheirMarkBeginsWith() throws IOException {
        var four = start(store + "/4/", "echo up; exec sleep 300");
        var fortyTwo = start(store + "/42/", "echo up; exec sleep 300");

        assertThat(ProcessMark.carrying(store + "/4/")).containsExactly(four.toHandle());
        assertThat(ProcessMark.carrying(store + "/")).containsExactlyInAnyOrder(four.toHandle(), fortyTwo.toHandle());
        assertThat(ProcessMark.carrying("none-" + store)).isEmpty();
    }

    @Test
    void aSweepEndsThoseOfTheMarkOnly() throws IOException {
        var four = start(store + "/4/", "echo up; exec sleep 300");
        var fortyTwo = start(store + "/42/", "echo up; exec sleep 300");

        assertThat(ProcessMark.sweep(store + "/4/", GRACE)).isEqualTo(1);

        assertThat(four.isAlive()).isFalse();
        assertThat(fortyTwo.isAlive()).isTrue();
        assertThat(ProcessMark.sweep(store + "/4/", GRACE)).isZero();
    }

    /** A program of this run may have left them as well. */
    @Test
    void theLogDoesNotSayWhoHasLeftThem() throws IOException {
        var logger = (Logger) LoggerFactory.getLogger(ProcessMark.class);
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        try {
            start(store + "/4/", "echo up; exec sleep 300");
            ProcessMark.sweep(store, GRACE);
        } finally {
            logger.setLevel(null);
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Ending 1 leftover process(es)");
    }

    @Test
    void whatAGoneParentHasLeftIsFoundInAnySession() throws IOException, InterruptedException {
        var parent = start(store + "/4/", "setsid sh -c 'exec sleep 300' & echo up; exit 0");
        parent.waitFor();
        await().until(() -> !ProcessMark.carrying(store).isEmpty());

        assertThat(ProcessMark.sweep(store, GRACE)).isEqualTo(1);

        assertThat(ProcessMark.carrying(store)).isEmpty();
    }

    @Test
    void whatDoesNotObeyIsKilledAfterTheGrace() throws IOException {
        var stubborn = start(store + "/4/", "trap '' TERM; echo up; while :; do sleep 300; done");

        ProcessMark.sweep(store, 50);

        await().until(() -> !stubborn.isAlive());
        assertThat(ProcessMark.carrying(store)).isEmpty();
    }

    /** Returns once the script has said something. */
    private Process start(String mark, String script) throws IOException {
        var builder = new ProcessBuilder("/bin/sh", "-c", script);
        builder.environment().put(ProcessMark.VARIABLE, mark);
        var process = builder.start();
        started.add(process);
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("up");
        return process;
    }
}
