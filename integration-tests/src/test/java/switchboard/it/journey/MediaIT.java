package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.botapi.FileContent;
import switchboard.it.anthropic.Digests;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.TurnRequest;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.Fault;
import switchboard.it.telegram.Media;
import switchboard.it.telegram.Pictures;

/** What people send besides text reaches Claude, with its caption, and nobody else. */
class MediaIT extends Journey {

    private static final FileContent BYTES = new FileContent("p.bin", "audio/mpeg", new byte[] {1, 2, 3});

    @BeforeEach
    void nameThePlaceOfFiles() {
        settings.put("FILES_DIR", files().toString());
        if (claude != null) {
            claude.when("", Script.say("Noted."));
        }
    }

    @Test
    void albumsCaptionsRepliesAndPlacesReachClaude() throws Exception {
        startBot();
        var chat = chatWith(ada);

        anAlbumOfTenIsOnePrompt(chat);
        aPlaceIsALineOfText(chat);
        aPhotoThatIsRepliedToComesAlong(chat);
        aMistypedCommandKeepsItsPhotosOverARestart(chat);
        inAGroupTheCaptionOfAnyPieceAddressesTheBot();
        telegram.awaitThat("every update to be confirmed", () -> telegram.pendingUpdates() == 0);
        assertThat(claude.requests())
                .extracting(TurnRequest::prompt)
                .noneMatch(prompt -> prompt.contains("for nobody"));
    }

    private void anAlbumOfTenIsOnePrompt(Chat chat) {
        var photos = IntStream.range(0, 10)
                .mapToObj(number -> Pictures.png(number, 20))
                .toList();
        chat.sendsAlbum(photos.stream()
                .map(photo -> Media.photo(photo, photo == photos.getFirst() ? "which is best?" : ""))
                .toArray(Media[]::new));

        assertThat(shown("which is best?")).isEqualTo(digests(photos));
        chat.awaitAnswer("Noted.");
        assertThat(said(chat)).filteredOn(text -> text.contains("Noted.")).hasSize(1);
    }

    private void aPlaceIsALineOfText(Chat chat) {
        chat.sends(Media.venue(48.2082, 16.3738, "Café Central", "Herrengasse 14"));

        assertThat(asked("Central").prompt())
                .isEqualTo("I sent a place: Café Central, Herrengasse 14 (48.208200, 16.373800).");
    }

    private void aPhotoThatIsRepliedToComesAlong(Chat chat) {
        var picture = Pictures.png(20, 20);
        var photo = chat.forwards(bob, Media.photo(picture, ""));
        assertThat(asked("Forwarded").prompt()).contains("> Forwarded from Bob:\n> (a photo)");
        chat.repliesTo(photo, "and in colour?");

        assertThat(asked("colour").prompt()).contains("> Replying to the message of Ada:\n> (a photo)");
        assertThat(shown("colour")).isEqualTo(digests(List.of(picture)));
    }

    private void aMistypedCommandKeepsItsPhotosOverARestart(Chat chat) throws Exception {
        var photos = List.of(Pictures.png(21, 20), Pictures.png(22, 20));
        chat.sendsAlbum(Media.photo(photos.getFirst(), "/aks are they alike?"), Media.photo(photos.getLast(), ""));
        var question = chat.awaitMessage("There's no command /aks.");
        stopBot();
        startBot();
        chat.presses(question, "/ask");

        assertThat(shown("alike?")).isEqualTo(digests(photos));
        assertThat(said(chat)).noneMatch(text -> text.contains("takes no files"));
    }

    private void inAGroupTheCaptionOfAnyPieceAddressesTheBot() {
        var group = telegram.group(-4321, "Team").with(ada);
        var pictures = List.of(Pictures.png(30, 20), Pictures.png(31, 20), Pictures.png(32, 20));
        group.sends(Media.photo(Pictures.png(33, 20), "for nobody"));
        group.sendsAlbum(
                Media.photo(pictures.getFirst(), ""),
                Media.photo(pictures.get(1), "@" + telegram.botUsername() + " compare these"),
                Media.photo(pictures.getLast(), ""));

        assertThat(asked("compare these").prompt()).doesNotContain("@");
        assertThat(shown("compare these")).isEqualTo(digests(pictures));
        group.awaitAnswer("Noted.");
    }

    @Test
    void everyKindReachesItsOwnChatOnlyWhateverItsNameAndBytesAre() throws Exception {
        startBot();
        var chat = chatWith(ada);
        var others = chatWith(bob);

        photosThatTwoChatsSendAtOnceStayApart(chat, others);
        aDownloadThatBreaksOffTwiceIsRepeatedWhileTheOtherChatGoesOn(others, chat);
        aFileThatIsTooLargeIsAskedAbout(chat);
        theWholeFileIsThereInTheEnd(others);
        try (var all = Files.walk(files())) {
            assertThat(all.filter(path -> path.toString().endsWith(".part"))).isEmpty();
        }
    }

    private void photosThatTwoChatsSendAtOnceStayApart(Chat chat, Chat others) {
        var mine = Pictures.png(1, 40);
        var theirs = Pictures.png(2, 40);
        chat.sends(Media.photo(mine, "what is mine?"));
        others.sends(Media.photo(theirs, "what is theirs?"));

        assertThat(shown("what is mine?")).isEqualTo(digests(List.of(mine)));
        assertThat(shown("what is theirs?")).isEqualTo(digests(List.of(theirs)));
        chat.awaitAnswer("Noted.");
        others.awaitAnswer("Noted.");
        assertThat(in(ADA)).hasSize(1).noneMatch(path -> in(BOB).contains(path));
    }

    private void aDownloadThatBreaksOffTwiceIsRepeatedWhileTheOtherChatGoesOn(Chat stuck, Chat chat)
            throws IOException {
        telegram.failNext("download", 2, Fault.droppedAfter());
        stuck.sends(Media.photo(Pictures.png(3, 200), "whole at last"));
        telegram.awaitCall("download", call -> call.status() == -1);
        stuck.says("/status");
        assertThat(stuck.awaitMessage("Query:").text()).contains("Getting your photo");
        telegram.awaitThat("both to have broken off", () -> telegram.faultsLeft() == 0);

        eachKindIsThere(chat);
        whatClaudeCannotSeeIsTold(chat);
        namesAreHarmless(chat);
    }

    private void eachKindIsThere(Chat chat) {
        chat.sendsAlbum(
                Media.document(new FileContent("a.pdf", "application/pdf", pdf()), "a pdf"),
                Media.document(new FileContent("bomb.zip", "application/zip", bomb()), ""));
        var pdf = asked("a pdf");
        assertThat(files(pdf, "a pdf")).containsExactly("document application/pdf");
        assertThat(pdf.mentions("zeros.txt")).isTrue();
        chat.sends(Media.audio(BYTES, "an audio"));
        chat.sends(Media.video(BYTES, "a video"));
        chat.sends(Media.animation(BYTES, "an animation"));
        chat.sends(Media.videoNote(BYTES));
        chat.sends(Media.sticker(Pictures.png(4, 40), "😀"));

        assertThat(asked("an audio").mentions("-p.bin")).isTrue();
        assertThat(asked("a video").mentions("-p.bin")).isTrue();
        assertThat(asked("an animation").mentions("-p.bin")).isTrue();
        assertThat(asked("a video message").mentions("video_note.mp4")).isTrue();
        assertThat(files(asked("a sticker"), "a sticker")).hasSize(1);
    }

    private void whatClaudeCannotSeeIsTold(Chat chat) {
        var heic = "\0\0\0\u0018ftypheic".getBytes(StandardCharsets.ISO_8859_1);
        chat.sends(Media.document(new FileContent("IMG_1.heic", "image/heic", heic), "from my phone"));
        chat.awaitMessage("Claude can't look at IMG_1.heic directly");
        var broken = Pictures.png(5, 40).bytes().clone();
        IntStream.range(60, broken.length).forEach(at -> broken[at] = 7);
        chat.sends(Media.photo(new FileContent("p.png", "image/png", broken), "broken bytes"));

        assertThat(asked("from my phone").mentions("IMG_1.heic")).isTrue();
        assertThat(asked("broken bytes").prompt()).contains("broken bytes");
    }

    private void namesAreHarmless(Chat chat) {
        for (var name : List.of("../../x", "ü".repeat(150) + ".txt", "gpj\u202e.txt.exe")) {
            chat.sends(
                    Media.document(new FileContent(name, "text/plain", "hello".getBytes(StandardCharsets.UTF_8)), ""));
        }
        telegram.awaitThat("all of Ada's files to be there", () -> in(ADA).size() == 12);
        assertThat(in(ADA))
                .extracting(path -> path.getFileName().toString())
                .allMatch(name -> name.getBytes(StandardCharsets.UTF_8).length <= 137)
                .noneMatch(name -> name.matches("(?s).*[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}].*"))
                .anyMatch(name -> name.matches("[0-9a-f]{16}-x"))
                .anyMatch(name -> name.endsWith("ü.txt"));
        assertThat(dir.resolve("x")).doesNotExist();
    }

    private void aFileThatIsTooLargeIsAskedAbout(Chat chat) {
        chat.sends(Media.hugeDocument("film.mkv", 21L << 20).captioned("what is in the film?"));
        var question = chat.awaitMessage("I can't get film.mkv");
        assertThat(question.text()).contains("too large");
        assertThat(question.labels()).containsExactly("Run without it", "Discard");
        chat.presses(question, "Run without it");

        assertThat(asked("what is in the film?").prompt()).contains("film.mkv");
    }

    private void theWholeFileIsThereInTheEnd(Chat stuck) {
        assertThat(shown("whole at last")).isEqualTo(digests(List.of(Pictures.png(3, 200))));
        assertThat(telegram.faultsLeft()).isZero();
        telegram.awaitThat(
                "both answers",
                () -> said(stuck).stream().filter(text -> text.equals("Noted.")).count() == 2);
    }

    @Test
    void afterAKillBeforeOrAfterTheDownloadAPhotoIsAnsweredOnce() throws Exception {
        settings.put("MAX_CONCURRENT_QUERIES", "1");
        claude.when("a story", Script.say("Once upon a time.").hold("story"));
        telegram.failByChance((method, chat, text) -> method.equals("getFile") ? Fault.internalError() : null);
        launchBot();
        var chat = chatWith(ada);
        chat.sends(Media.photo(Pictures.png(1, 40), "not fetched yet"));
        telegram.awaitCall("getFile");
        awaitStored("not fetched yet");

        killBot();
        telegram.failByChance((method, chatId, text) -> null);
        launchBot();
        assertThat(shown("not fetched yet")).isEqualTo(digests(List.of(Pictures.png(1, 40))));
        chat.awaitAnswer("Noted.");
        awaitAtRest(ADA);

        var others = chatWith(bob);
        others.says("tell me a story");
        claude.awaitHeld("story");
        chat.sends(Media.photo(Pictures.png(2, 40), "fetched already"));
        telegram.awaitThat("both photos to be there", () -> in(ADA).size() == 2);
        killBot();
        launchBot();
        claude.awaitHeld("story");
        claude.release("story");

        assertThat(shown("fetched already")).isEqualTo(digests(List.of(Pictures.png(2, 40))));
        awaitAtRest(ADA);
        awaitAtRest(BOB);
        assertThat(telegram.calls("download")).hasSize(2);
        assertThat(said(chat)).filteredOn(text -> text.contains("Noted.")).hasSize(2);
        assertThat(said(others))
                .filteredOn(text -> text.contains("Once upon a time."))
                .hasSize(1);
    }

    private Path files() {
        return dir.resolve("files");
    }

    /** The files of a chat. */
    private List<Path> in(long chat) {
        try (Stream<Path> entries = Files.list(files().resolve(Long.toString(chat)))) {
            return entries.filter(path ->
                            Files.isRegularFile(path) && !path.toString().endsWith(".part"))
                    .toList();
        } catch (IOException notYet) {
            return List.of();
        }
    }

    /** The request with these words of Ada or Bob. */
    private TurnRequest asked(String words) {
        return claude.awaitRequest(request -> request.prompt().contains(words), patience());
    }

    /** The pictures that came with these words, in order. */
    private List<String> shown(String words) {
        return with(asked(words), words).digests();
    }

    private static List<String> files(TurnRequest request, String words) {
        return with(request, words).files();
    }

    private static TurnRequest.Message with(TurnRequest request, String words) {
        return request.messages().stream()
                .filter(message -> message.texts().stream().anyMatch(text -> text.contains(words)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> digests(List<FileContent> files) {
        return files.stream().map(file -> Digests.sha256(file.bytes())).toList();
    }

    private static byte[] pdf() {
        return """
                %PDF-1.4
                1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
                2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
                3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj
                trailer<</Root 1 0 R>>
                %%EOF
                """.getBytes(StandardCharsets.US_ASCII);
    }

    /** 300 MB in an archive of 300 KB. */
    private static byte[] bomb() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("zeros.txt"));
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 300; i++) {
                zip.write(zeros);
            }
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return bytes.toByteArray();
    }
}
