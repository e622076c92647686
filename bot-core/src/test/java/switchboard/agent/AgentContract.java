package switchboard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol.Asked;
import switchboard.agent.AgentProtocol.Event;
import switchboard.agent.AgentProtocol.Finished;
import switchboard.command.Capability;
import switchboard.files.ChatFiles;
import switchboard.model.AgentQuery;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.PermissionMode;
import switchboard.model.Session;
import switchboard.model.Settings;
import switchboard.model.TurnId;
import switchboard.throttle.WarmPool;

/** The contract that the sessions of every agent keep ({@link AgentProtocol}). An agent's own test extends it. */
@SuppressWarnings("NullAway.Init") // set up by JUnit
public abstract class AgentContract {

    /**
     * Prompts by which an agent is led to what is to be kept.
     *
     * @param answered is answered; with more in it than this, by words that say it again
     * @param held says something and does not end by itself
     * @param permission asks to use a tool, offers a rule, and is answered after that
     * @param plan in plan mode, puts a plan to the person, and is answered after that
     * @param choices asks some questions, and is answered after that
     */
    public record Prompts(String answered, String held, String permission, String plan, String choices) {}

    private static final ChatId CHAT = ChatId.of(1);
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    private ActorTestKit kit;
    private Agent agent;
    private TestProbe<Event> turn;
    private TestProbe<AgentProtocol.Notice> owner;
    private ActorRef<AgentProtocol.Command> actor;
    private Session session;

    protected abstract Agent agent();

    protected abstract Prompts prompts();

    /** Where the session works. */
    protected abstract Path directory();

    /** Where the agent finds the files of its chats; empty if it only names them. */
    protected Optional<ChatFiles> files() {
        return Optional.empty();
    }

    /** How long an event may take. */
    protected abstract Duration patience();

    @BeforeEach
    void begin() {
        kit = ActorTestKit.create();
        turn = kit.createTestProbe();
        owner = kit.createTestProbe();
        session = Session.fresh(directory(), null, Instant.EPOCH);
        agent = agent();
        actor = kit.spawn(agent.sessions("contract-" + session.id())
                .create(CHAT, kit.<WarmPool.Command>createTestProbe().ref(), owner.ref()));
    }

    @AfterEach
    void end() {
        actor.tell(new AgentProtocol.Shutdown());
        kit.createTestProbe().expectTerminated(actor, patience());
        kit.shutdownTestKit();
    }

    // A prompt and its answer

    @Test
    void aPromptIsAnsweredWithExactlyOneLastEvent() {
        run(prompts().answered());
        var events = untilTheLast();

        assertThat(events).hasAtLeastOneElementOfType(AgentProtocol.Said.class);
        assertThat(ending(events)).isEqualTo(new AgentProtocol.Answered());
        nothingMoreIsTold();
    }

    @Test
    void promptsAreAnsweredOneAfterTheOther() {
        for (var prompt = 1; prompt <= 3; prompt++) {
            isAnswered();
        }
        nothingMoreIsTold();
    }

    @Test
    void everyPieceOfAPromptReachesIt() {
        var quote = new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", "It fails");
        var file = new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, "cat.png", "image/png", 1_234L);
        var handoff = new Content.Handoff("the kettle");
        run(List.of(quote, file, handoff, new Content.Text(prompts().answered())), Settings.NONE);
        var events = untilTheLast();

        assertThat(ending(events)).isEqualTo(new AgentProtocol.Answered());
        assertThat(said(events))
                .contains("Bob", "It fails", "cat.png", "the kettle", prompts().answered());
    }

    @Test
    void aFileThatIsOnTheDiskReachesIt() throws IOException {
        var note = new Content.Attachment("f2", Content.Attachment.Kind.FILE, "note.txt", "text/plain", 16L);
        if (files().isPresent()) {
            var place = files().get().path(CHAT, note);
            Files.createDirectories(place.getParent());
            Files.writeString(place, "the plum is ripe");
        }
        run(List.of(note, new Content.Text(prompts().answered())), Settings.NONE);
        var said = said(untilTheLast());

        assertThat(said).contains("note.txt", prompts().answered());
        if (files().isPresent()) {
            assertThat(said).contains("the plum is ripe");
        }
    }

    // The stop

    @Test
    void aStopEndsTheTurn() {
        var running = run(prompts().held());
        until(AgentProtocol.Spoke.class);
        actor.tell(new AgentProtocol.Interrupt(running));

        assertThat(ending(untilTheLast())).isEqualTo(new AgentProtocol.Stopped());
        isAnswered();
    }

    @Test
    void aStopWithdrawsWhatIsAsked() {
        var running = run(prompts().permission());
        var asked = asked();
        actor.tell(new AgentProtocol.Interrupt(running));
        var events = untilTheLast();

        assertThat(events).contains(new AgentProtocol.Withdrawn(asked.request()));
        assertThat(ending(events)).isEqualTo(new AgentProtocol.Stopped());
        decide(asked.request(), new Decision.Allow());
        nothingMoreIsTold();
        isAnswered();
    }

    // What a person is asked

    @Test
    void aPermissionThatIsAllowedLetsTheToolRun() {
        run(prompts().permission());
        var asked = asked();
        assertThat(asked.what()).isInstanceOf(AgentProtocol.Permission.class);
        decide(asked.request(), new Decision.Allow());

        isAnsweredAfter(asked, false);
    }

    @Test
    void aPermissionThatIsDeniedDoesNot() {
        run(prompts().permission());
        var asked = asked();
        decide(asked.request(), new Decision.Deny("not now"));

        isAnsweredAfter(asked, true);
    }

    @Test
    void aPermissionThatIsGivenForGoodIsNotAskedForAgain() {
        run(prompts().permission());
        var asked = asked();
        var rules = ((AgentProtocol.Permission) asked.what()).rules();
        assertThat(rules).isNotEmpty();
        decide(asked.request(), new Decision.AllowAlways());
        isAnsweredAfter(asked, false);

        run(prompts().permission(), Settings.NONE.withRules(rules));
        var events = untilTheLast();

        assertThat(events).doesNotHaveAnyElementsOfTypes(Asked.class);
        assertThat(ending(events)).isEqualTo(new AgentProtocol.Answered());
    }

    @Test
    void aPlanThatIsApprovedLeavesPlanMode() {
        run(prompts().plan(), Settings.NONE.withMode(PermissionMode.PLAN));
        var asked = asked();
        assertThat(((AgentProtocol.Plan) asked.what()).plan()).isNotBlank();
        decide(asked.request(), new Decision.Allow());

        isAnsweredAfter(asked, false);
        var changed = owner.fishForMessage(
                patience(),
                notice -> notice instanceof AgentProtocol.ModeChanged
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        assertThat(changed.getLast()).isNotEqualTo(new AgentProtocol.ModeChanged(PermissionMode.PLAN));
    }

    @Test
    void choicesAreAnsweredAllAtOnce() {
        run(prompts().choices());
        var asked = asked();
        var picks = ((AgentProtocol.Choices) asked.what())
                .choices().stream()
                        .map(choice -> new AgentProtocol.Pick(
                                List.of(), choice.options().getFirst().label()))
                        .toList();
        assertThat(picks).isNotEmpty();
        actor.tell(new AgentProtocol.Answer(asked.request(), new AgentProtocol.Chosen(picks)));

        isAnsweredAfter(asked, false);
    }

    @Test
    void whatIsMeantForAnotherRequestOrTurnIsPassedOver() {
        run(prompts().permission());
        var asked = asked();
        actor.tell(new AgentProtocol.Interrupt(TurnId.random()));
        decide("nobody-asked-this", new Decision.Allow());
        nothingMoreIsTold();
        decide(asked.request(), new Decision.Deny("not now"));
        decide(asked.request(), new Decision.Allow());

        isAnsweredAfter(asked, true);
        nothingMoreIsTold();
    }

    // Queries

    @Test
    void whatItIsCapableOfItAnswers() {
        var capabilities = agent.capabilities();
        if (capabilities.contains(Capability.CONTEXT)) {
            assertThat(query(new AgentQuery.Context()).most()).isPositive();
        }
        if (capabilities.contains(Capability.MODELS)) {
            assertThat(query(new AgentQuery.Models()).models()).isNotEmpty();
        }
        if (capabilities.contains(Capability.SKILLS)) {
            assertThat(query(new AgentQuery.Skills()).skills()).isNotEmpty();
        }
        if (capabilities.contains(Capability.MODES)) {
            assertThat(query(new AgentQuery.TakeMode(PermissionMode.PLAN))).isEqualTo(new AgentQuery.Taken());
        }
    }

    private <T> T query(AgentQuery<T> query) {
        var answer = kit.<AgentQuery.Result<T>>createTestProbe();
        actor.tell(new AgentProtocol.Ask<>(query, session, answer.ref()));
        var result = answer.receiveMessage(patience());
        assertThat(result).isInstanceOf(AgentQuery.Answered.class);
        return ((AgentQuery.Answered<T>) result).answer();
    }

    // Its life

    @Test
    void hibernatedItContinuesWithTheNextPrompt() {
        isAnswered();
        actor.tell(new AgentProtocol.Hibernate());

        isAnswered();
    }

    @Test
    void afterTheEndOfItsProcessItContinuesWithTheNextPrompt() {
        assertThat(query(new AgentQuery.EndProcess())).isEqualTo(AgentQuery.ProcessEnd.NONE);
        isAnswered();
        query(new AgentQuery.EndProcess());

        isAnswered();
    }

    @Test
    void aCopyOfASessionIsASessionOfItsOwn() {
        isAnswered();
        var source = session;
        if (agent.capabilities().contains(Capability.FORK)) {
            session = source.fork(null, null, Instant.EPOCH);
        }
        isAnswered();
        isAnswered();

        session = source;
        isAnswered();
    }

    @Test
    void theHostsStopEndsTheTurnAndTheActor() {
        run(prompts().held());
        until(AgentProtocol.Spoke.class);
        actor.tell(new AgentProtocol.Shutdown());

        assertThat(untilTheLast().getLast()).isInstanceOf(AgentProtocol.Broke.class);
        turn.expectTerminated(actor, patience());
    }

    private TurnId run(String prompt) {
        return run(prompt, Settings.NONE);
    }

    private TurnId run(String prompt, Settings settings) {
        return run(List.of(new Content.Text(prompt)), settings);
    }

    private TurnId run(List<Content> content, Settings settings) {
        var job = new AgentProtocol.Job(TurnId.random(), content, true, session, false, List.of(), List.of(), false);
        session = session.usedAt(Instant.EPOCH);
        actor.tell(new AgentProtocol.Apply(settings));
        actor.tell(new AgentProtocol.Run(job, turn.ref()));
        return job.turn();
    }

    private void isAnswered() {
        run(prompts().answered());
        assertThat(ending(untilTheLast())).isEqualTo(new AgentProtocol.Answered());
    }

    private void isAnsweredAfter(Asked asked, boolean failed) {
        var events = untilTheLast();
        assertThat(events).contains(new AgentProtocol.ToolEnded(asked.call(), failed));
        assertThat(ending(events)).isEqualTo(new AgentProtocol.Answered());
    }

    private void decide(String request, Decision decision) {
        actor.tell(new AgentProtocol.Answer(request, new AgentProtocol.Decided(decision)));
    }

    /** The request that comes next; the call that waits for it has begun before. */
    private Asked asked() {
        var events = until(Asked.class);
        var asked = (Asked) events.getLast();
        assertThat(events)
                .anyMatch(event -> event instanceof AgentProtocol.ToolBegan began
                        && began.id().equals(asked.call()));
        return asked;
    }

    private List<Event> until(Class<? extends Event> type) {
        var events = new ArrayList<Event>();
        do {
            events.add(turn.receiveMessage(patience()));
        } while (!type.isInstance(events.getLast()));
        return events;
    }

    private List<Event> untilTheLast() {
        var events = new ArrayList<Event>();
        do {
            events.add(turn.receiveMessage(patience()));
        } while (!isLast(events.getLast()));
        return events;
    }

    private static boolean isLast(Event event) {
        return switch (event) {
            case AgentProtocol.CutOff cut -> true;
            case AgentProtocol.ProjectChanged changed -> true;
            case Finished finished -> true;
            case AgentProtocol.Broke broke -> true;
            case AgentProtocol.Progress progress -> false;
            case Asked asked -> false;
            case AgentProtocol.FileOffered offered -> false;
            case AgentProtocol.Withdrawn withdrawn -> false;
            case AgentProtocol.Denied denied -> false;
        };
    }

    private static String said(List<Event> events) {
        return events.stream()
                .filter(AgentProtocol.Said.class::isInstance)
                .map(said -> ((AgentProtocol.Said) said).text())
                .collect(Collectors.joining());
    }

    private static AgentProtocol.Ending ending(List<Event> events) {
        assertThat(events.getLast()).isInstanceOf(Finished.class);
        return ((Finished) events.getLast()).ending();
    }

    /** What the session was told last has been done, and nothing came of it. */
    private void nothingMoreIsTold() {
        if (agent.capabilities().contains(Capability.CONTEXT)) {
            query(new AgentQuery.Context());
        }
        turn.expectNoMessage(AT_ONCE);
    }
}
