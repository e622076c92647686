package switchboard.claude.trust;

/**
 * One thing that a project file runs, redirects or allows.
 *
 * @param text one line such as {@code PreToolUse: ./check.sh} or {@code apiKeyHelper: cat key}; for a file that counts as a
 *     whole, its name
 */
public record Finding(Kind kind, String text) {}
