package switchboard.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.text.ExplainedException;

class SessionArchiveTest {

    private static final Instant AT = Instant.parse("2026-11-30T08:00:00Z");
    private static final SessionFacts FACTS = new SessionFacts(1, "claude", "Shop", "fix the build", AT);
    private static final String FOREIGN = "x.zip isn't a session that /export has made.";
    private static final String DAMAGED = "x.zip is damaged: its checksums don't match. Export the session again.";

    @Test
    void whatIsWrittenIsRead() throws IOException, ExplainedException {
        var bytes = written("one\ntwo\n");

        assertThat(entries(bytes).keySet())
                .containsExactly("README.txt", "session.json", "transcript.jsonl", "SHA256SUMS");
        var read = read(bytes);
        assertThat(read.facts()).isEqualTo(FACTS);
        assertThat(transcript(read)).isEqualTo("one\ntwo\n");
    }

    @Test
    void theChecksumsAreThoseOfACommonProgram() throws IOException, ExplainedException {
        var entries = entries(written("one\n"));

        assertThat(entry(entries, "SHA256SUMS").lines())
                .containsExactlyInAnyOrder(
                        sha256(entry(entries, "README.txt")) + "  README.txt",
                        sha256(entry(entries, "session.json")) + "  session.json",
                        sha256(entry(entries, "transcript.jsonl")) + "  transcript.jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.txt", "session.json", "transcript.jsonl", "SHA256SUMS"})
    void oneThatLacksAFileIsForeign(String name) throws IOException, ExplainedException {
        var entries = entries(written("one\n"));
        entries.remove(name);

        refused(zip(entries), FOREIGN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.txt", "session.json", "transcript.jsonl"})
    void aFileThatWasChangedIsNoticed(String name) throws IOException, ExplainedException {
        var entries = entries(written("one\n"));
        entries.put(name, entries.get(name) + " ");

        refused(zip(entries), DAMAGED);
    }

    @Test
    void aSumOfAnotherFileOrASecondOneIsNoticed() throws IOException, ExplainedException {
        var entries = entries(written("one\n"));
        entries.merge("SHA256SUMS", "0".repeat(64) + "  ../.bashrc\n", String::concat);

        refused(zip(entries), DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil.sh",
                "/etc/passwd",
                "session.json/",
                "a/session.json",
                "notes.txt",
                "SESSION.JSON",
                "\\x"
            })
    void aFileOfAnyOtherNameMakesItForeign(String name) throws IOException, ExplainedException {
        var entries = entries(written("one\n"));
        entries.put(name, "");

        refused(zip(entries), FOREIGN);
    }

    @Test
    void aFileThatComesTwiceMakesItForeign() throws IOException, ExplainedException {
        var bytes = new String(written("one\n"), StandardCharsets.ISO_8859_1).replace("README.txt", "SHA256SUMS");

        refused(bytes.getBytes(StandardCharsets.ISO_8859_1), FOREIGN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "PK\u0003\u0004", "{}"})
    void whatIsNoZipIsForeign(String content) {
        refused(content.getBytes(StandardCharsets.UTF_8), FOREIGN);
    }

    @Test
    void oneThatIsCutAnywhereIsRefused() throws IOException, ExplainedException {
        var whole = written("one\ntwo\nthree\n");

        var isCutInItsFiles = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        for (var length = 0; length < isCutInItsFiles; length++) {
            var cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(ExplainedException.class);
        }
    }

    @Test
    void oneThatUnpacksToTooMuchIsGivenUp() throws IOException {
        var bomb = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bomb)) {
            zip.putNextEntry(new ZipEntry("transcript.jsonl"));
            var zeros = new byte[1_000_000];
            for (var written = 0L; written <= SessionArchive.MOST_TRANSCRIPT; written += zeros.length) {
                zip.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(1_000_000);

        refused(bomb.toByteArray(), "x.zip unpacks to more than 128 MB, which is too much for a session.");
    }

    @Test
    void aSmallFileThatIsTooLargeIsGivenUpToo() throws IOException, ExplainedException {
        var entries = entries(written("one\n"));
        entries.put("README.txt", "x".repeat(100_000));

        assertThatThrownBy(() -> read(zip(entries)))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("x.zip unpacks to more than");
    }

    @Test
    void aTranscriptThatIsTooLongIsNotWritten() {
        var mega = new byte[1_000_000];

        assertThatExceptionOfType(Checksum.TooLargeException.class)
                .isThrownBy(() -> SessionArchive.write(
                        FACTS,
                        to -> {
                            for (var written = 0L; written <= SessionArchive.MOST_TRANSCRIPT; written += mega.length) {
                                to.write(mega);
                            }
                        },
                        java.io.OutputStream.nullOutputStream()));
    }

    @Test
    void aLaterFormatIsNamedAndAWrongOneIsForeign() throws IOException, ExplainedException {
        refused(
                zip(withFacts("{\"format\": 2, \"agent\": \"claude\"}")),
                "x.zip was made by a newer version of Switchboard." + " Update this one first.");
        for (var facts :
                new String[] {"{}", "[]", "null", "5", "{\"format\": \"one\"}", "{\"format\": 0}", "no json", ""}) {
            refused(zip(withFacts(facts)), FOREIGN);
        }
    }

    @Test
    void namesOfOneFromAnybodyAreOneShortLineThatHidesNothing() throws IOException, ExplainedException {
        var read = read(zip(withFacts("""
                {"format": 1, "agent": "claude", "title": "a\\u202eb\\nc%s", "opening": "\\u2066 ", "mood": "sunny"}""".formatted("x".repeat(100)))));

        assertThat(read.facts().title()).startsWith("ab cx").hasSize(64).endsWith("…");
        assertThat(read.facts().opening()).isNull();
    }

    @Test
    void aTranscriptThatIsNotTheOneThatWasCheckedFailsAtItsEnd() throws IOException, ExplainedException {
        var source = new AtomicReference<>(written("one\n"));
        var read = SessionArchive.read(() -> new ByteArrayInputStream(source.get()), "x.zip");
        source.set(written("another\n"));

        assertThatThrownBy(() -> transcript(read)).isInstanceOf(IOException.class);
        source.set(new byte[0]);
        assertThatThrownBy(() -> transcript(read)).isInstanceOf(IOException.class);
    }

    private static Map<String, String> withFacts(String json) throws IOException, ExplainedException {
        var entries = entries(written("one\n"));
        entries.put("session.json", json);
        entries.remove("SHA256SUMS");
        var sums = entries.entrySet().stream()
                .map(each -> sha256(each.getValue()) + "  " + each.getKey() + "\n")
                .collect(Collectors.joining());
        entries.put("SHA256SUMS", sums);
        return entries;
    }

    private static void refused(byte[] bytes, String sentence) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(ExplainedException.class)
                .hasMessage(sentence);
    }

    private static byte[] written(String transcript) throws IOException, ExplainedException {
        var bytes = new ByteArrayOutputStream();
        SessionArchive.write(FACTS, to -> to.write(transcript.getBytes(StandardCharsets.UTF_8)), bytes);
        return bytes.toByteArray();
    }

    private static SessionArchive read(byte[] bytes) throws IOException, ExplainedException {
        return SessionArchive.read(() -> new ByteArrayInputStream(bytes), "x.zip");
    }

    private static String transcript(SessionArchive archive) throws IOException, ExplainedException {
        var text = new AtomicReference<String>();
        archive.transcript(from -> text.set(new String(from.readAllBytes(), StandardCharsets.UTF_8)));
        return Objects.requireNonNull(text.get());
    }

    private static String entry(Map<String, String> entries, String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }

    private static Map<String, String> entries(byte[] bytes) throws IOException {
        var entries = new LinkedHashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    private static byte[] zip(Map<String, String> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
