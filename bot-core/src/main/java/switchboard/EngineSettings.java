package switchboard;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import switchboard.claude.ClaudeSettings;
import switchboard.model.PermissionMode;

/**
 * The engine's settings. From the configuration's {@code switchboard} section, or built by hand: {@code
 * EngineSettings.of(workingDirectory)} and the {@code with} methods.
 *
 * @param workingDirectory where new chats begin; exists
 * @param allowedPaths chats may work in these and below; real paths
 * @param claude how the CLI is run
 * @param maxConcurrentQueries turns that run at once over all chats, at least 1
 * @param maxQueryQueueSize prompts that may wait over all chats, at least 1
 * @param maxLiveProcesses Claude processes that stay alive, at least {@code maxConcurrentQueries}
 * @param queryTimeout after how long a person is told that a turn still runs
 * @param idleSessionCleanup how long a session idles before {@code /sessions cleanup} takes it
 * @param plugin the durable-state plugin's id; empty for the system's default
 */
public record EngineSettings(
        Path workingDirectory,
        List<Path> allowedPaths,
        ClaudeSettings claude,
        int maxConcurrentQueries,
        int maxQueryQueueSize,
        int maxLiveProcesses,
        Duration queryTimeout,
        Duration idleSessionCleanup,
        String plugin) {

    public EngineSettings {
        allowedPaths = List.copyOf(allowedPaths);
        if (maxConcurrentQueries < 1 || maxQueryQueueSize < 1) {
            throw new IllegalArgumentException(
                    "MAX_CONCURRENT_QUERIES and MAX_QUERY_QUEUE_SIZE must be at least 1");
        }
        maxLiveProcesses = Math.max(maxLiveProcesses, maxConcurrentQueries);
    }

    /** Defaults, with chats that begin in a directory and stay below it. */
    public static EngineSettings of(Path workingDirectory) {
        var claude = new ClaudeSettings(
                "claude",
                List.of(),
                PermissionMode.DEFAULT,
                null,
                List.of(),
                List.of(),
                System.getenv(),
                "switchboard",
                Duration.ofMinutes(10));
        return new EngineSettings(
                workingDirectory,
                List.of(workingDirectory),
                claude,
                3,
                100,
                20,
                Duration.ofMinutes(30),
                Duration.ofHours(24),
                "");
    }

    public EngineSettings withClaude(ClaudeSettings other) {
        return new EngineSettings(
                workingDirectory,
                allowedPaths,
                other,
                maxConcurrentQueries,
                maxQueryQueueSize,
                maxLiveProcesses,
                queryTimeout,
                idleSessionCleanup,
                plugin);
    }
}
