/**
 * Switchboard's engine: many independent Claude Code sessions in one actor system.
 *
 * <pre>
 * Engine                  the one Behavior that a host spawns
 * ├── Downloads           switchboard.files      gets the files that people send onto the disk
 * ├── Throttle            switchboard.throttle   how many turns run at once
 * ├── WarmPool            switchboard.throttle   how many Claude processes stay alive
 * ├── Board               switchboard.board      what every chat is doing now
 * └── ChatManager         switchboard.chat       parent of the chats
 *     └── Chat(chatId)    switchboard.chat       one conversation: durable state, one turn at a time
 *         ├── Ledger      switchboard.chat       keeps its state in the host's store
 *         ├── session     switchboard.agent      its coding agent; Claude Code's is switchboard.claude
 *         ├── Turn        switchboard.chat       one prompt on its way
 *         └── view        the host's Behavior that shows this chat
 * </pre>
 *
 * <p>Start at {@link switchboard.Engine}, then {@link switchboard.chat.ChatProtocol}.
 *
 * <h2>How nothing is lost</h2>
 *
 * <p>A message that a person sends may meet a full disk, a disk that hangs, a killed process or a killed engine at any moment. One
 * rule keeps it: <em>nothing that others rely on is said or done before the state that contains it is stored.</em>
 *
 * <ol>
 *   <li><b>Every rule is pure.</b> {@code Conversation.on} takes the situation of a chat and a command, and returns the next
 *       situation and a list of effects. It cannot fail halfway, because it does nothing.
 *   <li><b>The state goes ahead in memory.</b> The chat continues with the next state at once, so a second message that comes
 *       meanwhile meets the state with the first in it: a duplicate is recognized, an order holds, a {@code /stop} finds its turn.
 *   <li><b>The ledger writes the newest state,</b> one write at a time, until it succeeds. States that were overtaken are not
 *       written. A write that failed may have been made all the same, so the ledger reads before it repeats. The store's revision
 *       fences it: if another has written, the chat begins again with what is stored.
 *   <li><b>Effects wait for their state,</b> in order: the receipt to the sender, the words to the people, the prompt to Claude,
 *       the answer to the view. Whoever repeats a command gets its receipt only then, too.
 *   <li><b>A stop is urgent</b> and waits for nothing, because a person who says stop means now. That a turn was stopped is also
 *       in Claude's own transcript, so a kill before the store does not bring the turn back.
 *   <li><b>Recovery is the normal path.</b> {@code Conversation.open} turns a stored state into the same effects: it shows what is
 *       left, delivers what is not confirmed, and starts the turn that was in flight. What Claude did before the crash is read from
 *       its transcript; what may have run already is asked about.
 *   <li><b>Senders repeat until they have a receipt.</b> A front confirms an update to its own source only after that. An answer is
 *       kept in the state until the view has confirmed it.
 *   <li><b>A chat leaves memory only when all is kept</b> and nothing waits. Its parent buffers what comes meanwhile.
 * </ol>
 *
 * <p>So a hanging disk holds up new work, questions and answers, but no stop. The chat says so, and all of it continues when the disk
 * is back.
 *
 * <h2>Glossary</h2>
 *
 * <dl>
 *   <dt>agent<dd>A coding agent that people talk to in chats: Claude Code, or the stand-in.
 *   <dt>answer<dd>What the agent said to a prompt, as the view shows it.
 *   <dt>attachment<dd>A file that a person sends; what is stored of it is a reference.
 *   <dt>board<dd>What all chats are doing now.
 *   <dt>chat<dd>One conversation with people: a private chat, a group or a forum topic.
 *   <dt>decision<dd>What a person says to a question.
 *   <dt>departure<dd>How a chat leaves: out of memory, out of the store, to another id, or with the engine.
 *   <dt>effect<dd>An action of a chat besides the change of its state.
 *   <dt>front<dd>The part of a host that speaks with people, for example over Telegram.
 *   <dt>hibernate<dd>End an idle process; the next prompt resumes its session in a new one.
 *   <dt>hold<dd>The list of prompts that a stop has set aside. They run only if a person says so.
 *   <dt>host<dd>The program that embeds the engine.
 *   <dt>inbox<dd>Accepted prompts that have not begun, in the order asked.
 *   <dt>ledger<dd>The keeper of a chat's newest state in the store.
 *   <dt>live message<dd>The message that shows a running turn and is edited as it goes.
 *   <dt>passivate<dd>Remove a quiet chat from memory; its state stays in the store.
 *   <dt>pending answer<dd>An answer on its way to the view, kept until the view has confirmed it.
 *   <dt>permit<dd>The right to run, one of {@code MAX_CONCURRENT_QUERIES}.
 *   <dt>process<dd>A running {@code claude} program.
 *   <dt>prompt<dd>Something that a person asked the agent.
 *   <dt>question<dd>Something that only a person can decide: a permission, a choice, a plan, or whether a turn continues.
 *   <dt>receipt<dd>The word to a sender that its command is stored.
 *   <dt>revision<dd>The number that the store gives each stored state of a chat.
 *   <dt>session<dd>The agent's memory of a conversation, in one folder. A chat has one at a time and can go back to earlier ones.
 *   <dt>transcript<dd>The file in which Claude Code writes down a session.
 *   <dt>trust<dd>A person's word that the project files of a folder may run as they are now.
 *   <dt>turn<dd>One prompt on its way through the engine, from its place in line to its end.
 *   <dt>view<dd>The host's Behavior that shows one chat.
 * </dl>
 */
@NullMarked
package switchboard;

import org.jspecify.annotations.NullMarked;
