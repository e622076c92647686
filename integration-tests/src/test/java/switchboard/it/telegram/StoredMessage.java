package switchboard.it.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message of a chat as the server keeps it; guarded by the lock of its {@link World}. */
final class StoredMessage {
    final long id;
    final User from;
    final Instant date;

    /** The topic it lies in; 0 = none (General, or no forum). */
    final long topic;

    /** The reply thread of an ordinary supergroup; 0 = none. */
    long replyThread;

    /** The message it answers; 0 = none. */
    long replyTo;

    /** Media and service fields ({@code document}, {@code forum_topic_created}, ...); empty for text messages. */
    ObjectNode content = Json.object();

    /** The text, or the caption of a media message. */
    FormattedText text = FormattedText.EMPTY;

    ReplyMarkup markup = ReplyMarkup.NONE;

    /** The text as it was given, markup included. */
    String raw = "";

    @Nullable
    String parseMode;

    @Nullable
    JsonNode linkPreview;

    @Nullable
    ObjectNode senderChat;

    @Nullable
    FileContent file;

    boolean silent;
    boolean deleted;
    List<String> reactions = List.of();
    final List<MessageState> history = new ArrayList<>();

    StoredMessage(long id, User from, Instant date, long topic) {
        this.id = id;
        this.from = from;
        this.date = date;
        this.topic = topic;
    }

    boolean isText() {
        return content.isEmpty();
    }

    /** Whether it tells of an event, such as a topic's creation. */
    boolean isService() {
        return content.has("forum_topic_created")
                || content.has("forum_topic_edited")
                || content.has("forum_topic_closed")
                || content.has("migrate_to_chat_id")
                || content.has("migrate_from_chat_id")
                || content.has("new_chat_members")
                || content.has("left_chat_member");
    }

    /** Puts a new text and keyboard in place; the former ones stay in the history. */
    void become(FormattedText newText, ReplyMarkup newMarkup, @Nullable String newRaw, Instant at) {
        text = newText;
        markup = newMarkup;
        raw = newRaw == null ? raw : newRaw;
        history.add(new MessageState(at, text.text(), text.entities(), raw, markup.buttons()));
    }
}
