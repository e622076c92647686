package switchboard.model;

import org.jspecify.annotations.Nullable;

/**
 * An [Always allow] rule of a chat, in Claude Code's terms.
 *
 * @param toolName the tool it allows
 * @param ruleContent what of the tool it allows, null for all of it
 */
public record Rule(String toolName, @Nullable String ruleContent) {

    /** The longest text of a rule that is offered: nobody reads a longer one. */
    public static final int LONGEST = 2_000;

    /** The form of {@code --allowedTools} and of a settings file: {@code Bash(git status)}. */
    public String text() {
        return ruleContent == null ? toolName : toolName + "(" + ruleContent + ")";
    }
}
