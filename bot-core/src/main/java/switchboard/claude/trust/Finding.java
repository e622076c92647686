package switchboard.claude.trust;

/**
 * One thing that a project's file brings.
 *
 * @param text what it is, on one line: {@code PreToolUse: ./check.sh}, {@code apiKeyHelper: cat key}; a name for a file that is one thing
 */
public record Finding(Kind kind, String text) {}
