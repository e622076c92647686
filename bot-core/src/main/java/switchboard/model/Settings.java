package switchboard.model;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a chat has chosen for its sessions. Claude Code forgets mode and rules on resume, so every start passes all.
 *
 * @param model as {@code --model} takes it, null for Claude's default
 * @param effort {@code low} to {@code max}, null for Claude's default
 * @param mode null for the engine's default
 * @param rules the [Always allow] rules of this chat
 */
public record Settings(
        @Nullable String model,
        @Nullable String effort,
        @Nullable PermissionMode mode,
        List<Rule> rules) implements ChatPart {

    /** How many rules a chat keeps. */
    public static final int MOST_RULES = 200;

    public static final Settings NONE = new Settings(null, null, null, List.of());

    public Settings {
        rules = rules == null ? List.of() : List.copyOf(rules);
    }

    /**
     * The mode a chat works in where {@code standard} is the mode of chats that chose none; bypass that was chosen when it
     * was allowed holds only while it is allowed.
     */
    public PermissionMode modeUnder(PermissionMode standard) {
        return mode != null && mode.isOpenUnder(standard) ? mode : standard;
    }

    public Settings withModel(@Nullable String chosen) {
        return new Settings(chosen, effort, mode, rules);
    }

    public Settings withEffort(@Nullable String chosen) {
        return new Settings(model, chosen, mode, rules);
    }

    public Settings withMode(@Nullable PermissionMode chosen) {
        return new Settings(model, effort, chosen, rules);
    }

    public Settings withRules(List<Rule> added) {
        return new Settings(
                model,
                effort,
                mode,
                Stream.concat(rules.stream(), added.stream()).distinct().toList());
    }

    public Settings withoutRule(Rule revoked) {
        return new Settings(
                model,
                effort,
                mode,
                rules.stream().filter(rule -> !rule.equals(revoked)).toList());
    }
}
