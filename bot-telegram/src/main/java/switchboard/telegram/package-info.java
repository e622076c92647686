/**
 * The Telegram front. In: {@code UpdatePoller -> UpdateRouter -> Engine}. Out: {@code ChatView -> Renderer -> Outbox ->
 * TelegramApi}.
 */
@NullMarked
package switchboard.telegram;

import org.jspecify.annotations.NullMarked;
