package switchboard.botapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
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
import switchboard.telegram.api.DocumentUpload;
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
        server.serve(local.routes().routes());
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
    void stop() {
        server.stop().toCompletableFuture().join();
        local.close();
        http.shutdownNow();
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

        bot.upload(DocumentUpload.of(chat, "größe.md", DocumentUpload.Content.of(text)))
                .toCompletableFuture()
                .get();
        var up = call("POST", "/api/chats/" + chat + "/files?name=" + encoded("übung.txt"), "abc", "text/plain");

        assertThat(JSON.readTree(up.body()).at("/document/file_name").asText()).isEqualTo("übung.txt");
        var document = messages(chat).get(0).path("document");
        assertThat(document.path("file_name").asText()).isEqualTo("größe.md");
        var down = call("GET", "/api/files/" + document.path("file_id").asText(), "", "text/plain");
        assertThat(down.body()).isEqualTo(text);
        assertThat(down.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment");
    }

    @Test
    void theFrontFetchesTheFileThatAPersonSends() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        call("POST", "/api/chats/" + chat + "/files?name=" + encoded("übung.txt"), "größer", "text/plain");
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
    void filesThatComeAtOnceAreSentOneAfterAnother() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        var uploads = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 5; i++) {
            uploads.add(http.sendAsync(
                    request("POST", "/api/chats/" + chat + "/files?name=f" + i, "x".repeat(1 << 20), "text/plain"),
                    BodyHandlers.ofString()));
        }

        for (var upload : uploads) {
            assertThat(upload.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(messages(chat)).hasSize(5);
    }

    @Test
    void aFileThatIsGoneFromTheDiskIsNotThere() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        var id = JSON.readTree(call("POST", "/api/chats/" + chat + "/files?name=a.txt", "abc", "text/plain")
                        .body())
                .at("/document/file_id")
                .asText();
        Files.delete(dir.resolve("telegram").resolve("files").resolve(id));

        assertThat(call("GET", "/api/files/" + id, "", "text/plain").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aFileThatIsTooLargeIsRefusedInOneSentence() throws Exception {
        var chat = post("/api/chats", "{\"title\": \"Files\"}").path("id").asLong();
        var bytes = (int) LocalClient.MAX_FILE + 1;

        var answer = call("POST", "/api/chats/" + chat + "/files?name=a", "x".repeat(bytes), "text/plain");

        assertThat(answer.body()).isEqualTo("{\"error\":\"" + LocalClient.TOO_LARGE + "\"}");
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

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
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
