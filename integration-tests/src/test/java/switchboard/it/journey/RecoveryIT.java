package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Fault;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;
import switchboard.process.ProcessMark;

class RecoveryIT extends Journey {

    @Test
    void aProcessThatIsKilledInMidTurnIsResumedAndTheTurnGoesOn() throws Exception {
        claude.when(
                "two steps",
                Script.say("One.")
                        .thenCall("Bash", Map.of("command", "echo one", "description", "a step"))
                        .thenSay("Two.")
                        .hold("two"));
        startBot();
        var chat = chatWith(ada);
        chat.says("two steps");
        claude.awaitHeld("two");
        awaitInTranscript("tool_result"); // else a person would be asked

        ProcessMark.carrying(mark()).forEach(ProcessHandle::destroyForcibly);

        chat.awaitMessage("continues where it left off");
        claude.awaitHeld("two");
        claude.release("two");
        var answer = chat.awaitMessage("Two.");
        assertThat(String.join("\n", said(chat))).contains("One.");
        chat.says("and now?");
        assertThat(chat.awaitMessage("You said: and now?").text()).contains("two steps");
        assertThat(answer.text()).doesNotContain("unexpectedly");
    }

    @Test
    void aTranscriptThatIsGoneIsToldAndThePromptRunsInANewSession() throws Exception {
        var chat = hibernated();
        try (var files = Files.walk(dir.resolve("home/.claude/projects"))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                Files.delete(file);
            }
        }

        chat.says("still there?");

        chat.awaitMessage("no longer has this conversation");
        assertThat(chat.awaitMessage("You said: still there?").text()).doesNotContain("Before that: hello");
    }

    /** What two kills can leave: Claude Code continues from the tip that it has named, though that branch is dead. */
    @Test
    void aSessionWhoseTranscriptNamesADeadBranchContinuesFromItsEnd() throws Exception {
        var chat = hibernated();
        chat.says("the apples are red");
        chat.awaitMessage("You said: the apples are red");
        awaitNoProcess();
        try (var files = Files.walk(dir.resolve("home/.claude/projects"))) {
            nameADeadBranchIn(files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow());
        }

        chat.says("and now?");

        assertThat(chat.awaitMessage("You said: and now?").text()).contains("the apples are red");
    }

    /** Beside the first answer there is another, which is named as the tip, and nothing is named after it. */
    private static void nameADeadBranchIn(Path transcript) throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(transcript));
        lines.removeIf(line -> line.contains("\"type\":\"last-prompt\""));
        var mapper = new ObjectMapper();
        var at = 0;
        while (!mapper.readTree(lines.get(at)).path("type").asText().equals("assistant")) {
            at++;
        }
        var dead = (ObjectNode) mapper.readTree(lines.get(at));
        dead.put("uuid", UUID.randomUUID().toString());
        var naming = mapper.createObjectNode()
                .put("type", "last-prompt")
                .put("leafUuid", dead.path("uuid").asText())
                .put("sessionId", dead.path("sessionId").asText());
        lines.addAll(at + 1, List.of(dead.toString(), naming.toString()));
        Files.write(transcript, lines);
    }

    @Test
    void anIdleChatHasNoProcessAndComesBackAsItWas() throws Exception {
        var chat = hibernated();
        chat.says("back again");

        assertThat(chat.awaitMessage("You said: back again").text()).contains("hello");
    }

    @Test
    void aClaudeThatHangsIsEndedAndTheTurnGoesOn() throws Exception {
        settings.put("CLAUDE_ANSWER_TIMEOUT_MS", "5000");
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        startBot();
        var chat = chatWith(ada);
        chat.says("a long story");
        claude.awaitHeld("story");
        var hanging = hangClaude();
        try {
            chat.awaitMessage("stopped responding");
            claude.awaitHeld("story");
            claude.release("story");
            chat.awaitMessage("Once upon a time.");
        } finally {
            hanging.forEach(ProcessHandle::destroyForcibly);
        }
        chat.says("and now?");
        assertThat(chat.awaitMessage("You said: and now?").text()).contains("a long story");
    }

    @Test
    void aUsedUpLimitIsToldWithItsResetAndTheNextPromptRuns() throws Exception {
        settings.remove("ANTHROPIC_API_KEY");
        settings.put("CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-fake");
        claude.when("remember the apples", Script.say("I do."))
                .failing(1, Fault.usageLimit(Instant.now().plus(Duration.ofHours(2))));
        startBot();
        var chat = chatWith(ada);

        chat.says("remember the apples");

        var told = chat.awaitMessage("hit your");
        assertThat(told.text())
                .containsPattern("5-hour limit · resets \\d")
                .contains("/retry")
                .doesNotContain("429");
        chat.says("what was it?");
        assertThat(chat.awaitMessage("You said: what was it?").text()).contains("remember the apples");
        assertThat(said(chat)).hasSize(2);
    }

    @Test
    void anOverloadedApiIsToldInOneSentence() throws Exception {
        settings.put("CLAUDE_CODE_MAX_RETRIES", "0");
        claude.when("hello", Script.say("Hello.")).failing(5, Fault.overloaded());
        startBot();
        var chat = chatWith(ada);

        chat.says("hello");

        chat.awaitMessage("overloaded");
    }

    @Test
    void aMissingClaudeIsToldWithTheFixAndTheBotLivesOn() throws Exception {
        settings.put("CLAUDE_CLI_PATH", "/nowhere/claude");
        startBot();
        var chat = chatWith(ada);

        chat.says("hello");

        chat.awaitMessage("CLAUDE_CLI_PATH");
        chat.says("/status");
        chat.awaitMessage("📊 Bot Status");
    }

    @Test
    void aClaudeThatIsNotLoggedInIsToldWithTheFix() throws Exception {
        settings.remove("ANTHROPIC_API_KEY");
        startBot();
        var chat = chatWith(ada);

        chat.says("hello");

        chat.awaitMessage("/login");
    }

    @Test
    void aBrokenSessionFileIsSetAsideAndToldInItsChat() throws Exception {
        startBot();
        var chat = chatWith(ada);
        chat.says("hello");
        chat.awaitMessage("You said: hello");
        stopBot();
        Files.writeString(sessions().resolve("111.json"), "{broken");

        startBot();

        chat.awaitMessage("set aside");
        chat.says("again");
        chat.awaitMessage("You said: again");
    }

    @Test
    void unknownCommandsAndDirectoriesGetOneSentenceWithTheFix() throws Exception {
        startBot();
        var chat = chatWith(ada);

        chat.says("/satus");
        chat.awaitMessage("Did you mean /status, or is it for Claude?");
        chat.says("/cd nowhere");
        chat.awaitMessage("nowhere");
        chat.says("/cd /etc");
        chat.awaitMessage("not allowed");

        assertThat(claude.requests()).isEmpty();
    }

    @Test
    void claudeCannotReadTheBotsSecretsAndSessions() throws Exception {
        settings.put("CLAUDE_PERMISSION_MODE", "bypassPermissions");
        var env = Files.writeString(dir.resolve(".env"), "TELEGRAM_NOTHING=secret-of-the-bot\n");
        claude.when(
                "read it",
                Script.call("Read", Map.of("file_path", env.toString())).thenSay("Read."));
        claude.when(
                "cat it",
                Script.call("Bash", Map.of("command", "cat " + env + "; env", "description", "look"))
                        .thenSay("Seen."));
        startBot();
        var chat = chatWith(ada);
        chat.says("read it");
        chat.awaitMessage("Read.");
        chat.says("cat it");
        chat.awaitMessage("Seen.");

        assertThat(claude.requests()).noneMatch(request -> request.mentions("secret-of-the-bot"));
        assertThat(claude.requests()).noneMatch(request -> request.mentions(telegram.token()));
    }

    @Test
    void aProjectsOwnHooksAreNotRunAndThatIsSaidOnce() throws Exception {
        Files.createDirectory(work().resolve(".claude"));
        Files.writeString(work().resolve(".claude/settings.json"), """
                {"hooks":{"UserPromptSubmit":[{"hooks":[{"type":"command","command":"touch %s"}]}]}}
                """.formatted(dir.resolve("hooked")));
        startBot();
        var chat = chatWith(ada);

        chat.says("hello");
        chat.awaitMessage("This folder is not trusted");
        chat.awaitMessage("You said: hello");
        stopBot();
        startBot();
        chat.says("again");
        chat.awaitMessage("You said: again");

        assertThat(dir.resolve("hooked")).doesNotExist();
        assertThat(said(chat).stream().filter(text -> text.contains("This folder is not trusted")))
                .hasSize(1);
    }

    /** Ada's chat after it said hello, its process gone for idling. */
    private Chat hibernated() throws Exception {
        settings.put("CLAUDE_IDLE_PROCESS_MS", "200");
        startBot();
        var chat = chatWith(ada);
        chat.says("hello");
        chat.awaitMessage("You said: hello");
        awaitNoProcess();
        return chat;
    }

    private void awaitNoProcess() {
        Awaitility.await()
                .atMost(patience())
                .until(() -> ProcessMark.carrying(mark()).isEmpty());
    }
}
