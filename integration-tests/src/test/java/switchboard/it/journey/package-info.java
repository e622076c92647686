/** What people do with the bot, from their message to its answer: the real CLI, the real bot, fakes only for the internet. */
@org.jspecify.annotations.NullMarked
package switchboard.it.journey;
