package switchboard.claude;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import switchboard.agent.Agent;
import switchboard.agent.AgentContract;
import switchboard.claude.trust.TrustStore;
import switchboard.files.ChatFiles;

/** The contract of every agent, tested on Claude Code with a scripted CLI. */
class ClaudeAgentTest extends AgentContract {

    @TempDir
    private Path files = Path.of("");

    private static final String SUGGESTIONS = """
            [{"type":"addRules","behavior":"allow","rules":[{"toolName":"Bash","ruleContent":"touch *"}]}]""";
    private static final String QUESTIONS = """
            {"questions":[{"question":"Which colour?","options":[{"label":"Red"},{"label":"Blue"}]}]}""";
    private static final String DEFAULT_MODE = """
            {"type":"system","subtype":"status","status":null,"permissionMode":"default"}""";

    private final ScriptedClaude claude = new ScriptedClaude()
            .on("tell a story", Script.saying("Once upon a time").hold())
            .on(
                    "make a file",
                    Script.EMPTY
                            .ask("Bash", "{\"command\":\"touch made\"}", SUGGESTIONS)
                            .say("Done."))
            .on(
                    "plan it",
                    Script.EMPTY
                            .ask("ExitPlanMode", "{\"plan\":\"# Plan\"}")
                            .line(DEFAULT_MODE)
                            .say("Started."))
            .on("ask me", Script.EMPTY.ask("AskUserQuestion", QUESTIONS).say("Thanks."));

    @Override
    protected Agent agent() {
        return new ClaudeAgent(
                ClaudeFixture.settings(Map.of("HOME", "/nowhere")).withFiles(new ChatFiles(files)),
                claude,
                TrustStore.inMemory());
    }

    @Override
    protected Optional<ChatFiles> files() {
        return Optional.of(new ChatFiles(files));
    }

    @Override
    protected Prompts prompts() {
        return new Prompts("hello", "tell a story", "make a file", "plan it", "ask me");
    }

    @Override
    protected Path directory() {
        return ClaudeFixture.DIRECTORY;
    }

    @Override
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }
}
