package switchboard.claude;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Command;
import switchboard.claude.tools.ToolServer;
import switchboard.claude.trust.ProjectScan;
import switchboard.claude.trust.Trust;
import switchboard.claude.trust.TrustStore;
import switchboard.claude.wire.Incoming;
import switchboard.model.AgentQuery;
import switchboard.model.Session;
import switchboard.model.Settings;
import switchboard.model.TurnId;

/** A session for one run, with the parts of its states and events. Actors that it spawns never run. */
final class SessionSample {

    private static final ProjectScan SCAN = ProjectScan.failed(ClaudeFixture.DIRECTORY);
    private static final TrustStore.Grant GRANT =
            new TrustStore.Grant(ClaudeFixture.DIRECTORY, "", Instant.EPOCH, List.of());

    static final Trust.Verdict WITHHELD = new Trust.Withheld(SCAN);
    static final Trust.Verdict GRANTED = new Trust.Granted(SCAN, GRANT);
    static final Trust.Verdict CHANGED = new Trust.Changed(SCAN, GRANT);

    final Session session = ClaudeFixture.fresh();
    final ProjectLook.Start start = new ProjectLook.Start(session, false);
    final AgentRun fresh = run(prompt(session, false));
    final AgentRun resumed = run(prompt(session, true));
    final AgentRun byItself = new AgentRun(TurnId.random(), null, null);

    private final ActorRef<ClaudeConnection.Command> connection = ref();
    private final ActorContext<Command> ctx;
    private final ClaudeSession actor;

    private SessionSample(ActorContext<Command> ctx, TimerScheduler<Command> timers) {
        this.ctx = ctx;
        var setup = new ClaudeSetup(ClaudeFixture.settings(Map.of()), ClaudeFixture.projects(), new ScriptedClaude());
        this.actor = new ClaudeSession(ctx, timers, ClaudeFixture.CHAT, setup, ref(), ref());
    }

    /** Does work that asks for samples; the pieces of an actor can be used only within one. */
    static void within(Consumer<Supplier<SessionSample>> work) {
        BehaviorTestKit.create(Behaviors.<Command>setup(ctx -> Behaviors.withTimers(timers -> {
            work.accept(() -> new SessionSample(ctx, timers));
            return Behaviors.empty();
        })));
    }

    SessionState on(SessionState state, Command command) {
        return actor.on(state, command);
    }

    static <T> ActorRef<T> ref() {
        return TestInbox.<T>create().getRef();
    }

    /** Of its settings it is not yet known whether they are in force: the last answer is missing. */
    ProcessState unchecked() {
        return process(WITHHELD, SettingsCheck.REQUESTS.subList(0, SettingsCheck.REQUESTS.size() - 1));
    }

    /** Its settings are in force. */
    ProcessState checked() {
        return checked(WITHHELD);
    }

    /** A person wants another. */
    ProcessState retired() {
        var process = checked();
        process.retired = true;
        return process;
    }

    /** @param verdict by which it has loaded the project's files or not */
    ProcessState checked(Trust.Verdict verdict) {
        return process(verdict, SettingsCheck.REQUESTS);
    }

    private ProcessState process(Trust.Verdict verdict, List<String> answered) {
        var claude = ClaudeFixture.settings(Map.of());
        var calls = new ToolCalls(claude.closedPaths(), claude.environment(), session.directory());
        var process = new ProcessState(
                connection, claude, calls, served(), session, Settings.NONE, verdict, StreamJson.object());
        answered.forEach(request -> process.isCheckedWith(request, response(true)));
        return process;
    }

    private ServedCalls served() {
        return new ServedCalls(ctx, new ToolServer(List.of()), connection);
    }

    /** A call of a tool of the host's has begun. */
    ServedCalls.Begun begun() {
        return new ServedCalls.Begun(served(), run(prompt(session, false)), "r", null, null);
    }

    private static AgentRun run(AgentProtocol.Run prompt) {
        return new AgentRun(prompt.job().turn(), prompt.job(), prompt.turn());
    }

    /** The run once its result has come. */
    static AgentRun done(AgentRun run) {
        run.hear(new Incoming.Result(false, "completed", 0, "Done.", List.of(), List.of(), 1, 1, 1));
        return run;
    }

    /** The run while it is asked which files it has changed. */
    static AgentRun finished(AgentRun run) {
        run.last = done(run).finished("", false);
        return run;
    }

    static AgentProtocol.Run prompt(Session session, boolean isResumed) {
        var job = new AgentProtocol.Job(TurnId.random(), "hello", true, session, isResumed);
        return new AgentProtocol.Run(job, ref());
    }

    static AgentProtocol.Ask<?> query(Session session) {
        return new AgentProtocol.Ask<>(
                new AgentQuery.Models(), session, SessionSample.<AgentQuery.Result<AgentQuery.ModelList>>ref());
    }

    static AgentProtocol.Ask<?> endProcess(Session session) {
        return new AgentProtocol.Ask<>(
                new AgentQuery.EndProcess(), session, SessionSample.<AgentQuery.Result<AgentQuery.ProcessEnd>>ref());
    }

    Command heard(Incoming line) {
        return new ProcessLauncher.FromConnection(new ClaudeConnection.Heard(connection, line));
    }

    /** The last answer about its settings. */
    Command answered(boolean success) {
        return new ProcessLauncher.FromConnection(
                new ClaudeConnection.Answered(connection, SettingsCheck.REQUESTS.getLast(), response(success)));
    }

    Command closed() {
        return new ProcessLauncher.FromConnection(
                new ClaudeConnection.Closed(connection, new ClaudeProcess.Exit(1, ""), true, false));
    }

    private static Incoming.Response response(boolean success) {
        return new Incoming.Response("r", success, StreamJson.object(), "");
    }
}
