/**
 * The stand-in that answers where no {@code claude} is installed: {@code StandIn} starts it in place of the CLI, and
 * {@code StandInCli} speaks the CLI's lines with scenes instead of a model ({@code Scenes}).
 */
@NullMarked
package switchboard.claude.standin;

import org.jspecify.annotations.NullMarked;
