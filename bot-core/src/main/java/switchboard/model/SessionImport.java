package switchboard.model;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session that a person brings as a file. It is kept until the chat has entered it or has said why it cannot, so that it arrives
 * also after a crash.
 *
 * @param session the id that it gets here
 * @param file in which it comes
 * @param directory where it will work
 * @param message the front's reference to the message that asked for it, null for none
 * @param at when it was asked for
 */
public record SessionImport(
        SessionId session,
        Content.Attachment file,
        Path directory,
        @Nullable String message,
        Instant at) {}
