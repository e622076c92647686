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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.model.Decision;
import switchboard.model.InterruptedTool;
import switchboard.model.Outcome;
import switchboard.model.Session;
import switchboard.throttle.Throttle;

/** A turn whose messages and those of its neighbours cross on the way. */
class TurnRacesTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));

    private final TurnProbes probes = new TurnProbes(KIT);
    private final ActorRef<TurnProtocol.Command> turn = probes.spawn(KIT, false);
    private final ActorRef<Throttle.Reply> permit =
            probes.throttle.expectMessageClass(Throttle.Acquire.class).who();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void stopTheTurn() {
        KIT.stop(turn);
    }

    @Test
    void aPlaceInTheLineThatCrossesTheStopIsNotShown() {
        turn.tell(new TurnProtocol.Stop());
        permit.tell(new Throttle.InLine(1, 1, 1, Duration.ZERO));

        probes.owner.expectMessageClass(TurnProtocol.Ended.class);
        probes.view.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void aQuestionThatCrossesTheStopIsNotAsked() {
        var events = run();
        turn.tell(new TurnProtocol.Stop());
        ask(events, "r1", null);
        probes.agent.expectMessageClass(AgentProtocol.Interrupt.class);

        probes.view.expectMessage(new ChatProtocol.Stopping(probes.id));
        probes.view.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void anAnswerThatComesAfterTheStopIsNotTaken() {
        var events = run();
        ask(events, "r1", null);
        probes.throttle.expectMessageClass(Throttle.Release.class);
        probes.stop();
        allow("r1");

        assertThat(probes.person.receiveMessage()).isEqualTo(ChatProtocol.Settlement.NO_LONGER_OPEN);
    }

    @Test
    void anAnswerThatCrossesTheStopDoesNotGoOut() {
        var events = run();
        ask(events, "r1", null);
        var asked = probes.view.expectMessageClass(ChatProtocol.Asked.class);
        turn.tell(new TurnProtocol.Stop());
        allow(asked.question().key());
        probes.person.receiveMessage();
        probes.agent.expectMessageClass(AgentProtocol.Interrupt.class);

        probes.agent.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void anAnswerThatWaitsForThePermitDoesNotGoOutAfterTheStop() {
        var events = run();
        ask(events, "r1", null);
        probes.throttle.expectMessageClass(Throttle.Release.class);
        allow("r1");
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        turn.tell(new TurnProtocol.Stop());
        probes.agent.expectMessageClass(AgentProtocol.Interrupt.class);
        permit.tell(new Throttle.Granted());

        assertThat(probes.throttle.receiveMessage()).as("leaves the line").isEqualTo(new Throttle.Release(permit));
        probes.agent.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void aTurnThatIsFoundCutOffWhileItStopsEnds() {
        var events = run();
        turn.tell(new TurnProtocol.Stop());
        events.tell(new AgentProtocol.CutOff(List.of(new InterruptedTool("t1", "Bash"))));

        assertThat(probes.owner.expectMessageClass(TurnProtocol.Ended.class).outcome())
                .isEqualTo(Outcome.cancelled(""));
    }

    @Test
    void aPermitThatComesBackForAWithdrawnQuestionDoesNotWaitForTheNextOne() {
        var events = run();
        ask(events, "r1", null);
        probes.throttle.expectMessageClass(Throttle.Release.class);
        events.tell(new AgentProtocol.Withdrawn("r1"));
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        ask(events, "r2", null);
        permit.tell(new Throttle.Granted());

        probes.throttle.expectMessageClass(Throttle.Release.class);
    }

    @Test
    void aSubagentThatBeginsWhileAnotherAsksTakesThePermitBack() {
        var events = run();
        begin(events, "a1");
        ask(events, "r1", "a1");
        probes.throttle.expectMessageClass(Throttle.Release.class);
        begin(events, "a2");

        assertThat(probes.throttle.receiveMessage()).isEqualTo(new Throttle.Acquire(permit, true));
    }

    @Test
    void aSubagentWhoseQuestionIsWithdrawnTakesThePermitBackWhileAnotherAsks() {
        var events = run();
        begin(events, "a1");
        begin(events, "a2");
        ask(events, "r1", "a1");
        ask(events, "r2", "a2");
        probes.throttle.expectMessageClass(Throttle.Release.class);
        events.tell(new AgentProtocol.Withdrawn("r1"));

        assertThat(probes.throttle.receiveMessage()).isEqualTo(new Throttle.Acquire(permit, true));
    }

    private ActorRef<AgentProtocol.Event> run() {
        permit.tell(new Throttle.Granted());
        probes.owner.expectMessageClass(TurnProtocol.Ready.class);
        turn.tell(new TurnProtocol.Go(
                new AgentProtocol.Job(probes.id, "hi", true, Session.fresh(Path.of("/"), null, Instant.EPOCH), false)));
        probes.view.expectMessageClass(ChatProtocol.Started.class);
        return probes.agent.expectMessageClass(AgentProtocol.Run.class).turn();
    }

    private static void ask(ActorRef<AgentProtocol.Event> events, String request, @Nullable String agent) {
        events.tell(TurnProbes.bash(request, agent));
    }

    private static void begin(ActorRef<AgentProtocol.Event> events, String agent) {
        events.tell(TurnProbes.subagent(agent));
    }

    private void allow(String key) {
        probes.answer(key, new Decision.Allow());
    }
}
