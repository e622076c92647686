package switchboard.chat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import switchboard.command.EngineFacts;
import switchboard.files.FileLimits;
import switchboard.model.SessionId;

/**
 * What a conversation knows besides its own state.
 *
 * @param isStored whether anything was ever stored of this chat
 * @param ready finds the id of a session that is ready to begin in a directory; nobody else gets it
 */
record ChatContext(
        Instant now,
        boolean isStored,
        EngineFacts facts,
        Backlog backlog,
        FileLimits limits,
        Function<Path, Optional<SessionId>> ready) {}
