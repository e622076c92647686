package switchboard.it.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import switchboard.ManualClock;
import switchboard.botapi.Json;

/** A fake with a standing clock, one bot and one person; its end checks that nothing broke the schema. */
abstract class BotApiFixture {
    static final String ONE_BUTTON = "{\"inline_keyboard\": [[{\"text\": \"Stop\", \"callback_data\": \"stop:1\"}]]}";

    final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T12:00:00Z"));
    final FakeBotApi api = FakeBotApi.start(clock);
    final BotClient bot = new BotClient(api);
    final FakeBotApi.Person ada = api.person(111, "Ada");
    final Chat chat = api.privateChat(ada);

    @AfterEach
    void nothingBrokeTheSchema() {
        bot.close();
        api.close();
        assertThat(api.violations()).isEmpty();
    }

    /** An object with chat and text, still open at its end. */
    static String open(String text) {
        return "{\"chat_id\": 111, \"text\": " + Json.array().add(text).get(0);
    }

    static String text(String text) {
        return open(text) + "}";
    }

    ChatMessage sent(String text, String more) throws IOException, InterruptedException {
        long id = bot.ok("sendMessage", open(text) + more + "}")
                .path("message_id")
                .asLong();
        return chat.awaitMessage(m -> m.id() == id);
    }

    void edited(ChatMessage message, String text, String more) throws IOException, InterruptedException {
        bot.ok("editMessageText", open(text) + ", \"message_id\": " + message.id() + more + "}");
    }

    String refusedEdit(long id, String text) throws IOException, InterruptedException {
        return refused("editMessageText", open(text) + ", \"message_id\": " + id + "}");
    }

    String refused(String method, String json) throws IOException, InterruptedException {
        JsonNode answer = bot.call(method, json);
        assertThat(answer.path("ok").asBoolean(true)).as("%s", answer).isFalse();
        return answer.path("description").asText();
    }
}
