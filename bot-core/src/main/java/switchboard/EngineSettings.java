package switchboard;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import switchboard.agent.Agent;
import switchboard.claude.ClaudeSettings;
import switchboard.command.ShellCommand;
import switchboard.command.SlashCommands;
import switchboard.files.FilesRoot;
import switchboard.files.FilesSettings;
import switchboard.files.OfferedFiles;
import switchboard.guard.ClosedPaths;
import switchboard.model.DayLimit;
import switchboard.model.Secrets;
import switchboard.text.Texts;
import switchboard.voice.CommandTranscriber;
import switchboard.voice.Transcriber;
import switchboard.voice.TranscriptionSettings;

/**
 * The engine's settings. A host starts from {@link #of} and changes single settings with the {@code with} methods, or gives all
 * of them.
 *
 * @param workingDirectory where new chats begin; exists
 * @param allowedPaths chats may work in these and below; real paths
 * @param claude how the CLI is run
 * @param maxConcurrentQueries turns that run at once over all chats, at least 1
 * @param maxQueryQueueSize prompts that may wait over all chats, at least 1
 * @param maxLiveProcesses Claude processes that stay alive, at least {@code maxConcurrentQueries}; 0 for as many as the free memory
 *     has room for at the moment
 * @param spareProcesses how many of the directories where sessions have begun last have a Claude process ready for the next one; 0
 *     for none
 * @param queryTimeout the time after which a message says that a turn is still running; zero for never
 * @param idleSessionCleanup how long a session idles before {@code /sessions cleanup} takes it
 * @param files where the files that people send are kept; empty if none are taken
 * @param transcription how the recordings that people send are transcribed
 * @param maxCostPerDay what all chats together may cost in a day; empty for no limit
 * @param shellCommands whether owners may run shell commands
 * @param plugin the durable-state plugin's id; empty for the system's default
 */
public record EngineSettings(
        Path workingDirectory,
        List<Path> allowedPaths,
        ClaudeSettings claude,
        int maxConcurrentQueries,
        int maxQueryQueueSize,
        int maxLiveProcesses,
        int spareProcesses,
        Duration queryTimeout,
        Duration idleSessionCleanup,
        Optional<FilesSettings> files,
        TranscriptionSettings transcription,
        Optional<DayLimit> maxCostPerDay,
        boolean shellCommands,
        String plugin) {

    public EngineSettings {
        allowedPaths = List.copyOf(allowedPaths);
        if (maxConcurrentQueries < 1 || maxQueryQueueSize < 1) {
            throw new IllegalArgumentException(Texts.of("setting.atLeastOne"));
        }
        if (Stream.of(queryTimeout, claude.idle(), claude.answer())
                .anyMatch(time -> time.isNegative() || time.compareTo(SettingsReader.LONGEST) > 0)) {
            throw new IllegalArgumentException(Texts.of("setting.times", SettingsReader.LONGEST.toDays()));
        }
        maxLiveProcesses = maxLiveProcesses == 0 ? 0 : Math.max(maxLiveProcesses, maxConcurrentQueries);
        var offered = List.copyOf(allowedPaths);
        claude = claude.withFiles(files.map(FilesSettings::places).orElse(null))
                .withOffered(files.map(each -> new OfferedFiles(each, offered)).orElse(null));
    }

    /**
     * Reads the configuration's {@code switchboard} section.
     *
     * @param config the whole configuration
     * @param environment the Claude processes' environment, without any secret of the host
     * @param denied files and directories of the host that Claude's tools must not touch
     * @throws IllegalArgumentException with one sentence for a person
     */
    public static EngineSettings from(Config config, Map<String, String> environment, List<Path> denied) {
        var read = new SettingsReader(config.getConfig("switchboard"));
        var home = Path.of(environment.getOrDefault("HOME", "/"));
        var working = read.directory("working-directory", "CLAUDE_WORKING_DIR", home);
        var allowed = read.paths("allowed-paths", "ALLOWED_PATHS", home);
        if (!allowed.isEmpty() && allowed.stream().noneMatch(working::startsWith)) {
            throw new IllegalArgumentException(Texts.of("setting.workingDir", working));
        }
        var claude = new ClaudeSettings(
                read.text("claude.path"),
                read.words("claude.extra-args", "CLAUDE_EXTRA_ARGS"),
                read.mode("claude.permission-mode", "CLAUDE_PERMISSION_MODE"),
                read.textOrNull("claude.model"),
                read.paths("claude.trusted-paths", "CLAUDE_TRUSTED_PATHS", home),
                denied,
                environment,
                Secrets.of(Secrets.in(environment)),
                "",
                read.duration("claude.idle-process", "CLAUDE_IDLE_PROCESS_MS"),
                read.positive("claude.answer-timeout", "CLAUDE_ANSWER_TIMEOUT_MS"));
        var concurrent = read.atLeast(1, "max-concurrent-queries", "MAX_CONCURRENT_QUERIES");
        return new EngineSettings(
                working,
                allowed.isEmpty() ? List.of(working) : allowed,
                claude,
                concurrent,
                read.atLeast(1, "max-query-queue-size", "MAX_QUERY_QUEUE_SIZE"),
                read.atLeast(0, "max-live-processes", "MAX_LIVE_PROCESSES"),
                read.atLeast(0, "spare-processes", "SPARE_PROCESSES"),
                read.duration("query-timeout", "QUERY_TIMEOUT_MS"),
                read.duration("idle-session-cleanup", "IDLE_SESSION_CLEANUP_MS"),
                Optional.of(files(read, home, environment)),
                transcription(read, home),
                read.usd("max-cost-per-day", "MAX_COST_PER_DAY"),
                read.onOff("shell-commands", "SHELL_COMMANDS"),
                read.text("state-plugin"));
    }

    private static FilesSettings files(SettingsReader read, Path home, Map<String, String> environment) {
        var data = environment.getOrDefault("XDG_DATA_HOME", "");
        var share = data.startsWith("/") ? Path.of(data) : home.resolve(".local/share"); // others count as unset
        return new FilesSettings(
                read.place("files.dir", "FILES_DIR", home, share.resolve("switchboard/files")),
                read.bytes("files.max-bytes", "FILES_MAX_BYTES"),
                read.positive("files.keep", "FILES_KEEP"));
    }

    private static TranscriptionSettings transcription(SettingsReader read, Path home) {
        return new TranscriptionSettings(
                read.words("transcription.command", "TRANSCRIBE_COMMAND").stream()
                        .map(word -> word.startsWith("~/") ? home + word.substring(1) : word)
                        .toList(),
                read.positive("transcription.within", "TRANSCRIBE_TIMEOUT"),
                read.durationOrNever("transcription.wait", "TRANSCRIPT_WAIT"));
    }

    /** The program that turns recordings into text; empty if none is set. */
    Optional<Transcriber> transcriber() {
        return transcription.command().isEmpty()
                ? Optional.empty()
                : Optional.of(new CommandTranscriber(
                        transcription.command(), claude.environment(), claude.markPrefix() + "recordings/"));
    }

    /**
     * Makes the directory of the files unless it is there, for this user alone.
     *
     * @throws IllegalArgumentException with one sentence for a person, if chats could not use it or something else is in it
     */
    public void claimFiles() {
        files.map(FilesSettings::root).ifPresent(root -> {
            if (ClosedPaths.of(claude.denied(), claude.environment()).isClosed(root)) {
                throw new IllegalArgumentException(Texts.of("files.closed", root));
            }
            Stream.of(Stream.of(workingDirectory), allowedPaths.stream(), claude.denied().stream())
                    .flatMap(paths -> paths)
                    .filter(path -> path.startsWith(root))
                    .findFirst()
                    .ifPresent(path -> {
                        throw new IllegalArgumentException(Texts.of("files.around", root, path));
                    });
            FilesRoot.claim(root);
        });
    }

    /**
     * The configuration's defaults, with chats that begin in a directory and stay below it, and without {@link #files}.
     *
     * @param environment the Claude processes' whole environment: {@code HOME}, {@code PATH} and what else they need. It must hold
     *     no secret of the host, because everything that runs in a chat can read it
     */
    public static EngineSettings of(Path workingDirectory, Map<String, String> environment) {
        HostCheck.directory("workingDirectory", workingDirectory);
        var config = ConfigFactory.parseMap(Map.of("switchboard.working-directory", workingDirectory.toString()))
                .withFallback(ConfigFactory.defaultReference());
        return from(config, environment, List.of()).withFiles(Optional.empty());
    }

    public EngineSettings withWorkingDirectory(Path other) {
        return with(draft -> draft.workingDirectory = other);
    }

    public EngineSettings withAllowedPaths(List<Path> other) {
        return with(draft -> draft.allowedPaths = other);
    }

    public EngineSettings withClaude(ClaudeSettings other) {
        return with(draft -> draft.claude = other);
    }

    public EngineSettings withMaxConcurrentQueries(int other) {
        return with(draft -> draft.maxConcurrentQueries = other);
    }

    public EngineSettings withMaxQueryQueueSize(int other) {
        return with(draft -> draft.maxQueryQueueSize = other);
    }

    public EngineSettings withMaxLiveProcesses(int other) {
        return with(draft -> draft.maxLiveProcesses = other);
    }

    public EngineSettings withSpareProcesses(int other) {
        return with(draft -> draft.spareProcesses = other);
    }

    public EngineSettings withQueryTimeout(Duration other) {
        return with(draft -> draft.queryTimeout = other);
    }

    public EngineSettings withIdleSessionCleanup(Duration other) {
        return with(draft -> draft.idleSessionCleanup = other);
    }

    public EngineSettings withFiles(Optional<FilesSettings> other) {
        return with(draft -> draft.files = other);
    }

    public EngineSettings withTranscription(TranscriptionSettings other) {
        return with(draft -> draft.transcription = other);
    }

    public EngineSettings withMaxCostPerDay(Optional<DayLimit> other) {
        return with(draft -> draft.maxCostPerDay = other);
    }

    public EngineSettings withShellCommands(boolean other) {
        return with(draft -> draft.shellCommands = other);
    }

    /** All slash commands of chats with this agent. */
    public SlashCommands catalogue(Agent agent) {
        return shellCommands ? agent.catalogue() : agent.catalogue().without(ShellCommand.NAME);
    }

    /** The id of the plugin that keeps the chats. */
    String pluginOf(ActorSystem<?> system) {
        return plugin.isEmpty() ? system.settings().config().getString("pekko.persistence.state.plugin") : plugin;
    }

    public EngineSettings withPlugin(String other) {
        return with(draft -> draft.plugin = other);
    }

    private EngineSettings with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.settled();
    }

    /** Settings being changed. */
    private static final class Draft {
        private Path workingDirectory;
        private List<Path> allowedPaths;
        private ClaudeSettings claude;
        private int maxConcurrentQueries;
        private int maxQueryQueueSize;
        private int maxLiveProcesses;
        private int spareProcesses;
        private Duration queryTimeout;
        private Duration idleSessionCleanup;
        private Optional<FilesSettings> files;
        private TranscriptionSettings transcription;
        private Optional<DayLimit> maxCostPerDay;
        private boolean shellCommands;
        private String plugin;

        Draft(EngineSettings from) {
            workingDirectory = from.workingDirectory();
            allowedPaths = from.allowedPaths();
            claude = from.claude();
            maxConcurrentQueries = from.maxConcurrentQueries();
            maxQueryQueueSize = from.maxQueryQueueSize();
            maxLiveProcesses = from.maxLiveProcesses();
            spareProcesses = from.spareProcesses();
            queryTimeout = from.queryTimeout();
            idleSessionCleanup = from.idleSessionCleanup();
            files = from.files();
            transcription = from.transcription();
            maxCostPerDay = from.maxCostPerDay();
            shellCommands = from.shellCommands();
            plugin = from.plugin();
        }

        EngineSettings settled() {
            return new EngineSettings(
                    workingDirectory,
                    allowedPaths,
                    claude,
                    maxConcurrentQueries,
                    maxQueryQueueSize,
                    maxLiveProcesses,
                    spareProcesses,
                    queryTimeout,
                    idleSessionCleanup,
                    files,
                    transcription,
                    maxCostPerDay,
                    shellCommands,
                    plugin);
        }
    }
}
