/**
 * A fake Telegram on loopback: {@link switchboard.it.telegram.FakeBotApi} is the door, {@link switchboard.it.telegram.Chat}
 * is what people do. Telegram's rules are the product's own, {@link switchboard.botapi}; here are HTTP, faults,
 * flood limits, the schema, and what only tests look at.
 */
@org.jspecify.annotations.NullMarked
package switchboard.it.telegram;
