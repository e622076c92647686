package switchboard.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import switchboard.model.Secrets;

/**
 * The settings as the host gives them: environment variables, a {@code .env}, and secrets from the launcher. Variables win over
 * the {@code .env}. The secrets come through a pipe, so that no process's environment contains them.
 *
 * @param variables the process's own environment
 * @param file the values of the {@code .env}
 * @param secrets win over both
 * @param directory the directory of the {@code .env}, absolute
 */
public record HostEnvironment(
        Map<String, String> variables, Map<String, String> file, Map<String, String> secrets, Path directory) {

    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");

    /** Variables of the bot's own, which no child process gets. */
    private static final Pattern SECRET = Pattern.compile("(TELEGRAM_|OPENAI_).*|HTTP_TOKEN|SWITCHBOARD_SECRETS_FD");

    /** Variables of a {@code .env} that are meant for Claude. Claude gets no others from there. */
    private static final Pattern FOR_CLAUDE = Pattern.compile(
            "(ANTHROPIC|CLAUDE|AWS|GOOGLE|VERTEX|CLOUD_ML|DISABLE)_.*|IS_SANDBOX|(HTTPS?|ALL|NO)_PROXY");

    private static final Set<String> OWN_SETTINGS = Set.of(
            "CLAUDE_WORKING_DIR",
            "CLAUDE_CLI_PATH",
            "CLAUDE_PERMISSION_MODE",
            "CLAUDE_MODEL",
            "CLAUDE_EXTRA_ARGS",
            "CLAUDE_IDLE_PROCESS_MS",
            "CLAUDE_ANSWER_TIMEOUT_MS",
            "CLAUDE_TRUSTED_PATHS");

    /**
     * Reads the {@code .env} of a directory, if there is one.
     *
     * @throws IllegalArgumentException with one sentence for a person
     */
    public static HostEnvironment read(Map<String, String> variables, Map<String, String> secrets, Path directory) {
        var absolute = directory.toAbsolutePath();
        var file = absolute.resolve(".env");
        return new HostEnvironment(variables, Files.exists(file) ? DotEnv.read(file) : Map.of(), secrets, absolute);
    }

    /** Begins to read the configuration's defaults, for which a later {@link #config} would have to wait. */
    static void readAhead() {
        Thread.ofPlatform().daemon().name("read-ahead").start(ConfigFactory::defaultReference);
    }

    /** A value from any of the three; empty if there is none or it is blank. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(secrets.getOrDefault(name, variables.getOrDefault(name, file.get(name))))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** The user's home directory. */
    public Path home() {
        var named = variables.getOrDefault("HOME", "");
        return Path.of(named.isBlank() ? System.getProperty("user.home") : named);
    }

    /** The {@code PATH} on which programs are found. */
    public String path() {
        return variables.getOrDefault("PATH", "");
    }

    /** The configuration with the settings of the environment, but without secrets. */
    public Config config() {
        var settings = new HashMap<String, String>();
        settings.putAll(file);
        settings.putAll(variables);
        settings.keySet().removeIf(name -> !NAME.matcher(name).matches() || isSecret(name));
        settings.values().removeIf(String::isBlank);
        get("TELEGRAM_ALLOWED_USERS").ifPresent(value -> settings.put("TELEGRAM_ALLOWED_USERS", value));
        get("TELEGRAM_OWNERS").ifPresent(value -> settings.put("TELEGRAM_OWNERS", value));
        get("TELEGRAM_API_ROOT").ifPresent(value -> settings.put("TELEGRAM_API_ROOT", value));
        get("OPENAI_BASE_URL").ifPresent(value -> settings.put("OPENAI_BASE_URL", value));
        return ConfigFactory.defaultOverrides()
                .withFallback(ConfigFactory.parseMap(settings, "environment"))
                .withFallback(ConfigFactory.parseResources("application.conf"))
                .withFallback(ConfigFactory.parseResources("switchboard/app/application.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false));
    }

    /** The environment of Claude's processes: the user's own, without the bot's secrets and settings. */
    public Map<String, String> forClaude() {
        var environment = new HashMap<String, String>();
        file.forEach((name, value) -> {
            if (isForClaude(name)) {
                environment.put(name, value);
            }
        });
        environment.putAll(variables);
        environment.keySet().removeIf(name -> isSecret(name) || OWN_SETTINGS.contains(name));
        return environment;
    }

    /** Whether a name of the {@code .env} is one that Claude's processes get. */
    static boolean isForClaude(String name) {
        return FOR_CLAUDE.matcher(name).matches();
    }

    /**
     * The environment of another bot with the same settings: without secrets, without what leads Claude to an account, and of the
     * {@code .env} only what is a setting of the bot.
     */
    Map<String, String> forAnotherBot() {
        var names = new SettingNames();
        var environment = new HashMap<>(file);
        environment.keySet().removeIf(name -> !names.has(name));
        environment.putAll(variables);
        environment.keySet().removeIf(name -> isSecret(name) || (isForClaude(name) && !OWN_SETTINGS.contains(name)));
        return environment;
    }

    /** All secret values, the bot's and the user's. Nothing that is shown or logged contains them. */
    public Secrets hidden() {
        return Secrets.of(Stream.of(file, variables, secrets)
                .flatMap(each -> Secrets.in(each).stream())
                .toList());
    }

    private static boolean isSecret(String name) {
        return SECRET.matcher(name).matches();
    }

    /** Only names, because values may be secret. */
    @Override
    public String toString() {
        return "HostEnvironment" + variables.keySet() + file.keySet();
    }
}
