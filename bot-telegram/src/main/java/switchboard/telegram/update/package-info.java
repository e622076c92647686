/**
 * The way from Telegram to the chats. Updates are polled, checked once against the access policy, and routed to their chats. They
 * are confirmed to Telegram once they are stored.
 */
@NullMarked
package switchboard.telegram.update;

import org.jspecify.annotations.NullMarked;
