package switchboard.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of what a stream has brought, in memory. Thread-safe. */
final class OutputTail {

    private static final int FIRST = 8 * 1024;

    /** Of a character in UTF-8, without its first byte. */
    private static final int LONGEST_REST = 3;

    private final int most;

    /** Grows up to {@link #most}, and is a ring from then on. */
    private byte[] bytes;

    private long all;

    /** @param most bytes that are kept */
    OutputTail(int most) {
        this.most = most;
        this.bytes = new byte[Math.min(FIRST, most)];
    }

    synchronized void add(byte[] more, int length) {
        if (all + length > bytes.length && bytes.length < most) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(2L * bytes.length, all + length)));
        }
        for (var from = Math.max(0, length - most); from < length; ) {
            var at = (int) ((all + from) % bytes.length);
            var part = Math.min(length - from, bytes.length - at);
            System.arraycopy(more, from, bytes, at, part);
            from += part;
        }
        all += length;
    }

    /** How many bytes have come. */
    synchronized long all() {
        return all;
    }

    /** How many bytes are not kept any more. */
    synchronized long leftOut() {
        return Math.max(0, all - bytes.length);
    }

    /** What is kept, in UTF-8. Half a character at its beginning is left out. */
    synchronized String text() {
        if (all <= bytes.length) {
            return new String(bytes, 0, (int) all, StandardCharsets.UTF_8);
        }
        var first = (int) (all % bytes.length);
        var kept = Arrays.copyOfRange(bytes, first, first + bytes.length);
        System.arraycopy(bytes, 0, kept, bytes.length - first, first);
        var from = 0;
        while (from < kept.length && from < LONGEST_REST && (kept[from] & 0xC0) == 0x80) {
            from++;
        }
        return new String(kept, from, kept.length - from, StandardCharsets.UTF_8);
    }
}
