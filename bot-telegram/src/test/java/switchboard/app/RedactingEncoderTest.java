package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.model.Secrets;

class RedactingEncoderTest {

    private static final String SECRET = "s3cr3t-of-the-bot";

    @AfterEach
    void hideNothing() {
        RedactingEncoder.hide(Secrets.NONE);
    }

    @Test
    void messagesArgumentsAndExceptionsAreStruck() {
        RedactingEncoder.hide(Secrets.of(List.of(SECRET)));
        var context = new LoggerContext();
        var encoder = new RedactingEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n%ex");
        encoder.start();
        var failure = new IllegalStateException("outer", new IllegalArgumentException("GET /bot" + SECRET + "/getMe"));

        var line = encoder.encode(new LoggingEvent(
                "x", context.getLogger("x"), Level.WARN, SECRET + " and {}", failure, new Object[] {SECRET}));

        assertThat(new String(line, StandardCharsets.UTF_8))
                .contains("[redacted] and [redacted]", "GET /bot[redacted]/getMe")
                .doesNotContain(SECRET);
    }
}
