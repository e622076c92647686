package switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Cost;
import switchboard.model.Outcome;
import switchboard.model.Prompt;
import switchboard.model.Session;
import switchboard.model.TurnId;

class UnfinishedTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void whatHadBegunComesFirstThenWhatWasAskedFirst() {
        var late = chat(1).accept(prompt(NOON.plusSeconds(9)));
        var early = chat(2).accept(prompt(NOON)).accept(prompt(NOON.plusSeconds(60)));
        var waiting = prompt(NOON.plusSeconds(5));
        var begun = chat(3).accept(waiting).begin(waiting.id(), NOON);
        var toShow = chat(4).unasked(TurnId.random(), Outcome.answered("x"), Cost.NONE, NOON);

        assertThat(Stream.of(toShow, late, early, begun)
                        .map(Unfinished::of)
                        .sorted(Unfinished.ORDER)
                        .map(Unfinished::chat))
                .containsExactly(ChatId.of(3), ChatId.of(2), ChatId.of(1), ChatId.of(4));
    }

    private static ChatState chat(long id) {
        return ChatState.of(ChatId.of(id), Session.fresh(Path.of("/"), null, Instant.EPOCH));
    }

    private static Prompt prompt(Instant at) {
        return new Prompt(TurnId.random(), "x", true, null, at);
    }
}
