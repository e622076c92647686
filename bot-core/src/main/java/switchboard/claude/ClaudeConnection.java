package switchboard.claude;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import switchboard.claude.tools.ToolServer;
import switchboard.claude.wire.Incoming;

/**
 * One living process: its lines, its control requests with their deadlines, and its end. A process that leaves a request
 * unanswered for too long counts as hung and is ended. A process that is silent for as long during a turn is asked for a sign of
 * life.
 *
 * <p>{@code Open -> (interrupted ->) Terminated -> Killed -> Closed}; stops once it has sent {@link Closed}.
 */
final class ClaudeConnection {

    /** To the connection. */
    sealed interface Command
            permits Write, Request, Credit, Working, Interrupt, Terminate, Read, HookAnswered, Exited, Due {}

    /** Writes a line. */
    record Write(ClaudeProcess.Line line) implements Command {
        Write(String line) {
            this(ClaudeProcess.Line.of(line));
        }
    }

    /** Sends a control request. The answer comes as {@link Answered} with the tag. */
    record Request(String tag, String subtype, ObjectNode arguments) implements Command {}

    /** The session has processed a {@link Heard} line; another may come. */
    record Credit() implements Command {}

    /** Whether a turn runs. While it runs, silence is checked. */
    record Working(boolean now) implements Command {}

    /** Stops the running turn. If it has not stopped ({@link Working} false) within 5 s, the process is ended. */
    record Interrupt() implements Command {}

    /** Ends the process: SIGTERM, 3 s later SIGKILL. */
    record Terminate() implements Command {}

    private record Read(String line) implements Command {}

    private record HookAnswered(String requestId, ObjectNode output) implements Command {}

    private record Exited(ClaudeProcess.Exit exit) implements Command {}

    private record Due(Deadline deadline, String tag) implements Command {}

    private enum Deadline {
        ANSWER,
        SILENCE,
        INTERRUPT,
        TERMINATE
    }

    /** To the session. */
    sealed interface Notice {
        ActorRef<Command> from();
    }

    record Heard(ActorRef<Command> from, Incoming line) implements Notice {}

    record Answered(ActorRef<Command> from, String tag, Incoming.Response response) implements Notice {}

    /** @param initialized whether the process ever answered */
    record Closed(ActorRef<Command> from, ClaudeProcess.Exit exit, boolean initialized, boolean hung)
            implements Notice {}

    static final Duration INTERRUPT_GRACE = Duration.ofSeconds(5);
    static final Duration TERMINATE_GRACE = Duration.ofSeconds(3);

    /** The tag of the first request, sent by the connection itself. */
    static final String INITIALIZE = "initialize";

    private static final String PROBE = "probe";
    private static final int CREDIT = ClaudeProcess.MOST_COST;
    private static final int LAST_WORDS = 1_000_000;

    /** The refusal of a tool call that nobody could read in full. */
    private static final String TOO_LONG =
            "This is too large to be shown to the user, who therefore cannot allow it. Do it in smaller parts.";

    /** The number of checks without a line that make a silence; so a line needs no timer of its own. */
    private static final int SILENCE_STEPS = 3;

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final ClaudeProcess process;
    private final Hooks hooks;
    private final ToolServer tools;
    private final Duration answerWithin;
    private final ActorRef<? super Notice> owner;
    private final Map<String, String> tags = new HashMap<>(); // by request id

    /** The costs of the lines that the session has not processed yet, oldest first. */
    private final Queue<Integer> owed = new ArrayDeque<>();

    private int requests;
    private boolean initialized;
    private boolean hung;
    private boolean working;

    /** Checks since the last line. */
    private int silent;

    private ClaudeConnection(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            ClaudeProcess process,
            Hooks hooks,
            ToolServer tools,
            Duration answerWithin,
            ActorRef<? super Notice> owner) {
        this.ctx = ctx;
        this.timers = timers;
        this.process = process;
        this.hooks = hooks;
        this.tools = tools;
        this.answerWithin = answerWithin;
        this.owner = owner;
    }

    static Behavior<Command> create(
            ClaudeProcess.Launch launch,
            ClaudeProcess.Factory factory,
            Hooks hooks,
            ToolServer tools,
            Duration answerWithin,
            ActorRef<? super Notice> owner) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var process = factory.start(launch, new Mailbox(ctx.getSelf()));
            var connection = new ClaudeConnection(ctx, timers, process, hooks, tools, answerWithin, owner);
            process.request(CREDIT);
            var arguments = hooks.registration();
            tools.register(arguments);
            connection.request(new Request(INITIALIZE, "initialize", arguments));
            return Behaviors.receive(Command.class)
                    .onAnyMessage(connection::onMessage)
                    .onSignal(PostStop.class, stopped -> {
                        process.terminate();
                        process.request(LAST_WORDS); // from now on nobody gives credit
                        return Behaviors.same();
                    })
                    .build();
        }));
    }

    private record Mailbox(ActorRef<Command> self) implements ClaudeProcess.Listener {
        @Override
        public void line(String line) {
            self.tell(new Read(line));
        }

        @Override
        public void exited(ClaudeProcess.Exit exit) {
            self.tell(new Exited(exit));
        }
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Write write -> process.write(write.line());
            case Request request -> request(request);
            case Credit credit -> process.request(owed.remove());
            case Working work -> onWorking(work.now());
            case Interrupt interrupt -> onInterrupt();
            case Terminate terminate -> terminate();
            case Read read -> onRead(StreamJson.read(read.line()), ClaudeProcess.cost(read.line()));
            case HookAnswered answered -> process.write(StreamJson.response(answered.requestId(), answered.output()));
            case Due due -> onDue(due.deadline());
            case Exited exited -> {
                owner.tell(new Closed(ctx.getSelf(), exited.exit(), initialized, hung));
                return Behaviors.stopped();
            }
        }
        return Behaviors.same();
    }

    private void request(Request request) {
        var id = "r" + requests++;
        tags.put(id, request.tag());
        process.write(StreamJson.request(id, request.subtype(), request.arguments()));
        due(Deadline.ANSWER, id, answerWithin);
    }

    private void onWorking(boolean now) {
        working = now;
        if (now) {
            silent = 0;
            timers.startTimerWithFixedDelay(
                    Deadline.SILENCE + "", new Due(Deadline.SILENCE, ""), answerWithin.dividedBy(SILENCE_STEPS));
        } else {
            timers.cancel(Deadline.SILENCE + "");
            timers.cancel(Deadline.INTERRUPT + "");
        }
    }

    private void onInterrupt() {
        request(new Request("interrupt", "interrupt", StreamJson.object().put("cancel_queued", true)));
        if (working && !timers.isTimerActive(Deadline.INTERRUPT + "")) {
            due(Deadline.INTERRUPT, "", INTERRUPT_GRACE);
        }
    }

    private void terminate() {
        process.terminate();
        due(Deadline.TERMINATE, "", TERMINATE_GRACE);
    }

    private void onRead(Incoming line, int cost) {
        silent = 0;
        switch (line) {
            case Incoming.Response response -> onResponse(response);
            case Incoming.Unserved asked ->
                process.write(StreamJson.refusal(asked.requestId(), "This host does not serve " + asked.subtype()));
            case Incoming.AskOfOwn asked ->
                process.write(StreamJson.response(asked.requestId(), PermissionRequest.allow()));
            case Incoming.ToolMessage asked ->
                process.write(StreamJson.response(asked.requestId(), tools.answer(asked.message())));
            case Incoming.TooLong asked ->
                process.write(StreamJson.response(asked.requestId(), PermissionRequest.deny(TOO_LONG)));
            case Incoming.HookCallback callback -> answer(callback);
            default -> {
                owed.add(cost);
                owner.tell(new Heard(ctx.getSelf(), line));
                return;
            }
        }
        process.request(cost);
    }

    /** The hook's handler may look at files, so the next lines do not wait for it. */
    private void answer(Incoming.HookCallback callback) {
        ctx.pipeToSelf(
                TranscriptReader.offDispatcher(ctx, () -> hooks.answer(callback)),
                (output, failure) -> new HookAnswered(
                        callback.requestId(), failure == null ? output : Hooks.failure(callback, failure)));
    }

    private void onResponse(Incoming.Response response) {
        var tag = tags.remove(response.requestId());
        if (tag == null) {
            return; // --replay-user-messages also sends our own answers back
        }
        timers.cancel(Deadline.ANSWER + response.requestId());
        if (tag.equals(INITIALIZE)) {
            initialized = true;
            process.settled();
        }
        if (!tag.equals(PROBE)) {
            if (!response.success()) {
                ctx.getLog().warn("claude refused {}: {}", tag, response.error());
            }
            owner.tell(new Answered(ctx.getSelf(), tag, response));
        }
    }

    private void onDue(Deadline deadline) {
        switch (deadline) {
            case SILENCE -> {
                if (++silent == SILENCE_STEPS) {
                    silent = 0;
                    request(new Request(PROBE, "get_binary_version", StreamJson.object()));
                }
            }
            case ANSWER -> {
                if (!hung) { // several may be due at once
                    ctx.getLog().warn("claude has not answered for {} s and is ended", answerWithin.toSeconds());
                    hung = true;
                    terminate();
                }
            }
            case INTERRUPT -> terminate();
            case TERMINATE -> process.kill();
        }
    }

    private void due(Deadline deadline, String tag, Duration after) {
        timers.startSingleTimer(deadline + tag, new Due(deadline, tag), after);
    }
}
