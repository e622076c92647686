package switchboard.it.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class TopicMethodsTest extends BotApiFixture {

    @Test
    void topicsKeepTheirMessagesApart() throws Exception {
        Chat forum = api.forum(-1001, "Dev").with(ada);
        long id = bot.ok("createForumTopic", "{\"chat_id\": -1001, \"name\": \"bugs\"}")
                .path("message_thread_id")
                .asLong();
        Chat bugs = forum.awaitTopic("bugs");
        assertThat(bugs.thread()).isEqualTo(id);
        bugs.says("in the topic");
        forum.says("in General");
        JsonNode updates = bot.ok("getUpdates", "{}");
        assertThat(updates.get(0)
                        .path("message")
                        .path("forum_topic_created")
                        .path("name")
                        .asText())
                .isEqualTo("bugs");
        assertThat(updates.get(1).path("message").path("is_topic_message").asBoolean())
                .isTrue();
        assertThat(updates.get(2).path("message").has("message_thread_id")).isFalse();

        String toTopic = "{\"chat_id\": -1001, \"text\": \"x\", \"message_thread_id\": ";
        bot.ok("sendMessage", toTopic + id + "}");
        assertThat(bugs.messages()).hasSize(1);
        assertThat(refused("sendMessage", toTopic + "1}")).isEqualTo("Bad Request: message thread not found");
        bot.ok("closeForumTopic", "{\"chat_id\": -1001, \"message_thread_id\": " + id + "}");
        bot.ok("editForumTopic", "{\"chat_id\": -1001, \"message_thread_id\": " + id + ", \"name\": \"old bugs\"}");
        assertThat(refused(
                        "editForumTopic",
                        "{\"chat_id\": -1001, \"message_thread_id\": " + id + ", \"name\": \"old bugs\"}"))
                .isEqualTo("Bad Request: TOPIC_NOT_MODIFIED");
        bugs.deletesTopic();
        assertThat(refused("sendMessage", toTopic + id + "}")).isEqualTo("Bad Request: message thread not found");
    }

    @Test
    void aThreadIdIsIgnoredWhereThereAreNoTopics() throws Exception {
        JsonNode message = bot.ok("sendMessage", open("x") + ", \"message_thread_id\": 77}");
        assertThat(message.has("message_thread_id")).isFalse();
        assertThat(refused("createForumTopic", "{\"chat_id\": 111, \"name\": \"x\"}"))
                .isEqualTo("Bad Request: the chat is not a forum");

        Chat threaded = api.threadedMode(true).privateChat(api.person(112, "Bob"));
        bot.ok("createForumTopic", "{\"chat_id\": 112, \"name\": \"x\"}");
        assertThat(threaded.awaitTopic("x").thread()).isPositive();
        assertThat(bot.ok("getMe", "{}").path("has_topics_enabled").asBoolean()).isTrue();
    }
}
