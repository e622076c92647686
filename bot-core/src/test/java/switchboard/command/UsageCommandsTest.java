package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.model.AgentQuery;
import switchboard.model.Cost;

/** The commands that tell of usage: {@code /context}, {@code /cost}. */
class UsageCommandsTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @Test
    void contextTellsHowFullItIsAndWithWhat() {
        chat.agentSays(new AgentQuery.ContextUsage(
                12,
                24_419,
                200_000,
                List.of(
                        new AgentQuery.ContextUsage.Part("System prompt", 2_335),
                        new AgentQuery.ContextUsage.Part("Skills (x)", 22_084))));

        assertThat(chat.give("/context"))
                .isEqualTo("Context: 12%, 24.4k of 200.0k tokens.\n• System prompt: 2.3k\n• Skills \\(x\\): 22.1k");
        assertThat(((Reaction.AskAgent<?>) chat.actions.getFirst()).query()).isEqualTo(new AgentQuery.Context());
    }

    @Test
    void contextTellsWhenClaudeDoesNotAnswer() {
        assertThat(chat.agentFails("It crashed.").give("/context"))
                .isEqualTo("Claude Code could not say how full its context is: It crashed.");
    }

    @Test
    void costTellsOfTheSessionAndTheChat() {
        chat.ask("one").answered(new Cost(1000, 1, 1500, 0, 0, 0.25));
        chat.give("/new");
        chat.ask("two").answered(new Cost(1000, 1, 500, 0, 0, 0.05));

        assertThat(chat.give("/cost"))
                .isEqualTo("This session: $0.0500.\nToday: $0.30.\nThis chat: $0.30 in 2 turns, 2.0k output tokens.");
    }

    @Test
    void aChatInWhichNothingWasAskedHasCostNothing() {
        assertThat(chat.give("/cost")).isEqualTo("$0.00. Nothing asked yet.");
    }
}
