package switchboard.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.EngineSettings;
import switchboard.app.HostEnvironment;
import switchboard.claude.ClaudeCommandLine;
import switchboard.claude.Project;
import switchboard.it.anthropic.ClaudeCli;
import switchboard.it.anthropic.FakeMessagesApi;
import switchboard.it.journey.BotProcess;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.FakeBotApi;
import switchboard.model.ChatId;
import switchboard.model.Session;
import switchboard.model.Settings;

/**
 * How long a start takes until the first poll and the first answer, with what the launcher's build keeps for the JVM and without it.
 * Beside it a bare Pekko program with the same flags polls once. What those wait for who have written before, beside as many bare
 * CLIs; and what the bot takes of memory while nobody says anything.
 */
class ColdStartBench {

    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The launcher's. */
    private static final List<String> FLAGS = List.of(
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:-AOTRecordTraining",
            "-XX:-AOTReplayTraining",
            "-XX:TrimNativeHeapInterval=15000",
            "-Xms18m",
            "-XX:NewSize=4m",
            "-Xmx256m");

    private static final Duration IDLE = Duration.ofSeconds(Integer.getInteger("idle", 60));

    @TempDir
    Path dir;

    private record Side(String name, Path launcher, Path bareCache, Samples poll, Samples answer, Samples bare) {}

    @Test
    void fromTheStartToTheFirstPollAndAnswer() throws Exception {
        var sides = List.of(side("with what the build keeps", true), side("without", false));
        for (var round = 0; round <= ROUNDS; round++) {
            for (var side : sides) {
                measure(side, round > 0);
            }
        }
        var report = new Report(
                "A start (" + ROUNDS + " by each, alternating)",
                "milliseconds, median",
                "to the first poll",
                "bare Pekko",
                "ratio",
                "to the first answer");
        for (var side : sides) {
            report.row(
                    side.name(),
                    Report.number(side.poll().median()),
                    Report.number(side.bare().median()),
                    String.format("%.2f", side.poll().median() / side.bare().median()),
                    Report.number(side.answer().median()));
        }
        report.print();
    }

    @Test
    void theFirstAnswersOfAFreshBot() throws Exception {
        var side = side("with what the build keeps", true);
        var report = new Report(
                "The first answers of a fresh bot (" + ROUNDS + " by each, alternating)",
                "milliseconds until the last answer, median",
                "bot, from its first poll",
                "bare `claude`, from its start",
                "ratio");
        for (var chats : List.of(1, 8)) {
            var bot = new Samples();
            var bare = new Samples();
            for (var round = 0; round <= ROUNDS; round++) {
                try (var model = FakeMessagesApi.start();
                        var telegram = FakeBotApi.start().patience(PATIENCE)) {
                    var byBot = firstAnswers(side, chats, model, telegram);
                    var byItself = firstAnswers(chats, settings(model, telegram));
                    if (round > 0) {
                        bot.add(byBot);
                        bare.add(byItself);
                    }
                }
            }
            report.row(
                    chats + " at once",
                    Report.number(bot.median()),
                    Report.number(bare.median()),
                    String.format("%.2f", bot.median() / bare.median()));
        }
        report.print();
    }

    private long firstAnswers(Side side, int people, FakeMessagesApi model, FakeBotApi telegram) throws Exception {
        var chats = new ArrayList<Chat>();
        for (var person = 1; person <= people; person++) {
            chats.add(telegram.privateChat(telegram.person(person, "Ada")));
        }
        chats.forEach(chat -> chat.says("hello"));
        var settings = settings(model, telegram);
        settings.put("MAX_CONCURRENT_QUERIES", String.valueOf(people));
        var bot = start(side, settings);
        try {
            telegram.awaitCall("getUpdates");
            var begin = System.nanoTime();
            chats.forEach(chat -> chat.awaitMessage("You said: hello"));
            return System.nanoTime() - begin;
        } finally {
            bot.destroy();
            bot.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private long firstAnswers(int processes, Map<String, String> settings) throws Exception {
        var host = HostEnvironment.read(settings, Map.of(), dir);
        var claude =
                EngineSettings.from(host.config(), host.forClaude(), List.of()).claude();
        var commandLine = new ClaudeCommandLine(claude.withStore("bare"));
        var work = Path.of(settings.getOrDefault("CLAUDE_WORKING_DIR", ""));
        var all = new ArrayList<BareClaude>();
        var begin = System.nanoTime();
        for (var i = 0; i < processes; i++) {
            var session = Session.fresh(work, null, Instant.now());
            var bare = BareClaude.start(commandLine.launch(ChatId.of(1), session, Settings.NONE, Project.BARE, false));
            bare.say("hello");
            all.add(bare);
        }
        var last = begin;
        for (var bare : all) {
            last = Math.max(last, bare.awaitResult());
        }
        all.forEach(BareClaude::close);
        return last - begin;
    }

    /** What an idle bot takes of the machine's memory: all of it, and what is nobody else's and in no file. */
    @Test
    void theMemoryOfAnIdleBot() throws Exception {
        var report = new Report(
                "An idle bot, " + IDLE.toSeconds() + " s after its first poll", "MiB", "resident", "of it anonymous");
        for (var side : List.of(side("with what the build keeps", true), side("without", false))) {
            try (var model = FakeMessagesApi.start();
                    var telegram = FakeBotApi.start().patience(PATIENCE)) {
                var bot = start(side, settings(model, telegram));
                try {
                    telegram.awaitCall("getUpdates");
                    assertThat(bot.waitFor(IDLE.toSeconds(), TimeUnit.SECONDS)).isFalse();
                    report.row(side.name(), mebibytes(bot, "VmRSS"), mebibytes(bot, "RssAnon"));
                } finally {
                    bot.destroy();
                    bot.waitFor(30, TimeUnit.SECONDS);
                }
            }
        }
        report.print();
    }

    private static String mebibytes(Process process, String name) throws IOException {
        var status = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst()
                .orElseThrow();
        return Report.number(Long.parseLong(status.replaceAll("\\D", "")) / 1024.0);
    }

    private Side side(String name, boolean keeps) throws Exception {
        var launcher = BotProcess.install();
        var cache = dir.resolve("bare" + keeps + ".cache");
        if (keeps) {
            Files.delete(launcher.resolveSibling("bot-telegram/target/built"));
            var bin = Files.createDirectories(dir.resolve("bin"));
            var maven = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\n");
            Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
            var environment = new HashMap<>(Map.of("HOME", dir.toString(), "PATH", bin + ":" + System.getenv("PATH")));
            environment.put("CLAUDE_CLI_PATH", ClaudeCli.assumeInstalled().toString());
            run(BotProcess.start(launcher, dir, environment, log(name + "-training"), "--version"));
            try (var api = FakeBotApi.start()) {
                run(bare(api, List.of("-XX:AOTCacheOutput=" + cache), "end", log("bare-training")));
            }
        }
        return new Side(name, launcher, cache, new Samples(), new Samples(), new Samples());
    }

    private void run(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("a training run failed, see " + dir);
        }
    }

    private void measure(Side side, boolean counts) throws Exception {
        var samples = counts
                ? side
                : new Side("", side.launcher(), side.bareCache(), new Samples(), new Samples(), new Samples());
        try (var model = FakeMessagesApi.start();
                var telegram = FakeBotApi.start().patience(PATIENCE)) {
            measureBot(samples, model, telegram);
        }
        try (var api = FakeBotApi.start().patience(PATIENCE)) {
            var options =
                    Files.exists(side.bareCache()) ? List.of("-XX:AOTCache=" + side.bareCache()) : List.<String>of();
            var begin = System.nanoTime();
            var process = bare(api, options, "", log("bare"));
            api.awaitCall("getUpdates");
            samples.bare().add(System.nanoTime() - begin);
            process.destroyForcibly().waitFor();
        }
    }

    private void measureBot(Side samples, FakeMessagesApi model, FakeBotApi telegram) throws Exception {
        var chat = telegram.privateChat(telegram.person(1, "Ada"));
        chat.says("hello");
        var begin = System.nanoTime();
        var bot = start(samples, settings(model, telegram));
        try {
            telegram.awaitCall("getUpdates");
            samples.poll().add(System.nanoTime() - begin);
            chat.awaitMessage("You said: hello");
            samples.answer().add(System.nanoTime() - begin);
        } finally {
            bot.destroy();
            bot.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private Process start(Side side, Map<String, String> settings) throws IOException {
        return BotProcess.start(side.launcher(), Path.of(settings.getOrDefault("HOME", "")), settings, log("bot"));
    }

    private Map<String, String> settings(FakeMessagesApi model, FakeBotApi telegram) throws IOException {
        var home = Files.createTempDirectory(dir, "home");
        var settings = new HashMap<>(ClaudeCli.environment(home, model.root()));
        settings.put("CLAUDE_CLI_PATH", ClaudeCli.assumeInstalled().toString());
        settings.put(
                "CLAUDE_WORKING_DIR",
                Files.createDirectories(home.resolve("work")).toString());
        settings.put("SESSION_DIR", home.resolve("sessions").toString());
        settings.put("TELEGRAM_BOT_TOKEN", telegram.token());
        settings.put("TELEGRAM_API_ROOT", telegram.root().toString());
        settings.put("TELEGRAM_ALLOWED_USERS", "1,2,3,4,5,6,7,8");
        settings.put("HTTP_PORT", "0");
        return settings;
    }

    /** The bare program with the launcher's flags and jars. */
    private Process bare(FakeBotApi api, List<String> options, String end, File log) throws IOException {
        var jars = Path.of("..", "bot-telegram/target/lib").toAbsolutePath().normalize();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(FLAGS);
        command.addAll(options);
        command.addAll(List.of("-cp", own() + ":" + jars + "/*", BarePekko.class.getName()));
        command.add(api.root() + "/bot" + api.token() + "/getUpdates");
        if (!end.isEmpty()) {
            command.add(end);
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /** A jar with the bare program, because nothing is kept of classes in directories. */
    private Path own() throws IOException {
        var jar = dir.resolve("bare.jar");
        if (!Files.exists(jar)) {
            var name = BarePekko.class.getName().replace('.', '/') + ".class";
            try (var out = new JarOutputStream(Files.newOutputStream(jar));
                    var bytes = Objects.requireNonNull(BarePekko.class.getResourceAsStream("/" + name))) {
                out.putNextEntry(new JarEntry(name));
                bytes.transferTo(out);
                out.closeEntry();
            }
        }
        return jar;
    }

    private File log(String name) {
        return dir.resolve(name + ".log").toFile();
    }
}
