package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import switchboard.model.AgentQuery;
import switchboard.model.AgentQuery.ProcessEnd;

class RestartCommandTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @Test
    void aProcessWithNothingToDoEnds() {
        assertThat(chat.agentSays(ProcessEnd.ENDS_NOW).give("/restart"))
                .isEqualTo("🔄 Claude Code is shut down. Your next message starts it again, in the same session.");
        assertThat(chat.stopsTheTurn()).isFalse();
        assertThat(((Reaction.AskAgent<?>) chat.actions.getFirst()).query()).isEqualTo(new AgentQuery.EndProcess());
    }

    @Test
    void withoutAProcessItSaysSo() {
        assertThat(chat.agentSays(ProcessEnd.NONE).give("/restart"))
                .isEqualTo("Nothing to restart: Claude Code isn't running here. Your next message starts it.");
    }

    @Test
    void atWorkItAsksAndAPressStopsThatTurnAndTheProcess() {
        chat.ask("first").ask("second");
        assertThat(chat.give("/restart")).isEqualTo("Claude Code is working right now. Stop the task and restart?");
        assertThat(chat.labels()).containsExactly("Stop and restart");
        var button = chat.buttons().getFirst();

        assertThat(chat.agentSays(ProcessEnd.ENDS_AFTER_TURN).give(button))
                .isEqualTo("🔄 Claude Code starts again in the same session as soon as the task has stopped.");
        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.waiting()).as("what waits runs in the next process").containsExactly("second");
        assertThat(chat.held()).isEmpty();
    }

    @Test
    void aPressThatIsMeantForAnEarlierTurnAsksAgain() {
        chat.ask("first").give("/restart");
        var button = chat.buttons().getFirst();
        chat.answered().ask("second");

        assertThat(chat.give(button)).isEqualTo("Claude Code is working right now. Stop the task and restart?");
        assertThat(chat.stopsTheTurn()).isFalse();
        chat.answered();
        assertThat(chat.agentSays(ProcessEnd.ENDS_NOW).give(button)).startsWith("🔄 Claude Code is shut down.");
    }

    @Test
    void whatTheAgentDoesNotAnswerIsSaid() {
        assertThat(chat.agentFails("It is late.").give("/restart")).isEqualTo("It is late.");
    }
}
