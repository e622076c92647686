/** Stand-ins for the outside world of the journeys: a scripted Anthropic Messages API against which the real Claude CLI runs. */
@org.jspecify.annotations.NullMarked
package switchboard.it.anthropic;
