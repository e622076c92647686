/**
 * From Telegram to the chats: updates are polled, checked against the access policy once, routed to their chats, and confirmed to
 * Telegram when they are stored.
 */
@NullMarked
package switchboard.telegram.update;

import org.jspecify.annotations.NullMarked;
