package switchboard.it.anthropic;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the real Claude CLI and gives the environment in which it may run in tests. */
public final class ClaudeCli {

    private static final Logger LOG = LoggerFactory.getLogger(ClaudeCli.class);

    private ClaudeCli() {}

    /** The executable named by {@code CLAUDE_CLI_PATH}, else {@code claude} on {@code PATH}. */
    public static Optional<Path> find() {
        String named = System.getenv("CLAUDE_CLI_PATH");
        if (named != null && !named.isBlank()) {
            return Stream.of(Path.of(named)).filter(Files::isExecutable).findFirst();
        }
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, "claude"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The executable; without one the calling test is skipped, and the log says why and how to install it. */
    public static Path assumeInstalled() {
        Optional<Path> found = find();
        if (found.isEmpty()) {
            String reason = "The Claude CLI was found neither in CLAUDE_CLI_PATH nor on PATH. Install it with"
                    + " `npm install --prefix <dir> @anthropic-ai/claude-code@2.1.330` and set"
                    + " CLAUDE_CLI_PATH=<dir>/node_modules/.bin/claude";
            LOG.warn("Skipped: {}", reason);
            Assumptions.abort(reason);
        }
        return found.orElseThrow();
    }

    /**
     * The whole environment of a CLI process that knows no account, leaves no trace outside {@code home} and talks to nobody but the
     * given API.
     */
    public static Map<String, String> environment(Path home, URI apiRoot) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        environment.put("HOME", home.toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("ANTHROPIC_API_KEY", "sk-ant-fake-key-of-the-tests");
        environment.put("ANTHROPIC_BASE_URL", apiRoot.toString());
        environment.put("DISABLE_AUTOUPDATER", "1");
        environment.put("DISABLE_TELEMETRY", "1");
        environment.put("DISABLE_ERROR_REPORTING", "1");
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("CLAUDE_CODE_DISABLE_BACKGROUND_TASKS", "1");
        environment.put("IS_SANDBOX", "1");
        return environment;
    }
}
