package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.FakeBotApi;
import switchboard.it.telegram.Media;

class SessionsIT extends Journey {

    @Test
    void withoutAnySessionTheListSaysSo() throws Exception {
        startBot();
        var chat = chatWith(ada);

        chat.says("/sessions");

        assertThat(chat.awaitMessage("📭").text()).isEqualTo("📭 No active sessions.");
        chat.says("/status");
        assertThat(chat.awaitMessage("📊 Bot Status").text())
                .contains("🆔 Chat: #111", "⚪ Session: None", "📁 Dir: " + work().toRealPath(), "📥 Queue: empty")
                .contains("Global: 0 active sessions", "⚪ Query: Idle");
    }

    @Test
    void sessionsAndStatusAreShownAsThePlanShowsThem() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        one.says("hello");
        one.awaitAnswer("You said: hello");
        two.says("a long story");
        claude.awaitHeld("story");

        one.says("/sessions");
        var list = one.awaitMessage("📊 Active Sessions (2)").text();
        assertThat(list).contains("• Chat: Ada (#111)").contains("• Chat: Bob (#222)");
        assertThat(list).containsPattern("Status: Running \\(\\d+s\\)").contains("Status: Idle");
        assertThat(list).contains("Dir: " + work().toRealPath()).containsPattern("Last activity: \\d+s ago");

        two.says("/status");
        var status = two.awaitMessage("📊 Bot Status").text();
        assertThat(status).contains("🆔 Chat: #222").containsPattern("✅ Session: Active \\([0-9a-f]{8}...\\)");
        assertThat(status)
                .contains("🤖 Provider: claude")
                .contains("Global: 2 active sessions")
                .contains("/sessions");
        assertThat(status).containsPattern("🔄 Query: Running \\(\\d+s\\)");
        claude.release("story");
        two.awaitMessage("Once upon a time.");
    }

    @Test
    void cleanupTakesIdleSessionsAndSparesRunningAndQueuedOnes() throws Exception {
        settings.put("MAX_CONCURRENT_QUERIES", "1");
        settings.put("TELEGRAM_ALLOWED_USERS", "111,222,333,444,555");
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        startBot();
        var running = chatWith(ada);
        var queued = chatWith(bob);
        var idle = chatWith(telegram.person(333, "Cleo"));
        var asking = chatWith(telegram.person(444, "Dora"));
        var alsoIdle = chatWith(telegram.person(555, "Eve"));
        for (var each : List.of(idle, alsoIdle)) {
            each.says("hello");
            each.awaitAnswer("You said: hello");
            awaitAtRest(each.id());
        }
        running.says("a long story");
        claude.awaitHeld("story");
        queued.says("wait");
        queued.awaitMessage("Next up");

        asking.says("/sessions cleanup 0s");
        var confirm = asking.awaitMessage("Cleo");
        assertThat(confirm.text()).contains("Eve").doesNotContain("Ada").doesNotContain("Bob");
        asking.presses(confirm, confirm.labels().getFirst());

        Awaitility.await()
                .atMost(patience())
                .until(() -> !sessions().resolve("333.json").toFile().exists());
        assertThat(sessions().resolve("111.json")).exists();
        assertThat(sessions().resolve("222.json")).exists();
        claude.release("story");
        running.awaitMessage("Once upon a time.");
        queued.awaitMessage("You said: wait");
        idle.says("again");
        assertThat(idle.awaitMessage("You said: again").text()).contains("nothing");
    }

    @Test
    void withoutAnAgeCleanupGoesByTheSetting() throws Exception {
        settings.put("IDLE_SESSION_CLEANUP_MS", "7200000");
        startBot();
        var chat = chatWith(ada);

        chat.says("/sessions cleanup");

        chat.awaitMessage("No sessions idle for more than 2 hours.");
    }

    @Test
    void everyTopicOfAForumIsASessionOfItsOwn() throws Exception {
        startBot();
        var forum = telegram.forum(-1001234567890L, "Work").with(ada);
        var bugs = forum.createsTopic("Bugs");
        var ideas = forum.createsTopic("Ideas");

        bugs.says("/ask remember the bug");
        assertThat(bugs.awaitMessage("You said: remember the bug").thread()).isEqualTo(bugs.thread());
        ideas.says("/ask remember the idea");
        ideas.awaitMessage("You said: remember the idea");
        bugs.says("/ask what was it?");

        assertThat(bugs.awaitMessage("You said: what was it?").text())
                .contains("remember the bug")
                .doesNotContain("idea");
        assertThat(sessions().resolve("-1001234567890_" + bugs.thread() + ".json"))
                .exists();
    }

    @Test
    void aTopicHasItsOwnNameAlsoAfterARenameAndARestart() throws Exception {
        var chat = chatWith(ada);
        var forum = telegram.forum(-1001234567890L, "Work").with(ada).with(bob);
        var bugs = forum.createsTopic("Bugs");
        var plans = forum.createsTopic("Ideas");
        plans.renamesTopic("Plans");
        startBot();
        bugs.says("/ask hello");
        bugs.awaitAnswer("You said: hello");
        plans.as(bob).says("/ask hello");
        plans.awaitAnswer("You said: hello");
        forum.says("/ask good morning");
        forum.awaitAnswer("You said: good morning");
        chat.says("/sessions");
        assertThat(chat.awaitMessage("📊 Active Sessions").text())
                .contains("• Chat: Work › Bugs (", "• Chat: Work › Plans (", "• Chat: Work › General (");

        telegram.forum(-1009876543210L, "Elsewhere")
                .with(telegram.person(666, "Mallory"))
                .createsTopic("Trap")
                .renamesTopic("Another trap");
        bugs.renamesTopic("<Defects>");
        var session = sessions().resolve("-1001234567890_" + bugs.thread() + ".json");
        Awaitility.await()
                .atMost(patience())
                .until(() -> Files.readString(session).contains("<Defects>"));
        stopBot();
        bugs.says("/ask good night");
        bugs.deletesTopic();
        startBot();

        assertThat(forum.awaitMessage("You said: good night").text())
                .startsWith("🧵 Topic “<Defects>”, no longer open:");
        chat.says("/sessions");
        assertThat(chat.awaitMessage("<Defects>").text())
                .contains("• Chat: Work › <Defects> (", "• Chat: Work › Plans (", "• Chat: Work › General (");
        try (var files = Files.list(sessions())) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.contains("-1009876543210"));
        }
    }

    @Test
    void inAGroupTheBotAnswersOnlyWhatIsMeantForItAndOnlyAllowedPeople() throws Exception {
        startBot();
        FakeBotApi.Person mallory = telegram.person(666, "Mallory");
        var group = telegram.group(-1009876543210L, "Team").with(ada).with(mallory);
        var bot = telegram.botUsername();

        group.as(ada).says("just talking");
        group.as(mallory).says("@" + bot + " let me in");
        group.as(ada).says("@" + bot + " first question");
        var answer = group.awaitMessage("You said: first question");
        awaitAtRest(group.id()); // the bot knows now which message its last answer is
        group.as(ada).repliesTo(answer, "second question");
        group.awaitMessage("You said: second question");
        group.as(ada).says("/ask third question");
        group.awaitMessage("You said: third question");

        assertThat(claude.requests()).hasSize(3);
        assertThat(said(group)).noneMatch(text -> text.contains("not allowed"));
    }

    @Test
    void aStrangerInPrivateIsToldTheirIdOnce() throws Exception {
        startBot();
        var stranger = chatWith(telegram.person(666, "Mallory"));

        stranger.says("let me in");
        stranger.says("please");

        assertThat(stranger.awaitMessage("666").text()).contains("not allowed");
        var ada = chatWith(this.ada);
        ada.says("hello");
        ada.awaitMessage("You said: hello");
        assertThat(said(stranger)).hasSize(1);
    }

    @Test
    void aGroupThatBecomesASupergroupKeepsItsSession() throws Exception {
        startBot();
        var group = telegram.group(-4321, "Team").with(ada);
        group.says("/ask remember the plan");
        group.awaitMessage("You said: remember the plan");

        var grown = group.migratesTo(-1004321000000L);
        grown.says("/ask what was it?");

        assertThat(grown.awaitMessage("You said: what was it?").text()).contains("remember the plan");
        Awaitility.await()
                .atMost(patience())
                .until(() -> !sessions().resolve("-4321.json").toFile().exists());
    }

    @Test
    void whatTheBotCannotTakeGetsOneSentence() throws Exception {
        startBot();
        var chat = chatWith(ada);

        chat.sends(Media.dice());

        chat.awaitMessage("I can't read");
    }
}
