/**
 * The fault suite: chats talk, bot and CLI are killed at moments drawn from a printed seed, both APIs misbehave, and every
 * message is answered exactly once or handed back. {@code mvn verify} has a short part of it, {@code -Pfaults} the whole.
 */
@org.jspecify.annotations.NullMarked
package switchboard.it.fault;
