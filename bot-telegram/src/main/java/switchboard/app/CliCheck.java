package switchboard.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the CLI when the bot starts: its version, and whether it is logged in. It calls no API. The bot starts even if the check
 * fails, and leaves no process of it running when it stops.
 */
final class CliCheck implements AutoCloseable {

    /** How to get the CLI. */
    static final String INSTALL =
            "Install Claude Code (npm install -g @anthropic-ai/claude-code), or set CLAUDE_CLI_PATH, and start again";

    /** The CLI that this version was tested with. */
    static final String TESTED = "2.1.330";

    private static final Logger LOG = LoggerFactory.getLogger(CliCheck.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long ANSWERS_WITHIN_S = 10;
    private static final long ENDS_WITHIN_S = 1;

    private final String program;
    private final Map<String, String> environment;
    private final Path directory;
    private @Nullable Process asked;
    private boolean isClosed;

    /** @param directory the CLI's working directory; one without a project's settings */
    CliCheck(String program, Map<String, String> environment, Path directory) {
        this.program = program;
        this.environment = environment;
        this.directory = directory;
    }

    /**
     * Whether there is such a program and it can be run.
     *
     * @param program a path, or a name to look up in the directories of {@code searchPath}
     * @param searchPath the value of {@code PATH}; an empty entry is the current directory
     */
    static boolean isInstalled(String program, String searchPath) {
        if (program.contains(File.separator)) {
            return isProgram(Path.of(program));
        }
        return Arrays.stream(searchPath.split(File.pathSeparator, -1))
                .anyMatch(directory -> isProgram(Path.of(directory, program)));
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    /** Checks and logs, on a thread of its own. */
    void start() {
        Thread.ofPlatform().daemon().name("claude-check").start(this::run);
    }

    private void run() {
        try {
            var said = ask("--version");
            if (isClosed()) {
                return;
            }
            LOG.info("Claude Code {}, tested with {}", said.isEmpty() ? "of an unknown version" : said, TESTED);
            if (isLoggedOut(ask("auth", "status"))) {
                LOG.warn(
                        "Claude Code is not logged in: run `{}` in a terminal and type /login there, or set"
                                + " ANTHROPIC_API_KEY. Until then it cannot answer.",
                        program);
            }
        } catch (IOException missing) {
            if (!isClosed()) { // else close() has cut it off
                LOG.warn("`{}` cannot be run. {}", program, INSTALL);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the answer says so. A CLI that does not know the question answers something else. */
    static boolean isLoggedOut(String status) {
        try {
            return MAPPER.readTree(status).path("loggedIn").asText().equals("false");
        } catch (JsonProcessingException somethingElse) {
            LOG.debug("Whether Claude Code is logged in is unknown: {}", somethingElse.toString());
            return false;
        }
    }

    /** Ends the running check within a second, and starts nothing more. */
    @Override
    public synchronized void close() {
        isClosed = true;
        if (asked != null) {
            try {
                asked.destroyForcibly().waitFor(ENDS_WITHIN_S, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized boolean isClosed() {
        return isClosed;
    }

    /** The output of the CLI; empty if it does not end in time or the bot stops. */
    private String ask(String... arguments) throws IOException, InterruptedException {
        var process = start(arguments);
        if (process == null) {
            return "";
        }
        process.getOutputStream().close();
        if (!process.waitFor(ANSWERS_WITHIN_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "";
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private synchronized @Nullable Process start(String... arguments) throws IOException {
        if (isClosed) {
            return null;
        }
        var command = Stream.concat(Stream.of(program), Stream.of(arguments)).toList();
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD); // warnings, which are not an answer
        builder.environment().clear();
        builder.environment().putAll(environment);
        asked = builder.start();
        return asked;
    }
}
