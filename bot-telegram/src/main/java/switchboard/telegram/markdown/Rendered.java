package switchboard.telegram.markdown;

/**
 * A text ready for {@code sendMessage}, in both forms.
 *
 * @param html the text for {@code parse_mode: HTML}, at most 32,768 bytes of UTF-8 if the text came from {@link MessageSplitter}
 * @param text the visible text without markup, which is sent instead of {@code html} if Telegram refuses the format. Its length
 *     in UTF-16 units counts against Telegram's 4096
 * @param entities the number of formatted spans in {@code html}, counted after cutting them around code; Telegram keeps the first
 *     100
 */
public record Rendered(String html, String text, int entities) {

    /** A text as it is, without reading its Markdown. */
    public static Rendered plain(String text) {
        return new Rendered(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), text, 0);
    }

    /** Whether nothing is visible, neither letter nor sign: Telegram refuses such a message as empty. */
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
