package switchboard.telegram.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;

    private final Budget budget = new Budget();

    @Test
    void fiveWritesMayGoAtOnceAndPreviewsLeaveTwo() {
        for (int i = 0; i < 3; i++) {
            assertThat(budget.readyAt(false)).isZero();
            budget.take(0);
        }
        assertThat(budget.readyAt(false)).isEqualTo(40 * MILLI);
        budget.take(0);
        budget.take(0);
        assertThat(budget.readyAt(true)).isEqualTo(40 * MILLI);
    }

    @Test
    void aPauseSlowsTheRateAndEachCleanMinuteGivesOneCallASecondBack() {
        for (int chat = 1; chat <= 3; chat++) {
            budget.throttled(chat, Duration.ofSeconds(9), 0);
        }
        assertThat(budget.readyAt(true)).isEqualTo(10 * SECOND);
        assertThat(budget.ratePerSecond()).isEqualTo(17.5);

        budget.take(70 * SECOND);
        assertThat(budget.ratePerSecond()).isEqualTo(18.5);
        budget.take(3600 * SECOND);
        assertThat(budget.ratePerSecond()).isEqualTo(25);
    }

    @Test
    void onePenaltyOfHoursDoesNotPauseTheOthersForHours() {
        for (int chat = 1; chat <= 3; chat++) {
            budget.throttled(chat, Duration.ofHours(3), 0);
        }
        assertThat(budget.readyAt(true)).isEqualTo(60 * SECOND);
    }

    @Test
    void oneChatRefusedThriceOrThreeInALongTimeAreNoReasonToPause() {
        for (int i = 0; i < 3; i++) {
            budget.throttled(1, Duration.ofSeconds(9), i * SECOND);
            budget.throttled(2 + i, Duration.ofSeconds(9), (100 + i * 11) * SECOND);
        }
        assertThat(budget.readyAt(true)).isZero();
    }
}
