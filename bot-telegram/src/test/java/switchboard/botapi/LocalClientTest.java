package switchboard.botapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.ManualClock;

class LocalClientTest {
    @TempDir
    Path dir;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final BotApiState state =
            new BotApiState(clock, LocalClient.BOT, new FileStore(FileStore.inMemory(), FileStore.Limits.TELEGRAM));
    private final LocalClient client = new LocalClient(state);
    private final Bot bot = new Bot(state);

    @Test
    void chatsAreCountedFromOneAndHaveALineOfTheirOwn() {
        assertThat(client.createChat("  Refactor API ").toString())
                .isEqualTo("{\"id\":1,\"title\":\"Refactor API\",\"lines\":[{\"id\":\"1\",\"topic\":0,\"name\":\"\","
                        + "\"closed\":false,\"unread\":0,\"last_read\":0,\"last\":null}]}");
        assertThat(client.createChat("Docs").path("id").asLong()).isEqualTo(2);
        assertThat(client.renameChat(2, "Manual").path("title").asText()).isEqualTo("Manual");
        assertThat(client.chats()).hasSize(2);
        assertThat(bot.ok("getChat", "{'chat_id': 2}").path("first_name").asText())
                .isEqualTo("Manual");
    }

    @Test
    void aTopicIsALineOfItsChat() {
        client.createChat("A");

        ObjectNode created = client.createTopic(1, "tests");

        long topic = created.path("topic").asLong();
        assertThat(created.at("/chat/lines/1/id").asText()).isEqualTo("1_" + topic);
        assertThat(created.at("/chat/lines/1/name").asText()).isEqualTo("tests");
        JsonNode update = bot.ok("getUpdates", "{}").get(0);
        assertThat(update.at("/message/forum_topic_created/name").asText()).isEqualTo("tests");
        assertThat(update.at("/message/message_thread_id").asLong()).isEqualTo(topic);
        assertThat(client.messages(1, topic, 0, 50).path("messages")).hasSize(1);
        assertThat(client.messages(1, 0, 0, 50).path("messages")).isEmpty();
    }

    @Test
    void unreadIsWhatTheBotSaidAfterTheLastOneRead() {
        client.createChat("A");
        long topic = client.createTopic(1, "tests").path("topic").asLong();
        Sending.text(client, 1, 0, 0, "hi");
        long first = botSays("one", 0);
        botSays("two", 0);
        botSays("elsewhere", topic);
        assertThat(line(0).path("unread").asInt()).isEqualTo(2);

        client.read(1, 0, first);

        assertThat(line(0).path("unread").asInt()).isOne();
        assertThat(line(0).path("last_read").asLong()).isEqualTo(first);
        assertThat(line(0).at("/last/text").asText()).isEqualTo("two");
        assertThat(line(0).at("/last/is_bot").asBoolean()).isTrue();
        assertThat(line(1).path("unread").asInt()).isOne();
        client.read(1, 0, first - 1);
        assertThat(line(0).path("unread").asInt())
                .as("what was read stays read")
                .isOne();
    }

    @Test
    void theLastTextOfALineIsShortAndOneLine() {
        client.createChat("A");

        botSays("first\\n\\n  second " + "x".repeat(200), 0);

        assertThat(line(0).at("/last/text").asText())
                .startsWith("first second x")
                .hasSize(120);
        Sending.file(client, text("notes.txt"), "");
        assertThat(line(0).at("/last/text").asText()).isEqualTo("notes.txt");
        Sending.files(client, "compare", "", SentFile.of(png(4, 3)), SentFile.of(text("b.txt")));
        assertThat(line(0).at("/last/text").asText()).isEqualTo("compare");
        Sending.files(client, "", "", SentFile.of(png(4, 3)), SentFile.of(text("c.txt")));
        assertThat(line(0).at("/last/text").asText()).isEqualTo("c.txt");
    }

    @Test
    void messagesComeInPagesOldestFirst() {
        client.createChat("A");
        for (int i = 1; i <= 5; i++) {
            Sending.text(client, 1, 0, 0, "m" + i);
        }

        ObjectNode last = client.messages(1, 0, 0, 2);
        assertThat(texts(last)).containsExactly("m4", "m5");
        assertThat(last.path("more").asBoolean()).isTrue();
        ObjectNode before =
                client.messages(1, 0, last.at("/messages/0/message_id").asLong(), 3);
        assertThat(texts(before)).containsExactly("m1", "m2", "m3");
        assertThat(before.path("more").asBoolean()).isFalse();
    }

    @Test
    void aLongTextBecomesSeveralMessagesTheBotSeesAtOnce() {
        client.createChat("A");
        var poll = bot.call("getUpdates", "{'timeout': 30}");

        ObjectNode sent = Sending.text(client, 1, 0, 0, "/ask " + "x".repeat(9000) + "\n");

        assertThat(sent.path("messages")).hasSize(3);
        assertThat(sent.at("/messages/0/entities/0/type").asText()).isEqualTo("bot_command");
        assertThat(bot.result(poll)).hasSize(3);
    }

    @Test
    void aTextThatWouldBeHundredsOfMessagesIsRefused() {
        client.createChat("A");

        assertThat(refusal(() -> Sending.text(client, 1, 0, 0, "x".repeat(100_001))))
                .isEqualTo("400 This text is longer than 100,000 characters. Save it in a file and send me that.");
        assertThat(Sending.text(client, 1, 0, 0, "x".repeat(100_000)).path("messages"))
                .hasSize(25);
    }

    @Test
    void aReplyShowsItsMessage() {
        client.createChat("A");
        long topic = client.createTopic(1, "tests").path("topic").asLong();
        long said = botSays("question?", topic);

        JsonNode reply = Sending.text(client, 1, topic, said, "yes").at("/messages/0");

        assertThat(reply.at("/reply_to_message/text").asText()).isEqualTo("question?");
        assertThat(Sending.text(client, 1, topic, 0, "no reply")
                        .at("/messages/0")
                        .has("reply_to_message"))
                .isFalse();
        assertThat(refusal(() -> Sending.text(client, 1, 0, said, "x")))
                .isEqualTo("400 A reply stands in the topic of its message.");
        assertThat(refusal(() -> Sending.text(client, 1, 0, 9999, "x")))
                .isEqualTo("404 There is no message 9999 in this chat.");
    }

    @Test
    void ownTextsCanBeEdited() {
        client.createChat("A");
        long said = Sending.text(client, 1, 0, 0, "teh")
                .at("/messages/0/message_id")
                .asLong();
        client.renameChat(1, "B");

        assertThat(client.edit(1, said, "the").path("text").asText()).isEqualTo("the");

        assertThat(bot.ok("getUpdates", "{}").at("/1/edited_message/text").asText())
                .isEqualTo("the");
        long bots = botSays("mine", 0);
        assertThat(refusal(() -> client.edit(1, bots, "x")))
                .isEqualTo("400 Only text messages of your own can be edited.");
        assertThat(refusal(() -> client.edit(1, said, "x".repeat(4097))))
                .isEqualTo("400 A message has at most 4096 characters.");
    }

    @Test
    void picturesBecomePhotosAndAllElseDocuments() {
        client.createChat("A");

        JsonNode photo = Sending.file(client, png(40, 30), "look /here");
        assertThat(photo.at("/photo/0/width").asInt()).isEqualTo(40);
        assertThat(photo.path("caption").asText()).isEqualTo("look /here");
        assertThat(photo.at("/caption_entities/0/type").asText()).isEqualTo("bot_command");
        JsonNode thin = Sending.file(client, png(2100, 100), "");
        assertThat(thin.at("/document/file_name").asText()).isEqualTo("p.png");
        JsonNode broken = Sending.file(client, new FileContent("p.png", "image/png", new byte[] {1, 2}), "");
        assertThat(broken.at("/document/file_size").asInt()).isEqualTo(2);
        JsonNode notes = Sending.file(client, text("notes.txt"), "");
        assertThat(content(notes.at("/document/file_id").asText()).text()).isEqualTo("notes");
        assertThat(bot.ok("getUpdates", "{}")).hasSize(4);
    }

    @Test
    void filesAreNeitherEmptyNorHuge() throws Exception {
        client.createChat("A");

        assertThat(refusal(() -> Sending.file(client, new FileContent("e", "text/plain", new byte[0]), "")))
                .isEqualTo("400 “e” is empty.");
        Path huge = Files.createFile(dir.resolve("h"));
        try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(LocalClient.MAX_FILE + 1);
        }
        assertThat(refusal(() -> Sending.file(client, FileContent.at(huge, "h", "text/plain"), "")))
                .isEqualTo("413 A file can have up to 100 MB here. Tell me the path of a larger one instead.");
        assertThat(refusal(() -> Sending.file(client, text("n"), "x".repeat(4097))))
                .isEqualTo("400 Text that comes with files can have up to 4,096 characters. Send it on its own.");
        assertThat(refusal(() -> Sending.files(
                        client,
                        "",
                        "",
                        Collections.nCopies(11, SentFile.of(text("n"))).toArray(SentFile[]::new))))
                .isEqualTo("400 You can send up to 10 files at once.");
        assertThat(refusal(() -> client.file("BQAC-77"))).isEqualTo("404 There is no such file.");
        assertThat(bot.ok("getUpdates", "{}")).as("nothing of it was sent").isEmpty();
    }

    @Test
    void whatIsSeenOrHeardIsNotADocument() {
        client.createChat("A");
        var clip = new FileContent("clip.mp4", "video/mp4", new byte[] {1});
        var words = new FileContent("voice.webm", "audio/webm", new byte[] {1});

        var video = Sending.files(client, "", "", new SentFile(() -> clip, false, 7, 640, 360))
                .get(0)
                .path("video");
        var voice = Sending.files(client, "", "", new SentFile(() -> words, true, 3, 0, 0))
                .get(0)
                .path("voice");
        var audio = Sending.file(client, new FileContent("a.mp3", "audio/mpeg", new byte[] {1}), "")
                .path("audio");

        assertThat(video.path("width").asInt()).isEqualTo(640);
        assertThat(video.path("duration").asInt()).isEqualTo(7);
        assertThat(voice.path("duration").asInt()).isEqualTo(3);
        assertThat(voice.path("mime_type").asText()).isEqualTo("audio/webm");
        assertThat(audio.path("file_name").asText()).isEqualTo("a.mp3");
    }

    @Test
    void severalFilesAreOneAlbumWhoseFirstPieceHasTheCaptionAndSpokenWordsStayOutOfIt() {
        client.createChat("A");

        JsonNode sent = Sending.files(
                client,
                "compare",
                "",
                SentFile.of(png(4, 3)),
                SentFile.of(text("notes.txt")),
                new SentFile(() -> new FileContent("v.webm", "audio/webm", new byte[] {1}), true, 1, 0, 0));

        assertThat(sent.findValuesAsText("caption")).containsExactly("compare");
        assertThat(sent.findValuesAsText("media_group_id")).hasSize(2);
        assertThat(sent.at("/0/media_group_id")).isEqualTo(sent.at("/1/media_group_id"));
        JsonNode next = Sending.files(client, "", "", SentFile.of(png(4, 3)), SentFile.of(png(4, 3)));
        assertThat(next.at("/0/media_group_id")).isNotEqualTo(sent.at("/0/media_group_id"));
        assertThat(bot.ok("getUpdates", "{}").findValuesAsText("media_group_id"))
                .hasSize(4);
    }

    @Test
    void whatHasTheSameIdIsSentOnce() {
        client.createChat("A");
        JsonNode first = Sending.files(client, "look", "7f3a", SentFile.of(png(4, 3)), SentFile.of(text("n")));

        JsonNode again = Sending.files(
                client, "look", "7f3a", new SentFile(() -> fail("it is not there any more"), false, 0, 0, 0));

        assertThat(again).isEqualTo(first);
        assertThat(first.at("/1/random_id").asText()).isEqualTo("7f3a");
        assertThat(bot.ok("getUpdates", "{}")).hasSize(2);
    }

    @Test
    void aPressIsAnsweredByItsId() {
        client.createChat("A");
        var frames = new ArrayList<ObjectNode>();
        long message = botSays("sure?", 0);
        client.connect(false, frames::add);

        String press = client.press(1, message, "y:1").path("press").asText();

        assertThat(bot.ok("getUpdates", "{}").at("/0/callback_query/data").asText())
                .isEqualTo("y:1");
        bot.ok("answerCallbackQuery", "{'callback_query_id': '" + press + "', 'text': 'Done'}");
        assertThat(frames.getLast().toString())
                .isEqualTo("{\"type\":\"answer\",\"press\":\"" + press + "\",\"text\":\"Done\",\"alert\":false}");
        assertThat(refusal(() -> client.press(1, message, ""))).isEqualTo("400 This is no button's data.");
    }

    @Test
    void aDraftCanBeStoppedIfItSaysSo() {
        client.createChat("A");
        bot.ok("sendMessageDraft", "{'chat_id': 1, 'draft_id': 5, 'text': 'so'}");
        assertThat(refusal(() -> client.stopDraft(1, 0)))
                .isEqualTo("400 Nothing is being written there that could be stopped.");

        bot.ok("sendMessageDraft", "{'chat_id': 1, 'draft_id': 5, 'text': 'so far', 'can_stop': true}");
        client.stopDraft(1, 0);

        assertThat(bot.ok("getUpdates", "{}")
                        .at("/0/stopped_message_generation/draft_id")
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void aPageIsToldAllThereIsAndThenEachChange() {
        client.createChat("A");
        bot.ok("setMyCommands", "{'commands': [{'command': 'new', 'description': 'd'}]}");
        var frames = new ArrayList<ObjectNode>();

        Runnable end = client.connect(true, frames::add);

        assertThat(frames).hasSize(1);
        assertThat(frames.get(0).path("stand_in").asBoolean()).isTrue();
        assertThat(frames.get(0).at("/bot/username").asText()).isEqualTo("switchboard_local_bot");
        assertThat(frames.get(0).at("/chats/0/title").asText()).isEqualTo("A");
        assertThat(frames.get(0).at("/commands/0/command").asText()).isEqualTo("new");
        frames.clear();
        long said = botSays("hi", 0);
        bot.ok("sendChatAction", "{'chat_id': 1, 'action': 'typing'}");
        bot.ok("sendMessageDraft", "{'chat_id': 1, 'draft_id': 5, 'text': '<b>so</b>', 'parse_mode': 'HTML'}");
        bot.ok("setMyCommands", "{'commands': []}");
        bot.ok("deleteMessage", "{'chat_id': 1, 'message_id': " + said + "}");
        assertThat(frames)
                .extracting(frame -> frame.path("type").asText())
                .containsExactly("message", "chat", "action", "draft", "commands", "deleted", "chat");
        assertThat(frames.get(0).at("/message/reactions").isArray()).isTrue();
        assertThat(frames.get(1).at("/chat/lines/0/unread").asInt()).isOne();
        assertThat(frames.get(2).toString())
                .isEqualTo("{\"type\":\"action\",\"chat\":1,\"topic\":0,\"action\":\"typing\"}");
        assertThat(frames.get(3).toString())
                .isEqualTo(
                        "{\"type\":\"draft\",\"chat\":1,\"topic\":0,\"draft_id\":5,\"text\":\"so\",\"can_stop\":false,"
                                + "\"entities\":[{\"type\":\"bold\",\"offset\":0,\"length\":2}]}");
        end.run();
        frames.clear();
        botSays("unheard", 0);
        assertThat(frames).isEmpty();
    }

    @Test
    void allPagesAreToldTheSameFramesWhichAreMadeOnce() {
        client.createChat("A");
        var one = new ArrayList<ObjectNode>();
        var other = new ArrayList<ObjectNode>();
        Runnable end = client.connect(false, one::add);
        client.connect(false, other::add);
        one.clear();
        other.clear();

        botSays("hi", 0);

        assertThat(one).hasSize(2).first().isSameAs(other.getFirst());
        end.run();
        botSays("ho", 0);
        assertThat(one).hasSize(2);
        assertThat(other).hasSize(4);
    }

    @Test
    void theLastMessageOfALineIsTheNewestThatIsLeft() {
        client.createChat("A");
        long topic = client.createTopic(1, "tests").path("topic").asLong();
        long first = botSays("one", topic);
        long second = botSays("two", topic);
        assertThat(line(1).path("unread").asInt()).isEqualTo(2);

        bot.ok("deleteMessage", "{'chat_id': 1, 'message_id': " + second + "}");

        assertThat(line(1).at("/last/message_id").asLong()).isEqualTo(first);
        assertThat(line(1).path("unread").asInt()).isOne();
        bot.ok("deleteMessage", "{'chat_id': 1, 'message_id': " + first + "}");
        assertThat(line(1).path("last").isNull()).isTrue();
        assertThat(line(1).path("unread").asInt()).isZero();
    }

    @Test
    void whatDoesNotExistOrSaysNothingIsRefusedInOneSentence() {
        client.createChat("A");

        assertThat(refusal(() -> Sending.text(client, 2, 0, 0, "x"))).isEqualTo("404 There is no chat 2.");
        assertThat(refusal(() -> client.messages(1, 7, 0, 10))).isEqualTo("404 There is no topic 7 in this chat.");
        assertThat(refusal(() -> Sending.text(client, 1, 0, 0, " \n"))).isEqualTo("400 There is no text to send.");
        assertThat(refusal(() -> client.createChat(" "))).isEqualTo("400 The title is empty.");
        assertThat(refusal(() -> client.createTopic(1, "x".repeat(129))))
                .isEqualTo("400 A name has at most 128 characters.");
    }

    private long botSays(String text, long topic) {
        return bot.ok("sendMessage", "{'chat_id': 1, 'text': '" + text + "', 'message_thread_id': " + topic + "}")
                .path("message_id")
                .asLong();
    }

    private JsonNode line(int index) {
        return client.chats().at("/0/lines").get(index);
    }

    private static List<String> texts(JsonNode page) {
        var texts = new ArrayList<String>();
        page.path("messages").forEach(message -> texts.add(message.path("text").asText()));
        return texts;
    }

    private FileContent content(String fileId) {
        return state.files().content(client.file(fileId));
    }

    private static FileContent text(String name) {
        return new FileContent(name, "text/plain", "notes".getBytes(UTF_8));
    }

    private static FileContent png(int width, int height) {
        return new FileContent("p.png", "image/png", Pictures.png(width, height));
    }

    private static String refusal(ThrowingCallable call) {
        ApiError refused = catchThrowableOfType(ApiError.class, call);
        return refused.code() + " " + refused.description();
    }
}
