package switchboard.telegram.outbox;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.ChatId;
import switchboard.text.Texts;

/**
 * The topics that take no more messages, because they are deleted, closed or switched off. Their messages go to the chat itself,
 * under a line that names the topic. Used by one actor.
 */
final class Topics {

    /** Room for the line, in UTF-16 units. */
    static final int HEADING_UNITS = 80;

    private static final int LONGEST_NAME = 48;
    private static final int MOST = 1_000;

    private record At(long chat, int message) {}

    private final Map<ChatId, String> names = new LinkedHashMap<>();
    private final Set<ChatId> closed = new LinkedHashSet<>();

    /** Messages for topics that have ended up in the chat itself. */
    private final Set<At> displaced = new LinkedHashSet<>();

    void named(ChatId topic, String name) {
        names.put(topic, name);
        bound(names.keySet());
    }

    /** Somebody has written in the topic. */
    void open(ChatId topic) {
        closed.remove(topic);
    }

    /** Telegram takes no more messages for the topic. Returns whether that is news. */
    boolean close(ChatId topic) {
        var isNew = closed.add(topic);
        bound(closed);
        return isNew;
    }

    /** The call in the form in which it must be made now. */
    Call place(ChatId chat, Call call) {
        if (chat.topic() == 0) {
            return call;
        }
        var goesElsewhere = call.threadId().isPresent() ? closed.contains(chat) : isDisplaced(chat, call);
        return goesElsewhere ? call.outsideItsTopic(heading(chat)) : call;
    }

    /**
     * Notes the place of a message, because Telegram silently puts it into the chat if topics are switched off.
     *
     * @return whether the call must be made again: it has changed a message that is not in its topic, and the text does not say
     *     so
     */
    boolean isMisplaced(ChatId chat, Call made, Serializable result) {
        if (chat.topic() == 0
                || !(first(result) instanceof Message message)
                || Long.valueOf(chat.topic()).equals(thread(message))) {
            return false;
        }
        if (made.threadId().isPresent()) {
            close(chat);
        }
        var isNews = displaced.add(new At(chat.chat(), message.getMessageId()));
        bound(displaced);
        return isNews && made.edits().isPresent();
    }

    /** Of the messages of an album. */
    private static @Nullable Object first(Serializable result) {
        return result instanceof List<?> messages && !messages.isEmpty() ? messages.getFirst() : result;
    }

    private static Long thread(Message message) {
        return Optional.ofNullable(message.getMessageThreadId()).orElse(0).longValue();
    }

    private boolean isDisplaced(ChatId chat, Call call) {
        var message = call.edits();
        return message.isPresent() && displaced.contains(new At(chat.chat(), message.getAsInt()));
    }

    private String heading(ChatId topic) {
        var name = names.get(topic);
        var heading = name == null
                ? Texts.of("topic.closed", Long.toString(topic.topic()))
                : Texts.of("topic.closedNamed", shortened(name));
        return heading + "\n\n";
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        var end = Character.isHighSurrogate(name.charAt(LONGEST_NAME - 2)) ? LONGEST_NAME - 2 : LONGEST_NAME - 1;
        return name.substring(0, end) + "…";
    }

    private static void bound(Set<?> set) {
        if (set.size() > MOST) {
            set.remove(set.iterator().next());
        }
    }
}
