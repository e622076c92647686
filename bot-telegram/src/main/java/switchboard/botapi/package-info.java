/**
 * The embedded Bot API: Telegram's rules without Telegram. {@link switchboard.botapi.BotApiState} has the chats, messages and
 * updates, {@link switchboard.botapi.BotMethods} the methods that a bot can call, {@link switchboard.botapi.PersonActions} the
 * actions of people, and {@link switchboard.botapi.LocalClient} the calls of the chat client in the browser.
 * {@link switchboard.botapi.LocalStore} keeps everything on the disk. Listeners receive every change as a
 * {@link switchboard.botapi.BotApiEvent}. The package has no HTTP, no actors and nothing of the bot. The tests' fake of Telegram
 * is built on it.
 */
@org.jspecify.annotations.NullMarked
package switchboard.botapi;
