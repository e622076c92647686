package switchboard.telegram.markdown;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts Markdown into parts that each fit into one Telegram message. It cuts the source, so each part is Markdown of its own: a
 * code block cut in two continues with its language, a table with its head, a list item without a new marker. A part depends only
 * on the text up to its overflow, so the cuts stay where they are while the answer grows (rarely, a table that gets too wide or a
 * list that gets loose moves one). Time is linear in the length of the text.
 */
public final class MessageSplitter {

    private MessageSplitter() {}

    /**
     * The limits of one rendered message.
     *
     * @param units UTF-16 units of text, at least 16
     * @param entities formatted spans, at least 4
     * @param bytes UTF-8 bytes of HTML, at least 512
     */
    public record Limits(int units, int entities, int bytes) {

        public static final Limits TELEGRAM = new Limits(4096, 100, 32_768);

        public Limits {
            if (units < 16 || entities < 4 || bytes < 512) {
                throw new IllegalArgumentException("too small to cut into: " + units + ", " + entities + ", " + bytes);
            }
        }

        /** These limits minus the room for a footer of {@code footerUnits} UTF-16 units and four entities. */
        public Limits reserve(int footerUnits) {
            return new Limits(units - footerUnits, entities - 4, bytes - 8 * footerUnits);
        }

        /** The most source text for one part. A message cannot show more than its bytes. */
        private int window() {
            return bytes;
        }
    }

    /** {@link #split(String, Limits)} by Telegram's limits. */
    public static List<String> split(String markdown) {
        return split(markdown, Limits.TELEGRAM);
    }

    /** The parts in order, each with visible content; none if the text shows nothing. */
    public static List<String> split(String markdown, Limits limits) {
        return split(markdown, limits, Integer.MAX_VALUE);
    }

    /** The first parts, at most {@code most}. */
    public static List<String> split(String markdown, Limits limits, int most) {
        String source = unixLines(markdown);
        var parts = new ArrayList<String>();
        var reopened = "";
        int at = 0;
        while (at < source.length() && parts.size() < most) {
            int end = Math.min(source.length(), at + limits.window());
            boolean more = end < source.length();
            MessageCutter.Cut cut = new MessageCutter(reopened + source.substring(at, end), more, limits).cut();
            if (cut.end() <= reopened.length()) {
                reopened = "";
                continue;
            }
            if (!cut.blank()) {
                parts.add(cut.part());
            }
            at += cut.end() - reopened.length();
            reopened = cut.reopen();
        }
        return List.copyOf(parts);
    }

    private static String unixLines(String markdown) {
        return markdown.indexOf('\r') < 0
                ? markdown
                : markdown.replace("\r\n", "\n").replace('\r', '\n');
    }
}
