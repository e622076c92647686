package switchboard.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.standin.StandInWorld.ADA;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.agent.AgentProtocol;
import switchboard.chat.ChatProtocol;
import switchboard.model.Cost;
import switchboard.model.Decision;
import switchboard.model.Outcome;
import switchboard.model.Question;
import switchboard.model.Rule;

/** The stand-in as a person meets it: through the whole engine. */
@SuppressWarnings("NullAway.Init") // set up by JUnit
class StandInTest {

    private static final String NOT_CLAUDE = "This is not Claude";

    @TempDir
    private Path directory;

    private StandInWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new StandInWorld(directory.toRealPath());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theFirstPromptOfASessionIsToldWhatAnswersAndHowToGetTheRealOne() {
        assertThat(world.answer("hi"))
                .contains(NOT_CLAUDE, "npm install -g @anthropic-ai/claude-code", "`tour`", "You said: “hi”")
                .doesNotContain("begun before");
        assertThat(world.answer("hi again")).doesNotContain(NOT_CLAUDE).contains("You said: “hi again”", "`wait 60`");
        world.invoke("new", "");
        assertThat(world.answer("hi")).contains(NOT_CLAUDE);
    }

    @Test
    void nothingIsUsedAndNothingCosts() {
        assertThat(world.ask("hi").cost())
                .extracting(Cost::outputTokens, Cost::contextTokens, Cost::usd)
                .containsExactly(0L, 0L, 0.0);
    }

    @Test
    void aTextIsStreamedAndThenGivenWhole() {
        world.greeted().submit("stream");
        var events = world.until(ADA, ChatProtocol.Ended.class);
        var said = ((ChatProtocol.Ended) events.getLast()).answer().outcome().text();

        assertThat(said).isEqualTo(Texts.STREAM);
        assertThat(spoken(events)).isEqualTo(said);
        assertThat(progress(events, AgentProtocol.Spoke.class)).hasSizeGreaterThan(30);
    }

    @Test
    void toolsAreShownAtWorkAlsoThoseOfASubagent() {
        world.greeted().submit("tools");
        var events = world.until(ADA, ChatProtocol.Ended.class);
        var began = progress(events, AgentProtocol.ToolBegan.class);

        assertThat(began)
                .extracting(tool -> tool.line().split("[ :]+", 3)[1])
                .containsExactly("Grep", "Read", "Bash", "Agent", "Grep", "Read");
        assertThat(began.subList(4, 6))
                .extracting(AgentProtocol.ToolBegan::parent)
                .containsOnly(began.get(3).id());
        assertThat(progress(events, AgentProtocol.ToolEnded.class))
                .extracting(AgentProtocol.ToolEnded::id)
                .containsExactlyInAnyOrderElementsOf(
                        began.stream().map(AgentProtocol.ToolBegan::id).toList());
    }

    @Test
    void aPermissionThatIsGivenOnceIsAskedForAgain() {
        world.greeted().submit("permission");
        var asked = world.asked(Question.Permission.class);
        assertThat(asked.tool()).isEqualTo("Bash");
        assertThat(asked.rules()).containsExactly(new Rule("Bash", "git commit *"));
        world.decide(asked, new Decision.Allow());
        assertThat(world.ended(ADA).outcome().text()).contains("this once");

        world.submit("permission");
        world.asked(Question.Permission.class);
    }

    @Test
    void aPermissionThatIsGivenForGoodIsNotAskedForAgainAlsoAfterARestart() {
        world.greeted().submit("permission");
        world.decide(world.asked(Question.Permission.class), new Decision.AllowAlways());
        assertThat(world.ended(ADA).outcome().text()).contains("for good");
        assertThat(world.answer("permission")).contains("I did not ask");

        world.restart();
        assertThat(world.answer("permission")).contains("I did not ask");
    }

    @Test
    void aPermissionThatIsDeniedTellsTheReason() {
        world.greeted().submit("permission");
        world.decide(world.asked(Question.Permission.class), new Decision.Deny("not on a Friday"));

        assertThat(world.ended(ADA).outcome().text()).contains("You denied it", "not on a Friday");
    }

    @Test
    void inPlanModeAPermissionIsDeniedAndNotOffered() {
        world.greeted().invoke("mode", "plan");

        assertThat(world.answer("permission")).contains("You denied it", "Plan mode");
    }

    @Test
    void questionsAreAskedAndTheirAnswersRepeated() {
        world.greeted().submit("question");
        world.decide(world.asked(Question.Choice.class), new Decision.Say("Rust"));
        world.decide(world.asked(Question.Choice.class), new Decision.Say("Tests, Lint"));
        world.decide(world.asked(Question.Choice.class), new Decision.Say("when it *rains*"));

        assertThat(world.ended(ADA).outcome().text())
                .contains("**Rust**", "**Tests, Lint**", "**when it \\*rains\\***");
    }

    @Test
    void anApprovedPlanLeavesPlanMode() {
        world.greeted().submit("plan");
        var asked = world.asked(Question.Plan.class);
        assertThat(asked.plan()).isEqualTo(Texts.PLAN);
        world.decide(asked, new Decision.Allow());

        assertThat(world.ended(ADA).outcome().text()).contains("mode is `default` now");
        assertThat(world.answer("hi")).contains("permission mode `default`");
    }

    @Test
    void aPlanThatIsApprovedWithEditsChangesTheMode() {
        world.greeted().submit("plan");
        world.decide(world.asked(Question.Plan.class), new Decision.AllowEdits());

        assertThat(world.ended(ADA).outcome().text()).contains("mode is `acceptEdits` now");
        assertThat(world.answer("hi")).contains("permission mode `acceptEdits`");
    }

    @Test
    void aPlanThatIsSentBackStaysInPlanMode() {
        world.greeted().submit("plan");
        world.decide(world.asked(Question.Plan.class), new Decision.Deny("smaller steps"));

        assertThat(world.ended(ADA).outcome().text()).contains("keep planning", "smaller steps");
        assertThat(world.answer("hi")).contains("permission mode `plan`");
    }

    @Test
    void aFailureIsToldInOneSentenceAndTheNextPromptIsAnswered() {
        world.greeted().submit("error");
        var events = world.until(ADA, ChatProtocol.Ended.class);

        assertThat(progress(events, AgentProtocol.Retrying.class)).hasSize(3);
        assertThat(((ChatProtocol.Ended) events.getLast()).answer().outcome())
                .extracting(Outcome::kind, Outcome::reason)
                .containsExactly(Outcome.Kind.FAILED, "Claude is overloaded right now. /retry asks again.");
        assertThat(world.answer("hi")).contains("You said");
    }

    @Test
    void aLongAnswerArrivesWhole() {
        assertThat(world.greeted().answer("long"))
                .hasSizeBetween(28_000, 32_000)
                .startsWith("# A long answer")
                .contains("## Chapter 8")
                .doesNotContain("{n}")
                .endsWith("This is the last line of the long answer.");
    }

    @Test
    void aTourShowsOneAfterAnother() {
        world.greeted().submit("tour");
        world.decide(world.asked(Question.Permission.class), new Decision.Deny(""));
        for (var question = 1; question <= 3; question++) {
            world.decide(world.asked(Question.Choice.class), new Decision.Say("x"));
        }

        assertThat(world.ended(ADA).outcome().text())
                .containsSubsequence(
                        Texts.STREAM, "how tools look", "You denied it", "Your answers", "That was the tour");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "STREAM", "Stream, please", "`stream`", "stream!", "  stream  "})
    void aWordIsKnownHoweverItIsWritten(String prompt) {
        assertThat(world.greeted().answer(prompt)).isEqualTo(Texts.STREAM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait 0", "wait 601", "wait long", "wait -1"})
    void aWaitThatCannotBeReadIsExplained(String prompt) {
        assertThat(world.greeted().answer(prompt)).contains("1 to 600 seconds");
    }

    @Test
    void aStopInMidStreamKeepsWhatWasSaid() {
        world.tempo.stopAfter(9);
        world.submit("stream");
        spoken(10);
        world.command("stop", "");
        var outcome = world.ended(ADA).outcome();

        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.CANCELLED);
        assertThat(outcome.text()).startsWith("**" + NOT_CLAUDE).doesNotContain("say one of these words");
        world.tempo.fly();
        assertThat(world.answer("hi")).contains("You said: “hi”");
    }

    private void spoken(int pieces) {
        for (var left = pieces; left > 0; ) {
            if (world.next(ADA, ChatProtocol.Progressed.class).progress() instanceof AgentProtocol.Spoke) {
                left--;
            }
        }
    }

    @Test
    void aStopAtAnOpenQuestionWithdrawsIt() {
        world.greeted().submit("permission");
        world.asked(Question.Permission.class);
        world.command("stop", "");

        assertThat(world.next(ADA, ChatProtocol.Settled.class).words()).isEqualTo("No longer needed");
        assertThat(world.ended(ADA).outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        assertThat(world.answer("hi")).contains("You said: “hi”");
    }

    @Test
    void modelAndModeAreTakenWhileItLives() {
        assertThat(world.greeted().invoke("model", "")).contains("`sonnet`", "has no model");
        world.invoke("model", "sonnet");
        world.invoke("mode", "edits");

        assertThat(world.answer("hi")).contains("model `sonnet`", "permission mode `acceptEdits`");
    }

    @Test
    void itSaysWhoHasNoSuchModel() {
        assertThat(world.invoke("model", "gpt")).startsWith("The stand-in has no model");
    }

    @Test
    void theContextIsEmpty() {
        assertThat(world.greeted().invoke("context", "")).startsWith("Context: 0%, 0 of 200");
    }

    @Test
    void aTurnThatARestartCutOffGoesOnAndTheSessionIsNotKnown() {
        world.greeted();
        world.tempo.stopAfter(9);
        world.submit("stream");
        spoken(10);
        world.tempo.fly();
        world.restart();

        assertThat(world.ended(ADA).outcome().text())
                .contains(NOT_CLAUDE, "begun before")
                .endsWith(Texts.STREAM);
    }

    @Test
    void noCommandOffersToTrustFilesThatItDoesNotLoad() {
        assertThat(world.invoke("help", "")).contains("/model", "/compact").doesNotContain("/trust");
    }

    private static String spoken(List<ChatProtocol.Event> events) {
        return progress(events, AgentProtocol.Spoke.class).stream()
                .map(AgentProtocol.Spoke::text)
                .collect(Collectors.joining());
    }

    private static <T extends AgentProtocol.Progress> List<T> progress(List<ChatProtocol.Event> events, Class<T> type) {
        return events.stream()
                .filter(ChatProtocol.Progressed.class::isInstance)
                .map(event -> ((ChatProtocol.Progressed) event).progress())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
