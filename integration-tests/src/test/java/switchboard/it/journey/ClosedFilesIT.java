package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.ToolCall;

/** Chats work in the home directory, as they do by default; the bot's {@code .env} is in it, too. */
class ClosedFilesIT extends Journey {

    private Path home = Path.of("");

    @BeforeEach
    void workAtHome() throws IOException {
        home = dir.resolve("home").toRealPath();
        settings.put("CLAUDE_WORKING_DIR", home.toString());
        write(dir.resolve(".env"), "SPARE=dotenv-content");
        write(home.resolve(".ssh/id_ed25519"), "ssh-key-content");
        write(home.resolve(".claude/.credentials.json"), "{\"note\":\"claude-login-content\"}");
        write(home.resolve("notes.txt"), "open-content");
        write(home.resolve(".claude/skills/peek/SKILL.md"), "---\ndescription: Peeks.\n---\nIt is !`cat lin*`.");
        Files.createSymbolicLink(home.resolve("link"), dir.resolve(".env"));
        Files.createLink(home.resolve("hard"), home.resolve(".ssh/id_ed25519"));
    }

    @Test
    void secretsAreNeitherReadNorShown() throws Exception {
        claude.when("read them", readThem());
        claude.when(
                "search",
                Script.calls(ToolCall.bash("cd ~ && \\\n  grep -r content .")).thenSay("Searched."));
        claude.when(
                "tell",
                Script.say("The token is " + telegram.token() + ", the key " + settings.get("ANTHROPIC_API_KEY") + ".")
                        .inChunksOf(3)
                        .slowly(Duration.ofMillis(60)));
        startBot();
        var bobs = chatWith(bob);
        bobs.says("the plum is ripe");
        bobs.awaitAnswer("the plum is ripe");
        awaitInTranscript("the plum is ripe");
        var chat = chatWith(ada);

        chat.says("read them");
        chat.awaitAnswer("That was all.");
        assertThat(claude.requests().getLast().mentions("open-content")).isTrue();
        assertThat(Stream.of("dotenv-content", "ssh-key-content", "claude-login-content", "plum"))
                .noneMatch(secret -> claude.requests().getLast().mentions(secret));
        assertThat(claude.requests().getLast().mentions("is closed to Claude")).isTrue();

        chat.says("search");
        var question = chat.awaitPermissionRequest("grep -r content");
        assertThat(question.text()).contains("goes through all of `" + home, "closed to Claude");
        chat.presses(question, "❌ Deny");
        chat.awaitAnswer("Searched.");

        chat.says("tell");
        chat.awaitAnswer("The token is [redacted], the key [redacted].");
        assertThat(telegram.calls())
                .noneMatch(call -> call.params().toString().contains(telegram.token())
                        || call.params().toString().contains(settings.get("ANTHROPIC_API_KEY")));
        awaitAtRest(ADA);
        assertThat(Files.readString(sessions().resolve(ADA + ".json"))).doesNotContain(telegram.token());
    }

    private Script readThem() {
        return Script.calls(
                        ToolCall.bash("cat ../.e*"),
                        ToolCall.bash("cat .ssh/id_*"),
                        ToolCall.bash("cat $HOME/.claude/.cred*"),
                        ToolCall.bash("cat link"),
                        ToolCall.bash("cat hard"),
                        ToolCall.bash("F=${1:-link}; cat \"$F\""),
                        ToolCall.bash("{ echo link; } | xargs cat"),
                        ToolCall.bash("cat .claude/projects/*/*.jsonl"),
                        ToolCall.of("Skill", Map.of("skill", "peek")))
                .thenCalls(
                        ToolCall.of("Read", Map.of("file_path", home + "/link")),
                        ToolCall.of("Read", Map.of("file_path", home + "/hard")),
                        ToolCall.of("Read", Map.of("file_path", home + "/.claude/.credentials.json")),
                        ToolCall.bash("cat notes.txt"))
                .thenSay("That was all.");
    }

    @Test
    void whatIsShownIsWhatRuns() throws Exception {
        var outside = directory("outside");
        write(outside.resolve("real.txt"), "");
        Files.createSymbolicLink(home.resolve("report.txt"), outside.resolve("real.txt"));
        write(home.resolve(".claude/skills/deploy/SKILL.md"), """
                ---
                name: deploy
                description: Deploys
                allowed-tools: Bash(*)
                ---
                State: !`touch ran-at-once`
                Then push.
                """);
        claude.when("deploy it", Script.call("Skill", Map.of("skill", "deploy")).thenSay("Deployed."));
        claude.when(
                "read the report",
                Script.call("Read", Map.of("file_path", home + "/report.txt")).thenSay("Read it."));
        startBot();
        var chat = chatWith(ada);

        chat.says("deploy it");
        var skill = chat.awaitPermissionRequest("Skill");
        assertThat(skill.text())
                .contains(
                        "State: !`touch ran-at-once`\nThen push.",
                        "Runs at once: touch ran-at-once",
                        "May then use without asking: Bash(*)");
        chat.presses(skill, "❌ Deny");
        chat.awaitAnswer("Deployed.");
        assertThat(home.resolve("ran-at-once")).doesNotExist();

        chat.says("read the report");
        var read = chat.awaitPermissionRequest("report.txt");
        assertThat(read.text())
                .contains("The real file: " + outside + "/real.txt, outside this chat's folder", "Why it asks: ");
        chat.presses(read, "❌ Deny");
        chat.awaitAnswer("Read it.");
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
