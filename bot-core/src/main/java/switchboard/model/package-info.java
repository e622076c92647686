/** The words of the engine as immutable values: chats, prompts, sessions, settings. Knows no actor and no I/O. */
@NullMarked
package switchboard.model;

import org.jspecify.annotations.NullMarked;
