package switchboard.it.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import switchboard.botapi.FileContent;

class ChatTest extends BotApiFixture {

    @Test
    void repliesInASupergroupCarryAThreadThatIsNoTopic() throws Exception {
        Chat group = api.group(-1_001_000_000_002L, "Talk").with(ada);
        group.repliesTo(group.says("first"), "second");

        JsonNode reply = bot.ok("getUpdates", "{}").get(1).path("message");
        assertThat(reply.path("message_thread_id").asLong())
                .isEqualTo(reply.path("reply_to_message").path("message_id").asLong());
        assertThat(reply.has("is_topic_message")).isFalse();
    }

    @Test
    void aGroupThatBecameASupergroupSaysWhere() throws Exception {
        Chat group = api.group(-5, "Dev").with(ada);
        Chat supergroup = group.migratesTo(-1005);
        supergroup.says("still here");

        JsonNode refused = bot.call("sendMessage", "{\"chat_id\": -5, \"text\": \"x\"}");
        assertThat(refused.path("parameters").path("migrate_to_chat_id").asLong())
                .isEqualTo(-1005);
        JsonNode updates = bot.ok("getUpdates", "{}");
        assertThat(updates.get(0).path("message").path("migrate_to_chat_id").asLong())
                .isEqualTo(-1005);
        assertThat(updates.get(1).path("message").path("migrate_from_chat_id").asLong())
                .isEqualTo(-5);
        assertThat(updates.get(2).path("message").path("text").asText()).isEqualTo("still here");
    }

    @Test
    void aBlockedBotIsToldAndRefused() throws Exception {
        chat.removesBot();
        assertThat(refused("sendMessage", text("x"))).isEqualTo("Forbidden: bot was blocked by the user");
        assertThat(bot.ok("getUpdates", "{}")
                        .get(0)
                        .path("my_chat_member")
                        .path("new_chat_member")
                        .path("status")
                        .asText())
                .isEqualTo("kicked");
        chat.addsBot();
        sent("back", "");

        Chat group = api.group(-5, "Dev").with(ada);
        group.makesBotAdmin();
        bot.ok("leaveChat", "{\"chat_id\": -5}");
        assertThat(refused("sendMessage", "{\"chat_id\": -5, \"text\": \"x\"}"))
                .isEqualTo("Forbidden: bot is not a member of the group chat");
    }

    @Test
    void peopleSendAllKindsOfThings() throws Exception {
        var photo = new FileContent("p.jpg", "image/jpeg", new byte[] {1, 2, 3});
        chat.sends(
                Media.document(new FileContent("a.txt", "text/plain", "hi".getBytes(StandardCharsets.UTF_8)), "see"));
        chat.sendsAlbum(Media.photo(photo, "two"), Media.photo(photo, ""));
        List.of(
                        Media.voice(photo),
                        Media.audio(photo, ""),
                        Media.video(photo, ""),
                        Media.videoNote(photo),
                        Media.animation(photo, "funny"),
                        Media.sticker(photo, "😀"),
                        Media.movingSticker(photo, "😀"),
                        Media.location(48.2, 16.4),
                        Media.venue(48.2, 16.4, "Café", "Ring 1"),
                        Media.contact("+431234", "Bob"),
                        Media.poll("Where to?", "Home", "Work"),
                        Media.dice())
                .forEach(chat::sends);
        var forwarded = chat.forwards(api.person(112, "Bob"), Media.photo(photo, "his"));
        chat.repliesTo(forwarded, Media.photo(photo, "mine"));
        chat.sends(Media.hugeDocument("big.zip", 30L << 20));
        chat.saysHtml("<pre>x</pre>");
        assertThat(chat.pastes("y".repeat(9000))).hasSize(3);
        chat.edits(chat.says("on"), "one");

        JsonNode updates = bot.ok("getUpdates", "{}");
        assertThat(updates).hasSize(24);
        String fileId =
                updates.get(0).path("message").path("document").path("file_id").asText();
        String path = bot.ok("getFile", "{\"file_id\": \"" + fileId + "\"}")
                .path("file_path")
                .asText();
        assertThat(bot.download(path)).asString(StandardCharsets.UTF_8).isEqualTo("hi");
        assertThat(updates.get(1).path("message").path("media_group_id"))
                .isEqualTo(updates.get(2).path("message").path("media_group_id"));
        String big =
                updates.get(17).path("message").path("document").path("file_id").asText();
        assertThat(refused("getFile", "{\"file_id\": \"" + big + "\"}")).isEqualTo("Bad Request: file is too big");
    }

    @Test
    void whatALiveMessageShowsEndsNoWaitForAnAnswer() throws Exception {
        var stop = ", \"reply_markup\": {\"inline_keyboard\": [[{\"text\": \"⏹ Stop\", \"callback_data\": \"s\"}]]}";
        bot.ok("sendMessage", open("Half an\n\n⏳ 15s") + stop + "}");
        bot.ok("sendMessage", open("⏳ Still working after 30 min.") + stop + "}");

        var live = chat.awaitLive("Half an");

        assertThat(live.isLive()).isTrue();
        assertThat(chat.awaitMessage("Still working").isLive()).isFalse();
        assertThat(chat.messages()).hasSize(2);
        var waiting = CompletableFuture.supplyAsync(() -> chat.awaitAnswer("Half an"));
        edited(live, "Half an answer, and the rest", "");
        assertThat(waiting.get(10, TimeUnit.SECONDS).text()).isEqualTo("Half an answer, and the rest");
        assertThat(chat.awaitMessage("Half an").edits()).isEqualTo(1);
    }
}
