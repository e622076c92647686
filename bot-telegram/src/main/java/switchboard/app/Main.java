package switchboard.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.loadtest.LoadTestCommand;
import switchboard.loadtest.LoadTestHost;
import switchboard.text.Texts;

/**
 * The command line: {@code switchboard [--version | --help]}. Without arguments it runs the bot until a signal.
 *
 * <p>Exit codes: 0 stopped in order, 1 refused to start, 2 wrong use, 3 out of memory (the JVM's own), 70 a part of the bot has
 * died ({@link FatalErrors}), 130 ended at once by a second signal. After 3 and 70 a new start helps; the launcher does that with
 * {@code ./switchboard --keep-running}.
 */
public final class Main {

    /** Logging begins with the first use of this class, while the configuration's defaults are being read. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(Main.class);
    }

    /** Names the pipe through which the launcher hands over secrets, which must not be in any process's environment. */
    private static final String SECRETS = "SWITCHBOARD_SECRETS_FD";

    /** The launcher sets this if a person reads the output. */
    private static final String TERMINAL = "switchboard.terminal";

    /** The launcher's process id, if it keeps the bot running. */
    private static final String KEEPER = "switchboard.keeper";

    private static final int WRONG_USE = 2;
    private static final int FAILED = 1;
    private static final int AT_ONCE = 130;

    private Main() {}

    public static void main(String[] arguments) {
        switch (arguments.length == 0 ? "run" : arguments[0]) {
            case "run" -> run();
            case "load-test" -> System.exit(loadTest(List.of(arguments).subList(1, arguments.length)));
            case "--version", "version" -> System.out.println("switchboard " + version());
            case "--help", "-h", "help" -> System.out.println(Texts.of("start.usage"));
            default -> {
                System.err.println(Texts.of("start.unknownWord", arguments[0]));
                System.exit(WRONG_USE);
            }
        }
    }

    private static int loadTest(List<String> arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        try {
            var host = HostEnvironment.read(System.getenv(), secrets(), Path.of(""));
            var machine = new LoadTestHost(
                    anotherBot(), host.forAnotherBot(), host.forClaude(), host.config(), host.directory(), version());
            return LoadTestCommand.run(machine, arguments, out, err);
        } catch (IllegalArgumentException | IOException wrong) {
            err.println(Texts.of("start.failed", String.valueOf(wrong.getMessage())));
            return FAILED;
        }
    }

    /** The command of this process, which runs a bot. */
    private static List<String> anotherBot() {
        var java = ProcessHandle.current().info().command().orElse("java");
        var options = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-D" + TERMINAL) && !option.startsWith("-D" + KEEPER));
        return Stream.of(
                        Stream.of(java),
                        options,
                        Stream.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "run"))
                .flatMap(parts -> parts)
                .toList();
    }

    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(development)");
    }

    private static void run() {
        HostEnvironment.readAhead();
        var started = new CompletableFuture<Application>();
        var fatal = new FatalErrors(
                () -> stopping(started.getNow(null)),
                () -> stopsWithin(started.getNow(null)),
                code -> Runtime.getRuntime().halt(code));
        Thread.setDefaultUncaughtExceptionHandler(fatal);
        try {
            var host = HostEnvironment.read(System.getenv(), secrets(), Path.of(""));
            if (!host.file().isEmpty()) {
                new SettingNames().complaints(host.file().keySet()).forEach(Log.LOG::warn);
            }
            Signals.handle(
                    () -> stop(started.join()), () -> Runtime.getRuntime().halt(AT_ONCE));
            var application = Application.start(host);
            application.whenBroken().thenRun(fatal::systemBroke);
            started.complete(application);
            stopWithKeeper(application);
            if (application.hasStandIn()) {
                Log.LOG.warn("This is not Claude: a scripted stand-in answers. {}", CliCheck.INSTALL);
            }
            awaitReady(application);
            Log.LOG.info("Switchboard {} is running; stop it with Ctrl-C", version());
            application.page().ifPresent(page -> show(page, application.isLocal()));
            if (!application.hasStandIn()) {
                // Last, because turns that continue need the machine more.
                var check =
                        new CliCheck(host.config().getString("switchboard.claude.path"), host.forClaude(), host.home());
                application.whenStopping("end-claude-check", check::close);
                check.start();
                if (application.isStopping()) {
                    check.close(); // if the stop began before the task was added
                }
            }
        } catch (IllegalArgumentException | IOException wrong) {
            fail(wrong);
        }
    }

    private static Future<?> stopping(@Nullable Application application) {
        return application == null
                ? CompletableFuture.completedFuture(null)
                : application.stop().toCompletableFuture();
    }

    private static Duration stopsWithin(@Nullable Application application) {
        return application == null ? Duration.ZERO : application.stopsWithin();
    }

    /**
     * With {@code --keep-running} the launcher is the parent. When it is gone, nobody would start or stop this bot, so the bot
     * stops.
     */
    private static void stopWithKeeper(Application application) {
        var keeper = Long.getLong(KEEPER);
        if (keeper != null) {
            Thread.ofPlatform().daemon().name("keeper").start(() -> {
                ProcessHandle.current()
                        .parent()
                        .filter(each -> each.pid() == keeper)
                        .ifPresent(each -> each.onExit().join());
                Log.LOG.warn("The launcher that keeps this bot running is gone");
                // Not a daemon: daemons do not keep the JVM from ending before the stop has ended.
                Thread.ofPlatform().daemon(false).name("stop").start(() -> stop(application));
            });
        }
    }

    /** Shows the address with its key to a person at a terminal, but never in a log. */
    private static void show(PageAddress page, boolean isLocal) {
        if (!Boolean.getBoolean(TERMINAL)) {
            Log.LOG.info("Open {}", page.described());
            return;
        }
        System.out.println("\n  " + Texts.of("start.open", page.opening()) + "\n");
        try {
            if (isLocal) {
                page.openBrowser(System.getenv());
            }
        } catch (IOException cannot) {
            Log.LOG.debug("No browser was opened: {}", cannot.toString()); // the address is on the terminal
        }
    }

    /** If Telegram refuses the bot, interrupted turns may already be running again. They are stopped before the bot ends. */
    private static void awaitReady(Application application) {
        try {
            application.ready().toCompletableFuture().join();
        } catch (CompletionException refused) {
            application.stop().toCompletableFuture().join();
            fail(Objects.requireNonNullElse(refused.getCause(), refused));
        }
    }

    private static void stop(Application application) {
        Log.LOG.info("Stopping; running turns may end, a second signal ends at once");
        application.stop().toCompletableFuture().join();
        Log.LOG.info("Stopped");
        Runtime.getRuntime().halt(0);
    }

    private static void fail(Throwable why) {
        System.err.println(Texts.of("start.failed", String.valueOf(why.getMessage())));
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
}
