package switchboard.telegram.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PacedLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(PacedLogTest.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final AtomicLong now = new AtomicLong();
    private final PacedLog log = new PacedLog(logger, now::get);

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(logged);
    }

    @Test
    void whatComesAgainAndAgainIsLoggedOnceAndCountedTheNextTime() {
        for (var i = 0; i < 1_000; i++) {
            log.warn("It rains");
        }
        log.error("snow", "It snows");
        assertThat(logged.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("It rains", "It snows");

        now.addAndGet(TimeUnit.MINUTES.toNanos(10));
        log.warn("It rains");
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .endsWith("It rains (and 999 times more since it was last logged)");
    }

    @Test
    void twoSentencesOfOneThingAreOne() {
        log.warn("odd", "Update 1 is odd");
        log.warn("odd", "Update 2 is odd");

        assertThat(logged.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("Update 1 is odd");
    }
}
