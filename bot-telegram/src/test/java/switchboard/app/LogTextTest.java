package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTextTest {

    @ParameterizedTest
    @CsvSource({
        "1f, \\u001f",
        "1b, \\u001b",
        "7f, \\u007f",
        "9b, \\u009b",
        "0, \\u0000",
        "a, \\n",
        "d, \\r",
        "9, \\t",
        "2028, \\u2028",
        "85, \\u0085",
        "202e, \\u202e",
        "2066, \\u2066",
        "200f, \\u200f",
        "61c, \\u061c",
        "feff, \\ufeff",
        "e0041, \\udb40\\udc41",
        "d800, \\ud800"
    })
    void whatIsNotSeenIsWrittenOut(String point, String written) {
        assertThat(LogText.visible("a" + Character.toString(Integer.parseInt(point, 16)) + "b"))
                .isEqualTo("a" + written + "b");
    }

    @ParameterizedTest
    @CsvSource({"Ada King", "Ωμέγα", "نام‌خانوادگی", "👩‍👩‍👧 🎉", "‘quoted’ – \\ done"})
    void whatPeopleWriteStaysAsItIs(String name) {
        assertThat(LogText.visible(name)).isEqualTo(name);
    }

    @Test
    void aForgedNameMakesNoLineOfItsOwnInTheLogOfTheProgram() throws Exception {
        var lines =
                logged("User {} ({}) is not allowed.", 7, "Eve\n12:00:00.000 INFO  Main - All is well\u202e\u001b[2J");

        assertThat(lines).hasSize(1);
        assertThat(lines[0]).endsWith("(Eve\\n12:00:00.000 INFO  Main - All is well\\u202e\\u001b[2J) is not allowed.");
    }

    @Test
    void norDoesWhatAnExceptionSays() throws Exception {
        var lines = logged("It failed", new IllegalStateException("no file a\n12:00:00.000 INFO  Main - Fine\r"));

        assertThat(lines[0]).endsWith("It failed");
        assertThat(lines).hasSizeGreaterThan(3);
        assertThat(lines).filteredOn(line -> line.startsWith("    ")).hasSize(lines.length - 1);
        assertThat(lines).anyMatch(line -> line.contains("at switchboard.app.LogTextTest"));
    }

    /** What the program's own configuration prints. */
    private static String[] logged(String message, Object... arguments) throws Exception {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogTextTest.class.getResource("/logback.xml"));
        var out = new ByteArrayOutputStream();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        ((OutputStreamAppender<ILoggingEvent>) root.getAppender("STDERR")).setOutputStream(out);
        root.warn(message, arguments);
        return out.toString(StandardCharsets.UTF_8).split("\n");
    }
}
