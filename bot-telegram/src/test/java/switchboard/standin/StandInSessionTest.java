package switchboard.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.Patience;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Event;
import switchboard.agent.AgentProtocol.Finished;
import switchboard.model.AgentQuery;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.PermissionMode;
import switchboard.model.Session;
import switchboard.model.Settings;
import switchboard.model.TurnId;
import switchboard.throttle.WarmPool;

/** The stand-in's session, with time in the test's hand. */
class StandInSessionTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Duration PACE = Duration.ofMillis(45);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ManualTime time = ManualTime.get(KIT.system());
    private final TestProbe<Event> turn = KIT.createTestProbe();
    private final TestProbe<AgentProtocol.Notice> owner = KIT.createTestProbe();
    private final TestProbe<AgentQuery.Result<AgentQuery.ContextUsage>> asker = KIT.createTestProbe();
    private final Session fresh = Session.fresh(Path.of("/srv"), null, Instant.EPOCH);
    private ActorRef<AgentProtocol.Command> session = spawn(PermissionMode.DEFAULT);

    /** A session that has been greeted. */
    private ActorRef<AgentProtocol.Command> spawn(PermissionMode mode) {
        var facts = new StandInAgent(mode, null).facts();
        return KIT.spawn(
                StandInSession.create(facts, id -> 2, UnaryOperator.identity(), InstantSource.system(), owner.ref()));
    }

    @AfterEach
    void end() {
        KIT.stop(session);
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    // Time

    @Test
    void wordsComeAtAReadablePace() {
        run("stream");
        turn.expectMessage(new AgentProtocol.SpeechVoid());

        for (var piece = 0; piece < 5; piece++) {
            turn.expectMessageClass(AgentProtocol.Spoke.class);
            settle();
            time.expectNoMessageFor(PACE.minusMillis(10), turn);
            time.timePasses(Duration.ofMillis(10));
        }
    }

    @Test
    void aWaitShowsAToolAndTakesItsTime() {
        run("wait 600");
        var tool =
                (AgentProtocol.ToolBegan) until(AgentProtocol.ToolBegan.class).getLast();
        assertThat(tool.line()).isEqualTo("💻 Bash: running sleep 600");
        settle();
        time.expectNoMessageFor(Duration.ofSeconds(599), turn);
        time.timePasses(Duration.ofSeconds(1));

        turn.expectMessage(new AgentProtocol.ToolEnded(tool.id(), false));
        assertThat(finished().text()).isEqualTo("That was 600 seconds.");
    }

    @Test
    void twoSessionsSpeakSideBySide() {
        var other = spawn(PermissionMode.DEFAULT);
        var theirs = KIT.<Event>createTestProbe();
        run("stream");
        other.tell(new AgentProtocol.Run(
                job("stream", Session.fresh(Path.of("/srv"), null, Instant.EPOCH)), theirs.ref()));

        for (var probe : List.of(turn, theirs)) {
            probe.expectMessage(new AgentProtocol.SpeechVoid());
        }
        for (var piece = 0; piece < 3; piece++) {
            turn.expectMessageClass(AgentProtocol.Spoke.class);
            theirs.expectMessageClass(AgentProtocol.Spoke.class);
            settle();
            settle(other);
            time.timePasses(PACE);
        }
        KIT.stop(other);
    }

    // The stop

    @Test
    void aStopInMidStreamKeepsWhatWasSaid() {
        var stopped = run("stream");
        var events = until(AgentProtocol.Spoke.class);
        for (var piece = 1; piece < 10; piece++) {
            settle();
            time.timePasses(PACE);
            events.add(turn.expectMessageClass(AgentProtocol.Spoke.class));
        }
        session.tell(new AgentProtocol.Interrupt(stopped));

        turn.expectMessage(new AgentProtocol.Said(spoken(events)));
        turn.expectMessage(new Finished(new AgentProtocol.Stopped(), "", "", AgentProtocol.Spent.NOTHING));
        time.expectNoMessageFor(LONG, turn);
    }

    @Test
    void aStopWhileAToolRunsFailsTheTool() {
        var stopped = run("wait 60");
        var tool =
                (AgentProtocol.ToolBegan) until(AgentProtocol.ToolBegan.class).getLast();
        session.tell(new AgentProtocol.Interrupt(stopped));

        turn.expectMessage(new AgentProtocol.ToolEnded(tool.id(), true));
        assertThat(turn.expectMessageClass(Finished.class).ending()).isEqualTo(new AgentProtocol.Stopped());
        settle();
        time.expectNoMessageFor(LONG, turn);
    }

    @Test
    void aPromptThatComesWhileATurnRunsTakesItsPlace() {
        run("stream");
        until(AgentProtocol.Spoke.class);
        run("hello");

        assertThat(turn.expectMessageClass(AgentProtocol.Broke.class).cause()).isEqualTo(AgentProtocol.Cause.CRASHED);
        assertThat(finished().text()).startsWith("You said: “hello”");
    }

    @Test
    void filesAreNamedAndTheWordsThatComeWithThemChooseTheScene() {
        var photo = new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, null, "image/jpeg", 7L);
        var notes = new Content.Attachment("f2", Content.Attachment.Kind.FILE, "notes.txt", null, 7L);
        run(photo, notes, new Content.Text("look"));
        assertThat(finished().text()).startsWith("You said: “look” and sent Photo, notes.txt. I am only");
        run(photo, new Content.Text("/compact"));
        assertThat(finished().text()).startsWith("I remember nothing");
        run(photo, Content.Transcript.none("f1"));
        assertThat(finished().text()).startsWith("You sent Photo. I am only");
        run(new Content.Quote(Content.Quote.Origin.FORWARD, "Ada", "an idea"));
        assertThat(finished().text()).startsWith("You said: “an idea”. I am only");
        run(new Content.Quote(Content.Quote.Origin.MESSAGE, "Ada", "an idea"), new Content.Text("look"));
        assertThat(finished().text()).contains("an idea\n\nYou said: “look”. I am only");
    }

    // Settings

    @Test
    void theModeThatAPlanChangesIsTold() {
        run("plan");
        var asked = (AgentProtocol.Asked) until(AgentProtocol.Asked.class).getLast();
        owner.expectMessage(new AgentProtocol.ModeChanged(PermissionMode.PLAN));
        session.tell(new AgentProtocol.Answer(asked.request(), new AgentProtocol.Decided(new Decision.AllowEdits())));

        finished();
        owner.expectMessage(new AgentProtocol.ModeChanged(PermissionMode.ACCEPT_EDITS));
    }

    @Test
    void inBypassNothingIsAskedWhereItIsAllowed() {
        assertThat(permissionInBypass(PermissionMode.DEFAULT)).hasAtLeastOneElementOfType(AgentProtocol.Asked.class);
        assertThat(permissionInBypass(PermissionMode.BYPASS))
                .doesNotHaveAnyElementsOfTypes(AgentProtocol.Asked.class)
                .last()
                .satisfies(last -> assertThat(((Finished) last).text()).contains("never asks"));
    }

    private List<Event> permissionInBypass(PermissionMode standard) {
        KIT.stop(session);
        session = spawn(standard);
        session.tell(new AgentProtocol.Apply(Settings.NONE.withMode(PermissionMode.BYPASS)));
        run("permission");
        return until(event -> event instanceof Finished || event instanceof AgentProtocol.Asked);
    }

    @Test
    void aModeIsTakenAtOnceUnlessItIsOff() {
        assertThat(take(PermissionMode.PLAN)).isEqualTo(new AgentQuery.Answered<>(new AgentQuery.Taken()));
        assertThat(take(PermissionMode.BYPASS)).isInstanceOf(AgentQuery.Unanswered.class);
    }

    private AgentQuery.Result<AgentQuery.Taken> take(PermissionMode mode) {
        var answer = KIT.<AgentQuery.Result<AgentQuery.Taken>>createTestProbe();
        session.tell(new AgentProtocol.Ask<>(new AgentQuery.TakeMode(mode), fresh, answer.ref()));
        return answer.receiveMessage();
    }

    @Test
    void aChatThatComesBackIsNotGreetedAgain() {
        var agent = new StandInAgent(PermissionMode.DEFAULT, null, new Tempo());
        var pool = KIT.<WarmPool.Command>createTestProbe();
        var greeting = new AgentProtocol.Said(Texts.GREETING);
        for (var isGreeted : List.of(true, false)) {
            KIT.stop(session);
            session = KIT.spawn(agent.sessions("store").create(ChatId.of(1), pool.ref(), owner.ref()));
            run("hello");

            var events = turn.fishForMessage(
                    Patience.ENOUGH,
                    event -> event instanceof Finished
                            ? FishingOutcomes.complete()
                            : FishingOutcomes.continueAndCollect());
            assertThat(events.contains(greeting)).isEqualTo(isGreeted);
        }
    }

    private TurnId run(String prompt) {
        var job = job(prompt, fresh);
        session.tell(new AgentProtocol.Run(job, turn.ref()));
        return job.turn();
    }

    private void run(Content... prompt) {
        var job = new AgentProtocol.Job(
                TurnId.random(), List.of(prompt), true, fresh, false, List.of(), List.of(), false);
        session.tell(new AgentProtocol.Run(job, turn.ref()));
    }

    private static AgentProtocol.Job job(String prompt, Session where) {
        return new AgentProtocol.Job(TurnId.random(), prompt, true, where, false);
    }

    private Finished finished() {
        return (Finished) until(Finished.class).getLast();
    }

    private List<Event> until(Class<? extends Event> type) {
        return until(type::isInstance);
    }

    /** What the turn is told until, and with, the first such event; time passes as it is needed for that. */
    private List<Event> until(Predicate<Event> wanted) {
        var events = new ArrayList<Event>();
        while (true) {
            var event = turn.receiveMessage();
            events.add(event);
            if (wanted.test(event)) {
                return events;
            }
            if (event instanceof AgentProtocol.Spoke) {
                settle();
                time.timePasses(PACE);
            }
        }
    }

    /** The session has done all that it was told. */
    private void settle() {
        settle(session);
    }

    private void settle(ActorRef<AgentProtocol.Command> told) {
        told.tell(new AgentProtocol.Ask<>(new AgentQuery.Context(), fresh, asker.ref()));
        asker.receiveMessage();
    }

    private static String spoken(List<Event> events) {
        return events.stream()
                .filter(AgentProtocol.Spoke.class::isInstance)
                .map(event -> ((AgentProtocol.Spoke) event).text())
                .collect(Collectors.joining());
    }
}
