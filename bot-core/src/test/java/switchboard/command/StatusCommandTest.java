package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import switchboard.guard.ClosedPaths;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Cost;
import switchboard.model.Outcome;
import switchboard.model.Session;
import switchboard.text.Markdown;

class StatusCommandTest {

    private static final String INDENT = Markdown.INDENT + " ";

    private final TestChat chat = new TestChat(Path.of("/Users/htlin/project"));

    private Activity doing(Activity.Phase phase, long seconds, String detail) {
        return new Activity(phase, TestChat.NOW.minusSeconds(seconds), detail, 0);
    }

    @Test
    void aRunningChatIsShownInTheShapeOfThePlan() {
        chat.ask("one").doing(doing(Activity.Phase.RUNNING, 15, "🔍 Grep: searching for \"handleText\""));
        chat.others.add(TestChat.other(1, "A", Duration.ofHours(1)));
        chat.others.add(TestChat.other(2, "B", Duration.ofHours(2)));

        assertThat(chat.give("/status"))
                .isEqualTo(String.join(
                        "\n",
                        "📊 Bot Status",
                        "",
                        "🆔 Chat: #123456",
                        "✅ Session: Active (`" + chat.state().session().id().brief() + "`...)",
                        "🤖 Provider: claude",
                        "🧠 Model: default · effort default · mode default",
                        "📁 Dir: `/Users/htlin/project`",
                        "📥 Queue: empty",
                        "",
                        "📊 Global: 3 active sessions",
                        INDENT + "Use /sessions to view all",
                        "",
                        "🔄 Query: Running (15s)",
                        INDENT + "└─ 🔍 Grep: searching for \"handleText\""));
    }

    @Test
    void aChatInWhichNothingWasSaidHasNoSession() {
        assertThat(chat.give("/status"))
                .contains("⚪ Session: None")
                .contains("📊 Global: 0 active sessions")
                .endsWith("⚪ Query: Idle");
    }

    @Test
    void aTurnThatTheBoardHasNotHeardOfWaitsInLine() {
        assertThat(chat.ask("one").give("/status")).contains("⏳ Query: Waiting in line (15s)");
    }

    @Test
    void aTurnThatAsksOrGetsItsFilesOrStopsSaysSo() {
        chat.ask("one");

        assertThat(chat.doing(doing(Activity.Phase.ASKING, 125, "")).give("/status"))
                .contains("❓ Query: Waiting for you (2m 05s)");
        assertThat(chat.doing(doing(Activity.Phase.FETCHING, 5, "your photo")).give("/status"))
                .contains("⏳ Query: Getting your photo (5s)")
                .doesNotContain("└─ your photo");
        assertThat(chat.doing(doing(Activity.Phase.STOPPING, 7300, "")).give("/status"))
                .contains("🛑 Query: Stopping (2h 01m)");
    }

    @Test
    void theQueueTheMoveAndTheChosenSettingsAreShown() {
        chat.ask("one").ask("two").ask("three");
        chat.change(state -> state.move(Session.fresh(Path.of("/srv/b"), null, TestChat.NOW))
                .with(
                        ChatState::settings,
                        settings -> settings.withModel("opus").withEffort("high")));
        chat.give("/plan");
        chat.give("/stop");

        assertThat(chat.give("/status"))
                .contains("🧠 Model: opus · effort high · mode plan")
                .contains("📥 Queue: empty, 2 on hold, /pending")
                .contains(INDENT + "then moves to `/srv/b`");
    }

    @Test
    void usageAndTheLastErrorAreShown() {
        chat.ask("one").answered(new Cost(1000, 1, 500, 24_000, 200_000, 0.25));
        chat.give("/new");
        chat.ask("two").answered(new Cost(1000, 1, 500, 50_000, 200_000, 1.5));
        chat.ask("three").change(state -> {
            var turn = Objects.requireNonNull(state.current()).id();
            return state.end(turn, Outcome.failed("", "The API is *overloaded*."), Cost.NONE, TestChat.NOW);
        });

        assertThat(chat.give("/status"))
                .contains("📈 Context: 25% (50.0k of 200.0k tokens)")
                .contains("💰 Cost: $1.50 this session, $1.75 this chat")
                .contains("❗ Last error: The API is \\*overloaded\\*.");
    }

    @Test
    void aTitleAndATopicAreShown() {
        var topic = new TestChat(
                new ChatId(-100123, 77),
                new Directories(
                        Path.of("/srv"), Path.of("/srv"), List.of(), any -> ClosedPaths.of(List.of(), Map.of())));
        topic.give("/title Front_end");

        assertThat(topic.give("/status")).contains("🆔 Chat: #-100123_77").contains("🏷 Title: Front\\_end");
    }
}
