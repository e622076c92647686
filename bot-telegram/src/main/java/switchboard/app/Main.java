package switchboard.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command line: {@code switchboard [--version | --help]}. Without arguments it runs the bot until a signal. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    /** The CLI that this version was tested with. */
    static final String TESTED_CLI = "2.1.330";

    /** By the pipe that this variable names the launcher hands over what must stand in nobody's environment. */
    private static final String SECRETS = "SWITCHBOARD_SECRETS_FD";

    /** The launcher says so if what is printed is read by a person. */
    private static final String TERMINAL = "switchboard.terminal";

    private static final String INSTALL =
            "Install Claude Code (npm install -g @anthropic-ai/claude-code), or set CLAUDE_CLI_PATH, and start again";

    private static final int WRONG_USE = 2;
    private static final int FAILED = 1;
    private static final int AT_ONCE = 130;

    private Main() {}

    public static void main(String[] arguments) {
        switch (arguments.length == 0 ? "run" : arguments[0]) {
            case "run" -> run();
            case "--version", "version" -> System.out.println("switchboard " + version());
            case "--help", "-h", "help" -> System.out.println("""
                        Usage: switchboard            run the bot until it is stopped
                               switchboard --version  print the version

                        Settings come from the environment or from .env in this directory; see .env.example.""");
            default -> {
                System.err.println("switchboard: unknown word " + arguments[0] + "; see switchboard --help");
                System.exit(WRONG_USE);
            }
        }
    }

    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(development)");
    }

    private static void run() {
        try {
            var host = HostEnvironment.read(System.getenv(), secrets(), Path.of(""));
            var application = Application.start(host);
            if (application.hasStandIn()) {
                LOG.warn("There is no `claude` on the PATH: a scripted stand-in answers. {}", INSTALL);
            } else {
                checkCli(host);
            }
            Signals.handle(() -> stop(application), () -> Runtime.getRuntime().halt(AT_ONCE));
            awaitReady(application);
            LOG.info("Switchboard {} is running; stop it with Ctrl-C", version());
            application.entrance().ifPresent(entrance -> show(entrance, application.isLocal()));
        } catch (IllegalArgumentException | IOException wrong) {
            fail(wrong);
        }
    }

    /** What opens the pages is shown to a person at a terminal, and to no log. */
    private static void show(Entrance entrance, boolean isLocal) {
        if (!Boolean.getBoolean(TERMINAL)) {
            LOG.info("Open {}", entrance.described());
            return;
        }
        System.out.println("\n  Open " + entrance.opening() + "\n");
        try {
            if (isLocal) {
                entrance.openBrowser(System.getenv());
            }
        } catch (IOException cannot) {
            LOG.debug("No browser was opened: {}", cannot.toString()); // the address is on the terminal
        }
    }

    /** If Telegram refuses the bot, interrupted turns may already be running again: they are stopped before it ends. */
    private static void awaitReady(Application application) {
        try {
            application.ready().toCompletableFuture().join();
        } catch (CompletionException refused) {
            application.stop().toCompletableFuture().join();
            fail(Objects.requireNonNullElse(refused.getCause(), refused));
        }
    }

    private static void stop(Application application) {
        LOG.info("Stopping; running turns may end, a second signal ends at once");
        application.stop().toCompletableFuture().join();
        LOG.info("Stopped");
        Runtime.getRuntime().halt(0);
    }

    private static void fail(Throwable why) {
        System.err.println("switchboard: " + why.getMessage());
        System.exit(FAILED);
    }

    private static Map<String, String> secrets() throws IOException {
        var descriptor = System.getenv(SECRETS);
        if (descriptor == null || !descriptor.matches("\\d{1,3}")) {
            return Map.of();
        }
        var secrets = new HashMap<String, String>();
        try (var lines = Files.newBufferedReader(Path.of("/dev/fd", descriptor), StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var equals = line.indexOf('=');
                if (equals > 0) {
                    secrets.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
        }
        return secrets;
    }

    /** Looks at the CLI's version on a thread of its own: the bot starts without it, too. */
    private static void checkCli(HostEnvironment host) {
        var program = host.config().getString("switchboard.claude.path");
        Thread.ofPlatform().daemon().name("claude-version").start(() -> {
            try {
                var said = askVersion(program, host.forClaude());
                if (said.startsWith(TESTED_CLI)) {
                    LOG.info("Claude Code {}", said);
                } else {
                    LOG.warn("Claude Code says it is \"{}\"; tested is {}", said, TESTED_CLI);
                }
            } catch (IOException missing) {
                LOG.warn("`{}` cannot be run. {}", program, INSTALL);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static String askVersion(String program, Map<String, String> environment)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(program, "--version").redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "nothing";
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
