package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.telegram.view.Screen.ADA;
import static switchboard.telegram.view.Screen.TURN;
import static switchboard.telegram.view.Screen.rejected;
import static switchboard.telegram.view.Screen.written;

import com.typesafe.config.ConfigFactory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.chat.ChatProtocol;
import switchboard.model.ChatId;
import switchboard.model.FileReceipt;
import switchboard.model.OutgoingFile;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.api.FileUpload.Medium;
import switchboard.telegram.outbox.Outbox;

/** Files on their way to Telegram: marked, sent once, confirmed; in another form or again if need be. */
class FileDeliveryTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Outbox.Outcome UNCLEAR = new Outbox.Outcome.Uncertain(new IOException("timeout"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private final ManualTime time = ManualTime.get(KIT.system());
    private final Screen screen = new Screen(KIT);
    private final AtomicInteger shown = new AtomicInteger();
    private ActorRef<FileDelivery.Command> delivery = KIT.system().ignoreRef();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void spawn() {
        delivery = spawn(ADA);
    }

    private ActorRef<FileDelivery.Command> spawn(ChatId chat) {
        return KIT.spawn(FileDelivery.create(chat, screen.outbox.ref(), screen.chat.ref(), shown::incrementAndGet));
    }

    @Test
    void aCommandsFileIsMarkedThenSentThenConfirmed() throws IOException {
        var file = send(asked("notes.txt", "notes"));

        var marking = screen.chat.expectMessageClass(ChatProtocol.Uploading.class);
        assertThat(marking.key()).isEqualTo(file.key());
        screen.isSilent();
        marking.replyTo().tell(new ChatProtocol.MayUpload(file.key()));
        var upload = upload();
        assertThat(upload.upload())
                .isEqualTo(FileUpload.of(ADA.chat(), "notes.txt", new FileUpload.OnDisk(file.copy(), 5))
                        .withReplyParameters(Optional.of(BotApiRequests.reply(512))));
        upload.replyTo().tell(written(77));
        confirms(file, FileReceipt.sent("77"));
        assertThat(shown).hasValue(1);
    }

    @Test
    void aFileThatComesTwiceIsSentOnce() throws IOException {
        var file = send(asked("notes.txt", "notes"));
        delivery.tell(new FileDelivery.Send(file));
        marks(file);

        upload().replyTo().tell(written(77));
        confirms(file, FileReceipt.sent("77"));
        delivery.tell(new FileDelivery.Send(file));
        confirms(file, FileReceipt.sent("77"));
        screen.isSilent();
    }

    @Test
    void aRefusedFileThatTheAgentOffersAgainIsTriedAgain() throws IOException {
        var file = called("notes.txt", "notes", null);
        for (var times = 0; times < 2; times++) {
            delivery.tell(new FileDelivery.Send(file));
            delivery.tell(new FileDelivery.Send(file));
            pass();
            marks(file);
            upload().replyTo().tell(rejected(413, "Request Entity Too Large"));
            confirms(file, FileReceipt.refused("Telegram doesn't take it: Request Entity Too Large"));
            screen.isSilent();
        }
    }

    @Test
    void aFileThatMayHaveBeenSentBeforeIsSentAgainWithAMark() throws IOException {
        var file = begun(called("notes.txt", "notes", "Here."));
        delivery.tell(new FileDelivery.Send(file));
        pass();
        marks(file);

        assertThat(upload().upload().caption()).contains("<i>(repeated)</i>\n\nHere.");
    }

    @Test
    void aFileWhoseOutcomeIsUnclearIsSentAgainWithAMarkUntilItIsConfirmed() throws IOException {
        var file = send(asked("notes.txt", "notes"));
        marks(file);
        upload().replyTo().tell(UNCLEAR);
        screen.isSilent();
        time.timePasses(ChatWriter.AGAIN_AFTER);
        var again = upload();
        assertThat(again.upload().caption()).contains("<i>(repeated)</i>");
        again.replyTo().tell(UNCLEAR);
        time.timePasses(ChatWriter.AGAIN_AFTER);
        screen.isSilent();
        delivery.tell(new FileDelivery.Hurry());

        upload().replyTo().tell(written(78));
        confirms(file, FileReceipt.sent("78"));
    }

    @Test
    void filesThatATurnSendsWithinAMomentAreOneAlbumWithAReceiptEach() throws IOException {
        var files = List.of(called("a.png", null, "*one*"), called("b.png", null, null), called("c.png", null, null));
        for (var file : files) {
            delivery.tell(new FileDelivery.Send(file));
            time.timePasses(Duration.ofMillis(100));
        }
        screen.chat.expectNoMessage(Duration.ZERO);
        pass();
        files.forEach(this::marks);

        var album = (Outbox.Album) screen.next();
        assertThat(album.album().files()).extracting(FileUpload::medium).containsOnly(Medium.PHOTO);
        assertThat(album.album().files())
                .extracting(FileUpload::caption)
                .containsExactly(Optional.of("<i>one</i>"), Optional.empty(), Optional.empty());
        album.replyTo().tell(new Outbox.Outcome.Written(new ArrayList<>(List.of(message(7), message(8), message(9)))));
        for (var at = 0; at < 3; at++) {
            confirms(files.get(at), FileReceipt.sent(String.valueOf(7 + at)));
        }
    }

    @Test
    void documentsAndPhotosAreNoCommonAlbum() throws IOException {
        var files = List.of(
                called("a.png", null, null),
                called("b.txt", "text", null),
                called("c.txt", "text too", null),
                called("d.gif", null, null));
        files.forEach(file -> delivery.tell(new FileDelivery.Send(file)));
        pass();

        marks(files.getFirst());
        var photo = upload();
        assertThat(photo.upload().medium()).isEqualTo(Medium.PHOTO);
        photo.replyTo().tell(written(1));
        confirms(files.getFirst(), FileReceipt.sent("1"));
        marks(files.get(1));
        marks(files.get(2));
        var documents = (Outbox.Album) screen.next();
        documents.replyTo().tell(new Outbox.Outcome.Written(new ArrayList<>(List.of(message(2), message(3)))));
        confirms(files.get(1), FileReceipt.sent("2"));
        confirms(files.get(2), FileReceipt.sent("3"));
        marks(files.get(3));
        assertThat(upload().upload().medium()).isEqualTo(Medium.ANIMATION);
    }

    @Test
    void elevenFilesAreAnAlbumOfTenAndOneAlone() throws IOException {
        var files = new ArrayList<OutgoingFile>();
        for (var each = 0; each < 11; each++) {
            files.add(called(each + ".txt", "x", null));
        }
        files.forEach(file -> delivery.tell(new FileDelivery.Send(file)));
        pass();
        files.subList(0, 10).forEach(this::marks);
        var album = (Outbox.Album) screen.next();
        assertThat(album.album().files()).hasSize(10);
        album.replyTo().tell(new Outbox.Outcome.Written(new ArrayList<>(List.of(message(2)))));
        files.subList(0, 10).forEach(file -> confirms(file, FileReceipt.sent("2")));

        marks(files.getLast());
        assertThat(upload().upload().fileName()).isEqualTo("10.txt");
    }

    @Test
    void aPhotoThatTelegramRefusesGoesAsADocument() throws IOException {
        var file = send(asked("a.png", null));
        marks(file);
        upload().replyTo().tell(rejected(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"));
        marks(file);

        var document = upload();
        assertThat(document.upload().medium()).isEqualTo(Medium.DOCUMENT);
        document.replyTo().tell(written(5));
        confirms(file, FileReceipt.sent("5"));
    }

    @Test
    void anAlbumThatTelegramRefusesGoesFileByFile() throws IOException {
        var files = List.of(called("a.png", null, null), called("b.png", null, null));
        files.forEach(file -> delivery.tell(new FileDelivery.Send(file)));
        pass();
        files.forEach(this::marks);
        ((Outbox.Album) screen.next())
                .replyTo()
                .tell(rejected(400, "Failed to send message #2 with the error message \"IMAGE_PROCESS_FAILED\""));

        marks(files.getFirst());
        var first = upload();
        assertThat(first.upload().medium()).isEqualTo(Medium.PHOTO);
        first.replyTo().tell(written(5));
        confirms(files.getFirst(), FileReceipt.sent("5"));
        marks(files.getLast());
        upload().replyTo().tell(rejected(400, "IMAGE_PROCESS_FAILED"));
        marks(files.getLast());
        assertThat(upload().upload().medium()).isEqualTo(Medium.DOCUMENT);
    }

    @Test
    void aDocumentThatTelegramRefusesIsToldInOneSentence() throws IOException {
        var file = send(asked("notes.txt", "notes"));
        marks(file);
        upload().replyTo().tell(rejected(413, "Request Entity Too Large"));

        confirms(file, FileReceipt.refused("Telegram doesn't take it: Request Entity Too Large"));
        assertThat(shown).hasValue(0);
    }

    @Test
    void whatWasNotEvenTriedIsToldInItsOwnWords() throws IOException {
        var file = send(asked("notes.txt", "notes"));
        marks(file);
        upload().replyTo().tell(new Outbox.Outcome.Rejected(Failure.Refused.here("Its copy is gone.")));

        confirms(file, FileReceipt.refused("Its copy is gone."));
    }

    @Test
    void aLongCaptionIsAMessageOfItsOwnBeforeTheFile() throws IOException {
        var caption = "word ".repeat(300).strip();
        var file = called("notes.txt", "notes", caption);
        delivery.tell(new FileDelivery.Send(file));
        pass();
        marks(file);

        screen.sends(caption);
        assertThat(upload().upload().caption()).isEmpty();
    }

    @Test
    void aLongCaptionThatMayBeThereAlreadyIsMarked() throws IOException {
        var caption = "word ".repeat(300).strip();
        var file = begun(called("notes.txt", "notes", caption));
        delivery.tell(new FileDelivery.Send(file));
        pass();
        marks(file);

        screen.sends("<i>(repeated)</i>\n\n" + caption);
        upload();
    }

    @Test
    void aLongCaptionIsSaidOnceThoughItsFileTakesAnotherForm() throws IOException {
        var caption = "word ".repeat(300).strip();
        var file = called("plot.png", null, caption);
        delivery.tell(new FileDelivery.Send(file));
        pass();
        marks(file);
        screen.sends(caption);
        upload().replyTo().tell(rejected(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"));
        marks(file);

        assertThat(upload().upload().medium()).isEqualTo(Medium.DOCUMENT);
    }

    @Test
    void inATopicItGoesIntoTheTopic() throws IOException {
        delivery = spawn(new ChatId(-5, 77));
        var file = send(asked("notes.txt", "notes"));
        marks(file);

        assertThat(upload().upload().threadId()).isEqualTo(OptionalInt.of(77));
    }

    @Test
    void whenTheGroupHasMovedTheFileIsLeftToTheNewChat() throws IOException {
        var file = send(asked("notes.txt", "notes"));
        marks(file);
        upload().replyTo()
                .tell(new Outbox.Outcome.Rejected(
                        new Failure.Refused(400, "upgraded to a supergroup", OptionalLong.of(-100))));

        screen.chat.expectNoMessage(Duration.ZERO);
    }

    @Test
    void atTheStopTheUploadUnderWayIsConfirmedAndNothingNewBegins() throws IOException {
        var first = send(asked("a.txt", "a"));
        marks(first);
        var under = upload();
        send(asked("b.txt", "b"));
        delivery.tell(new FileDelivery.Close());
        under.replyTo().tell(written(5));

        confirms(first, FileReceipt.sent("5"));
        screen.chat.expectTerminated(delivery);
        screen.isSilent();
    }

    @Test
    void atTheStopAFileThatIsNotMarkedYetIsLeft() throws IOException {
        send(asked("a.txt", "a"));
        screen.chat.expectMessageClass(ChatProtocol.Uploading.class);
        delivery.tell(new FileDelivery.Close());

        screen.chat.expectTerminated(delivery);
        screen.isSilent();
    }

    @Test
    void atTheStopNothingWaitsForAnotherTry() throws IOException {
        var file = send(asked("a.txt", "a"));
        marks(file);
        upload().replyTo().tell(UNCLEAR);
        screen.isSilent();
        delivery.tell(new FileDelivery.Close());

        screen.chat.expectTerminated(delivery);
    }

    private OutgoingFile send(OutgoingFile file) {
        delivery.tell(new FileDelivery.Send(file));
        time.timePasses(Duration.ofMillis(1));
        return file;
    }

    private void pass() {
        time.timePasses(FileDelivery.ALBUM_WITHIN);
    }

    /** The chat stores that the file is on its way. */
    private void marks(OutgoingFile file) {
        var marking = screen.chat.expectMessageClass(ChatProtocol.Uploading.class);
        assertThat(file.key()).isNotNull();
        marking.replyTo().tell(new ChatProtocol.MayUpload(marking.key()));
    }

    private Outbox.Upload upload() {
        return (Outbox.Upload) screen.next();
    }

    private void confirms(OutgoingFile file, FileReceipt receipt) {
        screen.chat.expectMessage(new ChatProtocol.Uploaded(file.key(), receipt));
    }

    private static Message message(int id) {
        return (Message) ((Outbox.Outcome.Written) written(id)).result();
    }

    private OutgoingFile asked(String name, @Nullable String content) throws IOException {
        var copy = copy(name, content);
        return OutgoingFile.asked(name, copy, name, Files.size(copy), "512");
    }

    private OutgoingFile called(String name, @Nullable String content, @Nullable String caption) throws IOException {
        var copy = copy(name, content);
        return new OutgoingFile(
                name, copy, name, caption, Files.size(copy), "512", new OutgoingFile.Call(TURN, "r"), false, null);
    }

    private static OutgoingFile begun(OutgoingFile file) {
        return new OutgoingFile(
                file.key(),
                file.copy(),
                file.name(),
                file.caption(),
                file.size(),
                file.message(),
                file.call(),
                true,
                null);
    }

    /** @param content null for a picture */
    private Path copy(String name, @Nullable String content) throws IOException {
        var copy = dir.resolve(name);
        if (content != null) {
            return Files.writeString(copy, content);
        }
        var format = name.substring(name.indexOf('.') + 1);
        ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY), format, copy.toFile());
        return copy;
    }
}
