package switchboard.it.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UpdateMethodsTest extends BotApiFixture {

    @Test
    void anOffsetConfirmsWhatLiesBelowIt() throws Exception {
        chat.says("one");
        chat.says("two");
        JsonNode first = bot.ok("getUpdates", "{}");
        assertThat(first).hasSize(2);
        assertThat(bot.ok("getUpdates", "{}")).isEqualTo(first);

        long second = first.get(1).path("update_id").asLong();
        assertThat(bot.ok("getUpdates", "{\"offset\": " + second + "}")).hasSize(1);
        assertThat(api.pendingUpdates()).isOne();
        assertThat(bot.ok("getUpdates", "{\"offset\": 5}")).hasSize(1);
        assertThat(bot.ok("getUpdates", "{\"offset\": " + (second + 1_000_000) + "}"))
                .hasSize(1);
        assertThat(bot.ok("getUpdates", "{\"offset\": " + (second + 1) + "}")).isEmpty();
    }

    @Test
    void aNegativeOffsetForgetsAllButTheLast() throws Exception {
        List.of("one", "two", "three").forEach(chat::says);

        assertThat(bot.ok("getUpdates", "{\"offset\": -1}")
                        .get(0)
                        .path("message")
                        .path("text")
                        .asText())
                .isEqualTo("three");
        assertThat(api.pendingUpdates()).isOne();
    }

    @Test
    void aLongPollReturnsWhenSomebodySpeaks() throws Exception {
        CompletableFuture<JsonNode> poll = bot.callAsync("getUpdates", "{\"timeout\": 30}");
        api.awaitCall("getUpdates");
        chat.says("/ask@switchboard_test_bot why, @bob?");

        JsonNode message = poll.get(10, TimeUnit.SECONDS).path("result").get(0).path("message");
        assertThat(message.path("entities").get(0).path("type").asText()).isEqualTo("bot_command");
        assertThat(message.path("entities").get(0).path("length").asInt()).isEqualTo(25);
        assertThat(message.path("entities").get(1).path("type").asText()).isEqualTo("mention");
    }

    @Test
    void aSecondWaitingPollEndsTheFirst() throws Exception {
        CompletableFuture<JsonNode> older = bot.callAsync("getUpdates", "{\"timeout\": 30}");
        api.awaitCall("getUpdates");
        CompletableFuture<JsonNode> newer = bot.callAsync("getUpdates", "{\"timeout\": 30}");

        var loser = (JsonNode) CompletableFuture.anyOf(older, newer).get(10, TimeUnit.SECONDS);
        assertThat(loser.path("error_code").asInt()).isEqualTo(409);
        assertThat(loser.path("description").asText())
                .startsWith("Conflict: terminated by other getUpdates request; make sure that only one bot instance");
        chat.says("hello");
        JsonNode last = (older.isDone() && older.get().equals(loser) ? newer : older).get(10, TimeUnit.SECONDS);
        assertThat(last.path("result")).hasSize(1);
    }

    @Test
    void kindsThatAreNotAllowedAreLost() throws Exception {
        bot.ok("getUpdates", "{\"allowed_updates\": [\"callback_query\", \"nonsense\"]}");
        chat.says("unheard");
        bot.ok("getUpdates", "{\"allowed_updates\": [\"message\"]}");
        chat.says("heard");

        assertThat(bot.ok("getUpdates", "{}")).hasSize(1);
        assertThat(bot.ok("getWebhookInfo", "{}").path("allowed_updates")).hasSize(1);
    }

    @Test
    void oldUpdatesAndOldPressesExpire() throws Exception {
        ChatMessage message = sent("x", ", \"reply_markup\": " + ONE_BUTTON);
        chat.says("hello");
        chat.presses(message, "Stop");
        clock.pass(Duration.ofSeconds(151));
        assertThat(bot.ok("getUpdates", "{}")).hasSize(1);
        clock.pass(Duration.ofDays(1));
        assertThat(bot.ok("getUpdates", "{}")).isEmpty();
    }

    @Test
    void aWebhookStandsInTheWayOfPolling() throws Exception {
        api.webhookIsSet("https://example.org/hook");
        assertThat(refused("getUpdates", "{}")).contains("can't use getUpdates method while webhook is active");
        chat.says("gone");
        bot.ok("deleteWebhook", "{\"drop_pending_updates\": true}");
        assertThat(bot.ok("getUpdates", "{}")).isEmpty();
    }
}
