package switchboard.claude;

import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Command;
import switchboard.claude.trust.Trust;
import switchboard.claude.wire.Incoming;
import switchboard.model.ChatId;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.Settings;
import switchboard.model.TurnId;
import switchboard.throttle.WarmPool;

/**
 * A chat's Claude Code: runs jobs one at a time, starts the process they need and lets it go when it has idled. The
 * process comes and goes ({@link ClaudeConnection}); this actor stays.
 *
 * <p>{@code Down -> Up(idle) <-> Up(running) -> Ending -> Down}
 */
final class ClaudeSession {

    private record FromConnection(ClaudeConnection.Notice notice) implements AgentProtocol.Internal {}

    private record Idled() implements AgentProtocol.Internal {}

    /** What Claude Code itself says to the model when it resumes a turn. */
    private static final String GO_ON = "Continue from where you left off.";

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final ChatId chat;
    private final ClaudeSetup setup;
    private final ClaudeSettings claude;
    private final ActorRef<WarmPool.Command> pool;
    private final ActorRef<WarmPool.Hibernate> pooled;
    private final ActorRef<? super AgentProtocol.Notice> owner;
    private final ActorRef<ClaudeConnection.Notice> notices;
    private final TranscriptReader lookBack;
    private final ProjectLook project;
    private final ConfigGuard configGuard;
    private final Queries queries = new Queries();
    private @Nullable ProcessState up;

    /** A process that starts once its project's files are looked at. */
    private ProjectLook.@Nullable Start starting;

    private @Nullable AgentRun running;

    /** A turn that Claude began by itself and ended before anyone adopted it. */
    private @Nullable AgentRun unadopted;

    private boolean shutDown;

    private ClaudeSession(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            ChatId chat,
            ClaudeSetup setup,
            ActorRef<WarmPool.Command> pool,
            ActorRef<? super AgentProtocol.Notice> owner) {
        this.ctx = ctx;
        this.timers = timers;
        this.chat = chat;
        this.setup = setup;
        this.claude = setup.claude();
        var config = SessionTranscript.configDirectory(claude.environment());
        this.lookBack = new TranscriptReader(ctx, config);
        this.project = new ProjectLook(ctx, chat, setup.projects(), config);
        this.configGuard = new ConfigGuard(config);
        this.pool = pool;
        this.owner = owner;
        this.pooled = ctx.messageAdapter(WarmPool.Hibernate.class, asked -> new AgentProtocol.Hibernate());
        this.notices = ctx.messageAdapter(ClaudeConnection.Notice.class, FromConnection::new);
    }

    static Behavior<Command> create(
            ChatId chat,
            ClaudeSetup setup,
            ActorRef<WarmPool.Command> pool,
            ActorRef<? super AgentProtocol.Notice> owner) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var session = new ClaudeSession(ctx, timers, chat, setup, pool, owner);
            return Behaviors.receiveMessage(session::onMessage);
        }));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case AgentProtocol.Run run -> onRun(new AgentRun(run.job().turn(), run.job(), run.turn()));
            case AgentProtocol.Adopt adopt -> onAdopt(adopt);
            case AgentProtocol.Answer answer -> {
                if (up != null) {
                    up.answer(answer.request(), ask -> PermissionRequest.answer(ask, answer.resolution()));
                }
            }
            case AgentProtocol.Interrupt stop -> runningAs(stop.turn(), this::interrupt);
            case AgentProtocol.Ask<?> query -> onQuery(query);
            case AgentProtocol.Apply apply -> {
                if (up != null) {
                    up.apply(apply.settings());
                }
            }
            case AgentProtocol.Trusting said -> project.onTrusting(said);
            case AgentProtocol.Hibernate hibernate -> endIfIdle();
            case AgentProtocol.Shutdown shutdown -> {
                shutDown = true;
                end();
            }
            case FromConnection from -> onNotice(from.notice());
            case TranscriptReader.After told -> onTold(told);
            case TranscriptReader.Before looked -> onLookedBack(looked);
            case ProjectLook.BeforeStart looked -> onLookedBeforeStart(looked);
            case ProjectLook.BeforeTurn looked -> onLookedBeforeTurn(looked);
            case Idled idled -> endIfIdle();
            case AgentProtocol.Internal other -> throw new IllegalArgumentException(other.toString());
        }
        return shutDown && up == null ? Behaviors.stopped() : Behaviors.same();
    }

    private void onAdopt(AgentProtocol.Adopt adopt) {
        var ended = unadopted;
        if (ended != null && ended.id.equals(adopt.turn())) {
            unadopted = null;
            ended.adopt(adopt.by());
        } else {
            runningAs(adopt.turn(), found -> found.adopt(adopt.by()));
        }
    }

    private void onRun(AgentRun next) {
        var before = running;
        var unfinished = before != null;
        if (before != null) {
            end(before, Failures.broke(AgentProtocol.Cause.CRASHED, "a prompt took its place"));
        }
        running = next;
        timers.cancel(Idled.class);
        var job = Objects.requireNonNull(next.job);
        var now = up;
        if (now == null) {
            starting = null; // what it was for is served by this process too
            startFor(next);
            return;
        }
        pool.tell(new WarmPool.Busy(pooled));
        if (unfinished || !now.canRun(job)) {
            now.end(); // and start again once it is gone
        } else {
            now.apply(job.settings());
            if (project.isNeeded(now)) {
                next.looking = true;
                project.beforeTurn(next, now, job.session());
            }
            beginIfReady();
        }
    }

    private void onLookedBeforeTurn(ProjectLook.BeforeTurn looked) {
        var current = looked.job();
        current.looking = false;
        if (current != running || looked.process() != up || current.stopped) {
            return; // it begins with another process, or not at all
        }
        var question = project.question(looked.verdict());
        if (question != null) {
            end(current, question);
            rest();
        } else if (looked.process().hasLoaded(looked.verdict())) {
            beginIfReady();
        } else {
            looked.process().end(); // and start again once it is gone
        }
    }

    /** A job that goes on is begun only once it is known that nothing of it is done twice. */
    private void startFor(AgentRun next) {
        var job = Objects.requireNonNull(next.job);
        if (job.resumed()) {
            lookBack.before(next);
        } else {
            start(job.session(), job.settings(), false);
        }
    }

    private void onLookedBack(TranscriptReader.Before looked) {
        var current = looked.job();
        if (current != running) {
            return; // another has taken its place
        }
        var job = Objects.requireNonNull(current.job);
        if (current.stopped) {
            end(current, Failures.broke(AgentProtocol.Cause.CRASHED, "it was stopped"));
        } else if (looked.stopped().isPresent()) {
            finish(current, looked.stopped().get(), true);
        } else if (!looked.tools().isEmpty() && !job.confirmed()) {
            end(current, new AgentProtocol.CutOff(looked.tools()));
        } else {
            start(job.session(), job.settings(), looked.begun());
        }
        startForQueries();
    }

    private void startForQueries() {
        if (up == null && starting == null && !queries.isEmpty()) {
            startFor(queries.first());
        }
    }

    /** Starts a process once it is known what it takes over from its directory. */
    private void start(Session session, Settings settings, boolean goOn) {
        starting = new ProjectLook.Start(session, settings, goOn);
        project.beforeStart(starting);
    }

    private void onLookedBeforeStart(ProjectLook.BeforeStart looked) {
        if (!looked.start().equals(starting)) {
            return; // another has taken its place
        }
        starting = null;
        var current = running;
        var question = current == null ? null : project.question(looked.verdict());
        if (current != null && current.stopped) {
            end(current, Failures.broke(AgentProtocol.Cause.CRASHED, "it was stopped"));
        } else if (current != null && question != null) {
            end(current, question);
        } else {
            launch(looked);
        }
        startForQueries();
    }

    private void launch(ProjectLook.BeforeStart looked) {
        var start = looked.start();
        var verdict = looked.verdict();
        var launch =
                setup.commandLine().launch(chat, start.session(), start.settings(), looked.project(), start.goOn());
        var calls = new ToolCalls(claude, start.session().directory());
        var connection = ctx.spawnAnonymous(
                ClaudeConnection.create(launch, setup.processes(), hooks(calls, verdict), claude.answer(), notices));
        var died = new ClaudeConnection.Closed(connection, new ClaudeProcess.Exit(1, ""), false, false);
        ctx.watchWith(connection, new FromConnection(died)); // it could not tell its end itself
        var started = StreamJson.json(launch.file(SettingsCheck.FLAG).orElse("{}"));
        up = new ProcessState(connection, claude, calls, start.session(), start.settings(), verdict, started);
        SettingsCheck.REQUESTS.forEach(each -> tell(new ClaudeConnection.Request(each, each, StreamJson.object())));
        pool.tell(new WarmPool.Busy(pooled));
        if (!looked.project().leftOut().isEmpty()) {
            owner.tell(new AgentProtocol.HeldBack(looked.project().leftOut()));
        }
        rest();
    }

    /** The hooks of a process: where files are trusted by their content, no other content is put in force. */
    private Hooks hooks(ToolCalls calls, Trust.Verdict verdict) {
        var always = Hooks.NONE.on("PreToolUse", calls::answer);
        return verdict instanceof Trust.Always ? always : always.on("ConfigChange", configGuard);
    }

    /** Hands the prompt to the process, once that is ready. One that goes on with a cut-off turn is given it again. */
    private void beginIfReady() {
        var next = running;
        if (next == null || !next.isToBeWritten() || next.looking || up == null || !up.isReady()) {
            return;
        }
        var job = Objects.requireNonNull(next.job);
        next.written = true;
        write(StreamJson.user(job.turn().value(), job.content(), job.literal()));
        tell(new ClaudeConnection.Working(true));
    }

    private void interrupt(AgentRun stopping) {
        stopping.stopped = true;
        if (stopping.written) {
            tell(new ClaudeConnection.Interrupt());
        } else {
            end();
        }
    }

    private void onQuery(AgentProtocol.Ask<?> query) {
        var tag = queries.add(query);
        var now = up;
        if (now == null) {
            if (running == null && starting == null) { // else it is about to be started
                startFor(query);
            }
        } else if (running == null && !now.serves(query.session())) {
            now.end(); // and start again once it is gone
        } else if (!now.isEnding()) {
            queries.ask(tag, now);
        }
    }

    private void startFor(AgentProtocol.Ask<?> query) {
        start(query.session(), query.settings(), false);
    }

    private void endIfIdle() {
        if (running == null && queries.isEmpty()) {
            end();
        }
    }

    private void end() {
        if (up != null) {
            up.end();
        }
    }

    private void onNotice(ClaudeConnection.Notice notice) {
        var now = up;
        switch (notice) {
            case ClaudeConnection.Heard heard -> {
                if (now != null && now.is(heard.from())) {
                    onLine(now, now.read(heard.line()));
                }
                heard.from().tell(new ClaudeConnection.Credit());
            }
            case ClaudeConnection.Answered answered -> onAnswered(answered.tag(), answered.response());
            case ClaudeConnection.Closed closed -> {
                if (now != null && now.is(closed.from())) {
                    onClosed(now, closed);
                }
            }
        }
    }

    private void onLine(ProcessState now, Incoming line) {
        if (running == null && (line instanceof Incoming.Init || line instanceof Incoming.Ask)) {
            running = new AgentRun(TurnId.random(), null, null);
            tell(new ClaudeConnection.Working(true));
            owner.tell(new AgentProtocol.SelfStarted(running.id));
        }
        switch (line) {
            case Incoming.ModeChanged changed ->
                now.changedMode(changed.mode()).ifPresent(mode -> owner.tell(new AgentProtocol.ModeChanged(mode)));
            case Incoming.ConversationReset reset ->
                owner.tell(new AgentProtocol.SessionReset(new SessionId(reset.sessionId())));
            case Incoming.StateChanged changed -> {
                if (changed.state().equals("idle")) {
                    onIdle(running);
                }
            }
            default -> hear(now, line);
        }
    }

    private void hear(ProcessState now, Incoming line) {
        if (line instanceof Incoming.Result result && Failures.isLost(result)) {
            now.lost = true; // the process ends by itself
        } else if (line instanceof Incoming.Ask ask && PermissionRequest.isForbidden(ask)) {
            now.answer(ask.requestId(), asked -> PermissionRequest.IN_PLAN_MODE);
        } else if (running != null) {
            running.hear(line);
        }
    }

    private void onIdle(@Nullable AgentRun current) {
        if (current == null) {
            rest();
        } else if (current.isOver() && !current.lookingBack) {
            tell(new ClaudeConnection.Working(false));
            if (current.job != null && current.job.resumed()) {
                current.lookingBack = true;
                lookBack.after(current);
            } else {
                finish(current, "", false);
            }
        }
    }

    private void onTold(TranscriptReader.After told) {
        var done = told.job();
        if (done != running) {
            return;
        }
        done.lookingBack = false;
        if (told.denied() && done.push == null) {
            done.tell(new AgentProtocol.Denied());
        }
        if (told.wasCutTwice()) {
            goOn(done);
        } else {
            finish(done, told.text(), false);
        }
    }

    private void goOn(AgentRun cut) {
        var push = UUID.randomUUID().toString();
        cut.push = push;
        write(StreamJson.user(push, GO_ON, true));
        tell(new ClaudeConnection.Working(true));
    }

    private void finish(AgentRun done, String transcript, boolean stopped) {
        var text = claude.secrets().strike(transcript);
        end(done, done.finished(text, stopped));
        rest();
    }

    private void end(AgentRun done, AgentProtocol.Event last) {
        running = null;
        done.tell(last);
        if (!done.isAdopted()) {
            unadopted = done;
        }
    }

    private void onAnswered(String tag, Incoming.Response response) {
        var now = up;
        if (now != null && tag.equals(ClaudeConnection.INITIALIZE)) {
            queries.askAll(now);
        } else if (now != null && now.isCheckedWith(tag, response)) {
            now.problem().ifPresent(problem -> now.end());
            beginIfReady();
        }
        if (!response.success()) {
            ctx.getLog().warn("claude refused {}: {}", tag, response.error());
        }
        if (queries.answered(tag, response)) {
            rest();
        }
    }

    private void onClosed(ProcessState now, ClaudeConnection.Closed closed) {
        up = null;
        pool.tell(new WarmPool.Gone(pooled));
        var current = running;
        if (now.isEnding() && now.problem().isEmpty() && !shutDown) {
            if (current != null && current.isToBeWritten()) {
                startFor(current);
                return;
            }
            if (current == null && !queries.isEmpty()) {
                startFor(queries.first());
                return;
            }
        }
        var why = now.problem()
                .map(problem -> Failures.broke(AgentProtocol.Cause.CANNOT_START, problem))
                .orElseGet(() -> Failures.of(closed, now.lost));
        log(closed.exit(), now.isEnding() || (current != null && current.stopped));
        queries.failed(why);
        if (current != null) {
            end(current, why);
        }
    }

    /** All that it said goes to the log; people are told one line of it. */
    private void log(ClaudeProcess.Exit exit, boolean isWanted) {
        var said = exit.stderr().isBlank() ? "" : "; it said:\n" + exit.stderr().strip();
        if (isWanted) {
            ctx.getLog().debug("claude for {} has ended with exit code {}{}", chat, exit.code(), said);
        } else if (exit.notStarted()) {
            ctx.getLog().warn("claude for {} cannot be started: {}", chat, exit.stderr());
        } else {
            ctx.getLog().warn("claude for {} has ended by itself with exit code {}{}", chat, exit.code(), said);
        }
    }

    private void rest() {
        if (running == null) {
            pool.tell(new WarmPool.Idle(pooled));
            timers.startSingleTimer(Idled.class, new Idled(), claude.idle());
        }
    }

    private void write(String line) {
        tell(new ClaudeConnection.Write(line));
    }

    private void tell(ClaudeConnection.Command command) {
        if (up != null) {
            up.tell(command);
        }
    }

    private void runningAs(TurnId turn, Consumer<AgentRun> action) {
        if (running != null && running.id.equals(turn)) {
            action.accept(running);
        }
    }
}
