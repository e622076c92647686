package switchboard.standin;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Cuts a text into pieces for streaming. Pure. */
final class Speech {

    private Speech() {}

    /** Pieces of {@code words} words each; together they are the text. */
    static List<String> pieces(String text, int words) {
        return Pattern.compile("\\s*(?:\\S+\\s*){1," + words + "}|\\s+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
