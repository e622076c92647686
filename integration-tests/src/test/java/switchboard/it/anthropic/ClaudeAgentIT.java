package switchboard.it.anthropic;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import switchboard.EngineSettings;
import switchboard.agent.Agent;
import switchboard.agent.AgentContract;
import switchboard.claude.ClaudeAgent;
import switchboard.files.ChatFiles;

/** The contract of every agent, tested on Claude Code: the real CLI talks to {@link FakeMessagesApi}. */
class ClaudeAgentIT extends AgentContract {

    private static Path cli = Path.of("claude");

    private final FakeMessagesApi api = FakeMessagesApi.start();

    @TempDir
    private Path home = Path.of("");

    @TempDir
    private Path work = Path.of("");

    @TempDir
    private Path files = Path.of("");

    @BeforeAll
    static void findCli() {
        cli = ClaudeCli.assumeInstalled();
    }

    @BeforeEach
    void script() {
        api.when("tell a story", Script.say("Once upon a time there was").hold("story"));
        api.when(
                "make a file",
                Script.call("Bash", Map.of("command", "touch made", "description", "make a file"))
                        .thenSay("Done."));
        api.when("plan it", Script.plan("# Plan\n1. one").thenSay("Started."));
        api.when(
                "ask me",
                Script.call("AskUserQuestion", ClaudeAgainstFakeApiIT.COLOUR_QUESTION)
                        .thenSay("Thanks."));
    }

    @AfterEach
    void closeApi() {
        api.close();
    }

    @Override
    protected Agent agent() {
        var claude = EngineSettings.of(work, ClaudeCli.environment(home, api.root()))
                .claude()
                .withProgram(cli.toString())
                .withFiles(new ChatFiles(files));
        return ClaudeAgent.of(claude);
    }

    @Override
    protected Optional<ChatFiles> files() {
        return Optional.of(new ChatFiles(files));
    }

    @Override
    protected Prompts prompts() {
        return new Prompts("say hello", "tell a story", "make a file", "plan it", "ask me");
    }

    @Override
    protected Path directory() {
        return work;
    }

    @Override
    protected Duration patience() {
        return FakeMessagesApi.PATIENCE;
    }
}
