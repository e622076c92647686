package switchboard.botapi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.methods.botapimethods.BotApiMethod;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import switchboard.botapi.LocalClient;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.telegram.TelegramAttachments;
import switchboard.telegram.api.BotToken;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.api.FileUpload.Medium;
import switchboard.telegram.api.HttpTelegramApi;
import switchboard.web.AccessKey;
import switchboard.web.WebServer;

/** The embedded Bot API as the front's own client sees it in this process, and the chat client's calls over real HTTP. */
class LocalTelegramTest {

    private static final ActorTestKit KIT = ActorTestKit.create("LocalTelegramTest");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AccessKey KEY = AccessKey.random();

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalTelegram local;
    private WebServer server;
    private HttpTelegramApi bot;
    private String cookie;

    @BeforeEach
    void start() throws Exception {
        local = LocalTelegram.open(KIT.system(), dir.resolve("telegram"), true);
        server = WebServer.bind(KIT.system(), 0, KEY);
        server.serve(() -> local.routes().routes());
        var page = HttpRequest.newBuilder(URI.create(server.address() + "/?key=" + KEY.value()))
                .build();
        cookie = http.send(page, BodyHandlers.discarding())
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        var settings = local.settings();
        bot = HttpTelegramApi.inProcess(KIT.system(), settings.apiRoot(), settings.token(), local.calls(KIT.system()));
    }

    @AfterEach
    void end() {
        stop();
        http.shutdownNow();
    }

    private void stop() {
        server.stop().toCompletableFuture().join();
        local.close();
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void theFrontLearnsWhoItIs() throws Exception {
        assertThat(bot.execute(new GetMe()).toCompletableFuture().get().getUserName())
                .isEqualTo("switchboard_local_bot");
    }

    @Test
    void whatAPersonSaysReachesAWaitingPollAndTheAnswerTheirChat() throws Exception {
        var chat =
                post("/api/chats", "{\"title\": \"Refactor API\"}").path("id").asLong();
        var poll = bot.getUpdates(GetUpdates.builder().timeout(30).build()).toCompletableFuture();

        post("/api/chats/" + chat + "/messages", "{\"text\": \"hello\", \"topic\": 0}");

        var message = poll.get(60, TimeUnit.SECONDS)
                .updates()
                .getFirst()
                .update()
                .orElseThrow()
                .getMessage();
        assertThat(message.getText()).isEqualTo("hello");
        assertThat(message.getFrom().getFirstName()).isEqualTo("Refactor API");
        var answer = send(SendMessage.builder()
                .chatId(chat)
                .text("<b>Hi</b>")
                .parseMode("HTML")
                .build());
        send(EditMessageText.builder()
                .chatId(chat)
                .messageId(answer.getMessageId())
                .text("Hi there")
                .build());
        assertThat(messages(chat).findValuesAsText("text")).containsExactly("hello", "Hi there");
    }

    @Test
    void aFileGoesUpAndDownWithItsName() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        var text = "größer als sonst\n".repeat(1000);

        bot.upload(FileUpload.of(chat, "größe.md", FileUpload.Content.of(text)))
                .toCompletableFuture()
                .get();
        var up = sent(chat, "übung.txt", "abc", "text/plain");

        assertThat(up.at("/document/file_name").asText()).isEqualTo("übung.txt");
        var document = messages(chat).get(0).path("document");
        assertThat(document.path("file_name").asText()).isEqualTo("größe.md");
        var down = call("GET", "/api/files/" + document.path("file_id").asText(), "", "text/plain");
        assertThat(down.body()).isEqualTo(text);
        assertThat(down.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment");
    }

    @Test
    void filesOfTheBotPassToTheDiskAndNothingOfARefusedOneStays() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        var content = FileUpload.Content.of("x".repeat(25 << 20));

        bot.upload(FileUpload.of(chat, "large.txt", content))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        assertThat(bot.upload(FileUpload.of(chat, "empty.txt", FileUpload.Content.of("")))
                        .toCompletableFuture())
                .failsWithin(Duration.ofSeconds(60));

        assertThat(messages(chat)).hasSize(1);
        assertThat(messages(chat).get(0).at("/document/file_size").asLong()).isEqualTo(25 << 20);
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(dir.resolve("telegram").resolve("uploads")).isEmptyDirectory());
    }

    @Test
    void theTypeOfAFileIsFoundWhereItsSenderTellsNone() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Types\"}").path("id").asLong();
        var gif = "GIF89a, and what comes after it";

        assertThat(typeOf(chat, Medium.ANIMATION, "spin", gif)).isEqualTo("image/gif");
        assertThat(typeOf(chat, Medium.DOCUMENT, "page.html", gif)).isEqualTo("image/gif");
        assertThat(typeOf(chat, Medium.AUDIO, "song.txt", "ID3 and a song")).isEqualTo("audio/mpeg");
        assertThat(typeOf(chat, Medium.DOCUMENT, "clip.webm", "a film")).isEqualTo("video/webm");
        assertThat(typeOf(chat, Medium.DOCUMENT, "words.wav", "a voice")).isEqualTo("audio/x-wav");
        assertThat(typeOf(chat, Medium.DOCUMENT, "letter.docx", "PK\3\4 and a letter"))
                .endsWith("wordprocessingml.document");
        assertThat(typeOf(chat, Medium.DOCUMENT, "core", "a dump")).isEqualTo("application/octet-stream");
        assertThat(sent(chat, "film.webm", "a film", "").has("video")).isTrue();
        assertThat(sent(chat, "film.webm", "a film", "text/plain")
                        .at("/document/mime_type")
                        .asText())
                .isEqualTo("text/plain");
    }

    /** The type that a file of the bot has in the page. */
    private String typeOf(long chat, Medium medium, String name, String content) throws Exception {
        var upload = new FileUpload(
                chat,
                medium,
                name,
                FileUpload.Content.of(content),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        bot.upload(upload).toCompletableFuture().get(60, TimeUnit.SECONDS);
        var messages = messages(chat);
        return messages.get(messages.size() - 1)
                .at("/" + medium.field() + "/mime_type")
                .asText();
    }

    @Test
    void theFrontFetchesTheFileThatAPersonSends() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        sent(chat, "übung.txt", "größer", "text/plain");
        var updates = bot.getUpdates(GetUpdates.builder().build()).toCompletableFuture();
        var document = updates.get(60, TimeUnit.SECONDS)
                .updates()
                .getFirst()
                .update()
                .orElseThrow()
                .getMessage()
                .getDocument();
        var file = new Content.Attachment(
                document.getFileId(), Content.Attachment.Kind.FILE, document.getFileName(), null, 8L);

        new TelegramAttachments(bot, local.settings().apiRoot()).fetch(ChatId.of(chat), file, dir.resolve("fetched"));

        assertThat(dir.resolve("fetched")).hasContent("größer");
    }

    @Test
    void filesThatComeAtOnceAreOnTheDiskBeforeTheyAreSent() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        var uploads = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 5; i++) {
            uploads.add(http.sendAsync(
                    request("POST", "/api/uploads", "x".repeat(1 << 20), "text/plain"), BodyHandlers.ofString()));
        }
        var files = new ArrayList<String>();
        for (var upload : uploads) {
            var id = JSON.readTree(upload.get(60, TimeUnit.SECONDS).body())
                    .path("upload")
                    .asText();
            assertThat(dir.resolve("telegram").resolve("uploads").resolve(id)).hasSize(1 << 20);
            files.add("{\"upload\": \"" + id + "\", \"name\": \"f\", \"type\": \"text/plain\"}");
        }

        post("/api/chats/" + chat + "/messages", "{\"files\": [" + String.join(",", files) + "]}");

        assertThat(messages(chat)).hasSize(5);
        assertThat(messages(chat).findValuesAsText("media_group_id").stream().distinct())
                .hasSize(1);
        assertThat(dir.resolve("telegram").resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void aFileThatIsGoneFromTheDiskIsNotThere() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        var id =
                sent(chat, "a.txt", "abc", "text/plain").at("/document/file_id").asText();
        Files.delete(dir.resolve("telegram").resolve("files").resolve(id));

        assertThat(call("GET", "/api/files/" + id, "", "text/plain").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aFileThatIsTooLargeIsRefusedInOneSentenceAndNothingOfItStays() throws Exception {
        var bytes = LocalClient.MAX_FILE + 1;
        var endless = HttpRequest.newBuilder(request("POST", "/api/uploads", "", "text/plain"), (name, value) -> true)
                .POST(BodyPublishers.ofInputStream(() -> new ZerosStream(bytes)))
                .build();

        var answer = http.send(endless, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + LocalClient.TOO_LARGE + "\"}");
        assertThat(dir.resolve("telegram").resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws Exception {
        var uploads = dir.resolve("telegram").resolve("uploads");
        var lost = HttpRequest.newBuilder(request("POST", "/api/uploads", "", "text/plain"), (name, value) -> true)
                .POST(BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> new BrokenStream(1 << 20)), 2 << 20))
                .build();

        assertThatThrownBy(() -> http.send(lost, BodyHandlers.ofString())).isInstanceOf(IOException.class);

        Awaitility.await().untilAsserted(() -> assertThat(uploads).isEmptyDirectory());
    }

    @Test
    void anUploadSurvivesARestartAndThenWhatIsSentAgainIsStillSentOnce() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        var id = uploaded("abc", "text/plain");
        stop();
        start();
        var body = "{\"random_id\": \"7f3a\", \"files\": [{\"upload\": \"" + id + "\", \"name\": \"a.txt\"}]}";
        var first = post("/api/chats/" + chat + "/messages", body);
        stop();
        start();

        assertThat(post("/api/chats/" + chat + "/messages", body)).isEqualTo(first);

        assertThat(messages(chat)).hasSize(1);
        assertThat(down(messages(chat).get(0).at("/document/file_id").asText()).body())
                .isEqualTo("abc");
    }

    @Test
    void anUploadThatIsNotThereIsNamed() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        for (var id : List.of("0".repeat(32), "../chats.mv", "", "..")) {
            var body = "{\"files\": [{\"upload\": \"" + id + "\", \"name\": \"a/b.txt\"}]}";

            var answer = call("POST", "/api/chats/" + chat + "/messages", body, "application/json");

            assertThat(answer.statusCode()).as(id).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("{\"error\":\"“b.txt” is no longer here. Add it again.\"}");
        }
    }

    @Test
    void whatAFileHoldsRunsNowhere() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        var kinds = Map.of(
                "image/png", "inline",
                "audio/webm", "inline",
                "video/mp4", "inline",
                "image/svg+xml", "attachment",
                "text/html", "attachment",
                "application/pdf", "attachment",
                "application/xhtml+xml", "attachment",
                "text/javascript", "attachment");
        for (var kind : kinds.entrySet()) {
            var message = sent(chat, "ä “b”\r\n.x", "<script>alert(1)</script>", kind.getKey());

            var down = down(message.findValuesAsText("file_id").getFirst());

            var headers = down.headers();
            assertThat(headers.firstValue("Content-Disposition").orElseThrow())
                    .as(kind.getKey())
                    .isEqualTo(kind.getValue()
                            + "; filename=\"___b_.x\"; filename*=UTF-8''%C3%A4%20%E2%80%9Cb%E2%80%9D.x");
            assertThat(headers.allValues("Content-Security-Policy")).containsExactly("default-src 'none'; sandbox");
            assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(headers.allValues("X-Frame-Options")).containsExactly("DENY");
            assertThat(headers.firstValue("Content-Type").orElseThrow())
                    .isEqualTo(kind.getValue().equals("inline") ? kind.getKey() : "application/octet-stream");
        }
    }

    @Test
    void aPlayerFetchesAnyPartOfAFile() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        var id = sent(chat, "a.mp4", "0123456789", "video/mp4")
                .at("/video/file_id")
                .asText();

        assertThat(down(id).headers().firstValue("Accept-Ranges")).contains("bytes");
        assertThat(range(id, "bytes=2-4").statusCode()).isEqualTo(206);
        assertThat(range(id, "bytes=2-4").body()).isEqualTo("234");
        assertThat(range(id, "bytes=2-4").headers().firstValue("Content-Range")).contains("bytes 2-4/10");
        assertThat(range(id, "bytes=7-").body()).isEqualTo("789");
        assertThat(range(id, "bytes=-1").body()).isEqualTo("9");
        assertThat(range(id, "bytes=12-").statusCode()).isEqualTo(416);
        assertThat(range(id, "bytes=2-4").headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; sandbox");
    }

    @Test
    void noPathLeadsOutOfTheFiles() throws Exception {
        for (var id : List.of("..%2Fchats.mv", "%2e%2e%2fchats.mv", "..%5Cchats.mv", "%2Fetc%2Fpasswd", "BQAC-1%00")) {
            assertThat(call("GET", "/api/files/" + id, "", "text/plain").statusCode())
                    .as(id)
                    .isIn(400, 404);
        }
    }

    @Test
    void filesAreForThePageAlone() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        var id =
                sent(chat, "a.txt", "abc", "text/plain").at("/document/file_id").asText();
        for (var path : List.of("/api/files/" + id, "/api/uploads")) {
            var stranger = HttpRequest.newBuilder(URI.create(server.address() + path))
                    .method(path.endsWith("uploads") ? "POST" : "GET", BodyPublishers.ofString("abc"))
                    .build();
            assertThat(http.send(stranger, BodyHandlers.ofString()).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        var keyless = HttpRequest.newBuilder(URI.create(server.address() + "/api/uploads"))
                .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .POST(BodyPublishers.ofString("abc"))
                .build();
        assertThat(http.send(keyless, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void aCallThatABrowserRepeatsSendsOnce() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Once\"}").path("id").asLong();
        var body = "{\"text\": \"hello\", \"topic\": 0, \"random_id\": \"7f3a\"}";

        var first = post("/api/chats/" + chat + "/messages", body);

        assertThat(post("/api/chats/" + chat + "/messages", body)).isEqualTo(first);
        assertThat(messages(chat)).hasSize(1);
    }

    @Test
    void whatCannotBeDoneIsSaidInOneSentence() throws Exception {
        assertThat(call("POST", "/api/chats/9/messages", "{\"text\": \"x\"}", "application/json")
                        .body())
                .isEqualTo("{\"error\":\"There is no chat 9.\"}");
        assertThat(call("POST", "/api/chats", "title", "application/json").statusCode())
                .isEqualTo(400);
        assertThat(call("GET", "/api/chats/9/messages?topic=x", "", "application/json")
                        .body())
                .isEqualTo("{\"error\":\"topic must be a number.\"}");
    }

    @Test
    void noPortServesTheBotsCallsWhateverTokenTheyCarry() throws Exception {
        var token = local.settings().token();

        for (var path : List.of("/bot7:x/getMe", "/bot" + value(token) + "/getMe", "/file/bot7:x/documents/1")) {
            assertThat(call("POST", path, "{}", "application/json").statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void aWrongTokenIsRefusedInThisProcessToo() {
        var stranger = HttpTelegramApi.inProcess(
                KIT.system(), local.settings().apiRoot(), new BotToken("7:x"), local.calls(KIT.system()));

        assertThat(stranger.execute(new GetMe()).toCompletableFuture()).failsWithin(Duration.ofSeconds(10));
    }

    private static String value(BotToken token) throws ReflectiveOperationException {
        var field = BotToken.class.getDeclaredField("value");
        field.setAccessible(true);
        return (String) field.get(token);
    }

    private String uploaded(String content, String type) throws Exception {
        return JSON.readTree(call("POST", "/api/uploads", content, type).body())
                .path("upload")
                .asText();
    }

    /** Uploads a file and sends it; returns the message. */
    private JsonNode sent(long chat, String name, String content, String type) throws Exception {
        var body = JSON.createObjectNode();
        body.putArray("files")
                .addObject()
                .put("upload", uploaded(content, type))
                .put("name", name)
                .put("type", type);
        return post("/api/chats/" + chat + "/messages", body.toString()).at("/messages/0");
    }

    private HttpResponse<String> down(String id) throws Exception {
        return call("GET", "/api/files/" + id, "", "text/plain");
    }

    private HttpResponse<String> range(String id, String range) throws Exception {
        var request = HttpRequest.newBuilder(
                        request("GET", "/api/files/" + id, "", "text/plain"), (name, value) -> true)
                .header("Range", range)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** As many zeros. */
    private static class ZerosStream extends InputStream {
        private long left;

        ZerosStream(long left) {
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left <= 0) {
                return read();
            }
            var some = (int) Math.min(length, left);
            left -= some;
            return some;
        }
    }

    /** Zeros, and then a fault. */
    private static final class BrokenStream extends ZerosStream {
        BrokenStream(long left) {
            super(left);
        }

        @Override
        public int read() throws IOException {
            throw new IOException("broken off");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return super.read(bytes, from, length);
        }
    }

    private <T extends Serializable> T send(BotApiMethod<T> method) throws Exception {
        return bot.execute(method).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private JsonNode messages(long chat) throws Exception {
        return JSON.readTree(call("GET", "/api/chats/" + chat + "/messages?topic=0", "", "application/json")
                        .body())
                .path("messages");
    }

    private JsonNode post(String path, String body) throws Exception {
        var answer = call("POST", path, body, "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> call(String method, String path, String body, String type) throws Exception {
        return http.send(request(method, path, body, type), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body, String type) {
        return HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .header("X-Switchboard-Key", KEY.value())
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))
                .build();
    }
}
