package switchboard.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import java.util.stream.Collectors;

/**
 * Makes texts safe for the log, so that nobody can forge a line or control the terminal by the choice of a name, a title or a
 * path. An event's message is one line, and invisible characters are written as {@code \}{@code u001b}. Pure.
 */
public final class LogText {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private LogText() {}

    /** {@code %oneLine(...)}. */
    public static final class OneLine extends CompositeConverter<ILoggingEvent> {
        @Override
        protected String transform(ILoggingEvent event, String text) {
            return visible(text);
        }
    }

    /** {@code %indented(...)}, for stack traces: no line can look like the beginning of an event. */
    public static final class Indented extends CompositeConverter<ILoggingEvent> {
        @Override
        protected String transform(ILoggingEvent event, String text) {
            return text.lines()
                    .map(line -> "    " + visible(line.replace("\t", "    ")) + "\n")
                    .collect(Collectors.joining());
        }
    }

    static String visible(String text) {
        if (text.codePoints().allMatch(LogText::isSeen)) {
            return text;
        }
        var visible = new StringBuilder();
        text.codePoints().forEach(point -> append(visible, point));
        return visible.toString();
    }

    private static void append(StringBuilder visible, int point) {
        if (isSeen(point)) {
            visible.appendCodePoint(point);
            return;
        }
        switch (point) {
            case '\n' -> visible.append("\\n");
            case '\r' -> visible.append("\\r");
            case '\t' -> visible.append("\\t");
            default -> {
                for (var unit : Character.toChars(point)) {
                    visible.append("\\u%04x".formatted((int) unit));
                }
            }
        }
    }

    /** Control characters, line separators, direction marks and halves of characters are invisible. Joiners are part of words. */
    private static boolean isSeen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            case Character.FORMAT -> point == ZERO_WIDTH_JOINER || point == ZERO_WIDTH_NON_JOINER;
            default -> true;
        };
    }
}
