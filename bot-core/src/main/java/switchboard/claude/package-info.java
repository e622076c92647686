/**
 * One Claude Code process per conversation and its protocol: {@code ClaudeSession} (actor) moves from one {@code SessionState} to
 * the next, {@code ClaudeConnection} (actor) handles one living process, {@code StreamJson} (pure) writes and reads its lines,
 * {@code ClaudeProcess} (port) moves them, {@code CliProcess} runs the real thing.
 */
@NullMarked
package switchboard.claude;

import org.jspecify.annotations.NullMarked;
