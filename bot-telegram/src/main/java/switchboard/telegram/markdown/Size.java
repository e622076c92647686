package switchboard.telegram.markdown;

import switchboard.telegram.markdown.MessageSplitter.Limits;

/** How much of a message's limits a text uses, or may use at most. */
record Size(int units, int entities, int bytes) {

    static final Size ZERO = new Size(0, 0, 0);

    static Size of(Rendered rendered) {
        return new Size(rendered.text().length(), rendered.entities(), utf8Length(rendered.html()));
    }

    Size plus(Size other) {
        return new Size(units + other.units, entities + other.entities, bytes + other.bytes);
    }

    boolean within(Limits limits) {
        return units <= limits.units() && entities <= limits.entities() && bytes <= limits.bytes();
    }

    /** Whether at least half of one of the limits is used. */
    boolean fillsHalf(Limits limits) {
        return 2 * units >= limits.units() || 2 * entities >= limits.entities() || 2 * bytes >= limits.bytes();
    }

    private static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += utf8Length(text.charAt(i));
        }
        return bytes;
    }

    /** Bytes of UTF-8 for one UTF-16 unit; half of a pair counts two. */
    static int utf8Length(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
