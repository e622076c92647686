package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;
import switchboard.it.telegram.Fault;

/** Files of a chat's folder reach people: by name, by button, in the right form, once or with a mark. */
class SendFilesIT extends Journey {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void filesAreFoundAndSent() throws Exception {
        Files.writeString(work().resolve("notes.md"), "# Notes");
        Files.writeString(work().resolve("notes-2.md"), "# More notes");
        Files.createDirectories(work().resolve("shots"));
        var picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(picture, "png", work().resolve("shots/login.png").toFile());
        telegram.limits().off();
        startBot();
        var chat = chatWith(ada);

        aFileComesAsAReplyToItsCommand(chat);
        ofSeveralThatMatchAPressSendsOne(chat);
        aPictureComesAsAPhoto(chat);
        aPhotoThatTelegramRefusesComesAsADocument(chat);
        whatIsClosedStaysHere(chat);
        aFloodWaitSendsNothingTwice(chat);
        aFileWhoseAnswerIsLostComesAgainWithAMark(chat);
        awaitAtRest(ADA);
        await().atMost(patience()).untilAsserted(() -> assertThat(copies()).isEmpty());
    }

    private static void aFileComesAsAReplyToItsCommand(Chat chat) {
        var command = chat.says("/file notes.md");

        var message = chat.awaitMessage(sent -> hasFile(sent, "notes.md"));
        assertThat(content(message)).isEqualTo("# Notes");
        assertThat(message.replyTo()).isEqualTo(command.id());
    }

    private static void ofSeveralThatMatchAPressSendsOne(Chat chat) {
        chat.says("/file notes");
        var offered = chat.awaitMessage("Several files match");
        chat.presses(offered, "📎 notes-2.md");

        assertThat(content(chat.awaitMessage(sent -> hasFile(sent, "notes-2.md"))))
                .isEqualTo("# More notes");
    }

    private void aPictureComesAsAPhoto(Chat chat) {
        chat.says("/image");
        var offered = chat.awaitMessage("The newest come first.");
        assertThat(offered.labels()).containsExactly("📎 shots/login.png");
        chat.presses(offered, "📎 shots/login.png");

        telegram.awaitCall("sendPhoto");
    }

    private void aPhotoThatTelegramRefusesComesAsADocument(Chat chat) {
        telegram.failNext(chat, "sendPhoto", 1, Fault.error(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"));
        chat.says("/file login");

        chat.awaitMessage(sent -> hasFile(sent, "login.png"));
    }

    private void whatIsClosedStaysHere(Chat chat) throws Exception {
        var keys = Files.createDirectories(dir.resolve("home/.ssh"));
        Files.writeString(keys.resolve("id_rsa"), "a private key");
        Files.createSymbolicLink(work().resolve("innocent.txt"), keys.resolve("id_rsa"));
        chat.says("/file innocent.txt");

        assertThat(chat.awaitMessage("innocent.txt").file()).isEmpty();
    }

    private void aFloodWaitSendsNothingTwice(Chat chat) throws Exception {
        Files.writeString(work().resolve("flood.txt"), "flood");
        telegram.failNext(chat, "sendDocument", 1, Fault.tooManyRequests(1));
        chat.says("/file flood.txt");

        chat.awaitMessage(sent -> hasFile(sent, "flood.txt"));
        awaitAtRest(ADA);
        assertThat(withFile(chat, "flood.txt")).hasSize(1);
    }

    private void aFileWhoseAnswerIsLostComesAgainWithAMark(Chat chat) throws Exception {
        Files.writeString(work().resolve("lost.txt"), "lost");
        telegram.failNext(chat, "sendDocument", 1, Fault.droppedAfter());
        chat.says("/file lost.txt");

        chat.awaitMessage(sent -> hasFile(sent, "lost.txt") && sent.text().contains("(repeated)"));
        awaitAtRest(ADA);
        assertThat(withFile(chat, "lost.txt")).extracting(ChatMessage::text).containsExactly("", "(repeated)");
    }

    @Test
    void killedDuringAnUploadTheBotSendsTheFileAgainWithAMark() throws Exception {
        var chat = chatWith(ada);
        Files.writeString(work().resolve("notes.md"), "# Notes");
        telegram.failNext(chat, "sendDocument", 1, Fault.delayed(LONG));
        launchBot();
        chat.says("/file notes.md");
        telegram.awaitCall("sendDocument");

        killBot();
        Files.writeString(work().resolve("notes.md"), "changed meanwhile");
        launchBot();

        var again = chat.awaitMessage(sent -> sent.text().contains("(repeated)"));
        assertThat(content(again)).isEqualTo("# Notes");
        assertThat(withFile(chat, "notes.md")).hasSize(2);
        awaitAtRest(ADA);
        await().atMost(patience()).untilAsserted(() -> assertThat(copies()).isEmpty());
    }

    private static boolean hasFile(ChatMessage message, String name) {
        return message.fromBot()
                && message.file().filter(file -> file.name().equals(name)).isPresent();
    }

    private static List<ChatMessage> withFile(Chat chat, String name) {
        return chat.messages().stream()
                .filter(message -> hasFile(message, name))
                .toList();
    }

    private static String content(ChatMessage message) {
        return new String(message.file().orElseThrow().bytes(), StandardCharsets.UTF_8);
    }

    /** The copies of files that are on their way. */
    private List<Path> copies() throws Exception {
        var copies = dir.resolve("home/.local/share/switchboard/files/.out/" + ADA);
        try (var files = Files.exists(copies) ? Files.list(copies) : Stream.<Path>empty()) {
            return files.toList();
        }
    }
}
