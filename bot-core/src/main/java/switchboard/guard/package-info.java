/**
 * Which of Claude's tool calls reach files that are closed to it: {@code ToolGuard} (looks at a call), {@code ShellGuard} (at
 * a shell command), {@code ClosedPaths} (the files). It stops what a model does by itself or is talked into; it is no wall
 * against a program that was allowed to run and hides what it opens.
 */
@NullMarked
package switchboard.guard;

import org.jspecify.annotations.NullMarked;
