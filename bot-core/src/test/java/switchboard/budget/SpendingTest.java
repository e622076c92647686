package switchboard.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Cost;
import switchboard.model.Day;
import switchboard.model.DayLimit;
import switchboard.model.Session;

/** What all chats together have cost. */
class SpendingTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ChatState ADA = chat(1);
    private static final ChatState BOB = chat(2);

    private Spending spending = limited();

    @Test
    void theLimitIsForAllChatsTogetherAndForTheDay() {
        spending.note(costing(ADA, 6, NOON));

        assertThat(spending.isReached(BOB, NOON)).isFalse();
        assertThat(spending.isReached(costing(BOB, 4, NOON), NOON))
                .as("the chat that asks, as it is now")
                .isTrue();
        spending.note(costing(BOB, 4, NOON));
        assertThat(spending.isReached(chat(3), NOON)).isTrue();
        assertThat(spending.isReached(chat(3), NOON.plus(Duration.ofDays(1)))).isFalse();
    }

    @Test
    void whatAnOwnerSaysInOneChatHoldsForAllUntilTomorrowAndAfterARestart() {
        var ada = costing(ADA, 12, NOON);
        spending.note(ada);
        var goesOn = ada.with(ChatState::usage, usage -> usage.allGoingOn(Day.of(NOON)));
        spending.note(goesOn);

        assertThat(spending.isReached(BOB, NOON)).isFalse();
        spending = limited();
        spending.listed(goesOn);
        assertThat(spending.isReached(BOB, NOON)).isFalse();
        var tomorrow = NOON.plus(Duration.ofDays(1));
        assertThat(spending.isReached(costing(BOB, 12, tomorrow), tomorrow)).isTrue();
    }

    @Test
    void peopleAreWarnedOnceADayAlsoAfterARestart() {
        var before = costing(ADA, 7.9, NOON);
        spending.note(before);
        assertThat(spending.isToBeWarned(NOON)).isFalse();
        var after = costing(before, 0.1, NOON);
        spending.note(after);

        assertThat(spending.isToBeWarned(NOON)).isTrue();
        assertThat(spending.isToBeWarned(NOON)).isFalse();
        spending = limited();
        spending.listed(after);
        spending.allListed(NOON);
        assertThat(spending.isToBeWarned(NOON)).isFalse();
        var tomorrow = NOON.plus(Duration.ofDays(1));
        spending.note(costing(after, 9, tomorrow));
        assertThat(spending.isToBeWarned(tomorrow)).isTrue();
    }

    @Test
    void aChatThatMovesCountsOnce() {
        var ada = costing(ADA, 6, NOON);
        spending.note(ada);
        spending.note(ada.with(ChatState::address, address -> address.movingTo(ChatId.of(-100))));
        spending.note(ada.in(ChatId.of(-100)));

        assertThat(spending.today(BOB, NOON)).isEqualTo(6);
        spending = limited();
        spending.listed(ada.with(ChatState::address, address -> address.movingTo(ChatId.of(-100))));
        spending.listed(ada.in(ChatId.of(-100)));
        assertThat(spending.today(BOB, NOON)).isEqualTo(6);
    }

    @Test
    void aChatThatHasToldOfItselfIsNotOverwrittenByTheList() {
        spending.note(costing(ADA, 6, NOON));
        spending.listed(ADA);

        assertThat(spending.today(BOB, NOON)).isEqualTo(6);
    }

    @Test
    void withoutALimitNothingIsKept() {
        spending = Spending.unlimited();
        spending.note(costing(ADA, 6, NOON));

        assertThat(spending.today(BOB, NOON)).isZero();
        assertThat(spending.isReached(costing(ADA, 1_000, NOON), NOON)).isFalse();
        assertThat(spending.isToBeWarned(NOON)).isFalse();
    }

    /** Chats that cost something, are removed and begin again, day after day, against a plain sum. */
    @Test
    void theSumIsWhatWasSpentTodayWhateverBecomesOfTheChats() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var now = NOON;
        var today = 0.0;
        var chats = new HashMap<Integer, ChatState>();
        var told = new ArrayList<String>();
        for (var step = 0; step < 5_000; step++) {
            var number = random.nextInt(5);
            var chat = chats.computeIfAbsent(number, SpendingTest::chat);
            switch (random.nextInt(10)) {
                case 0 -> chats.put(number, chat(number));
                case 1 -> {
                    if (random.nextInt(10) == 0) {
                        now = now.plus(Duration.ofDays(1));
                        today = 0;
                    }
                }
                default -> {
                    var usd = random.nextInt(100) / 100.0;
                    chats.put(number, costing(chat, usd, now));
                    today += usd;
                }
            }
            spending.note(chats.get(number));
            told.add(chats.get(number).usage().toString());
            assertThat(spending.today(chats.get(number), now))
                    .as("seed %d, step %d, %s", seed, step, told.getLast())
                    .isCloseTo(today, within(1e-6));
        }
    }

    private static Spending limited() {
        return Spending.of(Optional.of(new DayLimit(10)));
    }

    private static ChatState chat(int id) {
        return ChatState.of(ChatId.of(id), Session.fresh(Path.of("/"), null, NOON));
    }

    private static ChatState costing(ChatState chat, double usd, Instant now) {
        return chat.with(ChatState::usage, usage -> usage.plus(new Cost(1, 0, 1, 0, 0, usd), now));
    }
}
