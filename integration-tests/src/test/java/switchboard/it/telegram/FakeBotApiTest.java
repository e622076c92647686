package switchboard.it.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import switchboard.botapi.FileContent;

class FakeBotApiTest extends BotApiFixture {

    @Test
    void errorsCarryTheirCodeAsStatus() throws Exception {
        HttpResponse<String> unknown = bot.send("getMyCat", "application/json", "{}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"error_code\":404", "Not Found: method not found");
        assertThat(refused("sendMessage", "{\"chat_id\": 999, \"text\": \"x\"}"))
                .isEqualTo("Bad Request: chat not found");
        assertThat(bot.ok("GETME", "").path("username").asText()).isEqualTo(api.botUsername());
    }

    @Test
    void aWrongTokenIsUnauthorized() throws Exception {
        try (BotClient stranger = new BotClient(api, "1:x")) {
            HttpResponse<String> answer = stranger.send("getMe", "application/json", "{}");
            assertThat(answer.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void formsAndMultipartAreReadLikeJson() throws Exception {
        HttpResponse<String> form = bot.send(
                "sendMessage",
                "application/x-www-form-urlencoded",
                "chat_id=111&text=a+%26+b&disable_notification=true");
        assertThat(form.statusCode()).isEqualTo(200);
        HttpResponse<String> upload =
                bot.send("sendDocument", "multipart/form-data; boundary=XX", """
                --XX
                Content-Disposition: form-data; name="chat_id"

                111
                --XX
                Content-Disposition: form-data; name="caption"

                <b>whole</b> é
                --XX
                Content-Disposition: form-data; name="parse_mode"

                HTML
                --XX
                Content-Disposition: form-data; name="document"; filename="answer.md"
                Content-Type: text/markdown

                # Ö
                --XX--
                """.replace("\n", "\r\n"));
        assertThat(upload.statusCode()).as(upload.body()).isEqualTo(200);

        List<ChatMessage> messages = chat.messages();
        assertThat(messages.get(0).text()).isEqualTo("a & b");
        assertThat(messages.get(0).silent()).isTrue();
        assertThat(messages.get(1).text()).isEqualTo("whole é");
        FileContent file = messages.get(1).file().orElseThrow();
        assertThat(file.name()).isEqualTo("answer.md");
        assertThat(file.text()).isEqualTo("# Ö");
    }

    @Test
    void whatBreaksTheSchemaIsRefusedAndKept() throws Exception {
        assumeTrue(BotApiSpec.fromEnvironment().isPresent(), "TELEGRAM_SPEC names no machine-readable Bot API");
        try (FakeBotApi other = FakeBotApi.start(clock);
                var wrong = new BotClient(other)) {
            other.privateChat(ada);
            JsonNode answer = wrong.call("sendMessage", "{\"chat_id\": 111, \"txt\": \"x\"}");
            assertThat(answer.path("error_code").asInt()).isEqualTo(400);
            assertThat(other.violations()).contains("sendMessage.txt: unknown field", "sendMessage.text: missing");
        }
    }

    @Test
    void tooManyWritesAreAnsweredBy429() throws Exception {
        for (int i = 0; i < 3; i++) {
            sent("x" + i, "");
        }
        HttpResponse<String> answer = bot.send("sendMessage", "application/json", text("y"));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("\"parameters\":{\"retry_after\":1}");
        assertThat(api.limits().callsInsideCooldown()).isZero();
        clock.pass(Duration.ofSeconds(2));
        sent("z", "");
    }

    @Test
    void plannedFaultsHappenOnce() throws Exception {
        api.failNext("sendMessage", 1, Fault.badGateway());
        api.failNext("*", 1, Fault.tooManyRequests(7));
        HttpResponse<String> gateway = bot.send("sendMessage", "application/json", text("x"));
        assertThat(gateway.statusCode()).isEqualTo(502);
        assertThat(gateway.body()).startsWith("<html>");
        assertThat(bot.call("sendMessage", text("x"))
                        .path("parameters")
                        .path("retry_after")
                        .asInt())
                .isEqualTo(7);
        assertThat(chat.messages()).isEmpty();
        clock.pass(Duration.ofSeconds(3));
        assertThat(bot.call("sendMessage", text("x")).path("error_code").asInt())
                .isEqualTo(429);
        assertThat(api.limits().callsInsideCooldown()).isOne();
        clock.pass(Duration.ofSeconds(14));
        sent("x", "");
        assertThat(api.faultsLeft()).isZero();
    }

    @Test
    void faultsOfOneChatSpareTheOthers() throws Exception {
        api.privateChat(api.person(112, "Bob"));
        api.failNext(chat, "sendMessage", 1, Fault.blocked());

        bot.ok("sendMessage", "{\"chat_id\": 112, \"text\": \"x\"}");
        assertThat(refused("sendMessage", text("x"))).isEqualTo("Forbidden: bot was blocked by the user");
    }

    @Test
    void aDroppedConnectionMayOrMayNotHaveSentTheMessage() throws Exception {
        api.failNext("sendMessage", 1, Fault.droppedBefore());
        assertThatThrownBy(() -> bot.call("sendMessage", text("lost"))).isInstanceOf(IOException.class);
        assertThat(chat.messages()).isEmpty();

        api.failNext("sendMessage", 1, Fault.droppedAfter());
        assertThatThrownBy(() -> bot.call("sendMessage", text("there"))).isInstanceOf(IOException.class);
        assertThat(chat.awaitMessage("there").edits()).isZero();
        api.awaitThat(
                "both calls to be closed",
                () -> api.calls("sendMessage").stream().allMatch(c -> c.status() == -1));
    }

    @Test
    void aDelayedAnswerComesAfterTheMessage() throws Exception {
        api.failNext("sendMessage", 1, Fault.delayed(Duration.ofMillis(300)));
        CompletableFuture<JsonNode> answer = bot.callAsync("sendMessage", text("slow"));
        chat.awaitMessage("slow");
        assertThat(answer).isNotDone();
        assertThat(answer.get(10, TimeUnit.SECONDS).path("ok").asBoolean()).isTrue();
    }

    @Test
    void aFailedWaitShowsWhatThereWas() throws Exception {
        sent("hello", "");
        api.patience(Duration.ofMillis(50));
        assertThatThrownBy(() -> chat.awaitMessage("goodbye"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("\"goodbye\"")
                .hasMessageContaining("hello")
                .hasMessageContaining("200 sendMessage");
    }
}
