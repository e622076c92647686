package switchboard.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import switchboard.model.ChatState;
import switchboard.model.ChatStateJson;

/** A chat's state as the session file's JSON, for every durable-state plugin that serializes. */
public final class ChatStateSerializer extends SerializerWithStringManifest {

    private static final String MANIFEST = "v1";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public int identifier() {
        return 7201;
    }

    @Override
    public String manifest(Object state) {
        return MANIFEST;
    }

    @Override
    public byte[] toBinary(Object state) {
        if (!(state instanceof ChatState chat)) {
            throw new IllegalArgumentException("not a chat's state: " + state.getClass());
        }
        return ChatStateJson.write(chat, Instant.now()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            return ChatStateJson.read(MAPPER.readTree(bytes));
        } catch (IOException broken) {
            throw new NotSerializableException(broken.getMessage());
        }
    }
}
