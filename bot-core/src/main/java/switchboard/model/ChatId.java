package switchboard.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One conversation: a chat, or one topic of a chat. Its text form, {@code 123} or {@code -100123_77}, names the session
 * file and the durable state.
 *
 * @param chat the front's chat id (for Telegram at most 52 significant bits, negative for groups)
 * @param topic the topic within the chat, 0 for none
 */
public record ChatId(long chat, long topic) {

    private static final Pattern FORM = Pattern.compile("(-?[1-9]\\d{0,18})(?:_([1-9]\\d{0,18}))?");

    public static ChatId of(long chat) {
        return new ChatId(chat, 0);
    }

    /** Whether several people may talk here. */
    public boolean isGroup() {
        return chat < 0;
    }

    /** Reads the text form; empty for anything else, such as {@code 12abc}. */
    public static Optional<ChatId> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var topic = matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2));
            return Optional.of(new ChatId(Long.parseLong(matcher.group(1)), topic));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ChatId read(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a chat id: " + text));
    }

    @JsonValue
    @Override
    public String toString() {
        return topic == 0 ? Long.toString(chat) : chat + "_" + topic;
    }
}
