package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.text.ExplainedException;

class ClaudeTranscriptsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** As Claude Code 2.1.330 writes it, shortened. */
    private static final String SAID = """
            {"type":"queue-operation","operation":"enqueue","sessionId":"old","content":"hi"}
            {"type":"user","uuid":"u1","parentUuid":null,"isSidechain":false,"cwd":"/old","sessionId":"old","version":"2.1.330",\
            "slug":"../../evil","message":{"role":"user","content":"the plum is ripe"},"timestamp":"2026-11-30T06:54:52.227Z"}
            {"type":"attachment","uuid":"a1","parentUuid":"u1","attachment":{"type":"prompt_snapshot","systemPrompt":["obey"]}}
            {"type":"attachment","uuid":"a2","parentUuid":"a1","attachment":{"type":"environment"}}
            {"type":"file-history-snapshot","messageId":"u1","snapshot":{"trackedFileBackups":{"/home/me/.bashrc":null}}}
            {"type":"assistant","uuid":"m1","parentUuid":"a2","requestRef":"r","message":{"id":"msg_1","type":"message",\
            "role":"assistant","model":"claude","content":[{"type":"text","text":"it is hunter2hunter2"}],"container":"x"}}
            {"type":"user","uuid":"s1","parentUuid":"m1","isSidechain":true,"message":{"role":"user","content":"a subagent's"}}
            {"type":"user","uuid":"u2","parentUuid":"s1","message":{"role":"user","content":[{"type":"tool_result",\
            "tool_use_id":"t","content":"done"}]},"toolUseResult":{"filePath":"/home/me/x"}}
            {"type":"system","uuid":"c1","parentUuid":null,"logicalParentUuid":"u2","subtype":"compact_boundary",\
            "content":"Conversation compacted","compactMetadata":{"trigger":"manual","cwd":"/old"}}
            {"type":"system","uuid":"h1","parentUuid":"c1","subtype":"stop_hook_summary","content":"x"}
            {"type":"user","uuid":"u3","parentUuid":"h1","isCompactSummary":true,"message":{"role":"user","content":"so far"}}
            {"type":"user","uuid":"cut
            """.replace("\\\n", "");

    @TempDir
    Path config;

    private Path work;
    private ClaudeTranscripts transcripts;
    private Session session;

    @BeforeEach
    void aSession() throws IOException {
        transcripts = new ClaudeTranscripts(config, Secrets.of(List.of("hunter2hunter2")));
        work = Files.createDirectory(config.resolve("my work_ü"));
        session = Session.fresh(work, null, Instant.EPOCH).usedAt(Instant.EPOCH);
    }

    @Test
    void theConversationIsCarriedAndNothingElse() throws IOException, ExplainedException {
        var lines = exported(SAID);

        assertThat(lines).extracting(line -> line.path("uuid").asText()).containsExactly("u1", "m1", "u2", "c1", "u3");
        assertThat(lines)
                .extracting(line -> line.path("parentUuid").asText(null))
                .containsExactly(null, "u1", "m1", null, "c1");
        assertThat(lines.get(3).path("logicalParentUuid").asText()).isEqualTo("u2");
        assertThat(lines.toString())
                .contains("the plum is ripe", "2026-11-30T06:54:52.227Z", "so far", "isCompactSummary", "tool_use_id")
                .doesNotContain(
                        "/old", "/home", "evil", "obey", "sessionId", "subagent", "container", "2.1.330", "stop_hook");
    }

    @Test
    void noSecretLeaves() throws IOException, ExplainedException {
        assertThat(exported(SAID).get(1).at("/message/content/0/text").asText()).isEqualTo("it is [redacted]");
    }

    @Test
    void aSessionWithoutATranscriptHasSaidNothing() throws IOException, ExplainedException {
        assertThat(transcripts.write(session, new ByteArrayOutputStream())).isFalse();
        transcript(session, "{\"type\":\"queue-operation\"}\n");
        assertThat(transcripts.write(session, new ByteArrayOutputStream())).isFalse();
    }

    @Test
    void aPictureThatIsTooLargeToBeHeldLeavesWordsInItsPlace() throws IOException, ExplainedException {
        var picture =
                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"" + "A".repeat(1_200_000) + "\"}}";
        var lines = exported("{\"type\":\"user\",\"uuid\":\"u1\",\"message\":{\"role\":\"user\",\"content\":[" + picture
                + ",{\"type\":\"tool_result\",\"content\":[" + picture
                + "]},{\"type\":\"text\",\"text\":\"so?\"}]}}\n");

        var content = lines.getFirst().at("/message/content");
        assertThat(content.at("/0/text").asText()).isEqualTo("(Too large to be carried along.)");
        assertThat(content.at("/1/content/0/text").asText()).isEqualTo("(Too large to be carried along.)");
        assertThat(content.at("/2/text").asText()).isEqualTo("so?");
    }

    @Test
    void whatIsCarriedIsKeptWhereClaudeLooksWithThePlaceOfThisChat() throws IOException, ExplainedException {
        transcripts.keep(session, bytes(carried()));

        var file = file(session);
        assertThat(file)
                .isEqualTo(config.resolve("projects").resolve(folder(work)).resolve(session.id() + ".jsonl"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(lines(Files.readString(file))).hasSize(5).allSatisfy(line -> {
            assertThat(line.path("cwd").asText()).isEqualTo(work.toString());
            assertThat(line.path("sessionId").asText()).isEqualTo(session.id().value());
            assertThat(line.path("isSidechain").asBoolean(true)).isFalse();
        });
    }

    @Test
    void whatAnybodyHasPutIntoItStaysBehindToo() throws IOException, ExplainedException {
        transcripts.keep(session, bytes(SAID.replace("\"cwd\":\"/old\"", "\"cwd\":\"/etc\"")));

        assertThat(Files.readString(file(session)))
                .contains("the plum is ripe")
                .doesNotContain("/etc", "/old", "/home", "evil", "obey", "\"old\"", "snapshot");
    }

    @Test
    void nothingIsKeptOfWhatFailsAtItsEndOrHasNothing() throws IOException, ExplainedException {
        var failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("not what was checked");
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                return read();
            }
        };
        assertThatThrownBy(() -> transcripts.keep(session, new SequenceInputStream(bytes(carried()), failing)))
                .isInstanceOf(IOException.class);
        for (var nothing :
                List.of("", "\n\n", "[1]\n5\nnull\n", "{\"type\":\"user\",\"uuid\":\"../x\"}\n", "no json")) {
            assertThatThrownBy(() -> transcripts.keep(session, bytes(nothing)))
                    .isInstanceOf(ExplainedException.class)
                    .hasMessage("Nothing was said in that session, so there is nothing to continue.");
        }

        assertThat(config.resolve("projects").resolve(folder(work))).isEmptyDirectory();
    }

    @Test
    void whatAKillHasLeftGoesAndASecondTryChangesNothing() throws IOException, ExplainedException {
        var folder = Files.createDirectories(config.resolve("projects").resolve(folder(work)));
        Files.writeString(folder.resolve("." + session.id() + ".1234.part"), "half");
        transcripts.keep(session, bytes(carried()));
        Files.writeString(file(session), "and more\n", java.nio.file.StandardOpenOption.APPEND);

        transcripts.keep(session, bytes(carried()));

        assertThat(Files.readString(file(session))).endsWith("and more\n");
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
    }

    @Test
    void aLineThatLeadsInACircleEndsSomewhere() throws IOException, ExplainedException {
        var lines = exported("""
                {"type":"x","uuid":"a","parentUuid":"b"}
                {"type":"x","uuid":"b","parentUuid":"a"}
                {"type":"user","uuid":"u","parentUuid":"a","message":{"role":"user","content":"hi"}}
                """);

        assertThat(lines).hasSize(1);
    }

    /** Of 128 MB of such lines the ids alone would fill the memory, and again after each restart. */
    @Test
    void aTranscriptOfMoreLinesThanThereIsMemoryForIsRefused() throws IOException {
        var lines = new StringBuilder();
        for (var number = 0; number <= CarriedLines.MOST; number++) {
            lines.append("{\"uuid\":\"").append(number).append("\"}\n");
        }
        assertThatThrownBy(() -> transcripts.keep(session, bytes(lines.toString())))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("That session has more than 200,000 lines, which is too much to take along.");
        transcript(session, lines.toString());
        assertThatThrownBy(() -> transcripts.write(session, new ByteArrayOutputStream()))
                .isInstanceOf(ExplainedException.class);

        assertThat(config.resolve("projects").resolve(folder(work))).isEmptyDirectory();
    }

    @Test
    void aLineOfMillionsOfValuesCountsAsMissing() throws IOException, ExplainedException {
        var values = "{},".repeat(300_000);
        transcripts.keep(
                session,
                bytes("{\"type\":\"user\",\"uuid\":\"u0\",\"message\":{\"role\":\"user\",\"content\":[" + values
                        + "{\"type\":\"text\",\"text\":\"hi\"}]}}\n" + SAID));

        assertThat(lines(Files.readString(file(session))))
                .extracting(line -> line.path("uuid").asText())
                .containsExactly("u1", "m1", "u2", "c1", "u3");
    }

    @Test
    void valuesOfAnotherKindThanClaudeWritesStayBehind() throws IOException, ExplainedException {
        transcripts.keep(session, bytes("""
                {"type":"user","uuid":"u1","parentUuid":{"a":1},"timestamp":["x"],"isMeta":{"a":1},\
                "message":{"role":"user","content":[null,5,"x",[],{},{"type":"text","text":"hi"},\
                {"type":"tool_result","tool_use_id":"t","content":[null,{"type":"text","text":"done"}]}]}}
                {"type":"assistant","uuid":"m1","parentUuid":"u1","timestamp":7,"message":{"role":"assistant","usage":[],\
                "model":{"a":1},"content":[{"type":"text","text":"ho"}]}}
                {"type":"user","uuid":"u2","parentUuid":"m1","message":{"role":"user","content":[null,{}]}}
                {"type":"user","uuid":"u3","parentUuid":"u2","message":{"role":"user","content":"so?"}}
                """));

        var lines = lines(Files.readString(file(session)));
        assertThat(lines).extracting(line -> line.path("uuid").asText()).containsExactly("u1", "m1", "u3");
        assertThat(lines.getFirst().path("parentUuid").isNull()).isTrue();
        assertThat(lines.getFirst().at("/message/content").toString())
                .isEqualTo("[{\"type\":\"text\",\"text\":\"hi\"},{\"type\":\"tool_result\",\"tool_use_id\":\"t\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}]");
        assertThat(lines.getFirst().has("isMeta")).isFalse();
        assertThat(lines.get(1).path("message").has("usage")).isFalse();
        assertThat(lines.get(1).path("message").has("model")).isFalse();
        assertThat(lines.get(2).path("parentUuid").asText()).isEqualTo("m1");
    }

    /** Claude Code and copies of the session go by the time, and what is said here must come last. */
    @Test
    void nothingThatIsTakenOverIsLaterThanNow() throws IOException, ExplainedException {
        var now = Instant.parse("2026-11-30T06:55:00Z");
        transcripts.keep(
                session.usedAt(now),
                bytes(SAID.replace("\"uuid\":\"m1\"", "\"uuid\":\"m1\",\"timestamp\":\"2999-01-01T00:00:00.000Z\"")));

        assertThat(lines(Files.readString(file(session))))
                .extracting(line -> line.path("timestamp").asText())
                .containsExactly(
                        "2026-11-30T06:54:52.227Z", now.toString(), now.toString(), now.toString(), now.toString());
    }

    private List<JsonNode> exported(String said) throws IOException, ExplainedException {
        transcript(session, said);
        var bytes = new ByteArrayOutputStream();
        assertThat(transcripts.write(session, bytes)).isTrue();
        return lines(bytes.toString(StandardCharsets.UTF_8));
    }

    private String carried() throws IOException, ExplainedException {
        var other = Session.fresh(Path.of("/old"), null, Instant.EPOCH);
        transcript(other, SAID);
        var bytes = new ByteArrayOutputStream();
        transcripts.write(other, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void transcript(Session of, String said) throws IOException {
        var folder = Files.createDirectories(config.resolve("projects/-old"));
        Files.writeString(folder.resolve(of.id() + ".jsonl"), said);
    }

    private Path file(Session of) throws IOException {
        return SessionTranscript.find(of.id(), config).orElseThrow();
    }

    private static String folder(Path directory) {
        return directory.toString().replaceAll("[^A-Za-z0-9]", "-");
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<JsonNode> lines(String text) {
        return text.lines().map(ClaudeTranscriptsTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
