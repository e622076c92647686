package switchboard.botapi;

import java.util.ArrayList;
import java.util.List;

/** A person's typed text as Telegram's clients send it: with the entities found in it, in pieces of 4096 units. */
public final class TypedText {
    /** The most UTF-16 units a client sends in one message. */
    public static final int MAX_PIECE = 4096;

    private TypedText() {}

    /** One message's text with its entities. */
    public static FormattedText of(String text) {
        return new FormattedText(text, List.of()).withFound();
    }

    /** The texts of as many messages as needed, cut anywhere except within a character. */
    public static List<FormattedText> pieces(String text) {
        var pieces = new ArrayList<FormattedText>();
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + MAX_PIECE);
            to -= to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            pieces.add(of(text.substring(from, to)));
            from = to;
        }
        return pieces;
    }
}
