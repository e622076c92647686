package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;

/** Storage that fails, and a bot that was away, as people see it. */
class StorageFaultsIT extends Journey {

    /** What a trouble may say in the log, for each chat that has it: that it cannot store, and what becomes of it. */
    private static final int MOST_LINES = 4;

    private @Nullable SmallDisk disk;
    private @Nullable FrozenDisk frozen;

    @AfterEach
    void unmount() throws Exception {
        if (frozen != null) {
            frozen.thaw();
        }
        stopBot();
        if (frozen != null) {
            frozen.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void onAFullDiskAStopWorksAtOnceWordsStayWithTelegramAndAllGoesOnByItselfWhenThereIsRoom() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        var small = SmallDisk.at(sessions());
        disk = small;
        startBot();
        var adas = chatWith(ada);
        var bobs = chatWith(bob);
        bobs.says("hello");
        bobs.awaitMessage("You said: hello");
        adas.says("a long story");
        claude.awaitHeld("story");
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);

        small.fill();
        bobs.says("are you there?");
        bobs.says("really?");
        var before = Instant.now();
        adas.says("/stop");

        adas.awaitMessage("Stopping");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(8));
        assertThat(bobs.awaitMessage(small.trouble()).text()).contains("stays with Telegram");
        assertThat(telegram.pendingUpdates()).isGreaterThanOrEqualTo(2);
        adas.awaitMessage("I've stopped it, but I can't save this yet.");
        assertThat(troubles(log)).hasSizeBetween(1, 2 * MOST_LINES);

        small.free();

        bobs.awaitMessage("You said: are you there?");
        bobs.awaitMessage("You said: really?");
        adas.awaitMessage("⏹ Stopped");
        adas.says("and now?");
        adas.awaitMessage("You said: and now?");
        telegram.awaitThat("Telegram keeps nothing", () -> telegram.pendingUpdates() == 0);
        await().atMost(patience()).untilAsserted(() -> assertThat(aside()).isEmpty());
        assertThat(said(bobs))
                .filteredOn(text -> text.contains("stays with Telegram"))
                .hasSize(1);
        assertThat(said(bobs))
                .filteredOn(text -> text.startsWith("You said: are you there?"))
                .hasSize(1);
        assertThat(troubles(log)).hasSizeLessThanOrEqualTo(3 * MOST_LINES);
    }

    @Test
    void onADiskThatHangsAStopWorksAtOnceAndAllGoesOnWhenItIsBack() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        var slow = FrozenDisk.at(sessions(), state.resolve("disk"));
        frozen = slow;
        startBot();
        var chat = chatWith(ada);
        chat.says("a long story");
        claude.awaitHeld("story");
        awaitStored("\"begun\":true");
        chat.says("and then?");
        awaitStored("and then?");

        slow.freeze();
        var before = Instant.now();
        chat.says("/stop");
        chat.awaitMessage("I've stopped it, but I can't save this yet.");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(8));
        chat.says("what now?");
        slow.thaw();

        chat.awaitMessage("⏹ Stopped");
        chat.awaitMessage("You said: what now?");
        telegram.awaitThat("Telegram keeps nothing", () -> telegram.pendingUpdates() == 0);
        assertThat(said(chat)).noneMatch(text -> text.startsWith("You said: and then?"));
    }

    @Test
    void aStopThatADiskThatHangsKeptFromBeingStoredHoldsOverAKill() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        var slow = FrozenDisk.at(sessions(), state.resolve("disk"));
        frozen = slow;
        var process = launchBot();
        var chat = chatWith(ada);
        chat.says("a long story");
        claude.awaitHeld("story");
        awaitStored("\"begun\":true");

        slow.freeze();
        chat.says("/stop");
        chat.awaitMessage("I've stopped it, but I can't save this yet.");
        awaitInTranscript("[Request interrupted by user");
        process.destroyForcibly(); // it dies once the disk lets go of it
        slow.thaw();
        process.waitFor();
        launchBot();

        chat.awaitMessage("⏹ Stopped");
        chat.says("and now?");
        chat.awaitMessage("You said: and now?");
        assertThat(claude.requests().stream()
                        .filter(each -> each.mentions("a long story") && !each.mentions("and now?")))
                .as("it did not run again")
                .hasSize(1);
    }

    @Test
    void whatOneChatCannotStoreIsKeptAsideOverARestartAndNoOtherChatWaits() throws Exception {
        claude.when("the end of it", Script.say("Read all of it."));
        startBot();
        var adas = chatWith(ada);
        var bobs = chatWith(bob);
        var inTheWay = breakLongTextsOf(adas);
        var paste = "x".repeat(70_000) + " the end of it";

        adas.pastes(paste);
        bobs.says("hello");

        bobs.awaitMessage("You said: hello");
        adas.awaitMessage("kept aside");
        adas.says("and then?");
        telegram.awaitThat("Telegram keeps nothing", () -> telegram.pendingUpdates() == 0);
        stopBot();
        assertThat(aside()).hasSize(2);

        Files.delete(inTheWay);
        startBot();

        adas.awaitMessage("Read all of it.");
        assertThat(adas.awaitMessage("You said: and then?").text())
                .as("it was asked after the paste")
                .contains("Before that: xxx");
        await().atMost(patience()).untilAsserted(() -> assertThat(aside()).isEmpty());
        assertThat(said(adas)).filteredOn(each -> each.contains("kept aside")).hasSize(1);
    }

    @Test
    void whoWroteWhileTheBotWasAwayIsToldForHowLong() throws Exception {
        startBot();
        var chat = chatWith(ada);
        chat.says("hello");
        chat.awaitMessage("You said: hello");
        stopBot();
        Files.setLastModifiedTime(
                sessions().resolve(".last-asked"),
                FileTime.from(Instant.now().minus(Duration.ofMinutes(3)).minusSeconds(5)));
        chat.says("one");
        chat.says("two");

        startBot();

        chat.awaitMessage("I was away for 3m. I'm running your 2 messages now.");
        chat.awaitMessage("You said: one");
        chat.awaitMessage("You said: two");
        assertThat(said(chat)).filteredOn(text -> text.contains("away")).hasSize(1);
    }

    @Test
    void aSessionFileThatWasCutShortIsSetAsideAndNamedInItsChat() throws Exception {
        startBot();
        var chat = chatWith(ada);
        chat.says("hello");
        chat.awaitMessage("You said: hello");
        stopBot();
        var file = sessions().resolve(ADA + ".json");
        var whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() / 2));

        startBot();

        assertThat(chat.awaitMessage("was damaged. It is set aside").text()).contains(ADA + ".json.broken-");
        chat.says("and now?");
        assertThat(chat.awaitMessage("You said: and now?").text()).doesNotContain("hello");
    }

    /** A chat's texts over 64 KB have no place; returns what is in their way. */
    private Path breakLongTextsOf(Chat chat) throws IOException {
        var bodies = Files.createDirectories(sessions().resolve("bodies"));
        return Files.writeString(bodies.resolve(Long.toString(chat.id())), "in the way");
    }

    private List<Path> aside() throws IOException {
        var directory = sessions().resolve("undelivered");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static List<String> troubles(ListAppender<ILoggingEvent> log) {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
