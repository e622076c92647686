package switchboard.claude;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import switchboard.claude.wire.Incoming;

/**
 * Reads a {@code stream_event}, a line that an answer has thousands of. It makes no tree of the line, because little of it
 * matters. Used for one line.
 */
final class StreamEventReader {

    /** How Claude Code begins such a line. */
    static final String BEGINNING = "{\"type\":\"stream_event\",";

    private final JsonParser json;
    private String type = "";
    private String deltaType = "";
    private String text = "";
    private boolean isOfSubagent;

    private StreamEventReader(JsonParser json) {
        this.json = json;
    }

    /**
     * Reads the whole line.
     *
     * @throws IOException if it is not JSON
     */
    static Incoming read(JsonParser line) throws IOException {
        var event = new StreamEventReader(line);
        line.nextToken();
        event.readLine();
        return event.meaning();
    }

    private void readLine() throws IOException {
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            switch (name) {
                case "event" -> readEvent();
                case "parent_tool_use_id" -> isOfSubagent = json.nextTextValue() != null;
                default -> json.nextToken();
            }
            json.skipChildren();
        }
    }

    private void readEvent() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            switch (name) {
                case "type" -> type = readText();
                case "delta" -> readDelta();
                default -> json.nextToken();
            }
            json.skipChildren();
        }
    }

    private void readDelta() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            switch (name) {
                case "type" -> deltaType = readText();
                case "text" -> text = readText();
                default -> json.nextToken();
            }
            json.skipChildren();
        }
    }

    private String readText() throws IOException {
        var value = json.nextTextValue();
        return value == null ? "" : value;
    }

    private Incoming meaning() {
        if (!isOfSubagent && type.equals("message_start")) {
            return new Incoming.MessageStart();
        }
        return !isOfSubagent && type.equals("content_block_delta") && deltaType.equals("text_delta")
                ? new Incoming.TextDelta(text)
                : new Incoming.Other("stream_event");
    }
}
