package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One message of a chat as the server keeps it; guarded by the lock of its {@link BotApiState}. */
public final class StoredMessage {
    private static final Set<String> BESIDE_TEXT = Set.of("forward_origin", "quote");

    final long id;
    final User from;
    final Instant date;

    /** The message's topic; 0 = none (General, or no forum). */
    final long topic;

    /** The reply thread of an ordinary supergroup; 0 = none. */
    long replyThread;

    /** The message it answers; 0 = none. */
    long replyTo;

    /** Media and service fields ({@code document}, {@code forum_topic_created}, ...), and fields that may accompany a text. */
    ObjectNode content = Json.object();

    /** The text, or the caption of a media message. */
    FormattedText text = FormattedText.EMPTY;

    ReplyMarkup markup = ReplyMarkup.NONE;

    /** When the message was last changed; null = never. */
    @Nullable
    Instant editedAt;

    @Nullable
    JsonNode linkPreview;

    @Nullable
    ObjectNode senderChat;

    List<String> reactions = List.of();

    /** The id that the sender's page gave the message, so that it is not sent twice; empty = none. */
    String randomId = "";

    StoredMessage(long id, User from, Instant date, long topic) {
        this.id = id;
        this.from = from;
        this.date = date;
        this.topic = topic;
    }

    public long id() {
        return id;
    }

    public User from() {
        return from;
    }

    public Instant date() {
        return date;
    }

    /** The message's topic; 0 = none. */
    public long topic() {
        return topic;
    }

    /** The message it answers; 0 = none. */
    public long replyTo() {
        return replyTo;
    }

    /** The text, or the caption of a media message. */
    public FormattedText text() {
        return text;
    }

    /** The rows of the inline keyboard; null if there is none. */
    public @Nullable JsonNode keyboard() {
        return markup.inline();
    }

    /** The bot's reactions. */
    public List<String> reactions() {
        return reactions;
    }

    /** The id of the message's file, for a photo that of the largest size; null if it has none. */
    public @Nullable String fileId() {
        for (JsonNode field : content) {
            JsonNode file = field.isArray() ? field.path(field.size() - 1) : field;
            if (file.has("file_id")) {
                return file.get("file_id").asText();
            }
        }
        return null;
    }

    /** Whether the message reports an event, such as a topic's creation. */
    public boolean isService() {
        return content.has("forum_topic_created")
                || content.has("forum_topic_edited")
                || content.has("forum_topic_closed")
                || content.has("migrate_to_chat_id")
                || content.has("migrate_from_chat_id")
                || content.has("new_chat_members")
                || content.has("left_chat_member");
    }

    /** Whether this is a text message. Its origin and a quote may accompany the text. */
    boolean isText() {
        return content.properties().stream().allMatch(field -> BESIDE_TEXT.contains(field.getKey()));
    }

    /** Gives the message a new text and keyboard. */
    void become(FormattedText newText, ReplyMarkup newMarkup, Instant at) {
        text = newText;
        markup = newMarkup;
        editedAt = at;
    }
}
