/** A shell for tests. */
@NullMarked
package switchboard.shell;

import org.jspecify.annotations.NullMarked;
