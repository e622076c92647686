/** What the README and {@code docs/} say, held against the code. */
@org.jspecify.annotations.NullMarked
package switchboard.it.paper;
