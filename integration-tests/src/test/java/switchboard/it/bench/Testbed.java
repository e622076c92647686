package switchboard.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import switchboard.EngineSettings;
import switchboard.app.Application;
import switchboard.app.HostEnvironment;
import switchboard.claude.ClaudeCommandLine;
import switchboard.claude.Project;
import switchboard.it.anthropic.ClaudeCli;
import switchboard.it.anthropic.FakeMessagesApi;
import switchboard.it.anthropic.Script;
import switchboard.it.journey.BotProcess;
import switchboard.it.telegram.Call;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.FakeBotApi;
import switchboard.model.ChatId;
import switchboard.model.Session;
import switchboard.model.Settings;
import switchboard.process.ProcessMark;

/** The bot with both fakes, and bare CLIs beside it that are started alike and talk to the same model. */
abstract class Testbed {

    /** What the model says to every prompt: a hundred words in about fifty deltas, with some markup. */
    private static final String ANSWER = """
            The build failed in `Renderer.java`, because **two** callers passed the list that a third one changed:

            ```java
            var parts = List.copyOf(splitter.parts(text));
            ```

            - copy it where it comes in, not where it is used
            - keep the order, for the *first* part replaces the live message
            - nothing else in the module holds on to it

            I ran the tests of the module afterwards; all 214 pass, and the two that failed before did so for this reason \
            alone. The change is three lines long and touches no other file. \
            """;

    private static final String WORDS = "Here is question ";
    private static final String LAST_WORDS = "That is all.";
    private static final String AT_WORK = "\u23f3";
    private static final String MARK_OF_BARE = "switchboard-bare";
    private static final int PEOPLE = 200;

    /** A prompt that was given and is not yet answered. */
    record Asked(String prompt, long said) {}

    private record Served(long arrived, long answered) {}

    @TempDir
    Path dir;

    final MonotonicClock clock = new MonotonicClock();
    final Map<String, String> settings = new HashMap<>();
    private final Map<String, CompletableFuture<Served>> served = new ConcurrentHashMap<>();
    private FakeMessagesApi model;
    private FakeBotApi telegram;
    private @Nullable ClaudeCommandLine commandLine;
    private @Nullable Application bot;
    private long people;
    private long prompts;

    @BeforeEach
    void open() throws Exception {
        var cli = ClaudeCli.assumeInstalled();
        model = FakeMessagesApi.start();
        model.when("question", Script.say(ANSWER + LAST_WORDS));
        model.watchedBy((request, arrived, answered) ->
                served(asked(request.prompt())).complete(new Served(arrived, answered)));
        telegram = FakeBotApi.start(clock).patience(Duration.ofMinutes(1));
        Files.createDirectories(work());
        settings.putAll(ClaudeCli.environment(Files.createDirectories(dir.resolve("home")), model.root()));
        settings.put("CLAUDE_CLI_PATH", cli.toString());
        settings.put("CLAUDE_WORKING_DIR", work().toString());
        settings.put("SESSION_DIR", sessions().toString());
        settings.put("TELEGRAM_BOT_TOKEN", telegram.token());
        settings.put("TELEGRAM_API_ROOT", telegram.root().toString());
        settings.put("RATE_LIMIT_REQUESTS", "0");
        settings.put(
                "TELEGRAM_ALLOWED_USERS",
                LongStream.rangeClosed(1, PEOPLE).mapToObj(Long::toString).collect(Collectors.joining(",")));
        settings.put("MAX_CONCURRENT_QUERIES", "8");
        settings.put("MAX_LIVE_PROCESSES", "64");
        settings.put("SHUTDOWN_TIMEOUT_MS", "500");
        settings.put("HTTP_PORT", "0");
        settings.put("SPARE_PROCESSES", "0");
    }

    @AfterEach
    void close() throws Exception {
        if (bot != null) {
            bot.stop().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        if (telegram != null) {
            model.close();
            telegram.close();
        }
    }

    void startBot() throws Exception {
        var host = HostEnvironment.read(Map.copyOf(settings), Map.of(), dir);
        var denied = List.of(dir.resolve(".env").toAbsolutePath().normalize(), sessions());
        commandLine = new ClaudeCommandLine(EngineSettings.from(host.config(), host.forClaude(), denied)
                .claude()
                .withStore(MARK_OF_BARE));
        bot = Application.start(host);
        bot.ready().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** A report's title, with the CLI's version. */
    String titled(String what) throws IOException {
        var process = new ProcessBuilder(String.valueOf(settings.get("CLAUDE_CLI_PATH")), "--version").start();
        try (var version = process.inputReader()) {
            return what + " with `claude` " + version.readLine();
        }
    }

    /** A new person's chat with the bot. */
    Chat newChat() {
        people++;
        return telegram.privateChat(telegram.person(people, "Person " + people));
    }

    BareClaude newBareClaude() throws IOException {
        var session = Session.fresh(work(), null, Instant.now());
        return BareClaude.start(
                Objects.requireNonNull(commandLine).launch(ChatId.of(1), session, Settings.NONE, Project.BARE, false));
    }

    Asked ask(Chat chat) {
        var asked = nextPrompt();
        chat.says(asked.prompt());
        return asked;
    }

    Asked ask(BareClaude claude) {
        var asked = nextPrompt();
        claude.say(asked.prompt());
        return asked;
    }

    /** The time begins now; what is asked must be given to somebody at once. */
    Asked nextPrompt() {
        return new Asked(WORDS + ++prompts + " of many.", System.nanoTime());
    }

    /** Waits for the whole answer, which is a new message or, if the turn took long, the live message's last text. */
    Turn await(Chat chat, Asked asked, int callsBefore) {
        telegram.awaitThat(
                "the answer", () -> answer(chat, callsBefore).findFirst().isPresent());
        return turn(
                asked,
                clock.nanoTime(
                        answer(chat, callsBefore).findFirst().orElseThrow().at()));
    }

    private Stream<Call> answer(Chat chat, int callsBefore) {
        return telegram.calls().stream()
                .skip(callsBefore)
                .filter(call -> call.chatId() == chat.id())
                .filter(call -> call.text().contains(LAST_WORDS) && !call.text().contains(AT_WORK));
    }

    Turn await(BareClaude claude, Asked asked) throws InterruptedException {
        return turn(asked, claude.awaitResult());
    }

    Turn botTurn(Chat chat) {
        var before = calls();
        return await(chat, ask(chat), before);
    }

    Turn bareTurn(BareClaude claude) throws InterruptedException {
        return await(claude, ask(claude));
    }

    int calls() {
        return telegram.calls().size();
    }

    /** Waits until the bot has let all its processes go. */
    void awaitHibernation() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> processes().isEmpty());
    }

    /** The bot's processes. */
    List<ProcessHandle> processes() {
        return ProcessMark.carrying(BotProcess.mark(sessions()));
    }

    private Turn turn(Asked asked, long shown) {
        var request = served(asked.prompt()).orTimeout(1, TimeUnit.MINUTES).join();
        return new Turn(asked.said(), request.arrived(), request.answered(), shown);
    }

    /** The words without what comes with a file. */
    private static String asked(String prompt) {
        return prompt.substring(Math.max(prompt.lastIndexOf(WORDS), 0));
    }

    private CompletableFuture<Served> served(String prompt) {
        return served.computeIfAbsent(prompt, any -> new CompletableFuture<>());
    }

    private Path work() {
        return dir.resolve("work");
    }

    private Path sessions() {
        return dir.resolve("sessions");
    }
}
