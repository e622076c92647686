package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.model.FilePatch;
import switchboard.model.SessionId;
import switchboard.model.TurnId;

class TurnPatchesTest {

    private static final SessionId SESSION = new SessionId("s1");
    private static final String EDIT = """
            {"type":"user","uuid":"r%s","toolUseResult":{"filePath":"/w/%s","oldString":"two","newString":"blue",\
            "structuredPatch":[{"oldStart":1,"oldLines":2,"newStart":1,"newLines":2,"lines":[" one","-two","+blue"]}]}}""";

    @TempDir
    private Path config;

    @Test
    void theChangesOfOneTurnAreTold() throws IOException {
        write(
                prompt("t0"),
                EDIT.formatted(0, "before.txt"),
                prompt("t1"),
                "{\"type\":\"user\",\"toolUseResult\":{\"type\":\"text\",\"file\":{\"filePath\":\"/w/read.txt\"}}}",
                EDIT.formatted(1, "a.txt"),
                "{\"type\":\"user\",\"toolUseResult\":\"Error: it failed\"}",
                """
                {"type":"user","toolUseResult":{"type":"create","filePath":"/w/new.txt","content":"1\\n2\\n",\
                "structuredPatch":[],"originalFile":null}}""",
                """
                {"type":"user","uuid":"go","promptSource":"sdk","message":{"content":"Continue from where you left off."}}""",
                EDIT.formatted(2, "a.txt"),
                """
                {"type":"user","toolUseResult":{"notebook_path":"/w/n.ipynb","updated_file":"{}"}}""",
                prompt("t2"),
                EDIT.formatted(3, "after.txt"));

        assertThat(TurnPatches.read(new TurnId("t1"), SESSION, config))
                .containsExactly(
                        new FilePatch(Path.of("/w/a.txt"), false, true, List.of(hunk(), hunk())),
                        new FilePatch(
                                Path.of("/w/new.txt"),
                                true,
                                true,
                                List.of(new FilePatch.Hunk(0, 1, List.of("+1", "+2")))),
                        new FilePatch(Path.of("/w/n.ipynb"), false, false, List.of()));
    }

    @Test
    void ofAnUnknownTurnOrSessionNothingIsTold() throws IOException {
        write(prompt("t0"), EDIT.formatted(0, "before.txt"));

        assertThat(TurnPatches.read(new TurnId("t1"), SESSION, config)).isEmpty();
        assertThat(TurnPatches.read(new TurnId("t0"), new SessionId("s2"), config))
                .isEmpty();
    }

    private static FilePatch.Hunk hunk() {
        return new FilePatch.Hunk(1, 1, List.of(" one", "-two", "+blue"));
    }

    private static String prompt(String uuid) {
        return "{\"type\":\"user\",\"uuid\":\"" + uuid
                + "\",\"promptSource\":\"sdk\",\"message\":{\"content\":\"do\"}}";
    }

    private void write(String... lines) throws IOException {
        var folder = Files.createDirectories(config.resolve("projects/-w"));
        Files.write(folder.resolve(SESSION + ".jsonl"), List.of(lines));
    }
}
