package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.board.Board;
import switchboard.model.Activity.Phase;
import switchboard.model.Decision;
import switchboard.model.Outcome;
import switchboard.model.Session;
import switchboard.throttle.Throttle;

class TurnTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));

    private final ManualTime time = ManualTime.get(KIT.system());
    private final TurnProbes probes = new TurnProbes(KIT);
    private final AgentProtocol.Job job =
            new AgentProtocol.Job(probes.id, "hi", true, Session.fresh(Path.of("/"), null, Instant.EPOCH), false);
    private ActorRef<TurnProtocol.Command> turn = KIT.system().deadLetters();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void stopTheTurn() {
        KIT.stop(turn);
    }

    @Test
    void aTurnWaitsForItsPermit() {
        var permit = spawn();
        assertThat(phase()).isEqualTo(Phase.WAITING);

        permit.tell(new Throttle.InLine(2, 3, 3, Duration.ofSeconds(40)));
        assertThat(probes.view.receiveMessage())
                .isEqualTo(new ChatProtocol.Queued(probes.id, "m1", 2, 3, 3, Duration.ofSeconds(40)));
        assertThat(probes.board.expectMessageClass(Board.Doing.class).activity().place())
                .isEqualTo(2);
        permit.tell(new Throttle.Granted());
        assertThat(probes.owner.receiveMessage()).isEqualTo(new TurnProtocol.Ready(probes.id));
        probes.agent.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aTurnRunsOnceTheChatSaysGo() {
        run();

        assertThat(probes.view.receiveMessage()).isEqualTo(new ChatProtocol.Started(probes.id, "m1"));
    }

    @Test
    void whatClaudeDoesIsShownAndTheAnswerReported() {
        var events = run();
        started();
        var said = new AgentProtocol.Said("Hello");
        events.tell(said);
        assertThat(probes.view.receiveMessage()).isEqualTo(new ChatProtocol.Progressed(probes.id, said));
        probes.clock.pass(Duration.ofSeconds(3));
        events.tell(finished(new AgentProtocol.Answered()));

        var ended = ended();
        assertThat(ended.outcome()).isEqualTo(Outcome.answered("Hello"));
        assertThat(ended.cost().millis()).isEqualTo(3000);
    }

    @Test
    void theBoardIsToldOfTheRunningTool() {
        var events = run();
        assertThat(phase()).isEqualTo(Phase.WAITING);
        assertThat(phase()).isEqualTo(Phase.RUNNING);
        events.tell(TurnProbes.tool("t1", "💻 Bash: running ls"));

        var doing = probes.board.expectMessageClass(Board.Doing.class);
        assertThat(doing.chat()).isEqualTo(TurnProbes.CHAT);
        assertThat(doing.activity().detail()).isEqualTo("💻 Bash: running ls");
        events.tell(new AgentProtocol.ToolEnded("t1", false));
        assertThat(probes.board.expectMessageClass(Board.Doing.class).activity().detail())
                .isEmpty();
    }

    @Test
    void whileItAsksThePermitServesSomeoneElse() {
        var events = run();
        started();
        events.tell(TurnProbes.bash("r1", null));
        probes.view.expectMessageClass(ChatProtocol.Asked.class);
        var permit = probes.throttle.expectMessageClass(Throttle.Release.class).who();

        allow("r1");
        assertThat(probes.throttle.receiveMessage())
                .as("head of the line")
                .isEqualTo(new Throttle.Acquire(permit, true));
        probes.agent.expectNoMessage(Duration.ZERO);
        permit.tell(new Throttle.Granted());
        assertThat(probes.agent.expectMessageClass(AgentProtocol.Answer.class).request())
                .isEqualTo("r1");
    }

    @Test
    void anOfferedFileIsReportedAndTheAgentLearnsWhatBecameOfIt() {
        var events = run();
        started();
        var offer = TurnProbes.offered("o1");
        events.tell(offer);
        assertThat(probes.owner.receiveMessage()).isEqualTo(new TurnProtocol.Offered(probes.id, offer));
        probes.throttle.expectNoMessage(Duration.ZERO); // the turn keeps its permit

        var sent = new AgentProtocol.FileSent("o1", new AgentProtocol.Sent("m5"));
        turn.tell(new TurnProtocol.Delivered(sent));
        assertThat(probes.agent.receiveMessage()).isEqualTo(sent);
        time.timePasses(Turn.LONGEST_SEND);
        probes.owner.expectNoMessage(Duration.ZERO);
    }

    @Test
    void theChatLearnsThatAnOfferedFileTakesLong() {
        var events = run();
        started();
        events.tell(TurnProbes.offered("o1"));
        probes.owner.receiveMessage();

        time.timePasses(Turn.LONGEST_SEND.minusMillis(1));
        probes.owner.expectNoMessage(Duration.ZERO);
        time.timePasses(Duration.ofMillis(1));
        assertThat(probes.owner.receiveMessage()).isEqualTo(new TurnProtocol.Overdue(probes.id, "o1"));
    }

    @Test
    void aFileThatIsOfferedWhileTheTurnStopsIsLeftToTheChat() {
        var events = run();
        started();
        turn.tell(new TurnProtocol.Stop());
        var offer = TurnProbes.offered("o1");
        events.tell(offer);

        assertThat(probes.owner.receiveMessage()).isEqualTo(new TurnProtocol.Offered(probes.id, offer));
    }

    @Test
    void aFileThatIsOfferedAfterItsProcessBrokeIsLeftToTheChat() {
        var events = run();
        started();
        events.tell(crashed());
        probes.owner.expectMessageClass(TurnProtocol.Broke.class);
        var offer = TurnProbes.offered("o1");
        events.tell(offer);

        assertThat(probes.owner.receiveMessage()).isEqualTo(new TurnProtocol.Offered(probes.id, offer));
        assertThat(probes.owner.receiveMessage())
                .as("no call waits for it")
                .isEqualTo(new TurnProtocol.Withdrawn(probes.id, "o1"));
    }

    @Test
    void theChatLearnsThatTheCallOfAFileIsCancelled() {
        var events = run();
        started();
        events.tell(TurnProbes.offered("o1"));
        probes.owner.receiveMessage();
        events.tell(new AgentProtocol.Withdrawn("o1"));

        assertThat(probes.owner.receiveMessage()).isEqualTo(new TurnProtocol.Withdrawn(probes.id, "o1"));
        time.timePasses(Turn.LONGEST_SEND);
        probes.owner.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aTurnThatBrokeWhileItAskedRunsAgainOnlyWithItsPermit() {
        var events = run();
        var permit = askAndGiveUpThePermit(events);
        events.tell(crashed());
        probes.owner.expectMessageClass(TurnProtocol.Broke.class);
        turn.tell(new TurnProtocol.Go(job));

        assertThat(probes.throttle.receiveMessage()).isEqualTo(new Throttle.Acquire(permit, true));
        probes.agent.expectNoMessage(Duration.ZERO);
        permit.tell(new Throttle.Granted());
        events();
        assertThat(List.of(phase(), phase(), phase(), phase(), phase()))
                .containsExactly(Phase.WAITING, Phase.RUNNING, Phase.ASKING, Phase.WAITING, Phase.RUNNING);
    }

    @Test
    void aStopWhileItWaitsToRunAgainEndsItAtOnce() {
        var events = run();
        events.tell(new AgentProtocol.Said("half"));
        var permit = askAndGiveUpThePermit(events);
        events.tell(crashed());
        probes.owner.expectMessageClass(TurnProtocol.Broke.class);
        turn.tell(new TurnProtocol.Go(job));
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        turn.tell(new TurnProtocol.Stop());

        assertThat(probes.throttle.receiveMessage()).isEqualTo(new Throttle.Release(permit));
        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled("half"));
        probes.agent.expectNoMessage(Duration.ZERO);
    }

    @Test
    void phasesFollowTheQuestions() {
        var events = run();
        var permit = askAndGiveUpThePermit(events);
        allow("r1");
        probes.throttle.expectMessage(new Throttle.Acquire(permit, true));
        permit.tell(new Throttle.Granted());

        assertThat(List.of(phase(), phase(), phase(), phase()))
                .containsExactly(Phase.WAITING, Phase.RUNNING, Phase.ASKING, Phase.RUNNING);
    }

    @Test
    void aTurnThatWaitsToGoOnIsNotShownAsQueuedAgain() {
        var events = run();
        started();
        events.tell(TurnProbes.bash("r1", null));
        probes.view.expectMessageClass(ChatProtocol.Asked.class);
        var permit = probes.throttle.expectMessageClass(Throttle.Release.class).who();
        allow("r1");
        probes.view.expectMessageClass(ChatProtocol.Settled.class);
        probes.throttle.expectMessage(new Throttle.Acquire(permit, true));
        permit.tell(new Throttle.InLine(1, 3, 3, Duration.ZERO));
        permit.tell(new Throttle.Granted());

        probes.agent.expectMessageClass(AgentProtocol.Answer.class);
        probes.view.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aSubagentAtWorkKeepsThePermit() {
        var events = run();
        events.tell(agent("a1"));
        events.tell(agent("a2"));
        events.tell(TurnProbes.bash("r1", "agent-1"));
        events.tell(new AgentProtocol.Spoke("-"));
        probes.throttle.expectNoMessage(Duration.ofMillis(50));

        events.tell(TurnProbes.bash("r2", "agent-2"));
        probes.throttle.expectMessageClass(Throttle.Release.class);
    }

    @Test
    void theSubagentThatReturnsLastGivesThePermitBack() {
        var events = run();
        events.tell(agent("a1"));
        events.tell(agent("a2"));
        events.tell(TurnProbes.bash("r1", "agent-1"));
        events.tell(new AgentProtocol.ToolEnded("a2", false));

        probes.throttle.expectMessageClass(Throttle.Release.class);
    }

    @Test
    void questionsOfSubagentsAreAnsweredOneByOne() {
        var events = run();
        events.tell(agent("a1"));
        events.tell(agent("a2"));
        events.tell(TurnProbes.bash("r1", "agent-1"));
        events.tell(TurnProbes.bash("r2", "agent-2"));
        var permit = probes.throttle.expectMessageClass(Throttle.Release.class).who();

        allow("r2");
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        permit.tell(new Throttle.Granted());
        assertThat(probes.agent.expectMessageClass(AgentProtocol.Answer.class).request())
                .isEqualTo("r2");
        allow("r1");
        assertThat(probes.agent.expectMessageClass(AgentProtocol.Answer.class).request())
                .as("with the permit in hand at once")
                .isEqualTo("r1");
    }

    @Test
    void aWithdrawnQuestionTakesThePermitBack() {
        var events = run();
        var permit = askAndGiveUpThePermit(events);
        events.tell(new AgentProtocol.Withdrawn("r1"));

        assertThat(probes.throttle.receiveMessage()).isEqualTo(new Throttle.Acquire(permit, true));
    }

    @Test
    void anAnswerToNoQuestionIsNotTaken() {
        run();
        allow("other");

        assertThat(probes.person.receiveMessage().taken()).isFalse();
    }

    @Test
    void stoppedWhileItWaitsItEndsAtOnce() {
        var permit = spawn();
        turn.tell(new TurnProtocol.Stop());

        assertThat(probes.throttle.receiveMessage()).isEqualTo(new Throttle.Release(permit));
        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled(""));
        probes.agent.expectNoMessage(Duration.ZERO);
    }

    @Test
    void stoppedBeforeItCouldGoItNeverRuns() {
        var permit = spawn();
        permit.tell(new Throttle.Granted());
        probes.owner.expectMessageClass(TurnProtocol.Ready.class);
        turn.tell(new TurnProtocol.Stop());
        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled(""));
        turn.tell(new TurnProtocol.Go(job));

        probes.agent.expectNoMessage(Duration.ZERO);
    }

    @Test
    void stoppedWhileItRunsItEndsOnceClaudeHasStopped() {
        var events = run();
        events.tell(new AgentProtocol.Said("half"));
        turn.tell(new TurnProtocol.Stop());
        turn.tell(new TurnProtocol.Stop());
        assertThat(probes.agent.receiveMessage()).isEqualTo(new AgentProtocol.Interrupt(probes.id));
        probes.agent.expectNoMessage(Duration.ZERO);
        probes.owner.expectNoMessage(Duration.ZERO);

        events.tell(finished(new AgentProtocol.Stopped()));
        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled("half"));
    }

    @Test
    void stoppedWhileItAsksTheQuestionIsSettled() {
        var events = run();
        started();
        events.tell(TurnProbes.bash("r1", null));
        probes.view.expectMessageClass(ChatProtocol.Asked.class);
        probes.askAgain();
        assertThat(probes.view.expectMessageClass(ChatProtocol.Asked.class))
                .as("at a person's wish")
                .isNotNull();
        probes.stop();
        assertThat(probes.agent.receiveMessage()).isEqualTo(new AgentProtocol.Interrupt(probes.id));
        assertThat(List.of(probes.view.receiveMessage(), probes.view.receiveMessage()))
                .containsExactlyInAnyOrder(
                        new ChatProtocol.Stopping(probes.id),
                        new ChatProtocol.Settled(probes.id, "r1", "No longer needed"));
        probes.askAgain();
        events.tell(finished(new AgentProtocol.Stopped()));
        assertThat(ended().outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
    }

    @Test
    void aProcessThatBrokeIsReportedAndTheTurnGoesOnWhenTold() {
        var events = run();
        started();
        events.tell(new AgentProtocol.Said("half"));
        events.tell(TurnProbes.crashed("exit code 1"));
        probes.view.expectMessageClass(ChatProtocol.Progressed.class);

        var broke = (TurnProtocol.Broke) probes.owner.receiveMessage();
        assertThat(broke.said()).isEqualTo("half");
        turn.tell(new TurnProtocol.Go(job));
        var next = events();
        next.tell(new AgentProtocol.Said("whole"));
        assertThat(probes.view.receiveMessage())
                .as("started once")
                .isEqualTo(new ChatProtocol.Progressed(probes.id, new AgentProtocol.BegunAgain(false)));
        probes.view.expectMessageClass(ChatProtocol.Progressed.class);
        probes.owner.expectNoMessage(Duration.ZERO);

        next.tell(finished(new AgentProtocol.Answered()));
        assertThat(ended().outcome()).as("said once").isEqualTo(Outcome.answered("whole"));
    }

    @Test
    void aProcessThatBreaksWhileItStopsHasStopped() {
        var events = run();
        turn.tell(new TurnProtocol.Stop());
        events.tell(TurnProbes.crashed(""));

        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled(""));
    }

    @Test
    void aTurnStoppedWhileItsProcessIsReplacedEnds() {
        var events = run();
        events.tell(TurnProbes.crashed(""));
        probes.owner.expectMessageClass(TurnProtocol.Broke.class);
        turn.tell(new TurnProtocol.Stop());
        probes.agent.expectMessageClass(AgentProtocol.Interrupt.class);
        turn.tell(new TurnProtocol.Go(job));

        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled(""));
        probes.agent.expectNoMessage(Duration.ZERO);
    }

    @Test
    void theQuestionsOfAProcessThatBrokeAreSettled() {
        var events = run();
        started();
        events.tell(TurnProbes.bash("r1", null));
        probes.view.expectMessageClass(ChatProtocol.Asked.class);
        events.tell(TurnProbes.crashed(""));

        probes.view.expectMessageClass(ChatProtocol.Settled.class);
        probes.owner.expectMessageClass(TurnProtocol.Broke.class);
    }

    @Test
    void aLongTurnAsksWhetherItShallGoOnAndGoesOn() {
        run();
        started();
        probes.clock.pass(TurnProbes.LINGER);
        time.timePasses(TurnProbes.LINGER);
        assertThat(probes.view.receiveMessage()).isEqualTo(new ChatProtocol.Lingering(probes.id, TurnProbes.LINGER));

        time.timePasses(TurnProbes.LINGER);
        probes.view.expectMessageClass(ChatProtocol.Lingering.class);
    }

    @Test
    void aTurnThatWaitsForAPersonAsksNothingElse() {
        var events = run();
        started();
        events.tell(TurnProbes.bash("r1", null));
        probes.view.expectMessageClass(ChatProtocol.Asked.class);
        time.timePasses(TurnProbes.LINGER);

        probes.view.expectNoMessage(Duration.ZERO);
    }

    @Test
    void anEndedTurnLingersNoLonger() {
        var events = run();
        started();
        events.tell(finished(new AgentProtocol.Answered()));
        ended();
        time.timePasses(TurnProbes.LINGER);

        probes.view.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aTurnThatClaudeBeganItselfTakesNoPermit() {
        turn = probes.spawn(KIT, true);
        var adopt = probes.agent.expectMessageClass(AgentProtocol.Adopt.class);
        started();
        adopt.by().tell(new AgentProtocol.Said("By the way"));
        adopt.by().tell(finished(new AgentProtocol.Answered()));

        assertThat(ended().outcome()).isEqualTo(Outcome.answered("By the way"));
        probes.throttle.expectNoMessage(Duration.ZERO);
    }

    private ActorRef<Throttle.Reply> spawn() {
        turn = probes.spawn(KIT, false);
        var acquire = probes.throttle.expectMessageClass(Throttle.Acquire.class);
        assertThat(acquire.first()).isFalse();
        return acquire.who();
    }

    private ActorRef<AgentProtocol.Event> run() {
        spawn().tell(new Throttle.Granted());
        probes.owner.expectMessageClass(TurnProtocol.Ready.class);
        turn.tell(new TurnProtocol.Go(job));
        return events();
    }

    private ActorRef<AgentProtocol.Event> events() {
        var run = probes.agent.expectMessageClass(AgentProtocol.Run.class);
        assertThat(run.job()).isEqualTo(job);
        return run.turn();
    }

    /** A question of the main conversation, r1: the permit goes back. */
    private ActorRef<Throttle.Reply> askAndGiveUpThePermit(ActorRef<AgentProtocol.Event> events) {
        events.tell(TurnProbes.bash("r1", null));
        return probes.throttle.expectMessageClass(Throttle.Release.class).who();
    }

    private void started() {
        probes.view.expectMessageClass(ChatProtocol.Started.class);
    }

    private TurnProtocol.Ended ended() {
        return probes.owner.expectMessageClass(TurnProtocol.Ended.class);
    }

    private Phase phase() {
        return probes.board.expectMessageClass(Board.Doing.class).activity().phase();
    }

    private void allow(String key) {
        probes.answer(key, new Decision.Allow());
    }

    private static AgentProtocol.ToolBegan agent(String id) {
        return TurnProbes.subagent(id);
    }

    private static AgentProtocol.Broke crashed() {
        return TurnProbes.crashed("exit code 1");
    }

    private static AgentProtocol.Finished finished(AgentProtocol.Ending ending) {
        return TurnProbes.finished(ending);
    }
}
