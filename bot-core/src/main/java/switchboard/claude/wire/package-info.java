/** The lines of Claude Code's stream-json protocol as records. */
@NullMarked
package switchboard.claude.wire;

import org.jspecify.annotations.NullMarked;
