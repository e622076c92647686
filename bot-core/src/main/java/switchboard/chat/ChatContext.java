package switchboard.chat;

import java.time.Instant;
import switchboard.command.EngineFacts;
import switchboard.files.FileLimits;

/**
 * What a conversation knows besides its own state.
 *
 * @param isStored whether anything was ever stored of this chat
 */
record ChatContext(Instant now, boolean isStored, EngineFacts facts, Backlog backlog, FileLimits limits) {}
