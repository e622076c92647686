package switchboard.it.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import switchboard.botapi.FileContent;
import switchboard.files.Attachments.GoneException;
import switchboard.model.ChatId;
import switchboard.model.Content.Attachment;
import switchboard.telegram.TelegramAttachments;
import switchboard.telegram.api.BotToken;
import switchboard.telegram.api.HttpTelegramApi;

/** The files that people send to the fake Telegram, as the front reads and fetches them. */
class TelegramFilesTest extends BotApiFixture {

    private static final ActorTestKit KIT = ActorTestKit.create("TelegramFilesTest");
    private static final FileContent FILE = new FileContent("a.bin", "application/pdf", bytes(200_000));

    @TempDir
    Path directory;

    private final HttpTelegramApi front =
            new HttpTelegramApi(KIT.system(), api.root(), new BotToken(api.token()), HttpTelegramApi.Timeouts.STANDARD);
    private final TelegramAttachments attachments = new TelegramAttachments(front, api.root());

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    private static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(Attachment.Kind.PHOTO, Media.photo(FILE, "look")),
                Arguments.of(Attachment.Kind.FILE, Media.document(FILE, "")),
                Arguments.of(Attachment.Kind.VOICE, Media.voice(FILE)),
                Arguments.of(Attachment.Kind.AUDIO, Media.audio(FILE, "")),
                Arguments.of(Attachment.Kind.VIDEO, Media.video(FILE, "")),
                Arguments.of(Attachment.Kind.VIDEO, Media.videoNote(FILE)),
                Arguments.of(Attachment.Kind.VIDEO, Media.animation(FILE, "")),
                Arguments.of(Attachment.Kind.PHOTO, Media.sticker(FILE, "😀")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachKindOfFileIsFetched(Attachment.Kind kind, Media media) throws Exception {
        chat.sends(media);
        var file = received();

        assertThat(file.kind()).isEqualTo(kind);
        assertThat(file.size()).isEqualTo(200_000);
        attachments.fetch(ChatId.of(111), file, directory.resolve("a"));
        assertThat(directory.resolve("a")).hasBinaryContent(FILE.bytes());
    }

    @Test
    void aDownloadThatBreaksOffIsWholeWhenItIsRepeated() throws Exception {
        chat.sends(Media.photo(FILE, ""));
        var file = received();
        api.failNext("download", 1, Fault.droppedAfter());
        api.failNext("getFile", 1, Fault.internalError());

        for (var i = 0; i < 2; i++) {
            assertThatThrownBy(() -> attachments.fetch(ChatId.of(111), file, directory.resolve("a")))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(GoneException.class);
        }
        attachments.fetch(ChatId.of(111), file, directory.resolve("a"));

        assertThat(directory.resolve("a")).hasBinaryContent(FILE.bytes());
        assertThat(api.calls("download")).extracting(Call::status).containsExactly(-1, 200);
    }

    @Test
    void whatTelegramDoesNotHandOutIsGone() throws Exception {
        chat.sends(Media.hugeDocument("big.zip", 21L << 20));
        var file = received();

        assertThatThrownBy(() -> attachments.fetch(ChatId.of(111), file, directory.resolve("a")))
                .isInstanceOf(GoneException.class);
        assertThat(api.calls("download")).isEmpty();
    }

    @Test
    void aServerInLocalModeHandsItOut() throws Exception {
        api.filesIn(directory);
        chat.sends(Media.hugeDocument("big.zip", 21L << 20));

        attachments.fetch(ChatId.of(111), received(), directory.resolve("a"));

        assertThat(directory.resolve("a")).exists();
        assertThat(api.calls("download")).isEmpty();
    }

    private Attachment received() throws Exception {
        var updates = front.getUpdates(GetUpdates.builder().timeout(0).build()).toCompletableFuture();
        var message = updates.get(20, TimeUnit.SECONDS)
                .updates()
                .getLast()
                .update()
                .orElseThrow()
                .getMessage();
        return switchboard.telegram.update.media.Media.of(message).files().getFirst();
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
