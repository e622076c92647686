package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import switchboard.app.Application;
import switchboard.app.HostEnvironment;
import switchboard.it.anthropic.ClaudeCli;
import switchboard.it.anthropic.FakeMessagesApi;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;
import switchboard.it.telegram.FakeBotApi;
import switchboard.model.ChatState;
import switchboard.model.ChatStateJson;
import switchboard.process.ProcessMark;

/**
 * A journey's world: one person, Ada, who may use the bot; the bot in this JVM or its own, with its own directories; both fakes. Each
 * journey ends with the check that Telegram had nothing to complain of and that no Claude process is left.
 */
abstract class Journey {

    static final long ADA = 111;
    static final long BOB = 222;

    @TempDir
    Path dir;

    /** Not where chats work. */
    @TempDir
    Path state;

    FakeMessagesApi claude;
    FakeBotApi telegram;
    FakeBotApi.Person ada;
    FakeBotApi.Person bob;
    final Map<String, String> settings = new HashMap<>();
    private @Nullable Application bot;
    private @Nullable Process process;

    @BeforeEach
    void open() throws Exception {
        var cli = ClaudeCli.assumeInstalled();
        claude = FakeMessagesApi.start();
        telegram = FakeBotApi.start().patience(patience());
        ada = telegram.person(ADA, "Ada");
        bob = telegram.person(BOB, "Bob");
        var home = Files.createDirectories(dir.resolve("home"));
        Files.createDirectories(work());
        settings.putAll(ClaudeCli.environment(home, claude.root()));
        settings.put("CLAUDE_CLI_PATH", cli.toString());
        settings.put("TELEGRAM_BOT_TOKEN", telegram.token());
        settings.put("TELEGRAM_API_ROOT", telegram.root().toString());
        settings.put("TELEGRAM_ALLOWED_USERS", ADA + "," + BOB);
        settings.put("RATE_LIMIT_REQUESTS", "0"); // journeys hurry
        settings.put("SESSION_DIR", sessions().toString());
        settings.put("CLAUDE_WORKING_DIR", work().toString());
        settings.put("ALLOWED_PATHS", dir.toRealPath().toString());
        settings.put("SHUTDOWN_TIMEOUT_MS", "500");
        settings.put("HTTP_PORT", "0");
        settings.put("SPARE_PROCESSES", "0"); // for SpareProcessIT
    }

    @AfterEach
    void close() throws Exception {
        if (telegram == null) {
            return; // skipped
        }
        stopBot();
        if (process != null) {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        claude.close();
        telegram.close();
        assertThat(telegram.violations()).as("what Telegram had to complain of").isEmpty();
        assertThat(ProcessMark.carrying(mark())).as("Claude processes left").isEmpty();
    }

    Path work() {
        return dir.resolve("work");
    }

    Path sessions() {
        return state.resolve("sessions");
    }

    Path directory(String name) throws IOException {
        return Files.createDirectories(dir.resolve(name)).toRealPath();
    }

    /** What the marks of this bot's Claude processes begin with. */
    String mark() {
        return BotProcess.mark(sessions());
    }

    void startBot() throws Exception {
        bot = Application.start(HostEnvironment.read(Map.copyOf(settings), Map.of(), dir));
        bot.ready().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    void stopBot() throws Exception {
        if (bot != null) {
            bot.stop().toCompletableFuture().get(30, TimeUnit.SECONDS);
            bot = null;
        }
    }

    /** Starts the bot as a process of its own, as the launcher does; what it prints is added to {@link #botLog}. */
    Process launchBot() throws Exception {
        var started = BotProcess.start(dir, settings, dir.resolve("bot.log").toFile());
        process = started;
        return started;
    }

    /**
     * The same as the foreground job of a terminal: it and what it starts are one process group, of its own number, and no signal is
     * ignored, as it is for the jobs of a shell in the background.
     */
    Process launchBotInATerminal() throws IOException {
        var started = BotProcess.startWith(
                List.of("setsid", "env", "--default-signal=HUP,INT"),
                dir,
                settings,
                dir.resolve("bot.log").toFile());
        process = started;
        return started;
    }

    /** Kills the bot of {@link #launchBot} at once, as {@code kill -9} does; its Claude processes live on. */
    void killBot() throws InterruptedException {
        var killed = Objects.requireNonNull(process).destroyForcibly();
        assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Halts the Claude processes of the bot, whose end is the caller's to see to. */
    List<ProcessHandle> hangClaude() throws IOException, InterruptedException {
        var hanging = ProcessMark.carrying(mark());
        for (var each : hanging) {
            var kill = new ProcessBuilder("kill", "-STOP", Long.toString(each.pid())).start();
            assertThat(kill.waitFor()).isZero();
        }
        return hanging;
    }

    String botLog() throws IOException {
        return Files.readString(dir.resolve("bot.log"));
    }

    /** Waits until it stands in the session file of Ada's private chat. */
    void awaitStored(String part) {
        await().atMost(patience())
                .until(() -> Files.readString(sessions().resolve(ADA + ".json")).contains(part));
    }

    /**
     * Waits until the bot has stored that a message of Ada's private chat has a question's buttons. Telegram shows them a
     * little before the bot knows their message, and no bot can take away buttons whose message it does not know.
     */
    void awaitKnown(ChatMessage question) {
        await().atMost(patience()).until(() -> {
            var memo = stored(ADA).memo().chat();
            return memo != null
                    && StreamSupport.stream(memo.path("open").spliterator(), false)
                            .anyMatch(message -> message.asLong() == question.id());
        });
    }

    /**
     * Waits until the bot has stored that a message of Ada's private chat shows a turn at work. One that a kill came before
     * stays as it is, and looks as if its turn went on.
     */
    void awaitKnownLive(ChatMessage live) {
        await().atMost(patience())
                .until(() -> stored(ADA).memo().turns().values().stream()
                        .anyMatch(memo -> memo.path("live").asText().matches("w?" + live.id() + "(@.*)?")));
    }

    /** Waits until the bot has stored that no message of Ada's private chat has a question's buttons. */
    void awaitNoneKnown() {
        await().atMost(patience()).until(() -> stored(ADA).memo().chat() == null);
    }

    private ChatState stored(long person) throws IOException {
        return ChatStateJson.read(
                new ObjectMapper().readTree(Files.readString(sessions().resolve(person + ".json"))));
    }

    /**
     * Waits until nothing of a person's private chat is unfinished: no turn, no prompt that waits, no answer whose arrival
     * Telegram has not confirmed. Telegram shows an answer a little before the bot knows that it is there.
     */
    void awaitAtRest(long person) {
        var file = sessions().resolve(person + ".json");
        await().atMost(patience())
                .until(() -> Files.exists(file) && stored(person).atRest());
    }

    /** Claude Code writes its transcripts a little later than it speaks. */
    void awaitInTranscript(String fragment) {
        await().atMost(patience()).until(() -> transcripts().anyMatch(each -> each.contains(fragment)));
    }

    private Stream<String> transcripts() throws IOException {
        var texts = new ArrayList<String>();
        try (var files = Files.walk(dir.resolve("home/.claude/projects"))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts.stream();
    }

    Chat chatWith(FakeBotApi.Person person) {
        return telegram.privateChat(person);
    }

    /** What the bot has said in a chat. */
    static List<String> said(Chat chat) {
        return chat.messages().stream().map(message -> message.text()).toList();
    }

    static Duration patience() {
        return FakeMessagesApi.PATIENCE;
    }
}
