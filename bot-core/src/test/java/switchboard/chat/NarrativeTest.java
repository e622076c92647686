package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import switchboard.claude.ClaudeProtocol;
import switchboard.claude.wire.Incoming;
import switchboard.model.Cost;
import switchboard.model.Outcome;

class NarrativeTest {

    private final Narrative narrative = new Narrative();

    @Test
    void aCompleteBlockStandsInPlaceOfWhatWasStreamed() {
        add(new ClaudeProtocol.Spoke("Hel"), new ClaudeProtocol.Spoke("lo"));
        assertThat(narrative.text()).isEqualTo("Hello");
        assertThat(narrative.complete()).isEmpty();

        add(new ClaudeProtocol.Said("Hello!"), new ClaudeProtocol.Spoke("And"));
        assertThat(narrative.text()).isEqualTo("Hello!\n\nAnd");
        assertThat(narrative.complete()).isEqualTo("Hello!");
    }

    @Test
    void ofAnEndlessTextTheBeginningIsKeptAndItSaysSo() {
        var block = "x".repeat(Narrative.LONGEST / 4);
        for (var i = 0; i < 5; i++) {
            add(new ClaudeProtocol.Spoke(block), new ClaudeProtocol.Said(block));
        }
        add(new ClaudeProtocol.Spoke("and more"));

        assertThat(narrative.isFull()).isTrue();
        assertThat(narrative.complete()).hasSizeLessThan(Narrative.LONGEST + 10);
        assertThat(narrative.text())
                .startsWith(narrative.complete())
                .endsWith("250,000 more characters were not kept.*");
    }

    @Test
    void whatIsSpokenAndNeverCompleteIsBoundedToo() {
        var words = "🙂".repeat(1_000);
        for (var i = 0; i < 1_000; i++) {
            add(new ClaudeProtocol.Spoke(words));
        }

        assertThat(narrative.text()).hasSize(Narrative.LONGEST);
    }

    @Test
    void toolsThatNeverEndAreNotAllKept() {
        for (var i = 0; i < 2_000; i++) {
            add(tool("t" + i, "Task", "description", "x"));
        }

        assertThat(narrative.agentsAtWork()).isEqualTo(1_000);
    }

    @Test
    void voidSpeechIsTakenBack() {
        add(new ClaudeProtocol.Said("One"), new ClaudeProtocol.Spoke("Tw"), new ClaudeProtocol.SpeechVoid());

        assertThat(narrative.text()).isEqualTo("One");
    }

    @Test
    void theLineIsTheToolThatBeganLast() {
        add(tool("t1", "Bash", "command", "sleep 9"), tool("t2", "Grep", "pattern", "main"));
        assertThat(narrative.line()).isEqualTo("🔍 Grep: searching for \"main\"");

        add(new ClaudeProtocol.ToolEnded("t2", false));
        assertThat(narrative.line()).isEqualTo("💻 Bash: running sleep 9");

        add(new ClaudeProtocol.ToolEnded("t1", true));
        assertThat(narrative.line()).isEmpty();
    }

    @Test
    void subagentsAreCountedWhileTheirCallIsOpen() {
        add(tool("a1", "Agent", "description", "x"), tool("a2", "Task", "description", "y"), tool("t", "Bash", "", ""));
        assertThat(narrative.agentsAtWork()).isEqualTo(2);

        add(new ClaudeProtocol.ToolEnded("a1", false));
        assertThat(narrative.agentsAtWork()).isEqualTo(1);
    }

    @Test
    void troubleIsOverWithTheNextSignOfLife() {
        add(new ClaudeProtocol.Retrying(2, 10, 529, "overloaded"));
        assertThat(narrative.trouble()).isEqualTo("🔁 Claude's servers are busy, trying again (2 of 10)");

        add(new ClaudeProtocol.Spoke("x"));
        assertThat(narrative.trouble()).isEmpty();

        add(new ClaudeProtocol.Compacting());
        assertThat(narrative.trouble()).contains("Compacting");
    }

    @Test
    void anAnswerIsAllThatWasSaid() {
        add(new ClaudeProtocol.Said("One"), new ClaudeProtocol.Said("Two"));

        assertThat(narrative.outcome(finished(result(false, "completed", "Two")), false))
                .isEqualTo(Outcome.answered("One\n\nTwo"));
    }

    @Test
    void whatOnlyTheResultSaysIsTheAnswerOfACommand() {
        assertThat(narrative.outcome(finished(result(false, "completed", "Context: 12 %")), false))
                .isEqualTo(Outcome.answered("Context: 12 %"));
    }

    @Test
    void aSilentCompactionIsAnsweredWithWhatItSaved() {
        add(new ClaudeProtocol.Compacted(1000, 100));

        assertThat(narrative
                        .outcome(finished(result(false, "completed", "")), false)
                        .text())
                .isEqualTo("Compacted the conversation: 1.0k → 100 tokens.");
    }

    @Test
    void theTranscriptSpeaksForAResumedTurn() {
        add(new ClaudeProtocol.Said("second half"));

        assertThat(narrative.outcome(new ClaudeProtocol.Finished(null, "first half\n\nsecond half", 0), false))
                .isEqualTo(Outcome.answered("first half\n\nsecond half"));
    }

    @Test
    void anInterruptedTurnIsCancelledWithWhatItSaid() {
        add(new ClaudeProtocol.Said("half"));

        assertThat(narrative.outcome(finished(result(true, "aborted_streaming", "")), true))
                .isEqualTo(Outcome.cancelled("half"));
        assertThat(narrative.outcome(finished(result(false, "completed", "half")), true))
                .as("done before the stop reached it")
                .isEqualTo(Outcome.cancelled("half"));
    }

    @Test
    void aFailedTurnSaysWhyInOneSentence() {
        var failed = narrative.outcome(finished(result(true, "error", "API Error: overloaded")), false);

        assertThat(failed).isEqualTo(Outcome.failed("", "Claude is overloaded at the moment. /retry asks again."));
    }

    @Test
    void theCostCountsToolsAndTokens() {
        add(tool("t1", "Bash", "", ""), tool("t2", "Bash", "", ""));

        assertThat(narrative.cost(1500, finished(result(false, "completed", ""))))
                .isEqualTo(new Cost(1500, 2, 42, 9000, 200_000, 0.5));
        assertThat(narrative.cost(1500, null)).isEqualTo(new Cost(1500, 2, 0, 0, 0, 0));
    }

    @Test
    void aTurnThatIsResumedForgetsWhatWasOpenAndKeepsWhatWasSaid() {
        add(new ClaudeProtocol.Said("One"), new ClaudeProtocol.Spoke("Tw"), tool("t1", "Bash", "", ""));
        add(new ClaudeProtocol.BegunAgain(true));

        assertThat(narrative.text()).isEqualTo("One");
        assertThat(narrative.line()).isEmpty();
    }

    @Test
    void aTurnThatBeginsAnewForgetsWhatWasSaid() {
        add(new ClaudeProtocol.Said("One"), new ClaudeProtocol.BegunAgain(false), new ClaudeProtocol.Said("One"));

        assertThat(narrative.text()).isEqualTo("One");
    }

    private void add(ClaudeProtocol.Progress... progress) {
        List.of(progress).forEach(narrative::add);
    }

    private static ClaudeProtocol.ToolBegan tool(String id, String name, String field, String value) {
        return new ClaudeProtocol.ToolBegan(
                id, name, JsonNodeFactory.instance.objectNode().put(field, value), null);
    }

    private static ClaudeProtocol.Finished finished(Incoming.@Nullable Result result) {
        return new ClaudeProtocol.Finished(result, "", 9000);
    }

    private static Incoming.Result result(boolean failed, String terminal, String text) {
        return new Incoming.Result(failed, terminal, 0, text, List.of(), List.of(), 42, 200_000, 0.5);
    }
}
