package switchboard.claude;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON lines, each cut to a size that fits into memory. Only the beginning of a string that is too long is kept, so the
 * line stays JSON. Used by one thread.
 */
final class BoundedLines {

    /** The most characters of a string, counted as written in the line. */
    static final int LONGEST_STRING = 1_000_000;

    /** The most characters of a line. A line that is cut here is no longer JSON. */
    static final int LONGEST_LINE = 4_000_000;

    /** Of a line as long as this, only the beginnings of strings are kept, so that many long strings do not fill the line. */
    private static final int LONG_LINE = 3_000_000;

    /** The characters of a string that are kept in any case. */
    private static final int BEGINNING = 1_000;

    /** Ends a string that was cut. */
    static final String CUT = "… (cut)";

    private static final int HEX_DIGITS = 4;

    private final Reader reader;
    private final char[] buffer = new char[32 * 1024];
    private int next;
    private int filled;
    private StringBuilder line = new StringBuilder();

    /** The length so far of the string being read; -1 outside of strings. */
    private int string;

    /** The most characters of that string that are kept. */
    private int longest;

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
            takeRun();
            if (next < filled) {
                var c = buffer[next++];
                if (c == '\n') {
                    return finished();
                }
                take(c);
            }
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

    /** Takes the characters of a string that stand for themselves at once, because a picture has millions of them. */
    private void takeRun() {
        if (string < 0 || escaping || hex > 0) {
            return;
        }
        var start = next;
        while (next < filled && isPlain(buffer[next])) {
            next++;
        }
        var length = next - start;
        var kept = cutting ? 0 : Math.clamp(longest - string, 0, length);
        cutting |= kept < length;
        string += length;
        line.append(buffer, start, Math.min(kept, LONGEST_LINE - line.length()));
    }

    private static boolean isPlain(char c) {
        return c != '"' && c != '\\' && c != '\n';
    }

    private void take(char c) {
        if (string < 0) {
            keep(c);
            if (c == '"') {
                string = 0;
                longest = Math.clamp(LONG_LINE - line.length(), BEGINNING, LONGEST_STRING);
                escaping = false;
                hex = 0;
                cutting = false;
            }
        } else {
            takeInString(c);
        }
    }

    private void takeInString(char c) {
        var isWhole = !escaping && hex == 0; // no escape is cut in two
        if (isWhole && c == '"') {
            if (cutting) {
                line.append(CUT);
            }
            keep(c);
            string = -1;
            return;
        }
        cutting |= isWhole && string >= longest;
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
