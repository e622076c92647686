package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Session;

class ChatStateSerializerTest {

    private final ChatStateSerializer serializer = new ChatStateSerializer();

    @Test
    void aStateIsTheSameAfterARoundTrip() throws NotSerializableException {
        var state = state();

        assertThat(serializer.fromBinary(serializer.toBinary(state), serializer.manifest(state)))
                .isEqualTo(state);
    }

    @Test
    void bytesThatAreNoStateAreRefused() {
        for (var wrong : new String[] {"no json", "", "{\"version\": 2}"}) {
            assertThatThrownBy(() -> serializer.fromBinary(wrong.getBytes(StandardCharsets.UTF_8), "v1"))
                    .isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void thePluginsOfAHostFindItByConfigurationAlone() throws NotSerializableException {
        var kit = ActorTestKit.create();
        try {
            assertThat(SerializationExtension.get(kit.system()).serializerFor(ChatState.class))
                    .isInstanceOf(ChatStateSerializer.class);
        } finally {
            kit.shutdownTestKit();
        }
    }

    private static ChatState state() {
        return ChatState.of(new ChatId(7, 8), Session.fresh(Path.of("/work"), "Docs", Instant.EPOCH));
    }
}
