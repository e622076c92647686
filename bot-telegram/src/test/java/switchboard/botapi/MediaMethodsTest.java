package switchboard.botapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MediaMethodsTest {

    private final BotApiState state = new BotApiState(
            Clock.systemUTC(), LocalClient.BOT, new FileStore(FileStore.inMemory(), FileStore.Limits.TELEGRAM));
    private final Bot bot = new Bot(state);

    @BeforeEach
    void openAChat() {
        new PersonActions(state).openPrivate(new User(1, "Ada"));
    }

    @Test
    void eachKindOfFileIsDescribedInItsOwnField() {
        assertThat(sent("sendVideo", "video", "'duration': 7, 'width': 640, 'height': '360'")
                        .path("video")
                        .path("height")
                        .asInt())
                .isEqualTo(360);
        assertThat(sent("sendAudio", "audio", "'performer': 'Ada', 'title': 'Song'")
                        .at("/audio/performer")
                        .asText())
                .isEqualTo("Ada");
        assertThat(sent("sendVoice", "voice", "'duration': 3")
                        .at("/voice/duration")
                        .asInt())
                .isEqualTo(3);
        JsonNode animation = sent("sendAnimation", "animation", "'caption': '<b>look</b>', 'parse_mode': 'HTML'");
        assertThat(animation.has("document")).isTrue();
        assertThat(animation.path("caption").asText()).isEqualTo("look");
        assertThat(animation.at("/caption_entities/0/type").asText()).isEqualTo("bold");
        String known = animation.at("/animation/file_id").asText();
        assertThat(bot.ok("sendDocument", "{'chat_id': 1, 'document': '" + known + "'}")
                        .at("/document/file_id")
                        .asText())
                .isEqualTo(known);
    }

    @Test
    void anAlbumIsSeveralMessagesWithOneId() {
        JsonNode album = bot.result(bot.call(
                "sendMediaGroup",
                "{'chat_id': 1, 'media': [" + item("photo", "f1", ", 'caption': '<i>one</i>', 'parse_mode': 'HTML'")
                        + "," + item("video", "f2", ", 'duration': 2") + "]}",
                Map.of("f1", picture(4, 3), "f2", file())));

        assertThat(album).hasSize(2);
        assertThat(album.at("/0/media_group_id")).isEqualTo(album.at("/1/media_group_id"));
        assertThat(album.at("/0/caption").asText()).isEqualTo("one");
        assertThat(album.at("/1/video/duration").asInt()).isEqualTo(2);
    }

    @Test
    void anAlbumHasTwoToTenPiecesAndDocumentsStayAmongThemselves() {
        assertThat(refusedAlbum(item("document", "f1", ""))).contains("2-10");
        assertThat(refusedAlbum((item("document", "f1", "") + ",").repeat(10) + item("document", "f1", "")))
                .contains("2-10");
        assertThat(refusedAlbum(item("document", "f1", "") + "," + item("photo", "p", "")))
                .contains("can't be mixed");
        assertThat(refusedAlbum(item("photo", "p", "") + "," + item("audio", "f1", "")))
                .contains("can't be mixed");
        assertThat(refusedAlbum(item("voice", "f1", "") + "," + item("voice", "f1", "")))
                .contains("can't parse");
        assertThat(refusedAlbum(item("photo", "p", "") + "," + item("photo", "thin", "")))
                .contains("PHOTO_INVALID_DIMENSIONS");
        assertThat(refusedAlbum(item("photo", "p", "") + "," + item("photo", "f1", "")))
                .contains("IMAGE_PROCESS_FAILED");
        assertThat(state.chat(1))
                .isNotNull()
                .satisfies(chat -> assertThat(chat.messages()).isEmpty());
    }

    private JsonNode sent(String method, String field, String more) {
        return bot.result(
                bot.call(method, "{'chat_id': 1, '" + field + "': 'attach://f1', " + more + "}", Map.of("f1", file())));
    }

    private String refusedAlbum(String items) {
        var files = new HashMap<String, FileContent>();
        files.put("f1", file());
        files.put("p", picture(4, 3));
        files.put("thin", picture(2100, 100));
        return bot.refused(bot.call("sendMediaGroup", "{'chat_id': 1, 'media': [" + items + "]}", files))
                .description();
    }

    private static String item(String type, String part, String more) {
        return "{'type': '" + type + "', 'media': 'attach://" + part + "'" + more + "}";
    }

    private static FileContent file() {
        return new FileContent("a.bin", "application/octet-stream", new byte[] {1});
    }

    private static FileContent picture(int width, int height) {
        return new FileContent("p.png", "image/png", Pictures.png(width, height));
    }
}
