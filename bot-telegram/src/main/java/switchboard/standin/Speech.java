package switchboard.standin;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A text in the pieces that it is streamed in. Pure. */
final class Speech {

    private Speech() {}

    /** Pieces of so many words each; together they are the text. */
    static List<String> pieces(String text, int words) {
        return Pattern.compile("\\s*(?:\\S+\\s*){1," + words + "}|\\s+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
