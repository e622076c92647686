/**
 * Switchboard's engine: many independent Claude Code sessions in one actor system.
 *
 * <pre>
 * Engine                  the one Behavior that a host spawns
 * ├── Throttle            switchboard.throttle   how many turns run at once
 * ├── WarmPool            switchboard.throttle   how many Claude processes stay alive
 * ├── Board               switchboard.chat       where every chat stands
 * └── ChatManager         switchboard.chat       parent of the chats
 *     └── Chat(chatId)    switchboard.chat       one conversation: durable state, one turn at a time
 *         ├── ClaudeSession  switchboard.claude  the subprocess and its control protocol
 *         ├── Turn        switchboard.chat       one prompt on its way
 *         └── view        the host's Behavior that shows this chat
 * </pre>
 *
 * <p>Start at {@link switchboard.Engine}, then {@link switchboard.chat.ChatProtocol}.
 */
@NullMarked
package switchboard;

import org.jspecify.annotations.NullMarked;
