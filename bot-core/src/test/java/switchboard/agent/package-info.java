/** What every agent keeps, as a test that each agent's own test extends. */
@NullMarked
package switchboard.agent;

import org.jspecify.annotations.NullMarked;
