/** The state of every chat, for whoever asks, and which chats work in the same directory. */
@NullMarked
package switchboard.board;

import org.jspecify.annotations.NullMarked;
