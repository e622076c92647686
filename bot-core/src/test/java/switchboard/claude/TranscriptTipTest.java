package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.model.SessionId;

class TranscriptTipTest {

    private static final SessionId SESSION = new SessionId("0a405000-2660-4a72-b713-42f3fa094549");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path config;

    private Path file;

    @BeforeEach
    void begin() throws IOException {
        file = Files.createDirectories(config.resolve("projects/-srv")).resolve(SESSION + ".jsonl");
    }

    @Test
    void whereTheTipThatWasNamedIsADeadBranchTheNewestEntryIsNamed() throws IOException {
        write(
                entry("user", "p", "null"),
                entry("assistant", "call", "\"p\""),
                naming("call"),
                "{\"type\":\"cost-state\"}",
                entry("assistant", "again", "\"p\""),
                entry("user", "q", "\"again\""));

        TranscriptTip.name(SESSION, config);

        assertThat(Files.readAllLines(file)).hasSize(7).last().isEqualTo(naming("q"));
        TranscriptTip.name(SESSION, config);
        assertThat(Files.readAllLines(file)).as("once is enough").hasSize(7);
    }

    @Test
    void aLineOfManyPicturesIsAnEntryAsAnyOther() throws IOException {
        var pictures = ("{\"data\":\"" + "x".repeat(3_000_000) + "\"},").repeat(10);
        write(
                entry("user", "p", "null"),
                naming("call"),
                "{\"parentUuid\":\"p\",\"type\":\"user\",\"message\":{\"content\":[" + pictures
                        + "{}]},\"uuid\":\"album\"}");

        TranscriptTip.name(SESSION, config);

        assertThat(Files.readAllLines(file)).last().isEqualTo(naming("album"));
    }

    @Test
    void whereTheNewestEntryFollowsOnTheTipThatWasNamedNothingIsWritten() throws IOException {
        write(
                entry("user", "p", "null"),
                naming("p"),
                entry("assistant", "lost", "\"p\""),
                entry("assistant", "a", "\"p\""),
                entry("attachment", "b", "\"a\""),
                "{\"type\":\"assistant\",\"uuid\":\"s\",\"parentUuid\":\"x\",\"isSidechain\":true}",
                "{\"type\":\"file-history-snapshot\",\"uuid\":\"f\",\"parentUuid\":\"x\"}");

        assertUnchanged();
    }

    @Test
    void withoutANameOrWithoutAFileNothingIsWritten() throws IOException {
        TranscriptTip.name(SESSION, config);
        assertThat(file).doesNotExist();
        write(entry("user", "p", "null"), entry("assistant", "a", "\"p\""), entry("assistant", "b", "\"p\""));
        assertUnchanged();
        write(entry("user", "p", "null"), naming("p"));
        assertUnchanged();
    }

    @Test
    void aLineThatAKillHasCutShortIsEndedFirst() throws IOException {
        write(naming("call"), entry("user", "q", "\"p\""));
        Files.writeString(file, Files.readString(file) + "{\"type\":\"assistant\",\"uuid\":\"c");

        TranscriptTip.name(SESSION, config);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        naming("call"),
                        entry("user", "q", "\"p\""),
                        "{\"type\":\"assistant\",\"uuid\":\"c",
                        naming("q"));
    }

    private void assertUnchanged() throws IOException {
        var before = Files.readString(file);
        TranscriptTip.name(SESSION, config);
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    private static String entry(String type, String uuid, String parent) {
        return "{\"parentUuid\":" + parent + ",\"isSidechain\":false,\"type\":\"" + type + "\",\"uuid\":\"" + uuid
                + "\"}";
    }

    private static String naming(String leaf) {
        return "{\"type\":\"last-prompt\",\"leafUuid\":\"" + leaf + "\",\"sessionId\":\"" + SESSION + "\"}";
    }

    private void write(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
