package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.model.Cost;
import switchboard.model.Outcome;

class TurnLogTest {

    private final TurnLog turnLog = new TurnLog();

    @Test
    void aCompleteBlockStandsInPlaceOfWhatWasStreamed() {
        add(new AgentProtocol.Spoke("Hel"), new AgentProtocol.Spoke("lo"));
        assertThat(turnLog.text()).isEqualTo("Hello");
        assertThat(turnLog.complete()).isEmpty();

        add(new AgentProtocol.Said("Hello!"), new AgentProtocol.Spoke("And"));
        assertThat(turnLog.text()).isEqualTo("Hello!\n\nAnd");
        assertThat(turnLog.complete()).isEqualTo("Hello!");
    }

    @Test
    void ofAnEndlessTextTheBeginningIsKeptAndItSaysSo() {
        var block = "x".repeat(TurnLog.LONGEST / 4);
        for (var i = 0; i < 5; i++) {
            add(new AgentProtocol.Spoke(block), new AgentProtocol.Said(block));
        }
        add(new AgentProtocol.Spoke("and more"));

        assertThat(turnLog.isFull()).isTrue();
        assertThat(turnLog.complete()).hasSizeLessThan(TurnLog.LONGEST + 10);
        assertThat(turnLog.text()).startsWith(turnLog.complete()).endsWith("250,000 more characters were not kept.*");
    }

    @Test
    void whatIsSpokenAndNeverCompleteIsBoundedToo() {
        var words = "🙂".repeat(1_000);
        for (var i = 0; i < 1_000; i++) {
            add(new AgentProtocol.Spoke(words));
        }

        assertThat(turnLog.text()).hasSize(TurnLog.LONGEST);
    }

    @Test
    void toolsThatNeverEndAreNotAllKept() {
        for (var i = 0; i < 2_000; i++) {
            add(TurnProbes.subagent("t" + i));
        }

        assertThat(turnLog.agentsAtWork()).isEqualTo(1_000);
    }

    @Test
    void voidSpeechIsTakenBack() {
        add(new AgentProtocol.Said("One"), new AgentProtocol.Spoke("Tw"), new AgentProtocol.SpeechVoid());

        assertThat(turnLog.text()).isEqualTo("One");
    }

    @Test
    void theLineIsTheToolThatBeganLast() {
        add(TurnProbes.tool("t1", "💻 Bash: running sleep 9"), TurnProbes.tool("t2", "🔍 Grep"));
        assertThat(turnLog.line()).isEqualTo("🔍 Grep");

        add(new AgentProtocol.ToolEnded("t2", false));
        assertThat(turnLog.line()).isEqualTo("💻 Bash: running sleep 9");

        add(new AgentProtocol.ToolEnded("t1", true));
        assertThat(turnLog.line()).isEmpty();
    }

    @Test
    void subagentsAreCountedWhileTheirCallIsOpen() {
        add(TurnProbes.subagent("a1"), TurnProbes.subagent("a2"), TurnProbes.tool("t", "💻 Bash"));
        assertThat(turnLog.agentsAtWork()).isEqualTo(2);

        add(new AgentProtocol.ToolEnded("a1", false));
        assertThat(turnLog.agentsAtWork()).isEqualTo(1);
    }

    @Test
    void troubleIsOverWithTheNextSignOfLife() {
        add(new AgentProtocol.Retrying(2, 10, 529, "overloaded"));
        assertThat(turnLog.trouble()).isEqualTo("🔁 Claude's servers are busy, trying again (2 of 10)");

        add(new AgentProtocol.Spoke("x"));
        assertThat(turnLog.trouble()).isEmpty();

        add(new AgentProtocol.Compacting());
        assertThat(turnLog.trouble()).contains("Compacting");
    }

    @Test
    void anAnswerIsAllThatWasSaid() {
        add(new AgentProtocol.Said("One"), new AgentProtocol.Said("Two"));

        assertThat(turnLog.outcome(answered("Two"), false)).isEqualTo(Outcome.answered("One\n\nTwo"));
    }

    @Test
    void whatOnlyTheResultSaysIsTheAnswerOfACommand() {
        assertThat(turnLog.outcome(answered("Context: 12 %"), false)).isEqualTo(Outcome.answered("Context: 12 %"));
    }

    @Test
    void aSilentCompactionIsAnsweredWithWhatItSaved() {
        add(new AgentProtocol.Compacted(1000, 100));

        assertThat(turnLog.outcome(answered(""), false).text())
                .isEqualTo("Compacted the conversation: 1.0k → 100 tokens.");
    }

    @Test
    void theTranscriptSpeaksForAResumedTurn() {
        add(new AgentProtocol.Said("second half"));

        assertThat(turnLog.outcome(
                        new AgentProtocol.Finished(
                                new AgentProtocol.AnsweredBefore(),
                                "",
                                "first half\n\nsecond half",
                                AgentProtocol.Spent.NOTHING),
                        false))
                .isEqualTo(Outcome.answered("first half\n\nsecond half"));
    }

    @Test
    void anInterruptedTurnIsCancelledWithWhatItSaid() {
        add(new AgentProtocol.Said("half"));

        assertThat(turnLog.outcome(finished(new AgentProtocol.Stopped(), ""), true))
                .isEqualTo(Outcome.cancelled("half"));
        assertThat(turnLog.outcome(answered("half"), true))
                .as("done before the stop reached it")
                .isEqualTo(Outcome.cancelled("half"));
    }

    @Test
    void aFailedTurnSaysWhyInOneSentence() {
        var failed = new AgentProtocol.Failed("It is overloaded. /retry asks again.");

        assertThat(turnLog.outcome(finished(failed, "API Error"), false))
                .isEqualTo(Outcome.failed("", "It is overloaded. /retry asks again."));
        assertThat(turnLog.outcome(finished(failed, ""), true)).isEqualTo(Outcome.cancelled(""));
    }

    @Test
    void theCostCountsToolsAndTokens() {
        add(TurnProbes.tool("t1", "💻 Bash"), TurnProbes.tool("t2", "💻 Bash"));

        assertThat(turnLog.cost(1500, new AgentProtocol.Spent(42, 9000, 200_000, 0.5)))
                .isEqualTo(new Cost(1500, 2, 42, 9000, 200_000, 0.5));
        assertThat(turnLog.cost(1500, AgentProtocol.Spent.NOTHING)).isEqualTo(new Cost(1500, 2, 0, 0, 0, 0));
    }

    @Test
    void aTurnThatIsResumedForgetsWhatWasOpenAndKeepsWhatWasSaid() {
        add(new AgentProtocol.Said("One"), new AgentProtocol.Spoke("Tw"), TurnProbes.tool("t1", "💻 Bash"));
        add(new AgentProtocol.BegunAgain(true));

        assertThat(turnLog.text()).isEqualTo("One");
        assertThat(turnLog.line()).isEmpty();
    }

    @Test
    void aTurnThatBeginsAnewForgetsWhatWasSaid() {
        add(new AgentProtocol.Said("One"), new AgentProtocol.BegunAgain(false), new AgentProtocol.Said("One"));

        assertThat(turnLog.text()).isEqualTo("One");
    }

    private void add(AgentProtocol.Progress... progress) {
        List.of(progress).forEach(turnLog::add);
    }

    private static AgentProtocol.Finished finished(AgentProtocol.Ending ending, String text) {
        return new AgentProtocol.Finished(ending, text, "", AgentProtocol.Spent.NOTHING);
    }

    private static AgentProtocol.Finished answered(String text) {
        return finished(new AgentProtocol.Answered(), text);
    }
}
