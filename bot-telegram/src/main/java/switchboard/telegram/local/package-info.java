/**
 * The embedded Bot API: {@link switchboard.telegram.local.World} holds chats, messages and updates, {@link
 * switchboard.telegram.local.BotMethods} is what a bot may call, {@link switchboard.telegram.local.People} what people do,
 * both by Telegram's rules; {@link switchboard.telegram.local.Happening} tells who listens. It knows no HTTP, no actors and
 * nothing of the bot. Groups, webhooks and what else local chats do without are here because the tests' fake of Telegram is
 * built on the same rules.
 */
@org.jspecify.annotations.NullMarked
package switchboard.telegram.local;
