package switchboard.telegram.view;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a turn's live message stands, and how much of the answer stands in messages above it that were frozen. Kept by
 * the chat as an opaque word, so that a restart goes on in the same messages.
 *
 * @param message the live message; empty if there is none at the moment
 * @param frozen so many characters of the answer are above
 * @param hash of those characters: another text than that was frozen is shown whole
 */
record LiveRef(Optional<Integer> message, int frozen, int hash) {

    static final LiveRef NONE = new LiveRef(Optional.empty(), 0, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}|-)(?:@(\\d{1,9})#(-?\\d{1,10}))?");

    /** Not the indent after them: it may be that of a code block. */
    private static final Pattern BLANK_LINES = Pattern.compile("^(?:[ \\t]*\\R)+");

    static LiveRef parse(@Nullable String word) {
        var matcher = FORM.matcher(word == null ? "-" : word);
        if (!matcher.matches()) {
            return NONE;
        }
        var message = matcher.group(1).equals("-")
                ? Optional.<Integer>empty()
                : Optional.of(Integer.valueOf(matcher.group(1)));
        return matcher.group(2) == null
                ? new LiveRef(message, 0, 0)
                : new LiveRef(message, Integer.parseInt(matcher.group(2)), (int) Long.parseLong(matcher.group(3)));
    }

    LiveRef at(Optional<Integer> other) {
        return new LiveRef(other, frozen, hash);
    }

    /** All of {@code text} stands above now. */
    LiveRef frozenTo(String text) {
        return new LiveRef(Optional.empty(), text.length(), text.hashCode());
    }

    /** What of an answer is not above. */
    String rest(String answer) {
        var isAbove = frozen > 0
                && frozen <= answer.length()
                && answer.substring(0, frozen).hashCode() == hash;
        return isAbove ? BLANK_LINES.matcher(answer.substring(frozen)).replaceFirst("") : answer;
    }

    /** Null if there is nothing to keep. */
    @Nullable
    String word() {
        if (frozen == 0) {
            return message.map(String::valueOf).orElse(null);
        }
        return message.map(String::valueOf).orElse("-") + "@" + frozen + "#" + hash;
    }
}
