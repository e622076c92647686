package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UsageTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Cost COST = new Cost(10, 2, 30, 400, 5000, 0.25);

    @Test
    void turnsAddUp() {
        var usage = Usage.NONE.plus(COST, NOON).plus(COST, NOON);

        assertThat(usage.turns()).isEqualTo(2);
        assertThat(usage.usd()).isEqualTo(0.5);
        assertThat(usage.sessionUsd()).isEqualTo(0.5);
        assertThat(usage.outputTokens()).isEqualTo(60);
    }

    @Test
    void theContextIsThatOfTheLastTurnWhichKnewIt() {
        var usage = Usage.NONE.plus(COST, NOON).plus(new Cost(1, 0, 1, 0, 0, 0), NOON);

        assertThat(usage.contextTokens()).isEqualTo(400);
        assertThat(usage.contextWindow()).isEqualTo(5000);
    }

    @Test
    void aNewDayBeginsAtNothing() {
        var usage = Usage.NONE.plus(COST, NOON).plus(COST, NOON);
        var twoDaysLater = NOON.plus(Duration.ofDays(2));

        assertThat(usage.usdOfDay(NOON)).isEqualTo(0.5);
        assertThat(usage.usdOfDay(twoDaysLater)).isZero();
        assertThat(usage.plus(COST, twoDaysLater).usdOfDay(twoDaysLater)).isEqualTo(0.25);
    }

    @Test
    void aNewSessionForgetsItsContextAndKeepsTheDay() {
        var usage = Usage.NONE.plus(COST, NOON).inNewSession();

        assertThat(usage.contextTokens()).isZero();
        assertThat(usage.sessionUsd()).isZero();
        assertThat(usage.usdOfDay(NOON)).isEqualTo(0.25);
    }

    @Test
    void aBudgetHoldsUntilThereIsANewDayOrAPersonLetsTheChatContinue() {
        var tomorrow = NOON.plus(Duration.ofDays(1));
        var usage = Usage.NONE.limited(new DayLimit(0.5)).plus(COST, NOON);
        var spent = usage.plus(COST, NOON);

        assertThat(usage.isSpent(NOON)).isFalse();
        assertThat(spent.isSpent(NOON)).isTrue();
        assertThat(spent.isSpent(tomorrow)).isFalse();
        assertThat(spent.goingOn(Day.of(NOON)).isSpent(NOON)).isFalse();
        assertThat(spent.goingOn(Day.of(NOON))
                        .plus(COST, tomorrow)
                        .plus(COST, tomorrow)
                        .isSpent(tomorrow))
                .as("what was said yesterday")
                .isTrue();
        assertThat(spent.inNewSession().isSpent(NOON)).isTrue();
    }

    @Test
    void anotherBudgetIsAnotherQuestionAndNoneLeavesNoTrace() {
        var spent = Usage.NONE.limited(new DayLimit(0.5)).plus(COST, NOON).plus(COST, NOON);

        assertThat(spent.goingOn(Day.of(NOON)).limited(new DayLimit(0.4)).isSpent(NOON))
                .isTrue();
        assertThat(spent.limited(null)).isEqualTo(Usage.NONE.plus(COST, NOON).plus(COST, NOON));
        assertThat(spent.allGoingOn(Day.of(NOON)).limited(null).letsAllGoOn(NOON))
                .isTrue();
    }

    @Test
    void whatAConversationHasCostAddsUpWithThatOfTheOneItBecomesAPartOf() {
        var today = Usage.NONE.limited(new DayLimit(5)).plus(COST, NOON);
        var yesterday = Usage.NONE.plus(COST, NOON.minus(Duration.ofDays(1)));

        assertThat(today.with(today).usdOfDay(NOON)).isEqualTo(0.5);
        assertThat(today.with(yesterday).usdOfDay(NOON)).isEqualTo(0.25);
        assertThat(yesterday.with(today).usdOfDay(NOON)).isEqualTo(0.25);
        assertThat(today.with(yesterday).usd()).isEqualTo(0.5);
        assertThat(today.with(Usage.NONE)).isEqualTo(today);
        assertThat(Usage.NONE.with(today).limit()).as("each has its own budget").isEmpty();
        assertThat(Usage.NONE.with(today)).isEqualTo(Usage.NONE.with(today).limited(null));
        assertThat(today.with(yesterday.allGoingOn(Day.of(NOON))).letsAllGoOn(NOON))
                .as("what is said of all chats holds wherever it was said")
                .isTrue();
        assertThat(today.allGoingOn(Day.of(NOON))
                        .with(yesterday.allGoingOn(Day.of(NOON.minus(Duration.ofDays(1)))))
                        .letsAllGoOn(NOON))
                .isTrue();
    }
}
