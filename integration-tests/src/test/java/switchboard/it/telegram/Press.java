package switchboard.it.telegram;

import java.util.List;
import switchboard.botapi.BotApiState.Query;

/** A button press and what the bot makes the client show for it. */
public final class Press {
    /**
     * What the client shows.
     *
     * @param text empty = nothing is shown
     * @param alert whether it has to be closed by hand
     */
    public record Answer(String text, boolean alert) {}

    private final FakeBotApi api;
    private final Query query;

    Press(FakeBotApi api, Query query) {
        this.api = api;
        this.query = query;
    }

    /** What the bot has answered so far. */
    public List<Answer> answers() {
        return api.state().locked(() -> api.log().answers(query.id()));
    }

    /**
     * Waits for the first answer.
     *
     * @throws AssertionError if there is none in time
     */
    public Answer awaitAnswer() {
        return api.await("an answer to the press", () -> {
            List<Answer> answers = answers();
            return answers.isEmpty() ? null : answers.get(0);
        });
    }
}
