package switchboard.loadtest;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import switchboard.load.LoadPlan;
import switchboard.load.LoadTest;
import switchboard.load.Progress;
import switchboard.text.Texts;

/** One load test from its beginning to its report. Everything it writes is in a directory that is gone afterwards. */
final class LoadTestRun {

    private static final int BAR = 24;
    private static final int STEPS_WITHOUT_TERMINAL = 20;

    /**
     * @param isClaude whether the CLI answers; else the stand-in
     * @param isPaid whether the CLI talks to the real model
     * @param isLimited whether Telegram's flood limits hold
     * @param killEvery zero for never
     */
    record Settings(LoadPlan plan, boolean isClaude, boolean isPaid, boolean isLimited, Duration killEvery) {

        Map<String, String> byOption() {
            var options = new LinkedHashMap<String, String>();
            options.put("chats", Integer.toString(plan.chats()));
            options.put("messages", Integer.toString(plan.messages()));
            options.put("pattern", plan.pattern().name().toLowerCase(Locale.ROOT));
            options.put("rate", Metric.number(plan.rate()));
            options.put("agent", isClaude ? "claude" : "standin");
            options.put("paid", isPaid ? "yes" : "no");
            options.put("model-delay", plan.modelDelay().toMillis() + "ms");
            options.put("limits", isLimited ? "on" : "off");
            options.put("kill-every", killEvery.isZero() ? "never" : killEvery.toSeconds() + "s");
            options.put("seed", Long.toString(plan.seed()));
            return options;
        }
    }

    private final LoadTestHost host;
    private final Settings settings;
    private final PrintWriter out;
    private int shown;

    LoadTestRun(LoadTestHost host, Settings settings, PrintWriter out) {
        this.host = host;
        this.settings = settings;
        this.out = out;
    }

    /** @throws IllegalArgumentException with one sentence for a person, if the bot does not start */
    LoadReport report() throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("switchboard-load-test");
        var system = ActorSystem.create(Behaviors.empty(), "load-test", host.config());
        try (var telegram = new TelegramSubject(
                        system, settings.plan().chats(), settings.isLimited(), directory.resolve("uploads"));
                var model = new ScriptedModel(settings.plan().modelDelay())) {
            return report(directory, telegram, model);
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
            delete(directory);
        }
    }

    private LoadReport report(Path directory, TelegramSubject telegram, ScriptedModel model)
            throws IOException, InterruptedException {
        var at = Instant.now();
        var plan = settings.plan();
        out.println(Texts.of("load.begin", plan.chats(), plan.messages()));
        out.flush();
        try (var bot = new LoadedBot(host.bot(), environment(directory, telegram, model), directory, telegram)) {
            var start = bot.start();
            try (var resources = Resources.watch(bot::handle);
                    var killer = Killer.of(bot, settings.killEvery())) {
                var test = LoadTest.of(telegram).with(plan).telling(this::show);
                var result =
                        (settings.isClaude() || settings.killEvery().isZero() ? test : test.withForgetfulAgent()).run();
                killer.end();
                var usage = new Figures.Usage(
                        telegram.calls(), telegram.floodWaits(), resources.samples(), killer.kills(), start.toMillis());
                return LoadReport.of(host.version(), at, settings.byOption(), machine(), result, usage);
            }
        }
    }

    /** The settings of this machine's bot, but another Telegram, other sessions, other folders and another model. */
    private Map<String, String> environment(Path directory, TelegramSubject telegram, ScriptedModel model)
            throws IOException {
        var environment = new HashMap<>(host.settings());
        var work = Files.createDirectory(directory.resolve("work")).toRealPath();
        environment.put("TELEGRAM_BOT_TOKEN", telegram.token());
        environment.put("TELEGRAM_API_ROOT", telegram.root().toString());
        environment.put("TELEGRAM_ALLOWED_USERS", telegram.everybody());
        environment.put("SESSION_DIR", directory.resolve("sessions").toString());
        environment.put("AUDIT_LOG_PATH", directory.resolve("audit.log").toString());
        environment.put("FILES_DIR", directory.resolve("files").toString());
        environment.put("CLAUDE_WORKING_DIR", work.toString());
        environment.put("ALLOWED_PATHS", work.toString());
        environment.put("HTTP_PORT", "0");
        environment.put("AGENT", settings.isClaude() ? "claude" : "stand-in");
        if (settings.isPaid()) {
            environment.putAll(host.accounts());
        } else {
            environment.put("ANTHROPIC_BASE_URL", model.root().toString());
            environment.put("ANTHROPIC_API_KEY", "no-key-is-needed-on-loopback");
            environment.put("CLAUDE_CONFIG_DIR", directory.resolve("claude").toString());
            environment.put("DISABLE_AUTOUPDATER", "1");
            environment.put("DISABLE_TELEMETRY", "1");
            environment.put("DISABLE_ERROR_REPORTING", "1");
            environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        }
        return environment;
    }

    private static Map<String, String> machine() {
        var machine = new LinkedHashMap<String, String>();
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        machine.put("cores", Integer.toString(system.getAvailableProcessors()));
        machine.put("memory", (system.getTotalMemorySize() >> 20) + " MB");
        machine.put("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
        machine.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
        return machine;
    }

    /** On a terminal one line that changes, elsewhere a line now and then. */
    private void show(Progress now) {
        var share = (double) now.settled() / Math.max(1, now.all());
        var text = Texts.of(
                "load.progress",
                now.settled(),
                now.all(),
                Metric.number((double) now.median().toMillis()),
                Metric.number((double) now.p99().toMillis()),
                now.faults());
        if (Boolean.getBoolean("switchboard.terminal")) {
            var full = (int) (share * BAR);
            out.print("\r[" + "#".repeat(full) + " ".repeat(BAR - full) + "] " + text + (share < 1 ? "" : "\n"));
        } else if ((int) (share * STEPS_WITHOUT_TERMINAL) > shown) {
            shown = (int) (share * STEPS_WITHOUT_TERMINAL);
            out.println(text);
        }
        out.flush();
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
