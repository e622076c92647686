/** Where every chat is, for all who ask, and which chats work in one directory. */
@NullMarked
package switchboard.board;

import org.jspecify.annotations.NullMarked;
