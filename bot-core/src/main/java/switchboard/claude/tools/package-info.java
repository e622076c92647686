/** The tools that the host serves to Claude Code, one file each, and the server that lists them. */
@NullMarked
package switchboard.claude.tools;

import org.jspecify.annotations.NullMarked;
