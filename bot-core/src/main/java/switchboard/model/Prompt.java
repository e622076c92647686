package switchboard.model;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something a person asked Claude.
 *
 * @param text what was asked, accepted up to {@link #LONGEST}
 * @param literal false where Claude Code is to run it as a command of its own ({@code /compact})
 * @param message the front's reference to the message that asked, null if there is none
 * @param at when it was accepted
 */
public record Prompt(
        TurnId id, String text, boolean literal, @Nullable String message, Instant at) implements QueueItem {

    /** Characters (UTF-16 units) of a prompt, at most: about what the largest context of any Claude holds, 1 M tokens. */
    public static final int LONGEST = 4_000_000;

    private static final Pattern QUOTE = Pattern.compile("\\A(>[^\n]*(\n|\\z))+");

    @Override
    public Prompt withoutMessage() {
        return new Prompt(id, text, literal, null, at);
    }

    /** The first words on one line, at most {@code length} characters. */
    public String brief(int length) {
        return brief(text, length);
    }

    /** The first words of any text on one line, at most {@code length} characters; what it quotes first is left out. */
    public static String brief(String text, int length) {
        var own = QUOTE.matcher(text).replaceFirst("").strip();
        var line = (own.isEmpty() ? text.replaceAll("(?m)^> ?", "").strip() : own).replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= length
                ? line
                : line.substring(0, line.offsetByCodePoints(0, length - 1)) + "…";
    }
}
