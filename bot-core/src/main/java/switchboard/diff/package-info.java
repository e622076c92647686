/**
 * Diffs as people see them. {@link switchboard.diff.UnifiedDiff} is what has changed in some files, {@link
 * switchboard.diff.DiffReport} makes a message of it, or a message and a file. Pure, except that closed files are looked for on the
 * disk.
 */
@NullMarked
package switchboard.diff;

import org.jspecify.annotations.NullMarked;
