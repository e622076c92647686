package switchboard.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import switchboard.model.Reply;
import switchboard.model.Reply.Button;
import switchboard.model.Shortcut;

/**
 * Buttons under a reply, in rows. A command line that is too long for a button, or has content with it, gets a short key, and the
 * chat keeps what that stands for.
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

    /** Stands for a text in a button's command: 16 digits at most, and no other text has the same ones. */
    static String mark(String text) {
        var digest = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(digest.getMostSignificantBits());
    }

    /** What the chat has to keep for the buttons of a reply. */
    static List<Shortcut> shortcuts(Reply reply) {
        return reply.buttons().stream()
                .flatMap(List::stream)
                .filter(button -> !fits(button))
                .map(Buttons::shortcut)
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
        return fits(button)
                ? button
                : new Button(
                        button.label(),
                        words(button)[0] + " " + shortcut(button).key());
    }

    private static Shortcut shortcut(Button button) {
        var words = words(button);
        return Shortcut.to(words.length > 1 ? words[1] : "", button.attached());
    }

    /** The command's name with its slash, and the argument if there is one. */
    private static String[] words(Button button) {
        return button.command().split(" ", 2);
    }

    private static boolean fits(Button button) {
        return button.attached().isEmpty() && button.command().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }
}
