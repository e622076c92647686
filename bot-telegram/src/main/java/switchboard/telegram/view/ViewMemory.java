package switchboard.telegram.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.chat.ChatProtocol;
import switchboard.model.ChatId;
import switchboard.model.Memo;
import switchboard.model.TurnId;

/** The notes that a view lets its chat keep, so that a restart continues in the same messages. Used by one actor. */
final class ViewMemory {

    /**
     * The notes that an answer takes over from its turn.
     *
     * @param isStored whether a restart would find the same notes
     */
    record Known(TurnMemo memo, boolean isStored) {}

    private final ChatId id;
    private final ActorRef<ChatProtocol.Command> chat;
    private final ActorRef<ChatProtocol.Kept> kept;
    private final Map<TurnId, TurnMemo> turns = new HashMap<>();
    private final Map<TurnId, TurnMemo> stored = new HashMap<>();

    /** @param kept hears which notes are stored, for {@link #onKept} */
    ViewMemory(ChatId id, ActorRef<ChatProtocol.Command> chat, ActorRef<ChatProtocol.Kept> kept) {
        this.id = id;
        this.chat = chat;
        this.kept = kept;
    }

    /**
     * Takes over the notes of an earlier view, or of the view of a chat whose conversation comes here. Only notes about turns
     * that are new here count.
     *
     * @return messages that still have buttons of questions
     */
    List<Integer> onRemembered(Memo memo) {
        memo.turns().forEach((turn, json) -> {
            var before = TurnMemo.of(json, id);
            if (turns.putIfAbsent(turn, before) == null) {
                stored.put(turn, before);
            }
        });
        var json = memo.chat();
        return json != null && json.path("chat").asText().equals(id.toString())
                ? StreamSupport.stream(json.path("open").spliterator(), false)
                        .map(JsonNode::asInt)
                        .toList()
                : List.of();
    }

    void onKept(ChatProtocol.Kept what) {
        var turn = what.turn();
        if (turn != null && turns.containsKey(turn)) {
            stored.put(turn, TurnMemo.of(what.memo(), id));
        }
    }

    /** The place of a turn's notice or live message. */
    LiveMessageState live(TurnId turn) {
        return turns.getOrDefault(turn, TurnMemo.NONE).live();
    }

    void keep(TurnId turn, LiveMessageState live) {
        var memo = turns.getOrDefault(turn, TurnMemo.NONE).with(live);
        turns.put(turn, memo);
        keep(turn, memo.toJson(id));
    }

    /** Keeps the messages that have buttons of questions. */
    void keepOpen(Collection<Integer> messages) {
        var json = JsonNodeFactory.instance.objectNode().put("chat", id.toString());
        messages.forEach(json.putArray("open")::add);
        keep(null, messages.isEmpty() ? null : json);
    }

    private void keep(@Nullable TurnId turn, @Nullable JsonNode json) {
        chat.tell(new ChatProtocol.Remember(turn, json, kept));
    }

    /** Forgets a turn, as the chat does by itself. */
    void forget(TurnId turn) {
        turns.remove(turn);
        stored.remove(turn);
    }

    /** Gives up a turn to its answer. */
    Known leave(TurnId turn) {
        var memo = turns.getOrDefault(turn, TurnMemo.NONE);
        var left = new Known(memo, memo.equals(stored.getOrDefault(turn, TurnMemo.NONE)));
        forget(turn);
        return left;
    }
}
