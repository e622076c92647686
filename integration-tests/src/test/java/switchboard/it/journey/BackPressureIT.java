package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.Fault;

/**
 * More than the bot can take, from every side: the bot is a process of its own with a heap of 96 MB, Claude a script that
 * prints what the prompt says.
 */
class BackPressureIT extends Journey {

    private static final int CHATS = 50;
    private static final Pattern REFUSED = Pattern.compile("(?:(\\d+) messages were not taken|The queue is full)");

    private @Nullable Process process;

    @BeforeEach
    void loudClaude() throws Exception {
        try (var script = Objects.requireNonNull(getClass().getResourceAsStream("/loud-claude.sh"))) {
            Files.copy(script, dir.resolve("claude"));
        }
        Files.setPosixFilePermissions(dir.resolve("claude"), PosixFilePermissions.fromString("rwx------"));
        settings.put("CLAUDE_CLI_PATH", dir.resolve("claude").toString());
        settings.put("PATH", System.getenv("PATH"));
        settings.put("SWITCHBOARD_HEAP", "96m");
        settings.put("MAX_CONCURRENT_QUERIES", "8");
        settings.put("MAX_LIVE_PROCESSES", "64");
        settings.put("MAX_QUERY_QUEUE_SIZE", "60");
        settings.put("RATE_LIMIT_REQUESTS", "0");
        settings.put(
                "TELEGRAM_ALLOWED_USERS",
                LongStream.rangeClosed(1, CHATS).mapToObj(Long::toString).collect(Collectors.joining(",")));
        process = BotProcess.start(dir, settings, log());
        telegram.awaitCall("getUpdates");
    }

    @AfterEach
    void end() throws Exception {
        var bot = Objects.requireNonNull(process);
        assertThat(bot.isAlive())
                .as("the bot lives: %s", Files.readString(log().toPath()))
                .isTrue();
        assertThat(Files.readString(log().toPath())).doesNotContain("OutOfMemoryError", "ERROR");
        bot.destroy();
        assertThat(bot.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aFloodOfMessagesIsAnsweredOrRefusedToTheLastOne() {
        var messages = Integer.getInteger("switchboard.flood", 1_000);
        telegram.limits().off();
        var chats = chats();
        aSecondBegins();

        for (var i = 0; i < CHATS; i++) {
            chats.get(i).says("number " + i);
        }
        telegram.awaitThat("one of each chat is taken", () -> telegram.pendingUpdates() == 0);
        for (var i = CHATS; i < messages; i++) {
            chats.get(i % CHATS).says("number " + i);
        }

        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(chats.stream()
                                .mapToInt(chat -> answered(chat) + refused(chat))
                                .sum())
                        .isEqualTo(messages));
        assertThat(telegram.pendingUpdates()).isZero();
        assertThat(chats).allSatisfy(chat -> assertThat(answered(chat)).isPositive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"deltas", "blocks", "tools", "stderr"})
    void aHundredMegabytesOfOutputLeaveTheBotAlive(String kind) {
        var chat = chats().getFirst();
        var other = chats().getLast();
        chat.says("print " + kind);
        other.says("hello");

        other.awaitMessage("You said: hello");
        chat.awaitMessage(message -> message.text().contains("You said: print " + kind)
                || message.file().isPresent());
        chat.says("and now?");
        chat.awaitMessage("You said: and now?");
    }

    @Test
    void aLineOfAHundredMegabytesIsShownAsItsBeginning() {
        var chat = chats().getFirst();
        chat.says("print one line");

        var file =
                chat.awaitMessage(message -> message.file().isPresent()).file().orElseThrow();
        assertThat(file.text()).startsWith("It begins so. xxx").hasSizeBetween(900_000, 1_100_000);
        assertThat(chat.messages().getFirst().text()).startsWith("It begins so.");
        chat.says("and now?");
        chat.awaitMessage("You said: and now?");
    }

    @Test
    void aTelegramThatTakesItsTimeGetsEveryAnswerOnceAndInTheEnd() {
        var delay = Duration.ofMillis(Long.getLong("switchboard.slow", 1_500));
        telegram.limits().off();
        var chats = chats();
        telegram.failNext("*", 10_000, Fault.delayed(delay));
        chats.forEach(chat -> chat.says("hello"));

        await().atMost(delay.multipliedBy(20).plusSeconds(20))
                .untilAsserted(() -> assertThat(chats)
                        .allSatisfy(chat -> assertThat(answered(chat)).isEqualTo(1)));
        assertThat(chats).allSatisfy(chat -> assertThat(said(chat)).noneMatch(text -> text.contains("(repeated)")));
    }

    private File log() {
        return dir.resolve("bot.log").toFile();
    }

    private List<Chat> chats() {
        return IntStream.rangeClosed(1, CHATS)
                .mapToObj(id -> telegram.privateChat(telegram.person(id, "Person " + id)))
                .toList();
    }

    private static int answered(Chat chat) {
        return (int)
                said(chat).stream().filter(text -> text.contains("You said: ")).count();
    }

    private static int refused(Chat chat) {
        return said(chat).stream()
                .map(REFUSED::matcher)
                .filter(matcher -> matcher.find())
                .mapToInt(matcher -> matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1)))
                .sum();
    }

    /** Telegram dates messages to the second: those of the second in which the bot started may have been said before. */
    private static void aSecondBegins() {
        var started = Instant.now().getEpochSecond();
        await().until(() -> Instant.now().getEpochSecond() > started);
    }
}
