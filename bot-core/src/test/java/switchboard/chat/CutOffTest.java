package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.Patience;
import switchboard.agent.AgentProtocol;
import switchboard.board.Board;
import switchboard.model.Activity.Phase;
import switchboard.model.CurrentTurn;
import switchboard.model.Decision;
import switchboard.model.InterruptedTool;
import switchboard.model.Outcome;
import switchboard.model.Question;
import switchboard.model.Session;
import switchboard.throttle.Throttle;

/** A turn that a crash cut off while a tool may have been at work. */
class CutOffTest {

    private static final AgentProtocol.ProjectChanged CHANGE = new AgentProtocol.ProjectChanged(
            "0123456789abcdef0123456789abcdef", Path.of("/srv/project"), "key.sh (changed)", List.of());

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));

    private final TurnProbes probes = new TurnProbes(KIT);
    private final String key = ResumeQuestion.key(probes.id, List.of("t1"));
    private final AgentProtocol.Job job = new AgentProtocol.Job(
            probes.id, "build the whole thing", true, Session.fresh(Path.of("/srv"), null, Instant.EPOCH), true);
    private final ActorRef<TurnProtocol.Command> turn = spawn();

    @AfterEach
    void stopTheTurn() {
        KIT.stop(turn);
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void thePersonIsAskedWithThePromptsFirstWordsAndWhatWasCut() {
        cutOff();

        var asked = (Question.CutOff) shown(ChatProtocol.Asked.class).question();
        assertThat(asked.key()).isEqualTo(key);
        assertThat(asked.prompt()).isEqualTo("build the whole thing");
        assertThat(asked.tools()).containsExactly("💻 Bash: running make");
    }

    @Test
    void whileItAsksThePermitServesSomeoneElse() {
        cutOff();

        probes.throttle.expectMessageClass(Throttle.Release.class);
        probes.board.fishForMessage(
                Patience.ENOUGH,
                "asking",
                doing -> ((Board.Doing) doing).activity().phase() == Phase.ASKING
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    @Test
    void continuedItRunsOnceThePermitIsBackAndKnowsWhatThePersonHasSeen() {
        cutOff();
        shown(ChatProtocol.Asked.class);
        var permit = probes.throttle.expectMessageClass(Throttle.Release.class).who();

        decide(new Decision.Allow());

        assertThat(probes.person.receiveMessage().taken()).isTrue();
        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Continued (Ada)");
        assertThat(probes.throttle.expectMessageClass(Throttle.Acquire.class).first())
                .isTrue();
        probes.agent.expectNoMessage(Duration.ZERO);
        permit.tell(new Throttle.Granted());
        var again = probes.agent.expectMessageClass(AgentProtocol.Run.class);
        assertThat(again.job().confirmed()).isTrue();
        assertThat(again.job().cleared()).containsExactly("t1");
        again.turn()
                .tell(new AgentProtocol.Finished(
                        new AgentProtocol.AnsweredBefore(), "", "Built.", AgentProtocol.Spent.NOTHING));
        assertThat(ended().outcome()).isEqualTo(Outcome.answered("Built."));
    }

    @Test
    void discardedItEndsWithoutRunning() {
        cutOff();
        shown(ChatProtocol.Asked.class);

        decide(new Decision.Deny(""));

        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Discarded (Ada)");
        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled(""));
        probes.agent.expectNoMessage(Duration.ZERO);
    }

    @Test
    void discardedItIsStoppedAlsoIfItsEndIsNeverStored() {
        cutOff();
        shown(ChatProtocol.Asked.class);

        decide(new Decision.Deny(""));

        ended();
        assertThat(probes.state().current()).isNotNull().matches(CurrentTurn::stopped);
    }

    @Test
    void anAnswerIsForTheToolsThatWereShown() {
        assertThat(ResumeQuestion.key(probes.id, List.of("t1", "t2")))
                .isEqualTo(ResumeQuestion.key(probes.id, List.of("t2", "t1")))
                .isNotEqualTo(key);
    }

    @Test
    void stoppedWhileItAsksItEnds() {
        cutOff();
        shown(ChatProtocol.Asked.class);

        probes.stop();

        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("No longer needed");
        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled(""));
    }

    @Test
    void stoppedBeforeItCouldAskItEnds() {
        var events = run();
        turn.tell(new TurnProtocol.Stop());
        probes.agent.expectMessageClass(AgentProtocol.Interrupt.class);

        events.tell(cut());

        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled(""));
    }

    @Test
    void aViewThatBeginsAnewIsAskedAgain() {
        cutOff();
        shown(ChatProtocol.Asked.class);

        turn.tell(new TurnProtocol.Show());

        shown(ChatProtocol.Started.class);
        assertThat(shown(ChatProtocol.Asked.class).question().key()).isEqualTo(key);
    }

    @Test
    void aPromptIsNoAnswerToIt() {
        cutOff();
        shown(ChatProtocol.Asked.class);

        probes.answer(key, new Decision.Say("x"), probes.id);

        assertThat(probes.person.receiveMessage().taken()).isFalse();
    }

    @Test
    void aPersonWhoWantsToSeeItAgainIsAskedAgain() {
        cutOff();
        shown(ChatProtocol.Asked.class);

        probes.askAgain();

        assertThat(shown(ChatProtocol.Asked.class).question().key()).isEqualTo(key);
    }

    @Test
    void aSecondAnswerComesTooLate() {
        cutOff();
        shown(ChatProtocol.Asked.class);
        decide(new Decision.Allow());
        probes.person.receiveMessage();

        decide(new Decision.Allow());

        assertThat(probes.person.receiveMessage()).isEqualTo(ChatProtocol.Settlement.NO_LONGER_OPEN);
    }

    @Test
    void whatWasAskedWhenItsProcessBrokeHasNotRun() {
        var events = run();
        events.tell(TurnProbes.tool("t-r1", "💻 Bash"));
        events.tell(TurnProbes.bash("r1", null));
        probes.throttle.expectMessageClass(Throttle.Release.class);
        events.tell(TurnProbes.crashed(""));

        var broke = probes.owner.expectMessageClass(TurnProtocol.Broke.class);
        assertThat(broke.unanswered()).containsExactly("t-r1");
        assertThat(broke.begun()).containsExactly(new InterruptedTool("t-r1", "💻 Bash"));
    }

    @Test
    void whatWasAnsweredAndWaitedForThePermitWhenItsProcessBrokeHasNotRun() {
        var events = run();
        events.tell(TurnProbes.bash("r1", null));
        probes.throttle.expectMessageClass(Throttle.Release.class);
        probes.answer("r1", new Decision.Allow());
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        events.tell(TurnProbes.crashed(""));

        assertThat(probes.owner.expectMessageClass(TurnProtocol.Broke.class).unanswered())
                .containsExactly("t-r1");
    }

    @Test
    void aQuestionThatWasDeniedWhileNobodyWasThereIsTold() {
        var events = run();
        shown(ChatProtocol.Started.class);

        events.tell(new AgentProtocol.Denied());

        assertThat(shown(ChatProtocol.Noticed.class).text()).contains("denied automatically", "/retry");
    }

    // Project files that have changed

    @Test
    void trustInAChangeGoesToTheAgentBeforeTheTurnRuns() {
        var question = askedOfAChange();
        assertThat(question.changes()).isEqualTo(CHANGE.changes());
        assertThat(question.directory()).isEqualTo(CHANGE.directory());

        decideOn(question, new Decision.Allow(), "Trusted (Ada)");

        assertThat(probes.agent.receiveMessage())
                .isEqualTo(new AgentProtocol.Trusting(Path.of("/srv"), CHANGE.hash(), true));
        assertThat(probes.agent
                        .expectMessageClass(AgentProtocol.Run.class)
                        .job()
                        .confirmed())
                .isFalse();
    }

    @Test
    void withoutTrustTheTurnRunsWithoutTheFiles() {
        var question = askedOfAChange();

        decideOn(question, new Decision.Deny(""), "Runs without them (Ada)");

        assertThat(probes.agent.receiveMessage())
                .isEqualTo(new AgentProtocol.Trusting(Path.of("/srv"), CHANGE.hash(), false));
        probes.agent.expectMessageClass(AgentProtocol.Run.class);
    }

    @Test
    void checkedAgainTheTurnRunsAndTheAgentLooksAgain() {
        var question = askedOfAChange();

        decideOn(question, new Decision.Say(""), "Checked again (Ada)");

        probes.agent.expectMessageClass(AgentProtocol.Run.class);
    }

    private Question.ProjectChanged askedOfAChange() {
        var events = run();
        shown(ChatProtocol.Started.class);
        events.tell(CHANGE);
        return (Question.ProjectChanged) shown(ChatProtocol.Asked.class).question();
    }

    private void decideOn(Question question, Decision decision, String words) {
        var permit = probes.throttle.expectMessageClass(Throttle.Release.class).who();
        probes.answer(question.key(), decision);
        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo(words);
        probes.throttle.expectMessage(new Throttle.Acquire(permit, true));
        permit.tell(new Throttle.Granted());
    }

    private ActorRef<TurnProtocol.Command> spawn() {
        return probes.spawn(KIT, false);
    }

    private ActorRef<AgentProtocol.Event> run() {
        probes.throttle.expectMessageClass(Throttle.Acquire.class).who().tell(new Throttle.Granted());
        probes.owner.expectMessageClass(TurnProtocol.Ready.class);
        turn.tell(new TurnProtocol.Go(job));
        return probes.agent.expectMessageClass(AgentProtocol.Run.class).turn();
    }

    private void cutOff() {
        var events = run();
        shown(ChatProtocol.Started.class);
        events.tell(cut());
    }

    private static AgentProtocol.CutOff cut() {
        return new AgentProtocol.CutOff(List.of(new InterruptedTool("t1", "💻 Bash: running make")));
    }

    private <T extends ChatProtocol.Event> T shown(Class<T> kind) {
        return probes.view.expectMessageClass(kind);
    }

    private TurnProtocol.Ended ended() {
        return probes.owner.expectMessageClass(TurnProtocol.Ended.class);
    }

    private void decide(Decision decision) {
        probes.answer(key, decision);
    }
}
