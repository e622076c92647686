/** Generated sequences of steps, run against real actors whose every interleaving is drawn from a seed. */
@org.jspecify.annotations.NullMarked
package switchboard.simulation;
