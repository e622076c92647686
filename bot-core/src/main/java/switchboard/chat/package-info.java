/**
 * The conversations: {@code ChatManager} is the parent of all {@code Chat}s, a {@code Chat} owns one conversation and
 * runs a {@code Turn} for each prompt, the {@code Board} knows where each chat stands. {@code ChatProtocol} is the
 * language fronts speak with them.
 */
@NullMarked
package switchboard.chat;

import org.jspecify.annotations.NullMarked;
