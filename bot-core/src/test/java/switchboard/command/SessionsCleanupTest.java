package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatSummary;

class SessionsCleanupTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    private List<ChatId> cleaned() {
        return chat.actions.stream()
                .filter(Reaction.Cleanup.class::isInstance)
                .flatMap(action -> ((Reaction.Cleanup) action).chats().stream())
                .toList();
    }

    private List<Instant> idleSince() {
        return chat.actions.stream()
                .filter(Reaction.Cleanup.class::isInstance)
                .map(action -> ((Reaction.Cleanup) action).idleSince())
                .toList();
    }

    @Test
    void theOnlyIdleSessionGoesAtOnceAndIsReported() {
        chat.others.add(TestChat.other(1, "Old_one", Duration.ofHours(25)));
        chat.others.add(TestChat.other(2, "Young", Duration.ofHours(23)));

        assertThat(chat.give("/sessions cleanup")).isEqualTo("🧹 Removed 1 session:\n• Old\\_one");
        assertThat(cleaned()).containsExactly(ChatId.of(1));
        assertThat(idleSince()).containsExactly(TestChat.NOW.minus(Duration.ofHours(24)));
    }

    @Test
    void onlyAnOwnerRemovesSessionsBecauseModesAndRulesGoWithThem() {
        chat.others.add(TestChat.other(1, "A", Duration.ofDays(2)));
        chat.others.add(TestChat.other(2, "B", Duration.ofDays(9)));
        chat.give("/sessions cleanup");
        var remove = chat.buttons().getFirst();
        chat.asUser();

        for (var line : List.of(remove, "/sessions cleanup 0s", "/sessions cleanup 0s yes")) {
            assertThat(chat.give(line)).startsWith("Only an owner of this bot can remove sessions");
            assertThat(chat.isDenied()).isTrue();
            assertThat(cleaned()).isEmpty();
        }
        chat.give("/sessions");
        assertThat(chat.buttons()).doesNotContain("/sessions cleanup");
    }

    @Test
    void beforeMoreThanOneGoesItAsks() {
        chat.others.add(TestChat.other(1, "A", Duration.ofDays(2)));
        chat.others.add(TestChat.other(2, "B", Duration.ofDays(9)));

        assertThat(chat.give("/sessions cleanup"))
                .isEqualTo(
                        "Remove these 2 sessions? Each starts fresh with its next message.\n• A (#1), 2d ago\n• B (#2), 9d ago");
        assertThat(cleaned()).isEmpty();
        var remove = chat.buttons().getFirst();

        assertThat(chat.give(remove)).isEqualTo("🧹 Removed 2 sessions:\n• A\n• B");
        assertThat(cleaned()).containsExactlyInAnyOrder(ChatId.of(1), ChatId.of(2));
    }

    @Test
    void anOldButtonRemovesNothingThatItDidNotList() {
        chat.others.add(TestChat.other(1, "A", Duration.ofDays(2)));
        chat.others.add(TestChat.other(2, "B", Duration.ofDays(9)));
        chat.give("/sessions cleanup 36h");
        var remove = chat.buttons().getFirst();
        chat.others.add(TestChat.other(3, "C", Duration.ofHours(30)));

        assertThat(remove)
                .isEqualTo("/sessions cleanup @"
                        + TestChat.NOW.minus(Duration.ofHours(36)).getEpochSecond() + " yes");
        assertThat(chat.give(remove)).isEqualTo("🧹 Removed 2 sessions:\n• A\n• B");
    }

    @Test
    void anAgeMayBeGiven() {
        chat.others.add(TestChat.other(1, "A", Duration.ofMinutes(91)));
        chat.others.add(TestChat.other(2, "B", Duration.ofDays(8)));

        assertThat(chat.give("/sessions cleanup 7d")).isEqualTo("🧹 Removed 1 session:\n• B");
        chat.give("/sessions cleanup 90m");
        assertThat(chat.buttons())
                .containsExactly("/sessions cleanup @"
                        + TestChat.NOW.minus(Duration.ofMinutes(90)).getEpochSecond() + " yes");
    }

    @Test
    void anAgeThatCannotBeReadIsRefused() {
        assertThat(chat.give("/sessions cleanup soon")).isEqualTo("I don't understand “soon”. Try 90m, 24h or 7d.");
    }

    @Test
    void whatRunsWaitsOrIsNotDeliveredStays() {
        var old = Duration.ofDays(30);
        var asking = new Activity(Activity.Phase.ASKING, TestChat.NOW, "", 0);
        chat.others.add(TestChat.summary(ChatId.of(1), "Asks", old, asking));
        chat.others.add(unsettled(TestChat.other(2, "Waits", old)));

        assertThat(chat.give("/sessions cleanup")).isEqualTo("No sessions idle for more than 1 day.");
        assertThat(cleaned()).isEmpty();
    }

    private static ChatSummary unsettled(ChatSummary settled) {
        return new ChatSummary(
                settled.chat(),
                settled.title(),
                settled.chatName(),
                settled.session(),
                settled.directory(),
                settled.lastActivity(),
                1,
                0,
                false,
                false,
                false,
                settled.activity(),
                settled.model(),
                settled.usage(),
                settled.lastError());
    }

    @Test
    void thoseThatAreInUseAgainAreReportedAsStaying() {
        chat.others.add(TestChat.other(1, "A", Duration.ofDays(2)));
        chat.others.add(TestChat.other(2, "B", Duration.ofDays(9)));
        chat.staying.add("A");

        assertThat(chat.give("/sessions cleanup 24h yes"))
                .isEqualTo("🧹 Removed 1 session:\n• B\nKept 1 session that is in use again.");
        chat.staying.add("B");
        assertThat(chat.give("/sessions cleanup 24h yes"))
                .isEqualTo("🧹 Nothing was removed.\nKept 2 sessions that are in use again.");
    }

    @Test
    void aGroupCleansItsOwnTopicsOnly() {
        chat.inGroup().others.add(TestChat.other(1, "Private", Duration.ofDays(9)));
        chat.others.add(TestChat.summary(new ChatId(TestChat.ID.chat(), 5), "Dev", Duration.ofDays(9), Activity.IDLE));

        assertThat(chat.give("/sessions cleanup")).isEqualTo("🧹 Removed 1 session:\n• Dev › Topic 5");
    }
}
