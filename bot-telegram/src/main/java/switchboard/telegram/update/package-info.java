/** What Telegram sends: polled, checked against the access policy once, routed to chats, confirmed when stored. */
@NullMarked
package switchboard.telegram.update;

import org.jspecify.annotations.NullMarked;
