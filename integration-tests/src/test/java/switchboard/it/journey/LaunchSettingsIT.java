package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.ToolCall;
import switchboard.process.ProcessMark;

/**
 * The start of Claude Code: the owner's arguments are complete, no turn runs unless the rules are in force, and no other user can
 * see any of it.
 */
class LaunchSettingsIT extends Journey {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aQuotedArgumentReachesClaudeWholeAndSettingsOfTheOwnerAreUnitedWithTheBots() throws Exception {
        settings.put(
                "CLAUDE_EXTRA_ARGS",
                "--append-system-prompt \"Answer in one short line\" --settings '{\"permissions\":{\"deny\":[\"Bash(touch *)\"]}}'");
        var hidden = Files.writeString(Files.createDirectories(sessions()).resolve("a.txt"), "hidden words");
        Files.setPosixFilePermissions(sessions(), PosixFilePermissions.fromString("rwx------"));
        claude.when(
                "look",
                Script.calls(ToolCall.bash("touch a"), ToolCall.bash("cat " + hidden))
                        .thenSay("Looked."));
        startBot();

        chatWith(ada).says("look");

        chatWith(ada).awaitMessage("Looked.");
        assertThat(work().resolve("a")).doesNotExist();
        assertThat(claude.requests()).allSatisfy(request -> {
            assertThat(request.system()).contains("Answer in one short line");
            assertThat(request.mentions("hidden words")).isFalse();
        });
    }

    @Test
    void aBrokenSettingsFileOfTheUserIsNamedAndNothingRunsUntilItIsCorrected() throws Exception {
        var broken = Files.createDirectories(dir.resolve("home/.claude")).resolve("settings.json");
        Files.writeString(broken, "{\"permissions\":{\"deny\":5}}");
        startBot();
        var chat = chatWith(ada);

        chat.says("hello");

        assertThat(chat.awaitMessage("so nothing was run").text())
                .contains("Claude Code cannot read " + broken + " at permissions.deny (Expected array", "/retry");
        assertThat(claude.requests()).isEmpty();

        Files.writeString(broken, "{\"permissions\":{\"deny\":[\"WebFetch\"]}}");
        chat.says("/retry");
        chat.awaitMessage("You said: hello");
    }

    @Test
    void hundredsOfLongRulesFitAndStandNeitherInTheListOfProcessesNorInAFileThatIsLeft() throws Exception {
        Files.createDirectories(sessions());
        Files.setPosixFilePermissions(sessions(), PosixFilePermissions.fromString("rwx------"));
        var rules = IntStream.range(0, 400)
                .mapToObj(each ->
                        "{\"toolName\":\"Bash\",\"ruleContent\":\"make secret-" + each + "-" + "x".repeat(500) + "\"}")
                .toList();
        startBot();
        var chat = chatWith(ada);
        chat.says("first");
        chat.awaitMessage("You said: first");
        stopBot();
        var file = sessions().resolve(ADA + ".json");
        Files.writeString(file, withRules(Files.readString(file), rules));
        startBot();

        chat.says("second");

        chat.awaitMessage("You said: second");
        var processes = ProcessMark.carrying(mark());
        assertThat(processes).isNotEmpty();
        for (var process : processes) {
            assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")))
                    .contains("--settings=")
                    .doesNotContain("secret-");
        }
        await().atMost(patience()).untilAsserted(() -> assertThat(launchFiles()).containsExactly("lock"));
    }

    private static String withRules(String state, List<String> rules) throws IOException {
        var json = (ObjectNode) JSON.readTree(state);
        ((ObjectNode) json.path("settings")).set("rules", JSON.readTree(rules.toString()));
        return json.toString();
    }

    /** The names of the files in this JVM's launch directory. */
    private static List<String> launchFiles() throws IOException {
        var mine = "switchboard-launch-" + ProcessHandle.current().pid() + "-*";
        var names = new ArrayList<String>();
        try (var found = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), mine)) {
            for (var directory : found) {
                try (var files = Files.list(directory)) {
                    files.forEach(each -> names.add(each.getFileName().toString()));
                }
            }
        }
        return names;
    }
}
