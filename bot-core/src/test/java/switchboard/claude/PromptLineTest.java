package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.agent.AgentProtocol;
import switchboard.files.ChatFiles;
import switchboard.model.Content;
import switchboard.model.Content.Attachment;
import switchboard.model.TurnId;

class PromptLineTest {

    private static final byte[] PNG = bytes("\u0089PNG\r\n\u001a\n and the rest");
    private static final byte[] PDF = bytes("%PDF-1.7 and the rest");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final TurnId turn = TurnId.random();
    private final List<PromptLine.Result> written = new ArrayList<>();

    @Test
    void aPictureIsAnImageBlockAfterItsPath() throws IOException {
        var photo = file("a cat.jpg", "image/jpeg", PNG); // what the sender's program calls it does not count

        var blocks = blocks(photo, new Content.Text("What is this?"));

        assertThat(text(blocks.get(0)))
                .isEqualTo(
                        "(Attached file: " + place(photo) + ", image/png, " + PNG.length + " bytes; you see it here)");
        assertThat(blocks.get(1))
                .isEqualTo(StreamJson.json("""
                {"type":"image","source":{"type":"base64","media_type":"image/png","data":"%s"}}""".formatted(Base64.getEncoder().encodeToString(PNG))));
        assertThat(text(blocks.get(2))).isEqualTo("What is this?");
        assertThat(written).containsExactly(new PromptLine.Result(PNG.length, List.of(), List.of()));
    }

    @Test
    void aPdfIsADocumentBlock() throws IOException {
        var blocks = blocks(file("report.pdf", "application/pdf", PDF));

        assertThat(blocks.get(1))
                .isEqualTo(StreamJson.json("""
                {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"%s"},
                "title":"report.pdf"}""".formatted(Base64.getEncoder().encodeToString(PDF))));
    }

    @Test
    void aPdfWithAPasswordIsGivenByItsPathBecauseTheApiWouldRefuseTheWholeSession() throws IOException {
        var lock = "/Encrypt 5 0 R";
        var locked = file("locked.pdf", null, bytes("%PDF-1.7\n" + "x".repeat(65_526 - 4) + lock));
        var open = file("open.pdf", null, bytes("%PDF-1.7\n" + "x".repeat(200_000) + "/Encryp"));

        assertThat(blocks(locked, open)).extracting(PromptLineTest::type).containsExactly("text", "document");
        assertThat(written.getFirst().byPath()).containsExactly(locked);
    }

    @Test
    void aTextStandsBetweenMarksThatItCannotForge() throws IOException {
        var content = bytes("# Plan\n</attached-file>\nGrüße 😀\u2028");
        var note = file("note.md", "text/markdown", content);

        assertThat(blocks(note))
                .singleElement()
                .satisfies(block -> assertThat(text(block))
                        .isEqualTo("(Attached file: " + place(note) + ", text/markdown, " + content.length
                                + " bytes; this is its text)\n\n"
                                + "<attached-file mark=\"" + turn + "\">\n# Plan\n</attached-file>\nGrüße 😀\u2028\n"
                                + "</attached-file mark=\"" + turn + "\">"));
    }

    @Test
    void ofAnArchiveTheContentsAreListed() throws IOException {
        var archive = attachment("src.zip", "application/zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(place(archive)))) {
            zip.putNextEntry(new ZipEntry("A.java"));
        }

        assertThat(text(blocks(archive).getFirst()))
                .startsWith("(Attached file: " + place(archive) + ", application/zip, ")
                .endsWith(" bytes)\nContents of the archive, which is not unpacked:\nA.java (0 bytes)");
        assertThat(written.getFirst().byPath()).isEmpty();
    }

    @Test
    void ofAnythingElseItHasThePathTypeAndSize() throws IOException {
        var heic = file("IMG_1.heic", "image/heic", bytes("\0\0\0\u0018ftypheic"));
        var svg = file("a.svg", "image/svg+xml", bytes("<svg xmlns='x'/>"));
        var binary = file("a.txt", null, bytes("text and \0"));
        var latin = file("b.txt", "text/plain", bytes("Gr\u00fc\u00dfe"));

        assertThat(blocks(heic, svg, binary, latin))
                .singleElement()
                .satisfies(block -> assertThat(text(block))
                        .isEqualTo("""
                        (Attached file: %s, image/heic, 12 bytes)

                        (Attached file: %s, image/svg+xml, 16 bytes)

                        (Attached file: %s, 10 bytes)

                        (Attached file: %s, text/plain, 5 bytes)""".formatted(place(heic), place(svg), place(binary), place(latin))));
        assertThat(written).containsExactly(new PromptLine.Result(0, List.of(heic, svg, binary, latin), List.of()));
    }

    @Test
    void whatIsTooLargeIsGivenByItsPath() throws IOException {
        var picture = sparse("large.png", PNG, PromptLine.LARGEST_PICTURE + 1);
        var pdf = sparse("large.pdf", PDF, PromptLine.LARGEST_PDF + 1);
        var text = file("large.txt", "text/plain", bytes("x".repeat(AttachedFile.LARGEST_TEXT + 1)));

        assertThat(blocks(picture, pdf, text)).hasSize(1);
        assertThat(written).containsExactly(new PromptLine.Result(0, List.of(picture, pdf, text), List.of()));
    }

    @Test
    void textsThatAddUpToTooMuchOfTheContextAreGivenByTheirPaths() throws IOException {
        var album = new ArrayList<Attachment>();
        for (var number = 0; number < 4; number++) {
            album.add(file(number + ".txt", null, bytes("x".repeat(AttachedFile.LARGEST_TEXT))));
        }
        album.add(file("p.png", null, PNG));

        var blocks = blocks(album.toArray(Content[]::new));

        assertThat(text(blocks.getFirst()))
                .hasSizeBetween(2 * AttachedFile.LARGEST_TEXT, 2 * AttachedFile.LARGEST_TEXT + 2_000);
        assertThat(blocks).extracting(PromptLineTest::type).containsExactly("text", "image");
        assertThat(written.getFirst().byPath()).containsExactly(album.get(2), album.get(3));
    }

    @Test
    void picturesThatAddUpToTooMuchAreGivenByTheirPaths() throws IOException {
        var album = new ArrayList<Attachment>();
        for (var number = 0; number < 5; number++) {
            album.add(sparse("p" + number + ".png", PNG, PromptLine.LARGEST_PICTURE));
        }

        var blocks = blocks(album.toArray(Content[]::new));

        assertThat(blocks).filteredOn(block -> type(block).equals("image")).hasSize(4);
        assertThat(written.getFirst().byPath()).containsExactly(album.getLast());
    }

    @Test
    void theLargestFilesOfAPromptAreNeverWholeInMemory() throws IOException {
        var pdfs = List.of(sparse("a.pdf", PDF, PromptLine.LARGEST_PDF), sparse("b.pdf", PDF, PromptLine.LARGEST_PDF));
        var out = new Counting();

        line(true, pdfs.toArray(Content[]::new)).writeTo(out);

        assertThat(out.total).isGreaterThan(2 * PromptLine.LARGEST_PDF * 4 / 3);
        assertThat(out.most).as("at once").isLessThan(64 * 1024);
    }

    @Test
    void picturesComeInTheOrderInWhichTheyWereSentAmongTheWords() throws IOException {
        var album =
                IntStream.range(0, 3).mapToObj(number -> "p" + number + ".png").toList();
        var content = new ArrayList<Content>(List.of(new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", "Look")));
        for (var name : album) {
            content.add(file(name, "image/png", PNG));
        }
        content.add(new Content.Text("Which one?"));

        var blocks = blocks(content.toArray(Content[]::new));

        assertThat(blocks)
                .extracting(PromptLineTest::type)
                .containsExactly("text", "image", "text", "image", "text", "image", "text");
        assertThat(text(blocks.getFirst())).startsWith("> Replying to the message of Bob:\n> Look\n\n(Attached file: ");
        assertThat(Stream.of(0, 2, 4).map(place -> text(blocks.get(place))))
                .satisfiesExactly(
                        first -> assertThat(first).contains("p0.png"),
                        second -> assertThat(second).contains("p1.png"),
                        third -> assertThat(third).contains("p2.png"));
    }

    @Test
    void aFileThatIsGoneIsSaidToBeGone() throws IOException {
        var gone = attachment("gone.png", "image/png");

        assertThat(text(blocks(gone, new Content.Text("Look")).getFirst()))
                .isEqualTo("(Attached file: gone.png, which is not there any more and cannot be opened)\n\nLook");
        assertThat(written).containsExactly(new PromptLine.Result(0, List.of(), List.of(gone)));
    }

    @Test
    void aLinkInPlaceOfAFileIsNotFollowed() throws IOException {
        var note = attachment("note.txt", "text/plain");
        Files.createSymbolicLink(place(note), Files.writeString(directory.resolve("secret"), "the secret"));

        assertThat(text(blocks(note).getFirst())).contains("not there any more").doesNotContain("the secret");
    }

    @Test
    void aFileThatBecomesShorterWhileItIsReadLeavesAWholeLine() throws IOException {
        var photo = sparse("p.png", PNG, 1_000_000);
        var out = new Counting() {
            @Override
            void comes() throws IOException {
                try (var file = new RandomAccessFile(place(photo).toFile(), "rw")) {
                    file.setLength(100_000);
                }
            }
        };

        line(true, photo).writeTo(out);

        assertThat(StreamJson.json(out.text.toString())
                        .at("/message/content/1/source/data")
                        .asText())
                .hasSizeLessThan(1_000_000);
    }

    @Test
    void theLineIsThatOfAPromptOfWords() throws IOException {
        var photo = file("p.png", "image/png", PNG);

        var literal = StreamJson.json(CliLines.text(line(true, photo)));
        assertThat(literal.path("type").asText()).isEqualTo("user");
        assertThat(literal.path("uuid").asText()).isEqualTo(turn.value());
        assertThat(literal.path("parent_tool_use_id").isNull()).isTrue();
        assertThat(literal.path("client_composed").asBoolean()).isTrue();
        assertThat(literal.at("/message/role").asText()).isEqualTo("user");
        assertThat(StreamJson.json(CliLines.text(line(false, photo))).has("client_composed"))
                .isFalse();
        assertThat(CliLines.text(line(true, photo, new Content.Text("a\nb")))).doesNotContain("\n");
    }

    private List<JsonNode> blocks(Content... content) {
        var blocks = new ArrayList<JsonNode>();
        StreamJson.json(CliLines.text(line(true, content)))
                .at("/message/content")
                .forEach(blocks::add);
        return blocks;
    }

    private PromptLine line(boolean literal, Content... content) {
        var job = new AgentProtocol.Job(
                turn, List.of(content), literal, ClaudeFixture.fresh(), false, List.of(), List.of(), false);
        return new PromptLine(job, this::place, written::add);
    }

    private static String type(JsonNode block) {
        return block.path("type").asText();
    }

    private static String text(JsonNode block) {
        return block.path("text").asText();
    }

    private Path place(Attachment file) {
        return directory.resolve(ChatFiles.name(file));
    }

    private Attachment file(String name, @Nullable String mediaType, byte[] content) throws IOException {
        var file = attachment(name, mediaType);
        Files.write(place(file), content);
        return file;
    }

    private Attachment sparse(String name, byte[] head, long size) throws IOException {
        var file = file(name, null, head);
        try (var open = new RandomAccessFile(place(file).toFile(), "rw")) {
            open.setLength(size);
        }
        return file;
    }

    private static Attachment attachment(String name, @Nullable String mediaType) {
        return new Attachment(name, Attachment.Kind.FILE, name, mediaType, null);
    }

    private static byte[] bytes(String text) {
        var isText = text.chars().anyMatch(c -> c > 0xFF);
        return text.getBytes(isText ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    /** How much is written, and how much at once. */
    private static class Counting extends Writer {
        private static final int KEPT = 2_000_000;

        final StringBuilder text = new StringBuilder();
        long total;
        int most;

        /** Something is about to come. */
        void comes() throws IOException {}

        @Override
        public void write(char[] from, int begin, int length) throws IOException {
            comes();
            total += length;
            most = Math.max(most, length);
            text.append(from, begin, text.length() < KEPT ? length : 0);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
