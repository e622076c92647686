package switchboard.chat;

import org.jspecify.annotations.Nullable;
import switchboard.model.Caller;

/**
 * Who has given a command, and where. What the command does after a wait is theirs, too.
 *
 * @param who null if nobody is known any more
 * @param message the front's reference to the message that gave the command; null without a message
 */
record Asker(@Nullable Caller who, @Nullable String message) {}
