/** The rate limiter between the front and Telegram. It decides what is written to which chat, in which order, and when. */
@org.jspecify.annotations.NullMarked
package switchboard.telegram.outbox;
