/** Programs that the engine starts: each in a session of its own, found again by its mark, and ended with all that it has started. */
@NullMarked
package switchboard.process;

import org.jspecify.annotations.NullMarked;
