/** What all chats together have cost today, and what they may cost. */
@NullMarked
package switchboard.budget;

import org.jspecify.annotations.NullMarked;
