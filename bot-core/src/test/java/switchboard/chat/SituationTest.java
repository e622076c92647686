package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Prompt;
import switchboard.model.Session;
import switchboard.model.TurnId;

class SituationTest {

    private static final TurnId UNDONE = new TurnId("undone");
    private static final TurnId TURN = new TurnId("turn");

    private final ChatState fresh = ChatState.of(ChatId.of(7), Session.fresh(Path.of("/work"), null, Instant.EPOCH));
    private final Prompt prompt = new Prompt(TURN, "paint it blue", true, "m1", Instant.EPOCH);

    @Test
    void whileFilesArePutBackNoTurnBegins() {
        var before = new Situation(fresh, Work.NONE, Questions.NONE, new Departure.Staying());
        var puttingBack = before.become(fresh.with(ChatState::changes, changes -> changes.puttingBack(UNDONE)))
                .next();
        var asked = puttingBack.become(puttingBack.state().accept(prompt));
        assertThat(asked.effects()).noneMatch(Effect.StartTurn.class::isInstance);

        var done = asked.next()
                .become(asked.next().state().with(ChatState::changes, changes -> changes.puttingBack(null)));
        assertThat(done.effects()).hasAtLeastOneElementOfType(Effect.StartTurn.class);
    }

    @Test
    void aTurnThatGetsItsPermitWhileFilesArePutBackWaitsForThem() {
        var waiting = fresh.accept(prompt);
        var work = Work.NONE.follow(waiting.current(), true).next().ready();
        var here = new Situation(
                waiting.with(ChatState::changes, changes -> changes.puttingBack(UNDONE)),
                work,
                Questions.NONE,
                new Departure.Staying());
        var begun = here.become(here.state().begin(TURN, Instant.EPOCH));
        assertThat(tells(begun)).isEmpty();

        var done = begun.next()
                .become(begun.next().state().with(ChatState::changes, changes -> changes.puttingBack(null)));
        assertThat(tells(done)).singleElement().isInstanceOf(TurnProtocol.Go.class);
    }

    private static List<TurnProtocol.Command> tells(Situation.Step step) {
        return step.effects().stream()
                .filter(Effect.TellTurn.class::isInstance)
                .map(effect -> ((Effect.TellTurn) effect).command())
                .toList();
    }
}
