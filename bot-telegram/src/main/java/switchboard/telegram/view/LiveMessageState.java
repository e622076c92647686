package switchboard.telegram.view;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A turn's live message, and the parts of the answer in frozen messages above it. The chat keeps it as an opaque word, so that the
 * view continues in the same messages after a restart.
 *
 * @param notice whether the message only says that the prompt waits: answers of earlier prompts may have come below it
 * @param message the live message; empty if there is none at the moment
 * @param above the texts of the frozen messages, oldest first; some may not be in the answer, because Claude may have said the
 *     text again after a crash
 */
record LiveMessageState(boolean notice, Optional<Integer> message, List<Above> above) {

    /** The text of a frozen message. */
    record Above(int length, int hash) {

        static Above of(String text) {
            return new Above(text.length(), text.hashCode());
        }

        /** Where the answer continues after this text, if the text is there. */
        OptionalInt in(String answer, int from) {
            var end = from + length;
            if (end > answer.length() || answer.substring(from, end).hashCode() != hash) {
                return OptionalInt.empty();
            }
            var blank = BLANK_LINES.matcher(answer).region(end, answer.length());
            if (blank.lookingAt()) {
                return OptionalInt.of(blank.end());
            }
            return end == answer.length() ? OptionalInt.of(end) : OptionalInt.empty();
        }
    }

    static final LiveMessageState NONE = new LiveMessageState(false, Optional.empty(), List.of());

    private static final Pattern FORM = Pattern.compile("(w?)(\\d{1,10}|-)((?:@\\d{1,9}#-?\\d{1,10})*)");
    private static final Pattern ABOVE = Pattern.compile("@(\\d+)#(-?\\d+)");

    /** Without the indent after them, which may belong to a code block. */
    private static final Pattern BLANK_LINES = Pattern.compile("(?:[ \\t]*\\R)+");

    static LiveMessageState parse(@Nullable String word) {
        var matcher = FORM.matcher(word == null ? "-" : word);
        if (!matcher.matches()) {
            return NONE;
        }
        var message = BotApiRequests.number(matcher.group(2));
        var above = ABOVE.matcher(matcher.group(3))
                .results()
                .map(text -> new Above(Integer.parseInt(text.group(1)), (int) Long.parseLong(text.group(2))))
                .toList();
        return new LiveMessageState(!matcher.group(1).isEmpty(), message, above);
    }

    /** The same with another live message, or with none. */
    LiveMessageState at(Optional<Integer> other) {
        return new LiveMessageState(false, other, above);
    }

    /** The same with a notice, or with none. */
    LiveMessageState noticedAt(Optional<Integer> other) {
        return new LiveMessageState(other.isPresent(), other, above);
    }

    /** The same after a message with this text has frozen: it is above now, and there is no live message. */
    LiveMessageState under(String text) {
        var more = Stream.concat(above.stream(), Stream.of(Above.of(text))).toList();
        return new LiveMessageState(false, Optional.empty(), more);
    }

    /** The rest of an answer, without the beginning that the texts above already show in their order. */
    String rest(String answer) {
        var ends = new TreeSet<>(Set.of(0));
        for (var text : above) {
            for (var from : List.copyOf(ends)) {
                text.in(answer, from).ifPresent(ends::add);
            }
        }
        return answer.substring(ends.last());
    }

    /** Null if there is nothing to keep. */
    @Nullable
    String word() {
        var place = message.map(number -> (notice ? "w" : "") + number);
        return above.isEmpty()
                ? place.orElse(null)
                : above.stream()
                        .map(text -> "@" + text.length() + "#" + text.hash())
                        .collect(Collectors.joining("", place.orElse("-"), ""));
    }
}
