package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import switchboard.guard.ClosedPaths;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.ChatState;
import switchboard.text.Markdown;

class SessionsCommandTest {

    private static final String INDENT = Markdown.INDENT;

    private final TestChat chat = new TestChat(Path.of("/srv"));

    private static Activity running(long seconds) {
        return new Activity(Activity.Phase.RUNNING, TestChat.NOW.minusSeconds(seconds), "", 0);
    }

    @Test
    void withoutAnySessionItSaysSo() {
        assertThat(chat.give("/sessions")).isEqualTo("📭 No active sessions.");
        assertThat(chat.buttons()).isEmpty();
    }

    @Test
    void allSessionsAreShownNewestFirstInTheShapeOfThePlan() {
        chat.others.add(TestChat.other(789012, "Feature XYZ", Duration.ofHours(1)));
        chat.others.add(TestChat.summary(ChatId.of(123), "Main Project", Duration.ofMinutes(5), running(15)));
        chat.others.add(TestChat.other(-100, null, Duration.ofDays(3)));

        assertThat(chat.give("/sessions"))
                .isEqualTo(String.join(
                        "\n",
                        "📊 Active Sessions (3)",
                        "",
                        "• Chat: Main Project (#123)",
                        INDENT + "Status: Running (15s)",
                        INDENT + "Dir: `/Users/htlin/project`",
                        INDENT + "Last activity: 5m ago",
                        "",
                        "• Chat: Feature XYZ (#789012)",
                        INDENT + "Status: Idle",
                        INDENT + "Dir: `/Users/htlin/project`",
                        INDENT + "Last activity: 1h ago",
                        "",
                        "• Chat: Chat \\-100 (#-100)",
                        INDENT + "Status: Idle",
                        INDENT + "Dir: `/Users/htlin/project`",
                        INDENT + "Last activity: 3d ago"));
        assertThat(chat.buttons()).containsExactly("/title", "/sessions cleanup");
    }

    @Test
    void thisChatIsShownAsItIsNowAndCanBeStopped() {
        chat.ask("one")
                .doing(running(3))
                .change(state -> state.with(ChatState::sessions, sessions -> sessions.titled("Mine"))
                        .saw(List.of(1L), TestChat.NOW));
        chat.others.add(TestChat.other(1, "Other", Duration.ofMinutes(5)));

        assertThat(chat.give("/sessions")).startsWith("📊 Active Sessions (2)\n\n• Chat: Mine (#123456)\n");
        assertThat(chat.buttons()).containsExactly("/stop", "/title", "/sessions cleanup");
    }

    @Test
    void aGroupSeesItsOwnTopicsOnly() {
        var topic = new TestChat(
                        new ChatId(-100123, 77),
                        new Directories(
                                Path.of("/srv"),
                                Path.of("/srv"),
                                List.of(),
                                any -> ClosedPaths.of(List.of(), Map.of())))
                .inGroup();
        topic.others.add(TestChat.other(1, "Private", Duration.ofMinutes(1)));
        topic.others.add(TestChat.summary(new ChatId(-100123, 78), "Dev", Duration.ofMinutes(2), Activity.IDLE));

        assertThat(topic.give("/sessions"))
                .contains("Active Sessions (1)")
                .contains("• Chat: Dev › Topic 78 (#-100123_78)")
                .doesNotContain("Private");
    }

    @Test
    void aTopicIsListedByItsOwnNameAndTheChatsTitle() {
        var forum = new ChatId(-100123, 77);
        chat.others.add(TestChat.summary(forum, new ChatName("Dev", "<Bugs>"), Duration.ofMinutes(1), Activity.IDLE));
        chat.others.add(TestChat.summary(
                ChatId.of(-100123), new ChatName("Dev", "General"), Duration.ofMinutes(2), Activity.IDLE));

        assertThat(chat.give("/sessions")).contains("• Chat: Dev › \\<Bugs\\> (#", "• Chat: Dev › General (#");
    }

    @Test
    void longListsArePaged() {
        for (var number = 1; number <= 21; number++) {
            chat.others.add(TestChat.other(number, "No " + number + ".", Duration.ofHours(number)));
        }

        assertThat(chat.give("/sessions"))
                .startsWith("📊 Active Sessions (21)")
                .contains("No 10.")
                .doesNotContain("No 11.")
                .endsWith("Page 1 of 3");
        assertThat(chat.buttons()).contains("/sessions page 2");
        assertThat(chat.give("/sessions page 2")).contains("No 11.").contains("No 20.");
        assertThat(chat.labels()).startsWith("Previous", "Next");
        assertThat(chat.buttons()).startsWith("/sessions page 1", "/sessions page 3");
        assertThat(chat.give("/sessions page 99")).contains("No 21.").endsWith("Page 3 of 3");
    }

    @Test
    void aTitleCannotForgeMarkup() {
        chat.others.add(TestChat.other(1, "*x* `y`\n[z](http://a)", Duration.ofHours(1)));

        assertThat(chat.give("/sessions")).contains("• Chat: \\*x\\* \\`y\\` \\[z\\]\\(http://a\\) (#1)");
    }

    @Test
    void anUnknownPartIsAnsweredWithWhatThereIs() {
        assertThat(chat.give("/sessions clean")).startsWith("/sessions does not know “clean”.");
    }
}
