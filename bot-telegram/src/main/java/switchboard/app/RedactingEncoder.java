package switchboard.app;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import switchboard.model.Secrets;

/** Strikes secrets out of the whole log, exceptions included. */
public final class RedactingEncoder extends PatternLayoutEncoder {

    /** Empty at first, because the log exists before the settings are read. */
    private static volatile Secrets hidden = Secrets.NONE;

    static void hide(Secrets secrets) {
        hidden = secrets;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new String(super.encode(event), StandardCharsets.UTF_8);
        return hidden.strike(line).getBytes(StandardCharsets.UTF_8);
    }
}
