package switchboard.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.time.Instant;
import switchboard.model.ChatState;
import switchboard.model.ChatStateJson;

/** A chat's state within a message: what its session file would hold. */
final class ChatStateInMessage {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ChatStateInMessage() {}

    static final class Writer extends JsonSerializer<ChatState> {
        @Override
        public void serialize(ChatState state, JsonGenerator to, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(MAPPER.readTree(ChatStateJson.write(state, Instant.now())), to);
        }
    }

    static final class Reader extends JsonDeserializer<ChatState> {
        @Override
        public ChatState deserialize(JsonParser from, DeserializationContext context) throws IOException {
            return ChatStateJson.read(context.readTree(from));
        }
    }
}
