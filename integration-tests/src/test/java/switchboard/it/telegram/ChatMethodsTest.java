package switchboard.it.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChatMethodsTest extends BotApiFixture {

    @Test
    void draftsArePrivateShortLivedAndStoppable() throws Exception {
        bot.ok("sendMessageDraft", "{\"chat_id\": 111, \"draft_id\": 7, \"text\": \"so far\", \"can_stop\": true}");
        assertThat(chat.draft().orElseThrow().text()).isEqualTo("so far");
        chat.pressesStop();
        assertThat(bot.ok("getUpdates", "{}")
                        .get(0)
                        .path("stopped_message_generation")
                        .path("draft_id")
                        .asInt())
                .isEqualTo(7);
        sent("final", "");
        assertThat(chat.draft()).isEmpty();
        bot.ok("sendMessageDraft", "{\"chat_id\": 111, \"draft_id\": 8, \"text\": \"\"}");
        clock.pass(Duration.ofSeconds(30));
        assertThat(chat.draft()).isEmpty();

        api.group(-5, "Dev").with(ada);
        assertThat(refused("sendMessageDraft", "{\"chat_id\": -5, \"draft_id\": 7, \"text\": \"x\"}"))
                .isEqualTo("Bad Request: TEXTDRAFT_PEER_INVALID");
    }

    @Test
    void menusReactionsAndActionsAreChecked() throws Exception {
        String commands = "\"commands\": [{\"command\": \"new\", \"description\": \"d\"}]";
        bot.ok("setMyCommands", "{" + commands + ", \"scope\": {\"type\": \"all_private_chats\"}}");
        assertThat(chat.menu()).containsExactly("new");
        assertThat(bot.ok("getMyCommands", "{}")).isEmpty();
        assertThat(refused("setMyCommands", "{\"commands\": [{\"command\": \"No\", \"description\": \"d\"}]}"))
                .isEqualTo("Bad Request: BOT_COMMAND_INVALID");
        assertThat(refused("sendChatAction", "{\"chat_id\": 111, \"action\": \"thinking\"}"))
                .startsWith("Bad Request: wrong parameter action");

        ChatMessage prompt = chat.says("hi");
        String react = "{\"chat_id\": 111, \"message_id\": " + prompt.id()
                + ", \"reaction\": [{\"type\": \"emoji\", \"emoji\": \"";
        bot.ok("setMessageReaction", react + "👀\"}]}");
        assertThat(chat.now(prompt).reactions()).containsExactly("👀");
        assertThat(refused("setMessageReaction", react + "x\"}]}")).isEqualTo("Bad Request: REACTION_INVALID");
        assertThat(bot.ok("getChat", "{\"chat_id\": 111}").path("first_name").asText())
                .isEqualTo("Ada");
    }

    @Test
    void aPressIsAnsweredOnceItIsAndNotTooLate() throws Exception {
        ChatMessage message = sent("x", ", \"reply_markup\": " + ONE_BUTTON);
        Press press = chat.presses(message, "Stop");
        JsonNode query = bot.ok("getUpdates", "{}").get(0).path("callback_query");
        assertThat(query.path("data").asText()).isEqualTo("stop:1");
        String answer = "{\"callback_query_id\": \"" + query.path("id").asText() + "\", \"text\": \"Stopping\"}";
        bot.ok("answerCallbackQuery", answer);
        assertThat(press.awaitAnswer()).isEqualTo(new Press.Answer("Stopping", false));

        clock.pass(Duration.ofSeconds(151));
        assertThat(refused("answerCallbackQuery", answer)).startsWith("Bad Request: query is too old");
        assertThatThrownBy(() -> chat.presses(message, "Go")).isInstanceOf(AssertionError.class);
    }

    @Test
    void aPressOnADeletedMessageBringsAnInaccessibleOne() throws Exception {
        ChatMessage message = sent("x", ", \"reply_markup\": " + ONE_BUTTON);
        bot.ok("deleteMessage", "{\"chat_id\": 111, \"message_id\": " + message.id() + "}");
        chat.pressesData(message, "stop:1");

        JsonNode shown =
                bot.ok("getUpdates", "{}").get(0).path("callback_query").path("message");
        assertThat(shown.path("date").asInt(-1)).isZero();
    }
}
