package switchboard.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import switchboard.model.Reply.Button;

/** Buttons under a reply: those whose command line fits, in rows. */
final class Buttons {

    /** What a button's command line may have, in UTF-8 bytes; a front puts its mark before it. */
    static final int MOST_BYTES = 60;

    private Buttons() {}

    static boolean fits(Button button) {
        return button.command().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }

    /** Rows of {@code wide}; a button that does not fit is left out. */
    static List<List<Button>> rows(int wide, Stream<Button> buttons) {
        var fitting = buttons.filter(Buttons::fits).toList();
        var rows = new ArrayList<List<Button>>();
        for (var from = 0; from < fitting.size(); from += wide) {
            rows.add(fitting.subList(from, Math.min(from + wide, fitting.size())));
        }
        return rows;
    }

    /** One button a word: {@code /effort low}. */
    static List<List<Button>> words(int wide, String command, Stream<String> words) {
        return rows(wide, words.map(word -> new Button(word, "/" + command + " " + word)));
    }
}
