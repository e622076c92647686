package switchboard.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import switchboard.EngineSettings;
import switchboard.SettingsReader;
import switchboard.openai.OpenAiSettings;
import switchboard.telegram.TelegramAttachments;
import switchboard.telegram.TelegramSettings;
import switchboard.telegram.api.BotToken;
import switchboard.telegram.api.HttpProxy;
import switchboard.text.Texts;
import switchboard.web.AccessKey;

/**
 * The settings of one run, read from the host's environment: the bot on Telegram or, without a token, the same bot in local mode.
 *
 * @param config the whole configuration
 * @param telegram empty in local mode
 * @param openAi the service that turns recordings into text; empty if there is none
 * @param directory {@code SESSION_DIR}
 * @param sessions the directory of the sessions: {@code SESSION_DIR}, or {@code local} below it
 * @param audit the file of the record of who did what
 * @param agent the agent that answers: the stand-in by choice, or because local mode has no Claude Code to run
 * @param shutdownTimeout how long running turns may take to end
 * @param httpPort 0 for any
 * @param httpToken the key that the host has set, if any
 */
record RunSettings(
        Config config,
        Optional<TelegramSettings> telegram,
        EngineSettings engine,
        Optional<OpenAiSettings> openAi,
        Path directory,
        Path sessions,
        Path audit,
        AgentChoice agent,
        Duration shutdownTimeout,
        int httpPort,
        Optional<String> httpToken) {

    static final String TOKEN = "TELEGRAM_BOT_TOKEN";

    private static final String DIRECTORY = "switchboard.persistence.file.directory";

    /** Settings that make no sense without a token. */
    private static final List<String> OF_TELEGRAM =
            List.of("TELEGRAM_ALLOWED_USERS", "TELEGRAM_OWNERS", "TELEGRAM_API_ROOT");

    /** @throws IllegalArgumentException with one sentence for a person, if a setting is missing or wrong */
    static RunSettings of(HostEnvironment host) {
        var given = host.get(TOKEN);
        return given.isPresent() ? onTelegram(host, given.get()) : local(host);
    }

    boolean isLocal() {
        return telegram.isEmpty();
    }

    /** Whether the stand-in answers instead of Claude Code. */
    boolean hasStandIn() {
        return agent == AgentChoice.STAND_IN;
    }

    PageAddress page(URI address, AccessKey key) {
        return new PageAddress(address.resolve(isLocal() ? "/" : "/board"), key, httpToken.isEmpty(), sessions);
    }

    private static RunSettings onTelegram(HostEnvironment host, String given) {
        if (!given.matches("\\d+:[\\w-]+")) {
            throw new IllegalArgumentException(Texts.of("start.noToken"));
        }
        var config = host.config();
        var sessions = directory(config);
        var telegram = TelegramSettings.from(config, new BotToken(given));
        var proxy = HttpProxy.of(telegram.apiRoot(), host::get);
        return of(host, config, Optional.of(telegram.through(proxy)), sessions, sessions);
    }

    private static RunSettings local(HostEnvironment host) {
        for (var name : OF_TELEGRAM) {
            if (host.get(name).isPresent()) {
                throw new IllegalArgumentException(Texts.of("start.tokenMissing", name));
            }
        }
        var config = host.config();
        var store = directory(config);
        var sessions = store.resolve("local");
        return of(
                host,
                config.withValue(DIRECTORY, ConfigValueFactory.fromAnyRef(sessions.toString())),
                Optional.empty(),
                store,
                sessions);
    }

    private static RunSettings of(
            HostEnvironment host, Config config, Optional<TelegramSettings> telegram, Path store, Path sessions) {
        var read = new SettingsReader(config.getConfig("switchboard"));
        var audit = read.place("audit-log", "AUDIT_LOG_PATH", host.home(), sessions.resolve("audit.log"));
        var all = EngineSettings.from(config, host.forClaude(), denied(host.directory(), store, audit));
        var engine = telegram.map(front -> withMostSent(all, TelegramAttachments.mostSent(front.apiRoot())))
                .orElse(all);
        return new RunSettings(
                config,
                telegram,
                engine.withClaude(engine.claude().withSecrets(host.hidden())),
                OpenAiSettings.from(read, host::get),
                store,
                sessions,
                audit,
                agent(read.text("agent"), host, telegram.isEmpty()),
                read.duration("shutdown-timeout", "SHUTDOWN_TIMEOUT_MS"),
                read.port("http.port", "HTTP_PORT"),
                host.get("HTTP_TOKEN"));
    }

    private static EngineSettings withMostSent(EngineSettings engine, long bytes) {
        return engine.withFiles(engine.files().map(files -> files.withMostSent(bytes)));
    }

    private static AgentChoice agent(String name, HostEnvironment host, boolean isLocal) {
        if (name.isEmpty()) {
            var isMissing = host.get("CLAUDE_CLI_PATH").isEmpty() && !CliCheck.isInstalled("claude", host.path());
            return isLocal && isMissing ? AgentChoice.STAND_IN : AgentChoice.CLAUDE;
        }
        return AgentChoice.named(name)
                .orElseThrow(() -> new IllegalArgumentException(Texts.of("start.agent", name, AgentChoice.names())));
    }

    /** The host's own files, under the given name and with links resolved, because Claude's tools may use either. */
    static List<Path> denied(Path directory, Path sessions, Path audit) {
        var own = Stream.of(directory.resolve(".env").toAbsolutePath().normalize(), sessions);
        var recorded = AuditLog.files(audit).stream()
                .filter(path -> !path.startsWith(sessions) && !path.startsWith(real(sessions)));
        return Stream.concat(own, recorded)
                .flatMap(path -> Stream.of(path, real(path)))
                .distinct()
                .toList();
    }

    /** Resolves links as far as the path exists. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            var parent = path.getParent();
            return parent == null ? path : real(parent).resolve(parent.relativize(path));
        }
    }

    private static Path directory(Config config) {
        return Path.of(config.getString(DIRECTORY)).toAbsolutePath().normalize();
    }
}
