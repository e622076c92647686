package switchboard.claude;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.claude.ClaudeProtocol.Command;
import switchboard.claude.wire.Incoming;
import switchboard.model.ChatId;
import switchboard.model.Rule;
import switchboard.model.Session;
import switchboard.model.Settings;
import switchboard.model.TurnId;
import switchboard.throttle.WarmPool;

/**
 * A chat's Claude Code: runs jobs one at a time, starts the process they need and lets it go when it has idled. The
 * process comes and goes ({@link ClaudeConnection}); this actor stays.
 *
 * <p>{@code Down -> Up(idle) <-> Up(running) -> Ending -> Down}
 */
public final class ClaudeSession {

    private record FromConnection(ClaudeConnection.Notice notice) implements ClaudeProtocol.Internal {}

    private record TranscriptRead(TurnId turn, String text) implements ClaudeProtocol.Internal {}

    private record LookedAt(List<String> heldBack) implements ClaudeProtocol.Internal {}

    private record Idled() implements ClaudeProtocol.Internal {}

    /** The process that is up, and what it was started with. */
    private static final class Up {
        final ActorRef<ClaudeConnection.Command> connection;
        final Session session;
        final Set<Rule> rules = new HashSet<>(); // all it may have been told of; none is taken back while it lives
        Settings settings;
        boolean ending;
        boolean lost;

        Up(ActorRef<ClaudeConnection.Command> connection, Session session, Settings settings) {
            this.connection = connection;
            this.session = session;
            this.settings = settings;
            this.rules.addAll(settings.rules());
        }

        boolean serves(Session wanted) {
            return session.id().equals(wanted.id()) && session.directory().equals(wanted.directory());
        }
    }

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final ChatId chat;
    private final ClaudeSettings claude;
    private final ClaudeCommandLine commandLine;
    private final ClaudeProcess.Factory factory;
    private final ActorRef<WarmPool.Command> pool;
    private final ActorRef<WarmPool.Hibernate> pooled;
    private final ActorRef<? super ClaudeProtocol.Notice> owner;
    private final ActorRef<ClaudeConnection.Notice> notices;
    private final List<ClaudeProtocol.Query> queries = new ArrayList<>();
    private final Set<Path> lookedAt = new HashSet<>();
    private @Nullable Up up;
    private @Nullable Running running;

    /** A turn that Claude began by itself and ended before anyone adopted it. */
    private @Nullable Running unadopted;

    private boolean shutDown;

    private ClaudeSession(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            ChatId chat,
            ClaudeSettings claude,
            ClaudeProcess.Factory factory,
            ActorRef<WarmPool.Command> pool,
            ActorRef<? super ClaudeProtocol.Notice> owner) {
        this.ctx = ctx;
        this.timers = timers;
        this.chat = chat;
        this.claude = claude;
        this.commandLine = new ClaudeCommandLine(claude);
        this.factory = factory;
        this.pool = pool;
        this.owner = owner;
        this.pooled = ctx.messageAdapter(WarmPool.Hibernate.class, asked -> new ClaudeProtocol.Hibernate());
        this.notices = ctx.messageAdapter(ClaudeConnection.Notice.class, FromConnection::new);
    }

    public static Behavior<Command> create(
            ChatId chat,
            ClaudeSettings claude,
            ClaudeProcess.Factory factory,
            ActorRef<WarmPool.Command> pool,
            ActorRef<? super ClaudeProtocol.Notice> owner) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var session = new ClaudeSession(ctx, timers, chat, claude, factory, pool, owner);
            return Behaviors.receiveMessage(session::onMessage);
        }));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case ClaudeProtocol.Run run -> onRun(new Running(run.job().turn(), run.job(), run.turn()));
            case ClaudeProtocol.Adopt adopt -> onAdopt(adopt);
            case ClaudeProtocol.Answer answer -> write(StreamJson.response(answer.requestId(), answer.payload()));
            case ClaudeProtocol.Interrupt stop -> runningAs(stop.turn(), this::interrupt);
            case ClaudeProtocol.Query query -> onQuery(query);
            case ClaudeProtocol.Apply apply -> apply(apply.settings());
            case ClaudeProtocol.Hibernate hibernate -> endIfIdle();
            case ClaudeProtocol.Shutdown shutdown -> {
                shutDown = true;
                end();
            }
            case FromConnection from -> onNotice(from.notice());
            case TranscriptRead read -> runningAs(read.turn(), found -> finish(found, read.text()));
            case LookedAt looked -> {
                if (!looked.heldBack().isEmpty()) {
                    owner.tell(new ClaudeProtocol.HeldBack(looked.heldBack()));
                }
            }
            case Idled idled -> endIfIdle();
            case ClaudeProtocol.Internal other -> throw new IllegalArgumentException(other.toString());
        }
        return shutDown && up == null ? Behaviors.stopped() : Behaviors.same();
    }

    private void onAdopt(ClaudeProtocol.Adopt adopt) {
        var ended = unadopted;
        if (ended != null && ended.id.equals(adopt.turn())) {
            unadopted = null;
            ended.adopt(adopt.by());
        } else {
            runningAs(adopt.turn(), found -> found.adopt(adopt.by()));
        }
    }

    private void onRun(Running next) {
        var before = running;
        var unfinished = before != null;
        if (before != null) {
            end(before, new ClaudeProtocol.Broke(ClaudeProtocol.Cause.CRASHED, "a prompt took its place"));
        }
        running = next;
        timers.cancel(Idled.class);
        var job = Objects.requireNonNull(next.job);
        var now = up;
        apply(job.settings());
        if (now == null) {
            start(job.session(), job.settings(), job.resumed());
        } else if (unfinished
                || now.ending
                || job.resumed()
                || !now.serves(job.session())
                || !job.settings().rules().containsAll(now.rules)) {
            end(); // and begin anew once it is gone
        } else {
            begin(next);
        }
        pool.tell(new WarmPool.Busy(pooled));
    }

    private void start(Session session, Settings settings, boolean goOn) {
        lookAt(session.directory());
        var launch = commandLine.launch(chat, session, settings, goOn);
        var connection = ctx.spawnAnonymous(ClaudeConnection.create(launch, factory, claude.answer(), notices));
        up = new Up(connection, session, settings);
        var job = running;
        if (job != null && !goOn) {
            begin(job);
        }
    }

    /** Looks, off the dispatcher, for what of the project's own is not run. */
    private void lookAt(Path directory) {
        if (!lookedAt.add(directory)) {
            return;
        }
        var look = CompletableFuture.supplyAsync(
                () -> commandLine.heldBack(directory),
                ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
        ctx.pipeToSelf(look, (found, failure) -> new LookedAt(failure == null ? found : List.of()));
    }

    /** Hands the prompt to the process. One that goes on with a cut-off turn is given it again once it is ready. */
    private void begin(Running next) {
        var job = Objects.requireNonNull(next.job);
        next.written = true;
        write(StreamJson.user(job.turn().value(), job.text(), job.literal()));
        tell(new ClaudeConnection.Working(true));
    }

    private void interrupt(Running stopping) {
        stopping.stopped = true;
        if (stopping.written) {
            tell(new ClaudeConnection.Interrupt());
        } else {
            end();
        }
    }

    private void onQuery(ClaudeProtocol.Query query) {
        queries.add(query);
        var now = up;
        if (now == null) {
            start(query.session(), query.settings(), false);
            pool.tell(new WarmPool.Busy(pooled));
            rest();
        } else if (running == null && !now.serves(query.session())) {
            end(); // and begin anew once it is gone
        } else if (!now.ending) {
            ask(query);
        }
    }

    private void ask(ClaudeProtocol.Query query) {
        tell(new ClaudeConnection.Request(query.tag(), query.subtype(), query.arguments()));
    }

    private void apply(Settings settings) {
        var now = up;
        if (now == null || now.ending) {
            return;
        }
        var before = now.settings;
        now.settings = settings;
        now.rules.addAll(settings.rules());
        if (!Objects.equals(before.model(), settings.model())) {
            set(
                    "set_model",
                    StreamJson.object().put("model", settings.model() == null ? claude.model() : settings.model()));
        }
        if (!Objects.equals(before.effort(), settings.effort())) {
            var effort = StreamJson.object();
            effort.putObject("settings").put("effortLevel", settings.effort());
            set("apply_flag_settings", effort);
        }
        if (before.mode() != settings.mode()) {
            set(
                    "set_permission_mode",
                    StreamJson.object().put("mode", claude.modeOf(settings).word()));
        }
    }

    private void set(String subtype, ObjectNode arguments) {
        tell(new ClaudeConnection.Request(subtype, subtype, arguments));
    }

    private void endIfIdle() {
        if (running == null && queries.isEmpty()) {
            end();
        }
    }

    private void end() {
        var now = up;
        if (now != null && !now.ending) {
            now.ending = true;
            now.connection.tell(new ClaudeConnection.Terminate());
        }
    }

    private void onNotice(ClaudeConnection.Notice notice) {
        var now = up;
        switch (notice) {
            case ClaudeConnection.Heard heard -> {
                if (now != null && now.connection.equals(heard.from())) {
                    onLine(now, heard.line());
                }
                heard.from().tell(new ClaudeConnection.Credit());
            }
            case ClaudeConnection.Answered answered -> onAnswered(answered.tag(), answered.response());
            case ClaudeConnection.Closed closed -> {
                if (now != null && now.connection.equals(closed.from())) {
                    onClosed(now, closed);
                }
            }
        }
    }

    private void onLine(Up now, Incoming line) {
        if (running == null && line instanceof Incoming.Init) {
            running = new Running(TurnId.random(), null, null);
            tell(new ClaudeConnection.Working(true));
            owner.tell(new ClaudeProtocol.SelfStarted(running.id));
        }
        switch (line) {
            case Incoming.ModeChanged changed -> owner.tell(new ClaudeProtocol.ModeChanged(changed.mode()));
            case Incoming.ConversationReset reset -> owner.tell(new ClaudeProtocol.SessionReset(reset.sessionId()));
            case Incoming.StateChanged changed -> {
                if (changed.state().equals("idle")) {
                    onIdle(running);
                }
            }
            default -> hear(now, line);
        }
    }

    private void hear(Up now, Incoming line) {
        if (line instanceof Incoming.Result result && Failures.isLost(result)) {
            now.lost = true; // the process ends by itself
        } else if (running != null) {
            running.hear(line);
        }
    }

    private void onIdle(@Nullable Running current) {
        if (current == null) {
            rest();
        } else if (current.isOver()) {
            tell(new ClaudeConnection.Working(false));
            if (current.job != null && current.job.resumed()) {
                readTranscript(current.job);
            } else {
                finish(current, "");
            }
        }
    }

    private void readTranscript(ClaudeProtocol.Job job) {
        var config = SessionTranscript.configDirectory(claude.environment());
        var read = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return SessionTranscript.answerTo(
                                job.turn(), job.session().id(), config);
                    } catch (IOException unreadable) {
                        throw new UncheckedIOException(unreadable);
                    }
                },
                ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
        ctx.pipeToSelf(read, (text, failure) -> {
            if (failure != null) {
                ctx.getLog()
                        .warn(
                                "Cannot read the transcript of session {}",
                                job.session().id(),
                                failure);
            }
            return new TranscriptRead(job.turn(), text == null ? "" : text);
        });
    }

    private void finish(Running done, String transcript) {
        end(done, new ClaudeProtocol.Finished(done.result, transcript, done.contextTokens));
        rest();
    }

    private void end(Running done, ClaudeProtocol.Event last) {
        running = null;
        done.tell(last);
        if (!done.isAdopted()) {
            unadopted = done;
        }
    }

    private void onAnswered(String tag, Incoming.Response response) {
        if (tag.equals(ClaudeConnection.INITIALIZE)) {
            var current = running;
            if (current != null && current.isToBeWritten()) {
                begin(current);
            }
            queries.forEach(this::ask);
        } else if (!response.success()) {
            ctx.getLog().warn("claude refused {}: {}", tag, response.error());
        }
        queries.removeIf(query -> {
            var isAnswered = query.tag().equals(tag);
            if (isAnswered) {
                query.replyTo()
                        .tell(new ClaudeProtocol.Reply(
                                response.payload(), response.success() ? null : response.error()));
            }
            return isAnswered;
        });
    }

    private void onClosed(Up now, ClaudeConnection.Closed closed) {
        up = null;
        pool.tell(new WarmPool.Gone(pooled));
        var current = running;
        if (current != null && now.ending && current.isToBeWritten() && !shutDown) {
            var job = Objects.requireNonNull(current.job);
            start(job.session(), job.settings(), job.resumed());
            pool.tell(new WarmPool.Busy(pooled));
            return;
        }
        if (current == null && now.ending && !queries.isEmpty() && !shutDown) {
            var next = queries.getFirst();
            start(next.session(), next.settings(), false);
            pool.tell(new WarmPool.Busy(pooled));
            rest();
            return;
        }
        var why = Failures.of(closed, now.lost);
        queries.forEach(query ->
                query.replyTo().tell(new ClaudeProtocol.Reply(MissingNode.getInstance(), Failures.sentence(why))));
        queries.clear();
        if (current != null) {
            end(current, why);
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
            up.connection.tell(command);
        }
    }

    private void runningAs(TurnId turn, Consumer<Running> action) {
        if (running != null && running.id.equals(turn)) {
            action.accept(running);
        }
    }
}
