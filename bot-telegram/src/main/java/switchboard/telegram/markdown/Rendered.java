package switchboard.telegram.markdown;

/**
 * A text ready for {@code sendMessage}, in both forms.
 *
 * @param html the text for {@code parse_mode: HTML}, at most 32,768 bytes of UTF-8 where it came out of {@link MessageSplitter}
 * @param text what a reader sees, without markup; sent instead of {@code html} when Telegram refuses the format. Its length in UTF-16 units
 *     is what counts against Telegram's 4096
 * @param entities how many formatted spans {@code html} holds, counted after cutting them around code; Telegram keeps the first 100
 */
public record Rendered(String html, String text, int entities) {

    /** A text as it is, its Markdown unread. */
    public static Rendered plain(String text) {
        return new Rendered(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), text, 0);
    }

    /** Whether there is nothing to see, neither letter nor sign: Telegram refuses such a message as empty. */
    public boolean isBlank() {
        return text.codePoints().allMatch(Rendered::isInvisible);
    }

    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT
                || codePoint == 0x2800
                || codePoint == 0xFFFC;
    }
}
