package switchboard.it.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.it.journey.BotProcess;
import switchboard.it.telegram.FakeBotApi;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.ChatStateJson;
import switchboard.model.Cost;
import switchboard.model.Outcome;
import switchboard.model.Prompt;
import switchboard.model.Session;
import switchboard.model.TurnId;

/**
 * How much longer a start takes where ten thousand chats are known: from the launcher to the first poll and to the answer
 * of a message that waits. The bot is a process of its own, Claude a script; a few chats have a prompt unfinished.
 */
class StartBench {

    private static final int FEW = 10;
    private static final int MANY = 10_000;
    private static final int UNFINISHED = 5;
    private static final int WARM_UP = 1;
    private static final int MEASURED = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    private static final class Side {
        final Samples poll = new Samples();
        final Samples answer = new Samples();
    }

    @Test
    void aStartWithTenThousandChatsTakesLittleLongerThanWithTen() throws Exception {
        var few = new Side();
        var many = new Side();
        for (var i = 0; i < WARM_UP + MEASURED; i++) {
            measure(FEW, "few" + i, i < WARM_UP ? new Side() : few);
            measure(MANY, "many" + i, i < WARM_UP ? new Side() : many);
        }
        new Report(
                        "A start (" + MEASURED + " by each, alternating)",
                        "milliseconds, median",
                        "10 chats",
                        "10,000 chats",
                        "longer by",
                        "goal")
                .row(row("to the first poll", few.poll, many.poll))
                .row(row("to the answer of a message that waits", few.answer, many.answer))
                .print();
    }

    private static String[] row(String what, Samples few, Samples many) {
        return new String[] {
            what,
            Report.number(few.median()),
            Report.number(many.median()),
            Report.number(many.median() - few.median()),
            "at most 3,000"
        };
    }

    private void measure(int chats, String name, Side side) throws Exception {
        var sessions = Files.createDirectory(
                dir.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        store(sessions, chats);
        try (var telegram = FakeBotApi.start().patience(PATIENCE)) {
            var chat = telegram.privateChat(telegram.person(1, "Ada"));
            chat.says("hello");
            var others = LongStream.range(2, 2 + UNFINISHED)
                    .mapToObj(id -> telegram.privateChat(telegram.person(id, "Person " + id)))
                    .toList();
            var log = dir.resolve(name + ".log").toFile();
            var begin = System.nanoTime();
            var bot = BotProcess.start(dir, settings(telegram, sessions), log);
            try {
                telegram.awaitCall("getUpdates");
                side.poll.add(System.nanoTime() - begin);
                chat.awaitMessage("You said: hello");
                side.answer.add(System.nanoTime() - begin);
                others.forEach(each -> each.awaitMessage("You said: unfinished"));
            } finally {
                bot.destroy();
                bot.waitFor(30, TimeUnit.SECONDS);
            }
        }
    }

    private Map<String, String> settings(FakeBotApi telegram, Path sessions) throws IOException {
        var claude = dir.resolve("claude");
        if (!Files.exists(claude)) {
            try (var script = Objects.requireNonNull(getClass().getResourceAsStream("/loud-claude.sh"))) {
                Files.copy(script, claude);
            }
            Files.setPosixFilePermissions(claude, PosixFilePermissions.fromString("rwx------"));
        }
        var settings = new HashMap<String, String>();
        settings.put("HOME", dir.toString());
        settings.put("JAVA_TOOL_OPTIONS", ""); // as a bot that lives for days is started
        settings.put("PATH", System.getenv("PATH"));
        settings.put("CLAUDE_CLI_PATH", claude.toString());
        settings.put("CLAUDE_WORKING_DIR", work().toString());
        settings.put("SESSION_DIR", sessions.toString());
        settings.put("TELEGRAM_BOT_TOKEN", telegram.token());
        settings.put("TELEGRAM_API_ROOT", telegram.root().toString());
        settings.put("TELEGRAM_ALLOWED_USERS", "1");
        settings.put("SHUTDOWN_TIMEOUT_MS", "500");
        settings.put("HTTP_PORT", "0");
        return settings;
    }

    /** Chats as the bot leaves them after some turns, the first few of them with a prompt that waits. */
    private void store(Path sessions, int chats) throws IOException {
        var now = Instant.now();
        for (var id = 1; id <= chats; id++) {
            var session = Session.fresh(work(), "Chat " + id, now).usedAt(now);
            var done = new Prompt(TurnId.random(), "What is new in " + id + "?", true, "7", now);
            var state = ChatState.of(ChatId.of(id), session)
                    .accept(done)
                    .begin(done.id(), now)
                    .end(done.id(), Outcome.answered("Nothing."), Cost.NONE, now)
                    .with(ChatState::undelivered, answers -> answers.delivered(done.id()));
            for (var seen = 1L; seen <= 50; seen++) {
                state = state.saw(List.of(seen * 1_000 + id), now);
            }
            if (id > 1 && id <= 1 + UNFINISHED) {
                state = state.accept(new Prompt(TurnId.random(), "unfinished", true, null, now));
            }
            var file = ChatStateJson.write(state, now, 7);
            Files.writeString(sessions.resolve(state.id() + ".json"), file);
        }
    }

    private Path work() {
        try {
            return Files.createDirectories(dir.resolve("work")).toRealPath();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
