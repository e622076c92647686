package switchboard.telegram.view;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a turn's live message stands, and how much of the answer stands in messages above it that were frozen. Kept by
 * the chat as an opaque word, so that a restart goes on in the same messages.
 *
 * @param notice whether the message only says that the prompt waits: answers of earlier prompts may have come below it
 * @param message the live message; empty if there is none at the moment
 * @param frozen so many characters of the answer are above
 * @param hash of those characters: another text than that was frozen is shown whole
 */
record LiveRef(boolean notice, Optional<Integer> message, int frozen, int hash) {

    static final LiveRef NONE = new LiveRef(false, Optional.empty(), 0, 0);

    private static final Pattern FORM = Pattern.compile("(w?)(\\d{1,9}|-)(?:@(\\d{1,9})#(-?\\d{1,10}))?");

    /** Not the indent after them: it may be that of a code block. */
    private static final Pattern BLANK_LINES = Pattern.compile("^(?:[ \\t]*\\R)+");

    static LiveRef parse(@Nullable String word) {
        var matcher = FORM.matcher(word == null ? "-" : word);
        if (!matcher.matches()) {
            return NONE;
        }
        var message = matcher.group(2).equals("-")
                ? Optional.<Integer>empty()
                : Optional.of(Integer.valueOf(matcher.group(2)));
        var notice = !matcher.group(1).isEmpty();
        return matcher.group(3) == null
                ? new LiveRef(notice, message, 0, 0)
                : new LiveRef(
                        notice, message, Integer.parseInt(matcher.group(3)), (int) Long.parseLong(matcher.group(4)));
    }

    /** In another live message, or in none. */
    LiveRef at(Optional<Integer> other) {
        return new LiveRef(false, other, frozen, hash);
    }

    /** In a notice, or in none. */
    LiveRef noticedAt(Optional<Integer> other) {
        return new LiveRef(other.isPresent(), other, frozen, hash);
    }

    /** All of {@code text} stands above now. */
    LiveRef frozenTo(String text) {
        return new LiveRef(false, Optional.empty(), text.length(), text.hashCode());
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
        var place = message.map(number -> (notice ? "w" : "") + number);
        return frozen == 0 ? place.orElse(null) : place.orElse("-") + "@" + frozen + "#" + hash;
    }
}
