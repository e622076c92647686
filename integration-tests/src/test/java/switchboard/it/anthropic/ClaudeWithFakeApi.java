package switchboard.it.anthropic;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with its own fake API, home, working directory and session; ends every CLI process that it started. */
abstract class ClaudeWithFakeApi {

    final FakeMessagesApi api = FakeMessagesApi.start();
    private final List<ClaudeDriver> started = new ArrayList<>();
    final String session = UUID.randomUUID().toString();

    @TempDir
    Path home;

    @TempDir
    Path work;

    private Path cli = Path.of("claude");

    @BeforeEach
    void findCli() {
        cli = ClaudeCli.assumeInstalled();
    }

    @AfterEach
    void endAll() {
        started.forEach(ClaudeDriver::close);
        api.close();
    }

    ClaudeDriver startNew(String... more) {
        return start(
                ClaudeCli.environment(home, api.root()),
                Stream.concat(Stream.of("--session-id=" + session), Stream.of(more))
                        .toArray(String[]::new));
    }

    ClaudeDriver resume(Map<String, String> more) {
        Map<String, String> environment = ClaudeCli.environment(home, api.root());
        environment.putAll(more);
        return start(environment, "--resume=" + session);
    }

    ClaudeDriver start(Map<String, String> environment, String... more) {
        var claude = ClaudeDriver.start(cli, work, environment, more);
        started.add(claude);
        return claude;
    }
}
