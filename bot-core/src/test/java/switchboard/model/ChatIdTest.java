package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatIdTest {

    static Stream<ChatId> ids() {
        return Stream.of(
                ChatId.of(1),
                ChatId.of(-1001234567890L),
                new ChatId(-1001234567890L, 77),
                new ChatId(Long.MAX_VALUE, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void anIdIsReadBackFromItsText(ChatId id) {
        assertThat(ChatId.parse(id.toString())).contains(id);
    }

    @Test
    void theTextNamesChatAndTopic() {
        assertThat(ChatId.of(123)).hasToString("123");
        assertThat(new ChatId(-100123, 77)).hasToString("-100123_77");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12abc",
                "abc",
                "0",
                "-",
                "007",
                "1_",
                "1_0",
                "_1",
                "1_2_3",
                "1.json",
                " 1",
                "99999999999999999999",
                "+1"
            })
    void anythingElseIsNoId(String text) {
        assertThat(ChatId.parse(text)).isEmpty();
    }

    @Test
    void inJsonItIsItsText() throws JsonProcessingException {
        var mapper = new ObjectMapper();

        assertThat(mapper.writeValueAsString(new ChatId(5, 6))).isEqualTo("\"5_6\"");
        assertThat(mapper.readValue("\"5_6\"", ChatId.class)).isEqualTo(new ChatId(5, 6));
    }
}
