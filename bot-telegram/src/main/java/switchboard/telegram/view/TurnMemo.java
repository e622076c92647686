package switchboard.telegram.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;

/**
 * A view's notes about a turn, which it finds again after a restart.
 *
 * @param live the place of its notice or live message
 * @param parts for each part of its answer {@link #SENDING}, {@link #UNKNOWN} or the part's message
 */
record TurnMemo(LiveMessageState live, List<String> parts) {

    static final TurnMemo NONE = new TurnMemo(LiveMessageState.NONE, List.of());

    /** A part that is being sent and is not confirmed. */
    static final String SENDING = "sending";

    /** A part that is shown in an unknown message. */
    static final String UNKNOWN = "?";

    TurnMemo {
        parts = List.copyOf(parts);
    }

    TurnMemo with(LiveMessageState other) {
        return new TurnMemo(other, parts);
    }

    TurnMemo withPart(int index, String reference) {
        var next = new ArrayList<>(parts);
        while (next.size() <= index) {
            next.add(SENDING);
        }
        next.set(index, reference);
        return new TurnMemo(live, next);
    }

    @Nullable
    String part(int index) {
        return index < parts.size() ? parts.get(index) : null;
    }

    boolean isShown(int index) {
        var part = part(index);
        return part != null && !part.equals(SENDING);
    }

    /** The notes in the form that the chat keeps; null if there are none. */
    @Nullable
    JsonNode toJson(ChatId chat) {
        if (equals(NONE)) {
            return null;
        }
        var json = JsonNodeFactory.instance.objectNode().put("chat", chat.toString());
        if (live.word() != null) {
            json.put("live", live.word());
        }
        if (!parts.isEmpty()) {
            parts.forEach(json.putArray("parts")::add);
        }
        return json;
    }

    /**
     * @param chat the view's chat. If the conversation was in another chat before, its messages are not here. Parts that were
     *     shown there count as shown; a part that was being sent was refused by the old chat.
     */
    static TurnMemo of(@Nullable JsonNode json, ChatId chat) {
        if (json == null) {
            return NONE;
        }
        var parts = new ArrayList<String>();
        json.path("parts").forEach(part -> parts.add(part.asText()));
        return json.path("chat").asText().equals(chat.toString())
                ? new TurnMemo(LiveMessageState.parse(json.path("live").textValue()), parts)
                : new TurnMemo(
                        LiveMessageState.NONE,
                        parts.stream().takeWhile(part -> !part.equals(SENDING)).toList());
    }
}
