package switchboard.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a slash command.
 *
 * @param text Markdown
 * @param buttons rows of buttons under it
 * @param document text that is too long for a message; null for none
 */
public record Reply(
        String text, List<List<Button>> buttons, @Nullable Document document) {

    /**
     * A button.
     *
     * @param label the words on it
     * @param command the slash command that a press gives. For a view it has at most 60 bytes of UTF-8, so that a front has room to
     *     mark it
     * @param attached content that comes with the command; none for a view
     */
    public record Button(String label, String command, List<Content> attached) {

        public Button {
            attached = attached == null ? List.of() : List.copyOf(attached);
        }

        public Button(String label, String command) {
            this(label, command, List.of());
        }
    }

    /** A file of plain text. */
    public record Document(String name, String content) {}

    public Reply(String text, List<List<Button>> buttons) {
        this(text, buttons, null);
    }

    public static Reply of(String text) {
        return new Reply(text, List.of());
    }

    public static Reply of(String text, Button... row) {
        return new Reply(text, List.of(List.of(row)));
    }
}
