/**
 * The conversations: {@code ChatManager} is the parent of all {@code Chat}s; a {@code Chat} owns one conversation and
 * runs a {@code Turn} for each prompt. {@code ChatProtocol} is the language in which fronts speak with them.
 */
@NullMarked
package switchboard.chat;

import org.jspecify.annotations.NullMarked;
