package switchboard.it.telegram;

import java.time.Instant;
import java.util.List;

/** What a message looked like from an instant on. */
public record MessageState(Instant at, String text, List<Entity> entities, String html, List<List<Button>> buttons) {}
