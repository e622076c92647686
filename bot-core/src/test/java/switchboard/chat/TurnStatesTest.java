package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.junit.jupiter.api.Test;
import switchboard.StateTable;
import switchboard.agent.AgentProtocol;
import switchboard.chat.TurnProtocol.Command;
import switchboard.files.Downloads;
import switchboard.model.Content;
import switchboard.model.CurrentTurn;
import switchboard.model.Decision;
import switchboard.model.InterruptedTool;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Session;
import switchboard.model.TurnId;
import switchboard.throttle.Throttle;
import switchboard.voice.Transcriptions;

/** Every event in every state of a turn. */
class TurnStatesTest {

    private static final Session SESSION = Session.fresh(Path.of("/"), null, Instant.EPOCH);
    private static final TurnId ID = TurnId.random();
    private static final Command GO = new TurnProtocol.Go(new AgentProtocol.Job(ID, "hi", true, SESSION, false));
    private static final Content.Attachment FILE =
            new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, "cat.png", null, null);
    private static final Content.Attachment NOTE =
            new Content.Attachment("v1", Content.Attachment.Kind.VOICE, "voice.ogg", null, null);
    private static final Prompt PROMPT =
            new Prompt(ID, List.of(new Content.Text("hi"), FILE, NOTE), true, "m1", Instant.EPOCH);
    private static final Command STALLED = new Preparation.FromDownloads(new Downloads.Stalled());
    private static final Command FETCHED =
            new Preparation.FromDownloads(new Downloads.Settled(List.of(FILE, NOTE), List.of()));
    private static final Command GONE = new Preparation.FromDownloads(
            new Downloads.Settled(List.of(FILE, NOTE), List.of(Question.Missing.forNow(FILE, "It has expired."))));
    private static final Command OTHER_WORDS = new TurnProtocol.Revise(List.of(FILE, NOTE, new Content.Text("hi")));
    private static final Command OTHER_FILE = new TurnProtocol.Revise(
            List.of(new Content.Attachment("f2", Content.Attachment.Kind.PHOTO, "dog.png", null, null)));
    private static final Command PROCEED = new TurnProtocol.Proceed(List.of(FILE, NOTE, Content.Transcript.none("v1")));
    private static final Command TRY_AGAIN = new TurnProtocol.Proceed(List.of(FILE, NOTE));
    private static final Command HEARD = new Preparation.FromTranscriptions(new Transcriptions.Heard(NOTE, "hello"));
    private static final Command TRANSCRIBED =
            new Preparation.FromTranscriptions(new Transcriptions.Settled(List.of(NOTE), List.of()));
    private static final Command UNHEARD = new Preparation.FromTranscriptions(
            new Transcriptions.Settled(List.of(NOTE), List.of(Question.Missing.forNow(NOTE, "It is silent."))));
    private static final Command GRANTED = new Turn.FromThrottle(new Throttle.Granted());
    private static final Command STOP = new TurnProtocol.Stop();
    private static final Command ALLOWED =
            new TurnProtocol.Resolve(new AgentProtocol.Answer("r1", new AgentProtocol.Decided(new Decision.Allow())));
    private static final Command RESUME = new TurnProtocol.Resume(null, true, List.of());
    private static final Command ASKED = of(TurnProbes.bash("r1", null));
    private static final Command WITHDRAWN = of(new AgentProtocol.Withdrawn("r1"));
    private static final Command CUT_OFF = of(new AgentProtocol.CutOff(List.of(new InterruptedTool("t1", "Bash"))));
    private static final Command BROKE = of(TurnProbes.crashed(""));
    private static final Command FINISHED = of(TurnProbes.finished(new AgentProtocol.Answered()));

    /** The prompt is what the agent is to get. */
    private static final List<Command> READY = List.of(FETCHED, HEARD, TRANSCRIBED, PROCEED);

    /**
     * The events that lead from the beginning to each state, in all the ways that make a difference to an event. The prompt brings a
     * file and a recording.
     */
    private static final List<Way> WAYS = Stream.concat(
                    Stream.of(new Way(true, false, List.of()), new Way(false, true, List.of())),
                    Stream.<List<Command>>of(
                                    List.of(),
                                    List.of(STALLED),
                                    List.of(FETCHED),
                                    List.of(FETCHED, HEARD),
                                    List.of(GONE),
                                    List.of(FETCHED, HEARD, TRANSCRIBED),
                                    READY,
                                    with(OTHER_FILE),
                                    with(GRANTED),
                                    with(GRANTED, GO),
                                    with(GRANTED, GO, ASKED),
                                    with(GRANTED, GO, ASKED, ALLOWED),
                                    with(GRANTED, GO, ASKED, WITHDRAWN),
                                    with(
                                            GRANTED,
                                            GO,
                                            of(TurnProbes.subagent("a1")),
                                            of(TurnProbes.subagent("a2")),
                                            asked("a1")),
                                    with(GRANTED, GO, CUT_OFF),
                                    with(GRANTED, GO, CUT_OFF, RESUME),
                                    with(GRANTED, GO, BROKE),
                                    with(GRANTED, GO, ASKED, BROKE),
                                    with(GRANTED, GO, STOP),
                                    List.of(STOP))
                            .map(events -> new Way(false, false, events)))
            .toList();

    /**
     * @param isSuspect whether hosts have died under the turn
     * @param isHeld whether the day's limit is reached
     */
    private record Way(boolean isSuspect, boolean isHeld, List<Command> events) {}

    /** From a prompt that is ready. */
    private static List<Command> with(Command... events) {
        return Stream.concat(READY.stream(), Stream.of(events)).toList();
    }

    private record Event(String name, Command command) {}

    private static final List<Event> EVENTS = List.of(
            new Event("`Settled`: all files are there", FETCHED),
            new Event("`Settled`: some are gone", GONE),
            new Event("`Heard` what is said", HEARD),
            new Event("`Settled`: all is transcribed", TRANSCRIBED),
            new Event("`Settled`: some is not", UNHEARD),
            new Event("`Proceed` with all settled", PROCEED),
            new Event("`Proceed`: try again", TRY_AGAIN),
            new Event("`Seen`", new TurnProtocol.Seen("say-1")),
            new Event("`WaitOver`", new Preparation.WaitOver("say-1")),
            new Event("`Revise`: other words", OTHER_WORDS),
            new Event("`Revise`: other files", OTHER_FILE),
            new Event("`Granted`", GRANTED),
            new Event("`Go`", GO),
            new Event("`Hold`", new TurnProtocol.Hold()),
            new Event("`Asked`", of(TurnProbes.bash("r2", null))),
            new Event("`Resolve`", ALLOWED),
            new Event("`Withdrawn`", WITHDRAWN),
            new Event("`CutOff`, `ProjectChanged`", CUT_OFF),
            new Event(
                    "`CutOff`, `ProjectChanged`",
                    of(new AgentProtocol.ProjectChanged("0".repeat(32), Path.of("/"), "", List.of()))),
            new Event("`Resume`", RESUME),
            new Event("`Stop`", STOP),
            new Event("`Broke`", BROKE),
            new Event("`Finished`", FINISHED),
            new Event("`Progress`", of(new AgentProtocol.Said("word"))),
            new Event("`FileOffered`", of(TurnProbes.offered("o1"))),
            new Event(
                    "`Delivered`",
                    new TurnProtocol.Delivered(new AgentProtocol.FileSent("o1", new AgentProtocol.Sent("7")))),
            new Event("`Waited`", new Turn.Waited("o1")),
            new Event("`Denied`", of(new AgentProtocol.Denied())),
            new Event("`Stalled`", STALLED),
            new Event("a place in the line", new Turn.FromThrottle(new Throttle.InLine(1, 1, 1, Duration.ZERO))),
            new Event("`Linger`", new Turn.Linger()),
            new Event("`Show`", new TurnProtocol.Show()));

    @Test
    void theTableInThePaperIsWhatTheCodeDoes() throws IOException {
        var table = new StateTable();
        within(turns -> EVENTS.forEach(event -> WAYS.forEach(way -> {
            var turn = turns.apply(way);
            var state = turn.after(way);
            table.add(state, event.name(), turn.on(state, event.command()));
        })));

        table.isInThePaper(Turn.class, TurnStatesTest.class);
    }

    @Test
    void itHasEveryStateAndEvent() {
        var states = new HashSet<Class<?>>();
        within(turns ->
                WAYS.forEach(way -> states.add(turns.apply(way).after(way).getClass())));
        Set<Class<?>> events =
                EVENTS.stream().map(event -> what(event.command())).collect(Collectors.toSet());
        var all = new HashSet<>(records(Command.class));
        all.addAll(records(AgentProtocol.Event.class));
        all.addAll(records(Throttle.Reply.class));
        all.addAll(records(Downloads.Reply.class));
        all.addAll(records(Transcriptions.Reply.class));
        all.removeAll(Set.of(
                Turn.FromAgent.class,
                Turn.FromThrottle.class,
                Preparation.FromDownloads.class,
                Preparation.FromTranscriptions.class));
        all.removeAll(records(AgentProtocol.Progress.class)); // one stands for all
        events.removeAll(records(AgentProtocol.Progress.class));

        assertThat(states).isEqualTo(records(TurnState.class));
        assertThat(events).isEqualTo(all);
    }

    private static Class<?> what(Command command) {
        return switch (command) {
            case Turn.FromAgent from -> from.event().getClass();
            case Turn.FromThrottle from -> from.reply().getClass();
            case Preparation.FromDownloads from -> from.reply().getClass();
            case Preparation.FromTranscriptions from -> from.reply().getClass();
            default -> command.getClass();
        };
    }

    private static Set<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(each -> records(each).stream())
                        .collect(Collectors.toSet())
                : Set.of(type);
    }

    private static Command of(AgentProtocol.Event event) {
        return new Turn.FromAgent(event);
    }

    private static Command asked(String subagent) {
        return of(TurnProbes.bash("r1", subagent));
    }

    /** A turn for one run. */
    private record Sample(Turn turn) {

        TurnState after(Way way) {
            var state = turn.begin();
            for (var command : way.events()) {
                state = turn.on(state, command);
            }
            return state;
        }

        TurnState on(TurnState state, Command command) {
            return turn.on(state, command);
        }
    }

    private static Sample sample(ActorContext<Command> ctx, TimerScheduler<Command> timers, Way way) {
        var suspicion = way.isSuspect() ? ResumeQuestion.of(CurrentTurn.of(PROMPT, SESSION)) : null;
        return new Sample(new Turn(
                ctx,
                timers,
                new TurnProtocol.Setup(
                        TurnProbes.CHAT,
                        ID,
                        "m1",
                        PROMPT.content(),
                        false,
                        suspicion,
                        way.isHeld(),
                        Optional.of(Duration.ofSeconds(4)),
                        Duration.ZERO,
                        new TestClock(),
                        ref(),
                        ref(),
                        ref(),
                        ref(),
                        ref(),
                        ref(),
                        ref())));
    }

    private static <T> ActorRef<T> ref() {
        return TestInbox.<T>create().getRef();
    }

    private static void within(Consumer<Function<Way, Sample>> work) {
        BehaviorTestKit.create(Behaviors.<Command>setup(ctx -> Behaviors.withTimers(timers -> {
            work.accept(way -> sample(ctx, timers, way));
            return Behaviors.empty();
        })));
    }
}
