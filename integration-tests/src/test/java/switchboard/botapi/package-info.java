/**
 * The part of Telegram that the embedded Bot API does without, for the tests' fake: groups, forum topics and webhooks, by the same
 * state and the same rules. It is in the package of the embedded Bot API because it changes that state.
 */
@org.jspecify.annotations.NullMarked
package switchboard.botapi;
