package switchboard.chat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import switchboard.budget.Spending;
import switchboard.model.ChatState;
import switchboard.model.CurrentTurn;
import switchboard.model.Day;
import switchboard.model.DayLimit;
import switchboard.model.Decision;
import switchboard.model.Question;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * What a person must say before a prompt runs although the day's limit is reached, of the chat or of the engine. The key names limit and
 * day: after a restart an old button still counts for the same.
 */
record BudgetQuestion(TurnId turn, Question.OverBudget question) {

    /** What is to be asked before the prompt in flight may run; empty if it may. What has begun is not held up. */
    static Optional<BudgetQuestion> of(ChatState state, Spending spending, Instant now) {
        return Optional.ofNullable(state.current())
                .filter(current -> !current.begun() && !current.stopped())
                .flatMap(current -> of(current, state, spending, now));
    }

    private static Optional<BudgetQuestion> of(CurrentTurn current, ChatState state, Spending spending, Instant now) {
        if (state.usage().isSpent(now)) {
            return state.usage()
                    .limit()
                    .map(limit -> of(current.id(), false, state.usage().usdOfDay(now), limit, now));
        }
        return spending.limit()
                .filter(limit -> spending.isReached(state, now))
                .map(limit -> of(current.id(), true, 0, limit, now));
    }

    private static BudgetQuestion of(TurnId turn, boolean ofAll, double spent, DayLimit limit, Instant now) {
        var day = Day.of(now);
        var name = turn + " " + day + " " + ofAll + " " + limit.usd();
        var key = "day-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return new BudgetQuestion(turn, new Question.OverBudget(key, ofAll, spent, limit, day));
    }

    boolean isSame(BudgetQuestion other) {
        return question.key().equals(other.question.key());
    }

    /** Whether the prompt is dropped. */
    static boolean drops(Decision decision) {
        return decision instanceof Decision.Deny;
    }

    /** The chat once a person has let it continue: until the day ends on which it was asked. */
    ChatState goOn(ChatState state) {
        var day = question.day();
        return state.with(ChatState::usage, usage -> question.ofAll() ? usage.allGoingOn(day) : usage.goingOn(day));
    }

    /** What became of the question; empty if the decision does not answer it. */
    Optional<String> words(Decision decision) {
        return switch (decision) {
            case Decision.Allow on -> Optional.of(Texts.of(question.ofAll() ? "settled.allGoOn" : "settled.goesOn"));
            case Decision.Deny drop -> Optional.of(Texts.of("settled.discarded"));
            default -> Optional.empty();
        };
    }
}
