/**
 * The stand-in, which answers if no {@code claude} is installed: an agent that plays scenes instead of asking a model
 * ({@code Scenes}). It uses the agent port and nothing of Claude Code.
 */
@NullMarked
package switchboard.standin;

import org.jspecify.annotations.NullMarked;
