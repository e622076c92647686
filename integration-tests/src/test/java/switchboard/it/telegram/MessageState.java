package switchboard.it.telegram;

import java.time.Instant;
import java.util.List;
import switchboard.botapi.Entity;

/** What a message looked like from an instant on. */
public record MessageState(Instant at, String text, List<Entity> entities, String html, List<List<Button>> buttons) {
    boolean looksLike(MessageState other) {
        return text.equals(other.text) && entities.equals(other.entities) && buttons.equals(other.buttons);
    }
}
