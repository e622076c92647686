/**
 * A fake Telegram Bot API on loopback: {@link switchboard.it.telegram.FakeBotApi} is the door, {@link
 * switchboard.it.telegram.Chat} is what people do, {@link switchboard.it.telegram.World} and the {@code *Methods} are
 * Telegram's rules and know nothing of tests.
 */
@org.jspecify.annotations.NullMarked
package switchboard.it.telegram;
