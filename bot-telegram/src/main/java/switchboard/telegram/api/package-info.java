/** The Telegram Bot API as the front sees it: one port, {@link switchboard.telegram.api.TelegramApi}, and its adapter over HTTP. */
@org.jspecify.annotations.NullMarked
package switchboard.telegram.api;
