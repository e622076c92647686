package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the person of a local chat sends, without an id of its own. */
final class Sending {
    private Sending() {}

    /** Returns the answer: the messages. */
    static ObjectNode text(LocalClient client, long chat, long topic, long replyTo, String text) {
        return client.send(new Post(chat, topic, replyTo, text, List.of(), ""));
    }

    /** Sends a file in chat 1; returns its message. */
    static JsonNode file(LocalClient client, FileContent file, String caption) {
        return files(client, caption, "", SentFile.of(file)).get(0);
    }

    /** Sends files in chat 1; returns their messages. */
    static JsonNode files(LocalClient client, String caption, String randomId, SentFile... files) {
        return client.send(new Post(1, 0, 0, caption, List.of(files), randomId)).path("messages");
    }
}
