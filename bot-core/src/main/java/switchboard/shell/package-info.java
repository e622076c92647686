/** Shell commands of people: checked like those of Claude, run in a bounded way, and ended with all that they have started. */
@NullMarked
package switchboard.shell;

import org.jspecify.annotations.NullMarked;
