/**
 * Benchmarks, run by {@code mvn -B verify -Pbench}: each prints one table with the project's goal beside the figure, and
 * fails no build. The fakes run in the bot's JVM, so what they take counts against the bot.
 */
@org.jspecify.annotations.NullMarked
package switchboard.it.bench;
