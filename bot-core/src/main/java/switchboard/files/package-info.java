/** The files that people send in chats: where they lie, and how they come there. */
@NullMarked
package switchboard.files;

import org.jspecify.annotations.NullMarked;
