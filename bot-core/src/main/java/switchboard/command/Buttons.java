package switchboard.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import switchboard.model.Reply;
import switchboard.model.Reply.Button;
import switchboard.model.Shortcut;

/**
 * Buttons under a reply, in rows. A command line that is too long for a button gets a short key, and the chat keeps its argument.
 */
public final class Buttons {

    /** The longest command line of a button, in UTF-8 bytes. A front puts its mark and its topic before it. */
    static final int MOST_BYTES = 48;

    private Buttons() {}

    public static List<List<Button>> rows(int wide, Stream<Button> buttons) {
        var all = buttons.toList();
        var rows = new ArrayList<List<Button>>();
        for (var from = 0; from < all.size(); from += wide) {
            rows.add(all.subList(from, Math.min(from + wide, all.size())));
        }
        return rows;
    }

    /** One button a word: {@code /effort low}. */
    static List<List<Button>> words(int wide, String command, Stream<String> words) {
        return rows(wide, words.map(word -> new Button(word, "/" + command + " " + word)));
    }

    /** The arguments that the chat has to keep for the buttons of a reply. */
    static List<Shortcut> shortcuts(Reply reply) {
        return reply.buttons().stream()
                .flatMap(List::stream)
                .filter(button -> !fits(button))
                .map(button -> Shortcut.to(argument(button)))
                .distinct()
                .toList();
    }

    /** The reply with its long command lines shortened. */
    static Reply shortened(Reply reply) {
        return new Reply(
                reply.text(),
                reply.buttons().stream()
                        .map(row -> row.stream().map(Buttons::shortened).toList())
                        .toList(),
                reply.document());
    }

    private static Button shortened(Button button) {
        if (fits(button)) {
            return button;
        }
        var argument = argument(button);
        var name = button.command().substring(0, button.command().length() - argument.length());
        return new Button(button.label(), name + Shortcut.to(argument).key());
    }

    private static String argument(Button button) {
        return button.command().substring(button.command().indexOf(' ') + 1);
    }

    private static boolean fits(Button button) {
        return button.command().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }
}
