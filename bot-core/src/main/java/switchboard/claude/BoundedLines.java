package switchboard.claude;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The JSON lines of a process, each of a size that fits into memory: of a string that is too long only the beginning is
 * kept, so that the line stays JSON. Used by one thread.
 */
final class BoundedLines {

    /** Characters of a string, as they stand in the line, that are kept. */
    static final int LONGEST_STRING = 1_000_000;

    /** Characters of a line that are kept; beyond them it is no JSON any more. */
    static final int LONGEST_LINE = 4_000_000;

    /** Ends a string that was cut. */
    static final String CUT = "… (cut)";

    private static final int HEX_DIGITS = 4;

    private final Reader reader;
    private final char[] buffer = new char[32 * 1024];
    private int next;
    private int filled;
    private StringBuilder line = new StringBuilder();

    /** Within a string: its length so far, else -1. */
    private int string;

    private boolean escaping;
    private int hex;
    private boolean cutting;

    BoundedLines(Reader reader) {
        this.reader = reader;
    }

    /** The next line, without its end; null after the last. */
    @Nullable
    String next() throws IOException {
        line = line.capacity() > buffer.length ? new StringBuilder() : line;
        line.setLength(0);
        string = -1;
        var isBegun = false;
        while (next < filled || fill()) {
            isBegun = true;
            var c = buffer[next++];
            if (c == '\n') {
                return finished();
            }
            take(c);
        }
        return isBegun ? finished() : null;
    }

    private boolean fill() throws IOException {
        next = 0;
        filled = Math.max(0, reader.read(buffer));
        return filled > 0;
    }

    private String finished() {
        var end = line.length() - 1;
        if (end >= 0 && line.charAt(end) == '\r') {
            line.setLength(end);
        }
        return line.toString();
    }

    private void take(char c) {
        if (string < 0) {
            keep(c);
            if (c == '"') {
                string = 0;
                escaping = false;
                hex = 0;
                cutting = false;
            }
        } else {
            takeInString(c);
        }
    }

    private void takeInString(char c) {
        var isWhole = !escaping && hex == 0; // an escape is not cut in two
        if (isWhole && c == '"') {
            if (cutting) {
                line.append(CUT);
            }
            keep(c);
            string = -1;
            return;
        }
        cutting |= isWhole && string >= LONGEST_STRING;
        if (escaping) {
            hex = c == 'u' ? HEX_DIGITS : 0;
        } else if (hex > 0) {
            hex--;
        }
        escaping = isWhole && c == '\\';
        string++;
        if (!cutting) {
            keep(c);
        }
    }

    private void keep(char c) {
        if (line.length() < LONGEST_LINE) {
            line.append(c);
        }
    }
}
