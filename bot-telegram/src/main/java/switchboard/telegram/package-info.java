/**
 * The Telegram front: it turns updates into commands of the engine, and the engine's events into messages.
 *
 * <pre>
 * TelegramFront           learns who the bot is, sets its command menu, starts polling
 * ├── update              in: UpdatePoller -> UpdateRouter -> Intake (one queue for each chat) -> Dispatch -> Engine
 * ├── view                out: ChatView -> LiveMessages, QuestionMessages, AnswerDelivery -> ChatWriter -> Outbox
 * ├── markdown            Claude's Markdown as Telegram's HTML, in parts that each fit into one message
 * ├── outbox              the rate limiter that every write to Telegram passes
 * └── api                 the Bot API as the front sees it
 * </pre>
 */
@NullMarked
package switchboard.telegram;

import org.jspecify.annotations.NullMarked;
