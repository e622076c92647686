/**
 * Finds the tool calls of Claude that reach closed files: {@code ToolGuard} checks a call, {@code ShellGuard} a shell command,
 * and {@code ClosedPaths} has the files. The guard stops what a model does by itself or is talked into. It cannot stop a program
 * that was allowed to run and hides which files it opens.
 */
@NullMarked
package switchboard.guard;

import org.jspecify.annotations.NullMarked;
