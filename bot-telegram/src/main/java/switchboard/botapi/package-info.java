/**
 * The embedded Bot API: {@link switchboard.botapi.World} holds chats, messages and updates, {@link
 * switchboard.botapi.BotMethods} is what a bot may call, {@link switchboard.botapi.People} what people do,
 * both by Telegram's rules; {@link switchboard.botapi.Happening} tells who listens. It knows no HTTP, no actors and
 * nothing of the bot. Groups, webhooks and what else local chats do without are here because the tests' fake of Telegram is
 * built on the same rules.
 */
@org.jspecify.annotations.NullMarked
package switchboard.botapi;
