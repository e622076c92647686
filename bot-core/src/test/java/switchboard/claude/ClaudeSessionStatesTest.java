package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.claude.SessionSample.CHANGED;
import static switchboard.claude.SessionSample.GRANTED;
import static switchboard.claude.SessionSample.WITHHELD;
import static switchboard.claude.SessionSample.done;
import static switchboard.claude.SessionSample.finished;
import static switchboard.claude.SessionSample.prompt;
import static switchboard.claude.SessionSample.query;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.StateTable;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Command;
import switchboard.claude.SessionState.Ending;
import switchboard.claude.SessionState.ShuttingDown;
import switchboard.claude.SessionState.Up;
import switchboard.claude.wire.Incoming;
import switchboard.model.AgentQuery;
import switchboard.model.Decision;
import switchboard.model.FileChanges;
import switchboard.model.InterruptedTool;
import switchboard.model.Settings;

/** Every event in every state of a session. */
class ClaudeSessionStatesTest {

    private static final List<Function<SessionSample, SessionState>> DOWN = List.of(
            it -> new SessionState.Asleep(),
            it -> new SessionState.Recalling(it.resumed),
            it -> new SessionState.Starting(it.start, it.fresh),
            it -> new SessionState.Starting(it.start, null));

    private static final List<Function<SessionSample, Up>> UP = List.of(
            it -> new SessionState.Idle(it.checked()),
            it -> new SessionState.Idle(it.checked(GRANTED)),
            it -> new SessionState.Idle(it.unchecked()),
            it -> new SessionState.Inspecting(it.checked(GRANTED), it.fresh),
            it -> new SessionState.Inspecting(it.unchecked(), it.fresh),
            it -> new SessionState.Checking(it.unchecked(), it.fresh),
            it -> new SessionState.Checking(it.unchecked(), it.resumed),
            it -> new SessionState.Checking(it.unchecked(), done(it.resumed)),
            it -> new SessionState.Running(it.checked(), it.fresh),
            it -> new SessionState.Running(it.checked(), done(it.fresh)),
            it -> new SessionState.Running(it.checked(), done(it.resumed)),
            it -> new SessionState.Running(it.unchecked(), it.byItself),
            it -> new SessionState.Running(it.retired(), done(it.fresh)),
            it -> new SessionState.Concluding(it.checked(), it.resumed),
            it -> new SessionState.Concluding(it.retired(), it.resumed),
            it -> new SessionState.Concluding(it.unchecked(), it.resumed),
            it -> new SessionState.Concluding(it.checked(), finished(it.fresh)),
            it -> new SessionState.Concluding(it.retired(), finished(it.fresh)));

    /** Each in all the ways that make a difference to an event. */
    private static final List<Function<SessionSample, SessionState>> STATES = Stream.of(
                    DOWN.stream(),
                    UP.stream().map(up -> up.<SessionState>andThen(state -> state)),
                    UP.stream().map(up -> up.<SessionState>andThen(Ending::new)),
                    UP.stream().map(up -> (Function<SessionSample, SessionState>)
                            it -> it.on(new Ending(up.apply(it)), query(it.session))),
                    UP.stream().map(up -> up.<SessionState>andThen(ShuttingDown::new)))
            .flatMap(Function.identity())
            .toList();

    /** @param samples all that makes a difference to a state */
    private record Event(String name, List<BiFunction<SessionSample, AgentRun, Command>> samples) {

        @SafeVarargs
        @SuppressWarnings("varargs") // the samples are only read
        static Event of(String name, BiFunction<SessionSample, AgentRun, Command>... samples) {
            return new Event(name, List.of(samples));
        }
    }

    private static final List<Event> EVENTS = List.of(
            Event.of(
                    "`Run`",
                    (it, run) -> prompt(it.session, false),
                    (it, run) -> prompt(it.session, true),
                    (it, run) -> prompt(ClaudeFixture.fresh(), false)),
            Event.of("`Ask`", (it, run) -> query(it.session), (it, run) -> query(ClaudeFixture.fresh())),
            Event.of("`Ask` for the end of the process", (it, run) -> SessionSample.endProcess(it.session)),
            Event.of("`Wake`", (it, run) -> new AgentProtocol.Wake(it.session)),
            Event.of(
                    "`Room`: whether it may start before it is needed",
                    (it, run) -> new Warmth.Room(it.session, true),
                    (it, run) -> new Warmth.Room(it.session, false)),
            Event.of("`Interrupt`", (it, run) -> new AgentProtocol.Interrupt(run.id)),
            Event.of("`Hibernate`", (it, run) -> new AgentProtocol.Hibernate()),
            Event.of("`Shutdown`", (it, run) -> new AgentProtocol.Shutdown()),
            Event.of("`Adopt`", (it, run) -> new AgentProtocol.Adopt(run.id, SessionSample.ref())),
            Event.of(
                    "`Answer`",
                    (it, run) -> new AgentProtocol.Answer("r", new AgentProtocol.Decided(new Decision.Allow()))),
            Event.of("`FileSent`", (it, run) -> new AgentProtocol.FileSent("r", new AgentProtocol.Sent("message"))),
            Event.of("`Begun`", (it, run) -> it.begun()),
            Event.of("`Apply`", (it, run) -> new AgentProtocol.Apply(Settings.NONE.withModel("opus"))),
            Event.of("`Trusting`", (it, run) -> new AgentProtocol.Trusting(Path.of("/"), "", true)),
            Event.of(
                    "`Before`: how far the job had come",
                    (it, run) -> new TranscriptReader.Before(run, true, List.of(), Optional.empty()),
                    (it, run) -> new TranscriptReader.Before(run, true, List.of(), Optional.of("It was stopped.")),
                    (it, run) -> new TranscriptReader.Before(
                            run, true, List.of(new InterruptedTool("t", "Bash")), Optional.empty())),
            Event.of(
                    "`BeforeStart`: what the project brings",
                    (it, run) -> new ProjectLook.BeforeStart(
                            it.start, SessionEntry.of(it.start.session()), WITHHELD, Project.BARE, null),
                    (it, run) -> new ProjectLook.BeforeStart(
                            it.start, SessionEntry.of(it.start.session()), CHANGED, Project.BARE, null)),
            Event.of(
                    "`BeforeTurn`: whether it still brings the same",
                    (it, run) -> new ProjectLook.BeforeTurn(run, GRANTED),
                    (it, run) -> new ProjectLook.BeforeTurn(run, WITHHELD),
                    (it, run) -> new ProjectLook.BeforeTurn(run, CHANGED)),
            Event.of(
                    "`Answered`: whether the settings are in force",
                    (it, run) -> it.answered(true),
                    (it, run) -> it.answered(false)),
            Event.of("`Heard` that a turn begins", (it, run) -> it.heard(new Incoming.Init())),
            Event.of("`Heard` that Claude is idle", (it, run) -> it.heard(new Incoming.StateChanged("idle"))),
            Event.of("`Heard` of anything else", (it, run) -> it.heard(new Incoming.TextDelta("Hello"))),
            Event.of(
                    "`After`: what was said to the job",
                    (it, run) -> new TranscriptReader.After(run, "Hello", false, false),
                    (it, run) -> new TranscriptReader.After(run, "", true, false)),
            Event.of(
                    "`Measured`: which files the run has changed",
                    (it, run) -> new ProcessListener.Measured(run, null),
                    (it, run) -> new ProcessListener.Measured(
                            run, new AgentQuery.Answered<>(new FileChanges(List.of(), 0, 0, false)))),
            Event.of("`Closed`", (it, run) -> it.closed()));

    @Test
    void theTableInThePaperIsWhatTheCodeDoes() throws IOException {
        var table = new StateTable();
        SessionSample.within(samples -> EVENTS.forEach(event -> event.samples()
                .forEach(make -> STATES.forEach(in -> {
                    var it = samples.get();
                    var state = in.apply(it);
                    var run = Objects.requireNonNullElse(state.run(), it.fresh);
                    table.add(state, event.name(), it.on(state, make.apply(it, run)));
                }))));

        table.isInThePaper(ClaudeSession.class, ClaudeSessionStatesTest.class);
    }

    @Test
    void itHasEveryStateAndEvent() {
        var states = new TreeSet<String>();
        var events = new TreeSet<String>();
        SessionSample.within(samples -> {
            var it = samples.get();
            STATES.forEach(in -> states.add(in.apply(it).getClass().getName()));
            EVENTS.forEach(event -> event.samples().forEach(make -> events.add(name(make.apply(it, it.fresh)))));
        });

        states.add(SessionState.Stopped.class.getName()); // nothing comes after it
        assertThat(states).isEqualTo(namesOf(SessionState.class));
        events.add(ProcessLauncher.FromConnection.class.getName()); // it brings a notice
        assertThat(events).isEqualTo(namesOf(Command.class, ClaudeConnection.Notice.class));
    }

    private static String name(Command event) {
        var told = event instanceof ProcessLauncher.FromConnection from ? from.notice() : event;
        return told.getClass().getName();
    }

    /** All records that are of one of the types, as far as Claude Code's session knows them. */
    private static Set<String> namesOf(Class<?>... types) {
        var names = new TreeSet<String>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("switchboard.agent", "switchboard.claude")
                        .stream()
                        .filter(found ->
                                !found.isInterface() && Arrays.stream(types).anyMatch(found::isAssignableTo))
                        .map(JavaClass::getName)
                        .forEach(names::add);
        return names;
    }
}
