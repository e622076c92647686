package switchboard.botapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.ManualClock;

class LocalStoreTest {

    private static final String KEYBOARD = "{'inline_keyboard': [[{'text': 'Stop', 'callback_data': 's:1'}]]}";

    /** In the first second there is, so that the ids of chats are small. */
    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(1));

    @TempDir
    private Path temporary;

    private Path directory;
    private LocalStore store;
    private BotApiState state;
    private LocalClient client;
    private Bot bot;

    @BeforeEach
    void open() {
        directory = temporary.resolve("local");
        openIn(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void chatsTopicsAndReadMarksAreThereAfterARestart() {
        client.createChat("Refactor API");
        client.createChat("Docs");
        long topic = client.createTopic(1, "tests").path("topic").asLong();
        bot.ok("sendMessage", "{'chat_id': 1, 'text': 'one'}");
        long read = bot.ok("sendMessage", "{'chat_id': 1, 'text': 'two'}")
                .path("message_id")
                .asLong();
        bot.ok("sendMessage", "{'chat_id': 1, 'text': 'three', 'message_thread_id': " + topic + "}");
        client.read(1, 0, read);
        client.renameChat(1, "API");
        bot.ok("sendMessage", "{'chat_id': 1, 'text': 'four'}");
        JsonNode before = client.chats();
        assertThat(before.at("/0/title").asText()).isEqualTo("API");
        assertThat(before.at("/0/lines/0/unread").asInt()).isOne();
        assertThat(before.at("/0/lines/1/unread").asInt()).isOne();

        restart();

        assertThat(client.chats()).isEqualTo(before);
        assertThat(client.createChat("Third").path("id").asLong()).isEqualTo(3);
    }

    @Test
    void messagesAreThereWithFormattingButtonsRepliesAndReactions() {
        client.createChat("A");
        long said = said(Sending.text(client, 1, 0, 0, "/new look at https://a.b"));
        client.edit(1, said, "/new look");
        bot.ok(
                "sendMessage",
                "{'chat_id': 1, 'text': '<b>x</b> <pre><code class=\\'language-java\\'>int i;</code></pre>',"
                        + " 'parse_mode': 'HTML', 'link_preview_options': {'is_disabled': true}, 'reply_markup': "
                        + KEYBOARD + ", 'reply_parameters': {'message_id': " + said + "}}");
        bot.ok(
                "setMessageReaction",
                "{'chat_id': 1, 'message_id': " + said + ", 'reaction': [{'type': 'emoji', 'emoji': '👀'}]}");
        JsonNode before = client.messages(1, 0, 0, 50);

        restart();

        assertThat(client.messages(1, 0, 0, 50)).isEqualTo(before);
        assertThat(before.toString())
                .contains("\"language\":\"java\"", "\"callback_data\":\"s:1\"", "👀", "edit_date", "is_disabled");
    }

    @Test
    void deletedMessagesStayGoneAndTheirIdsTaken() {
        client.createChat("A");
        long last = bot.ok("sendMessage", "{'chat_id': 1, 'text': 'x'}")
                .path("message_id")
                .asLong();
        bot.ok("deleteMessage", "{'chat_id': 1, 'message_id': " + last + "}");

        restart();

        assertThat(client.messages(1, 0, 0, 50).path("messages")).isEmpty();
        assertThat(said(Sending.text(client, 1, 0, 0, "y"))).isEqualTo(last + 1);
    }

    @Test
    void updatesNotConfirmedAreAskedForAgainAndTheIdsGoOn() {
        client.createChat("A");
        Sending.text(client, 1, 0, 0, "one");
        Sending.text(client, 1, 0, 0, "two");
        long second = bot.ok("getUpdates", "{}").get(1).path("update_id").asLong();
        bot.ok("getUpdates", "{'offset': " + second + "}");

        restart();

        JsonNode waiting = bot.ok("getUpdates", "{}");
        assertThat(waiting).hasSize(1);
        assertThat(waiting.at("/0/message/text").asText()).isEqualTo("two");
        bot.ok("getUpdates", "{'offset': " + (second + 1) + "}");

        restart();

        Sending.text(client, 1, 0, 0, "three");
        assertThat(bot.ok("getUpdates", "{}").at("/0/update_id").asLong()).isEqualTo(second + 1);
    }

    @Test
    void updatesThatGrewTooOldMeanwhileAreGone() {
        client.createChat("A");
        long said = said(Sending.text(client, 1, 0, 0, "one"));
        client.press(1, said, "s:1");
        clock.pass(Duration.ofSeconds(151));

        restart();

        assertThat(bot.ok("getUpdates", "{}")).hasSize(1);
        clock.pass(Duration.ofDays(1));
        assertThat(bot.ok("getUpdates", "{}")).isEmpty();
    }

    @Test
    void filesLieOnTheDiskAndAreFoundByTheirId() throws Exception {
        client.createChat("A");
        JsonNode sent = Sending.file(client, new FileContent("a.txt", "text/plain", "hi".getBytes(UTF_8)), "see");
        bot.result(bot.call(
                "sendDocument",
                "{'chat_id': 1, 'document': 'attach://d'}",
                Map.of("d", new FileContent("answer.md", "text/markdown", "# A".getBytes(UTF_8)))));
        String id = sent.at("/document/file_id").asText();

        restart();

        assertThat(content(id).text()).isEqualTo("hi");
        assertThat(content(id).mimeType()).isEqualTo("text/plain");
        assertThat(bot.ok("getFile", "{'file_id': '" + id + "'}")
                        .path("file_path")
                        .asText())
                .isEqualTo("documents/file_1.txt");
        JsonNode next = Sending.file(client, new FileContent("b.txt", "text/plain", "ho".getBytes(UTF_8)), "");
        assertThat(content(next.at("/document/file_id").asText()).text()).isEqualTo("ho");
        try (var files = Files.list(directory.resolve("files"))) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void nothingAPersonSaidIsLostWhenTheProcessIsKilled() throws Exception {
        client.createChat("A");
        Sending.text(client, 1, 0, 0, "do not lose me");
        Path copy = temporary.resolve("copy");
        Files.createDirectory(copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.copy(directory.resolve("chats.mv"), copy.resolve("chats.mv"));

        store.close();
        openIn(copy);

        assertThat(client.messages(1, 0, 0, 50).at("/messages/0/text").asText()).isEqualTo("do not lose me");
        assertThat(bot.ok("getUpdates", "{}")).hasSize(1);
    }

    @Test
    void filesThatNoMessageNamesAnyMoreGoAtTheNextStart() throws Exception {
        client.createChat("A");
        JsonNode gone = Sending.file(client, new FileContent("a.txt", "text/plain", "hi".getBytes(UTF_8)), "");
        JsonNode kept = Sending.file(client, new FileContent("b.txt", "text/plain", "ho".getBytes(UTF_8)), "");
        JsonNode last = Sending.file(client, new FileContent("c.txt", "text/plain", "hu".getBytes(UTF_8)), "");
        for (JsonNode message : new JsonNode[] {gone, last}) {
            bot.ok("deleteMessage", "{'chat_id': 1, 'message_id': " + message.path("message_id") + "}");
        }
        Files.createFile(directory.resolve("files").resolve("BQAC-99"));

        restart();

        try (var files = Files.list(directory.resolve("files"))) {
            assertThat(files).as("updates name them still").hasSize(3);
        }
        bot.ok("getUpdates", "{'offset': -1}");
        bot.ok(
                "getUpdates",
                "{'offset': " + (bot.ok("getUpdates", "{}").at("/0/update_id").asLong() + 1) + "}");

        restart();

        try (var files = Files.list(directory.resolve("files"))) {
            assertThat(files).hasSize(1);
        }
        assertThat(content(kept.at("/document/file_id").asText()).text()).isEqualTo("ho");
        JsonNode next = Sending.file(client, new FileContent("d.txt", "text/plain", "he".getBytes(UTF_8)), "");
        assertThat(next.at("/document/file_id").asText()).isEqualTo("BQAC-4");
    }

    @Test
    void onlyTheNewestMessagesAreKeptAndTheFileStaysSmall() throws Exception {
        client.createChat("A");
        long topic = client.createTopic(1, "tests").path("topic").asLong();
        long last = 0;
        for (int i = 0; i < StoredChat.KEPT + 1000; i++) {
            last = bot.ok("sendMessage", "{'chat_id': 1, 'text': 'message " + i + "'}")
                    .path("message_id")
                    .asLong();
        }
        assertThat(state.chats().getFirst().messages()).hasSize(StoredChat.KEPT + 1);
        long grown = Files.size(directory.resolve("chats.mv"));

        restart();

        StoredChat chat = state.chats().getFirst();
        assertThat(chat.messages()).hasSize(StoredChat.KEPT + 1);
        assertThat(chat.message(topic)).isNotNull();
        assertThat(chat.message(last)).isNotNull();
        assertThat(chat.message(last - StoredChat.KEPT)).isNull();
        assertThat(Files.size(directory.resolve("chats.mv"))).isLessThan(grown / 2);
    }

    @Test
    void aStoreThatStartsAgainHasIdsThatNoEarlierStoreHad() {
        clock.pass(Duration.between(clock.instant(), Instant.parse("2026-11-22T12:00:00Z")));
        store.close();
        openIn(temporary.resolve("earlier"));
        long chat = client.createChat("A").path("id").asLong();
        client.createChat("B");
        Sending.text(client, chat, 0, 0, "hi");
        long update = bot.ok("getUpdates", "{}").at("/0/update_id").asLong();
        clock.pass(Duration.ofSeconds(2));
        store.close();

        openIn(temporary.resolve("later"));

        long later = client.createChat("C").path("id").asLong();
        assertThat(later).isGreaterThan(chat + 1);
        assertThat(client.createChat("D").path("id").asLong()).isEqualTo(later + 1);
        Sending.text(client, later, 0, 0, "hi");
        assertThat(bot.ok("getUpdates", "{}").at("/0/update_id").asLong())
                .isGreaterThan(update)
                .isLessThan(Integer.MAX_VALUE);
    }

    @Test
    void directoryAndFilesAreTheirOwnersAlone() throws Exception {
        client.createChat("A");
        Sending.file(client, new FileContent("a.txt", "text/plain", "hi".getBytes(UTF_8)), "");

        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("files"))).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("chats.mv"))).isEqualTo("rw-------");
        assertThat(mode(directory.resolve("files").resolve("BQAC-1"))).isEqualTo("rw-------");
    }

    @Test
    void aDirectoryThatIsOpenToOthersIsRefused() throws Exception {
        Path open = temporary.resolve("open");
        Files.createDirectory(open);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatThrownBy(() -> LocalStore.open(open))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Other users have access to the directory " + open + "; run: chmod 700 " + open);
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefusedWithTheReason() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> LocalStore.claim(file.resolve("sessions")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The directory " + file.resolve("sessions")
                        + " cannot be used (java.nio.file.FileAlreadyExistsException: " + file
                        + "). Set SESSION_DIR to another.");
    }

    @Test
    void aStoreInUseIsRefusedInOneSentence() {
        assertThatThrownBy(() -> LocalStore.open(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Another bot uses the chats in " + directory + "; stop it, or use another directory.");

        client.createChat("still writable");
    }

    @Test
    void aBrokenFileIsSetAsideWithItsFilesAndChatsStartAgain() throws Exception {
        client.createChat("A");
        Sending.file(client, new FileContent("a.txt", "text/plain", "hi".getBytes(UTF_8)), "");
        store.close();
        Files.writeString(directory.resolve("chats.mv"), "no store at all ".repeat(1000));

        openIn(directory);

        assertThat(client.chats()).isEmpty();
        client.createChat("B");
        try (var names = Files.list(directory).map(file -> file.getFileName().toString())) {
            assertThat(names.filter(name -> name.contains(".broken-")))
                    .hasSize(2)
                    .anyMatch(name -> name.startsWith("chats.mv.broken-"))
                    .anyMatch(name -> name.startsWith("files.broken-"));
        }
    }

    /** The file of a chat, no longer in use. */
    private Path closedWithFiftyMessages() {
        client.createChat("A");
        for (int i = 0; i < 50; i++) {
            Sending.text(client, 1, 0, 0, "message " + i);
        }
        store.close();
        return directory.resolve("chats.mv");
    }

    @Test
    void aFileCutShortIsSetAsideOrReadAsFarAsItIsWhole() throws Exception {
        Path file = closedWithFiftyMessages();
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, 4096, 5000, 8192, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            openIn(directory);
            client.createChat("writable after a cut at " + length);
            store.close();
        }
    }

    @Test
    void aDamagedFileNeverKeepsTheStoreFromOpening() throws Exception {
        Path file = closedWithFiftyMessages();
        byte[] whole = Files.readAllBytes(file);
        var random = new Random(1);
        for (int round = 0; round < 40; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 1 + round; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            openIn(directory);
            store.close();
        }
    }

    @Test
    void whatCannotBeWrittenIsRefusedInOneSentence() {
        client.createChat("A");
        store.close();

        assertThatThrownBy(() -> Sending.text(client, 1, 0, 0, "lost?"))
                .isInstanceOf(ApiError.class)
                .hasMessageStartingWith("Internal Server Error: the chats cannot be written: ");
    }

    private void restart() {
        store.close();
        openIn(directory);
    }

    private void openIn(Path place) {
        store = LocalStore.open(place);
        state = store.state(clock, LocalClient.BOT);
        client = new LocalClient(state);
        bot = new Bot(state);
    }

    private FileContent content(String fileId) {
        return state.files().content(client.file(fileId));
    }

    private static long said(JsonNode sent) {
        return sent.at("/messages/0/message_id").asLong();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
