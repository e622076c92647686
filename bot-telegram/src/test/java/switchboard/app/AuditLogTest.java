package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.audit.AuditEntry;
import switchboard.audit.AuditEntry.Kind;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.Secrets;
import switchboard.model.TurnId;

class AuditLogTest {

    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
    private static final Caller ADA = new Caller("111", "Ada", Caller.Role.OWNER, true);
    private static final String SECRET = "sk-ant-abcdefgh";

    @TempDir
    Path dir;

    private Path path = Path.of("");

    @BeforeEach
    void choose() throws IOException {
        dir = dir.toRealPath();
        path = dir.resolve("audit.log");
    }

    @Test
    void anEntryIsOneLineOfJson() throws IOException {
        var all = new AuditEntry(
                NOW, ADA, new ChatId(-100, 5), Kind.PROMPT, "look\nat \u202e\"it\"", "accepted", new TurnId("t1"));
        var nobody = new AuditEntry(NOW, null, ChatId.of(7), Kind.FILE, "a.pdf", "sent", null);

        try (var log = AuditLog.open(path, Secrets.NONE)) {
            log.record(all);
            log.record(nobody);
        }

        assertThat(Files.readAllLines(path))
                .containsExactly(
                        "{\"at\":\"2026-11-30T08:00:00Z\",\"who\":{\"id\":\"111\",\"name\":\"Ada\",\"role\":\"owner\"},"
                                + "\"chat\":\"-100_5\",\"kind\":\"prompt\",\"what\":\"look\\nat ⟨U+202E⟩\\\"it\\\"\","
                                + "\"outcome\":\"accepted\",\"turn\":\"t1\"}",
                        "{\"at\":\"2026-11-30T08:00:00Z\",\"chat\":\"7\",\"kind\":\"file\",\"what\":\"a.pdf\","
                                + "\"outcome\":\"sent\"}");
    }

    @Test
    void secretsAreStruckOutAlsoWhereTheTextIsCut() throws IOException {
        try (var log = AuditLog.open(path, Secrets.of(List.of(SECRET)))) {
            log.record(entry("use " + SECRET));
            log.record(entry("x".repeat(490) + SECRET));
        }

        assertThat(Files.readString(path)).contains("use [redacted]").doesNotContain("sk-ant");
        assertThat(lines())
                .allSatisfy(line -> assertThat(line.path("what").asText()).hasSizeLessThanOrEqualTo(500));
    }

    @Test
    void aSecretIsStruckOutAlsoIfItIsLongerThanAnEntryOrHasSeveralLines() throws IOException {
        var token = "eyJ" + "abcdefghij".repeat(300);
        var key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\n9w0BAQEFAASCBKcwggSj\n-----END PRIVATE KEY-----";
        try (var log = AuditLog.open(path, Secrets.of(List.of(token, key)))) {
            log.record(entry("!login " + token));
            log.record(entry("use " + key.replace('\n', ' ')));
        }

        assertThat(lines().getFirst().path("what").asText()).isEqualTo("!login …");
        assertThat(Files.readString(path)).doesNotContain("eyJ", "MIIE", "9w0B");
    }

    @Test
    void theFileAndItsPredecessorsAreForThisUserAloneAndTheirNumberIsBounded() throws IOException {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        try (var log = new AuditLog(path, Secrets.NONE, new RotatedFile(path, 1_000, AuditLog.KEPT))) {
            for (var number = 0; number < 100; number++) {
                log.record(entry("entry " + number));
            }
        }

        try (var files = Files.list(dir)) {
            assertThat(files.toList())
                    .containsExactlyInAnyOrderElementsOf(AuditLog.files(path))
                    .allSatisfy(file -> {
                        assertThat(Files.getPosixFilePermissions(file))
                                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
                        assertThat(Files.size(file)).isBetween(1L, 1_000L);
                    });
        }
        var whole = new ArrayList<String>();
        AuditLog.files(path).reversed().forEach(file -> whole.addAll(whats(file)));
        assertThat(whole.getLast()).isEqualTo("entry 99");
        assertThat(whole)
                .containsExactly(
                        whole.stream().sorted((a, b) -> number(a) - number(b)).toArray(String[]::new));
    }

    @Test
    void whatWasThereIsContinuedAndALineThatAKillHasCutIsEnded() throws IOException {
        Files.writeString(path, "{\"at\":1}\n{\"at\":");

        try (var log = AuditLog.open(path, Secrets.NONE)) {
            log.record(entry("next"));
        }

        assertThat(Files.readAllLines(path)).hasSize(3).first().isEqualTo("{\"at\":1}");
        assertThat(Files.readAllLines(path).getLast()).contains("\"next\"");
    }

    @Test
    void whoMovesTheFileAwayGetsANewOne() throws IOException {
        try (var log = AuditLog.open(path, Secrets.NONE)) {
            log.record(entry("before"));
            Awaitility.await().until(() -> Files.size(path) > 0);
            Files.move(path, dir.resolve("archived"));
            log.record(entry("after"));
        }

        assertThat(whats(dir.resolve("archived"))).containsExactly("before");
        assertThat(whats(path)).containsExactly("after");
    }

    @Test
    void whoPutsAnotherFileInItsPlaceGetsThatOneContinued() throws IOException {
        try (var log = AuditLog.open(path, Secrets.NONE)) {
            log.record(entry("before"));
            Awaitility.await().until(() -> Files.size(path) > 0);
            Files.move(path, dir.resolve("archived"));
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
            log.record(entry("after"));
        }

        assertThat(whats(dir.resolve("archived"))).containsExactly("before");
        assertThat(whats(path)).containsExactly("after");
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aDeviceOrAPipeIsRefusedAndKeepsItsMode() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", "-m", "666", path.toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThatThrownBy(() -> AuditLog.open(path, Secrets.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is not an ordinary file");
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    @Test
    void aPlaceThatCannotBeWrittenIsOneSentence() throws IOException {
        assertThatThrownBy(() -> AuditLog.open(dir.resolve("none/audit.log"), Secrets.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The audit log " + dir + "/none/audit.log cannot be written (its folder does not exist)."
                        + " Set AUDIT_LOG_PATH to a file that this user can write.");
        assertThatThrownBy(() -> AuditLog.open(dir, Secrets.NONE)).isInstanceOf(IllegalArgumentException.class);
        var link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("elsewhere"));
        assertThatThrownBy(() -> AuditLog.open(link, Secrets.NONE)).isInstanceOf(IllegalArgumentException.class);
        assertThat(dir.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void twoBotsDoNotWriteOneFile() {
        try (var log = AuditLog.open(path, Secrets.NONE)) {
            assertThatThrownBy(() -> AuditLog.open(path, Secrets.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("it is open already");
            log.record(entry("first"));
        }
        assertThat(whats(path)).containsExactly("first");
    }

    @Test
    void aFullDiskLosesEntriesAndTheRecordSaysHowMany() {
        var isFull = new AtomicBoolean(true);
        var written = new CopyOnWriteArrayList<String>();
        var log = new AuditLog(path, Secrets.NONE, lines(line -> {
            if (isFull.get()) {
                throw new IOException("No space left on device");
            }
            written.add(line);
        }));

        log.record(entry("one"));
        log.record(entry("two"));
        Awaitility.await().until(() -> log.lost() == 2);
        isFull.set(false);
        log.record(entry("three"));
        log.close();

        assertThat(written).hasSize(2).first().asString().contains("\"kind\":\"gap\",\"what\":\"2\"");
        assertThat(written.getLast()).contains("three");
    }

    @Test
    void aDiskThatHangsHoldsUpNobody() throws InterruptedException {
        var hangs = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var log = new AuditLog(path, Secrets.NONE, lines(line -> {
            begun.countDown();
            try {
                hangs.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }));

        log.record(entry("hangs"));
        begun.await();
        for (var number = 0; number < 1_500; number++) {
            log.record(entry("waits"));
        }

        assertThat(log.lost()).isEqualTo(500);
        hangs.countDown();
        log.close();
    }

    private interface Append {
        void accept(String line) throws IOException;
    }

    private static AuditLog.Lines lines(Append append) {
        return new AuditLog.Lines() {
            @Override
            public void append(byte[] line) throws IOException {
                append.accept(new String(line, StandardCharsets.UTF_8));
            }

            @Override
            public void close() {} // there is no file
        };
    }

    private static AuditEntry entry(@Nullable String what) {
        return new AuditEntry(NOW, ADA, ChatId.of(7), Kind.COMMAND, String.valueOf(what), "done", null);
    }

    private List<JsonNode> lines() {
        return read(path);
    }

    private static List<String> whats(Path file) {
        return read(file).stream().map(line -> line.path("what").asText()).toList();
    }

    private static List<JsonNode> read(Path file) {
        try {
            var lines = new ArrayList<JsonNode>();
            for (var line : Files.readAllLines(file)) {
                lines.add(new ObjectMapper().readTree(line));
            }
            return lines;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static int number(String what) {
        return Integer.parseInt(what.substring("entry ".length()));
    }
}
