package switchboard.command;

import java.time.Instant;
import java.util.Optional;
import switchboard.model.ChatState;
import switchboard.model.DayLimit;
import switchboard.model.Usage;
import switchboard.text.HumanText;

/** How much of a day's limit is spent, as people read it. */
record SpentToday(double usd, DayLimit limit) {

    /** Of a chat's budget; empty if it has none. */
    static Optional<SpentToday> of(Usage usage, Instant now) {
        return usage.limit().map(limit -> new SpentToday(usage.usdOfDay(now), limit));
    }

    /** Of the engine's limit, for those who may see all chats; empty if it has none. */
    static Optional<SpentToday> ofAll(ChatState state, Invocation call) {
        var spending = call.facts().spending();
        return spending.limit()
                .filter(limit -> call.caller().overview())
                .map(limit -> new SpentToday(spending.today(state, call.now()), limit));
    }

    String spent() {
        return HumanText.usd(usd);
    }

    String most() {
        return HumanText.usd(limit.usd());
    }

    long percent() {
        return limit.percent(usd);
    }
}
