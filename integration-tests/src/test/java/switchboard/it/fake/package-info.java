/**
 * A fake Telegram Bot API on loopback: {@link switchboard.it.fake.FakeBotApi} is the door, {@link
 * switchboard.it.fake.Chat} is what people do, {@link switchboard.it.fake.World} and the {@code *Methods} are
 * Telegram's rules and know nothing of tests.
 */
@org.jspecify.annotations.NullMarked
package switchboard.it.fake;
