/**
 * A fake Telegram on loopback: {@link switchboard.it.telegram.FakeBotApi} is its door, {@link switchboard.it.telegram.Chat} is what
 * people do. Telegram's rules are those of the embedded Bot API, {@link switchboard.botapi}, to which the tests add groups and
 * webhooks; this package adds HTTP, faults, flood limits, the schema, and everything that only tests look at.
 */
@org.jspecify.annotations.NullMarked
package switchboard.it.telegram;
