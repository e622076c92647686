package switchboard.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.state.RecoveryCompleted;
import org.apache.pekko.persistence.typed.state.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.state.javadsl.DurableStateBehavior;
import org.apache.pekko.persistence.typed.state.javadsl.Effect;
import org.apache.pekko.persistence.typed.state.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;
import switchboard.chat.ChatProtocol.Command;
import switchboard.chat.ChatProtocol.Event;
import switchboard.claude.ClaudeProtocol;
import switchboard.claude.ClaudeSession;
import switchboard.claude.Failures;
import switchboard.command.Reaction;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Cost;
import switchboard.model.Delivery;
import switchboard.model.Flight;
import switchboard.model.Outcome;
import switchboard.model.PermissionMode;
import switchboard.model.Prompt;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.Settings;
import switchboard.model.Standing;
import switchboard.model.TurnId;

/**
 * One conversation: durable state, one turn at a time. Handlers compute the next state; {@link #become} alone stores it;
 * {@link #carryOn} alone starts, ends and shows things, after every store and after recovery, so that recovery from a
 * crash is the normal path.
 *
 * <p>{@code at rest -> (waiting -> running -> ended)* -> delivered -> at rest -> passivated}
 */
public final class Chat extends DurableStateBehavior<Command, ChatState> implements ChatProtocol {

    /** Messages of a chat's own people to it. */
    sealed interface Internal extends Command {}

    record FromTurn(Turn.Report report) implements Internal {}

    record FromClaude(ClaudeProtocol.Notice notice) implements Internal {}

    /** What a command asked for has come: goes on with the state of now. */
    record Continue(
            Function<ChatState, Reaction> with, @Nullable String message) implements Internal {}

    record Inherited() implements Internal {}

    private record Recovered() implements Internal {}

    private record ViewRestarted() implements Internal {}

    private record TurnGone(TurnId turn) implements Internal {}

    private record ClaudeGone() implements Internal {}

    private record Passivate() implements Internal {}

    /** From the manager, which keeps what comes from now on: stop, or say that you stay. */
    record Leave() implements Internal {}

    /** All chats carry this tag; by it they are listed. */
    public static final String TAG = "chat";

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final ChatId id;
    private final ChatSetup setup;
    private final ActorRef<Event> view;
    private final ActorRef<ClaudeProtocol.Command> claude;
    private final Actions actions;
    private final Set<TurnId> told = new HashSet<>();
    private @Nullable Current current;
    private @Nullable Current adopted;
    private @Nullable Settings applied;
    private @Nullable Migrate migration;
    private boolean claudeGone;
    private boolean inherited;
    private boolean leaving;

    private Chat(ActorContext<Command> ctx, TimerScheduler<Command> timers, ChatId id, ChatSetup setup) {
        super(persistenceId(id), storeTrouble());
        this.ctx = ctx;
        this.timers = timers;
        this.id = id;
        this.setup = setup;
        this.view = ctx.spawn(supervisedView(), "view");
        this.claude = ctx.spawn(
                ClaudeSession.create(
                        id,
                        setup.claude(),
                        setup.processes(),
                        setup.pool(),
                        ctx.messageAdapter(ClaudeProtocol.Notice.class, FromClaude::new)),
                "claude");
        this.actions = new Actions(ctx, setup, claude, view);
        ctx.watchWith(claude, new ClaudeGone());
    }

    public static Behavior<Command> create(ChatId id, ChatSetup setup) {
        Behavior<Command> chat =
                Behaviors.setup(ctx -> Behaviors.withTimers(timers -> new Chat(ctx, timers, id, setup)));
        return Behaviors.supervise(chat)
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
    }

    public static PersistenceId persistenceId(ChatId id) {
        return PersistenceId.of("Chat", id.toString());
    }

    /** A failed store drops the command that led to it and nothing else: turn, process and view live on. */
    private static BackoffSupervisorStrategy storeTrouble() {
        return SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2)
                .withStopChildren(false);
    }

    private Behavior<Event> supervisedView() {
        var started = new AtomicBoolean();
        return Behaviors.supervise(Behaviors.<Event>setup(viewing -> {
                    if (started.getAndSet(true)) {
                        ctx.getSelf().tell(new ViewRestarted());
                    }
                    return setup.views().apply(id, ctx.getSelf());
                }))
                .onFailure(SupervisorStrategy.restart());
    }

    @Override
    public ChatState emptyState() {
        return ChatState.of(id, Session.fresh(setup.surroundings().directories().start(), null, now()));
    }

    @Override
    public String tag() {
        return TAG;
    }

    @Override
    public String durableStateStorePluginId() {
        return setup.plugin();
    }

    @Override
    public SignalHandler<ChatState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), state -> ctx.getSelf().tell(new Recovered()))
                .build();
    }

    @Override
    public CommandHandler<Command, ChatState> commandHandler() {
        return (state, command) -> leaving && !(command instanceof Internal || command instanceof Migrate)
                ? redirect(command)
                : on(state, command);
    }

    private Effect<ChatState> on(ChatState state, Command command) {
        return switch (command) {
            case Submit submit -> onSubmit(state, submit);
            case Invoke invoke -> onInvoke(state, invoke);
            case Answer answer -> onAnswer(answer);
            case Wake wake -> Effect().none();
            case ShownLive shown -> become(state, state.showLive(shown.turn(), shown.reference()));
            case PartSending part ->
                become(
                        state,
                        state.part(part.turn(), part.index(), Delivery.SENDING),
                        () -> part.stored().tell(new PartStored(part.turn(), part.index())));
            case PartSent part -> become(state, state.part(part.turn(), part.index(), part.reference()));
            case Delivered delivered -> become(state, state.delivered(delivered.turn()));
            case Notify notify -> {
                view.tell(new Noticed(notify.text()));
                yield Effect().none();
            }
            case Forget forget -> onForget(state, forget);
            case Migrate migrate -> onMigrate(state, migrate);
            case Inherit inherit ->
                become(
                        state,
                        state.inherit(inherit.state()),
                        () -> inherit.replyTo().tell(new Accepted()));
            case FromTurn from -> onTurn(state, from.report());
            case TurnGone gone -> onTurnGone(state, gone.turn());
            case FromClaude from -> onClaude(state, from.notice());
            case ClaudeGone gone -> onClaudeGone(state);
            case Continue next -> react(state, next.with().apply(state), next.message(), () -> {});
            case Recovered recovered -> onRecovered(state);
            case ViewRestarted restarted -> onViewRestarted(state);
            case Passivate passivate -> onPassivate(state);
            case Inherited inherited -> onInherited();
            case Leave leave -> onLeave(state);
        };
    }

    private Effect<ChatState> redirect(Command command) {
        var to = migration == null ? id : migration.to();
        setup.manager().tell(new ChatManager.Deliver(to, command));
        return Effect().none();
    }

    private Effect<ChatState> onSubmit(ChatState state, Submit submit) {
        if (state.hasSeen(submit.seen()) || state.holds(submit.prompt().id())) {
            submit.replyTo().tell(new Accepted());
            return Effect().none();
        }
        var backlog = setup.backlog();
        if (backlog.isFull() && !submit.overflow()) {
            var reason = backlog.refusal();
            view.tell(new Replied(Reply.of(reason), submit.prompt().message()));
            submit.replyTo().tell(new Refused(reason));
            return Effect().none();
        }
        var prompt = submit.prompt();
        var next =
                state.saw(submit.seen(), now()).chatTitled(submit.chatTitle()).accept(prompt);
        return become(state, next, () -> {
            submit.replyTo().tell(new Accepted());
            showWaiting(next, prompt);
        });
    }

    private Effect<ChatState> onInvoke(ChatState state, Invoke invoke) {
        if (state.hasSeen(invoke.seen())) {
            invoke.replyTo().tell(new Accepted());
            return Effect().none();
        }
        var seen = state.saw(invoke.seen(), now()).chatTitled(invoke.chatTitle());
        var reaction = actions.invoke(invoke, seen);
        if (reaction.next().backlog() > seen.backlog() && setup.backlog().isFull()) {
            reaction = Reaction.say(seen, setup.backlog().refusal());
        }
        return react(state, reaction, invoke.message(), () -> invoke.replyTo().tell(new Accepted()));
    }

    private Effect<ChatState> react(ChatState state, Reaction reaction, @Nullable String message, Runnable first) {
        return become(state, reaction.next(), () -> {
            first.run();
            reaction.next()
                    .waiting()
                    .filter(each -> !state.holds(each.id()))
                    .forEach(each -> showWaiting(reaction.next(), each));
            var turn = working();
            actions.perform(reaction, message, turn == null ? null : turn.turn);
        });
    }

    private void showWaiting(ChatState state, Prompt prompt) {
        view.tell(new Waiting(prompt.id(), prompt.message(), state.aheadOf(prompt.id())));
    }

    private Effect<ChatState> onAnswer(Answer answer) {
        var turn = working();
        if (turn == null) {
            answer.replyTo().tell(new Settlement(false, "This question is no longer open."));
        } else {
            turn.turn.tell(new Turn.Decide(answer.key(), answer.decision(), answer.by(), answer.replyTo()));
        }
        return Effect().none();
    }

    private Effect<ChatState> onTurn(ChatState state, Turn.Report report) {
        var turn = current;
        if (turn == null || !turn.id.equals(report.turn())) {
            return onAdopted(state, report);
        }
        return switch (report) {
            case Turn.Ready ready -> {
                turn.ready = true;
                var flight = Objects.requireNonNull(state.flight());
                yield setup.surroundings()
                                .directories()
                                .isStillAllowed(flight.session().directory())
                        ? become(state, state.begin(turn.id, now()))
                        : end(state, Recovery.notAllowed(flight), Cost.NONE);
            }
            case Turn.Broke broke -> onBroke(state, broke);
            case Turn.Ended ended -> end(state, ended.outcome(), ended.cost());
            case Turn.Allowed allowed -> become(state, state.with(settings -> settings.withRules(allowed.rules())));
        };
    }

    private Effect<ChatState> onBroke(ChatState state, Turn.Broke broke) {
        var turn = Objects.requireNonNull(current);
        if (broke.run() != turn.runs) {
            return Effect().none(); // it runs again already: told twice while the store was slow
        }
        var flight = Objects.requireNonNull(state.flight());
        var where = Recovery.where(flight, broke.why(), now());
        if (where.isEmpty()) {
            return end(state, Outcome.failed(broke.said(), Failures.sentence(broke.why())), Cost.NONE);
        }
        ctx.getLog()
                .warn(
                        "Chat {}: {} {}; trying again",
                        id,
                        broke.why().cause(),
                        broke.why().detail());
        Recovery.notice(flight, broke.why()).ifPresent(text -> view.tell(new Noticed(text)));
        return become(state, state.again(broke.turn(), where.get()));
    }

    private Effect<ChatState> end(ChatState state, Outcome outcome, Cost cost) {
        var turn = Objects.requireNonNull(current);
        return become(state, state.end(turn.id, outcome, cost, now()), () -> {
            ctx.stop(turn.turn);
            current = null;
            setup.board().tell(new Board.Doing(id, Activity.IDLE));
        });
    }

    /** A crashed turn ends too: its process is told to stop, and the prompt has failed. */
    private Effect<ChatState> onTurnGone(ChatState state, TurnId turn) {
        var failed = Outcome.failed("", "Something went wrong inside the bot. /retry asks again.");
        if (current != null && current.id.equals(turn)) {
            claude.tell(new ClaudeProtocol.Interrupt(turn));
            return end(state, failed, Cost.NONE);
        }
        if (adopted != null && adopted.id.equals(turn)) {
            claude.tell(new ClaudeProtocol.Interrupt(turn));
            return endAdopted(state, failed, Cost.NONE);
        }
        return Effect().none();
    }

    /** Claude spoke without being asked: it gets a turn of its own, which ends like any other. */
    private Effect<ChatState> onAdopted(ChatState state, Turn.Report report) {
        var turn = adopted;
        if (turn == null || !turn.id.equals(report.turn())) {
            return Effect().none();
        }
        return switch (report) {
            case Turn.Ready ready -> Effect().none();
            case Turn.Allowed allowed -> become(state, state.with(settings -> settings.withRules(allowed.rules())));
            case Turn.Broke broke -> endAdopted(state, Outcome.cancelled(broke.said()), Cost.NONE);
            case Turn.Ended ended -> endAdopted(state, ended.outcome(), ended.cost());
        };
    }

    private Effect<ChatState> endAdopted(ChatState state, Outcome outcome, Cost cost) {
        var turn = Objects.requireNonNull(adopted);
        return become(state, state.unasked(turn.id, outcome, cost, now()), () -> {
            ctx.stop(turn.turn);
            adopted = null;
            setup.board().tell(new Board.Doing(id, Activity.IDLE));
        });
    }

    /** The turn that runs now; one that Claude began by itself runs while a prompt still waits for its permit. */
    private @Nullable Current working() {
        return adopted != null ? adopted : current;
    }

    private Effect<ChatState> onClaude(ChatState state, ClaudeProtocol.Notice notice) {
        return switch (notice) {
            case ClaudeProtocol.SelfStarted begun -> {
                adopted = new Current(begun.turn(), spawnTurn(begun.turn(), null, null, true), false);
                ctx.watchWith(adopted.turn, new TurnGone(begun.turn()));
                yield Effect().none();
            }
            case ClaudeProtocol.ModeChanged changed -> become(state, modeOf(state, changed.mode()));
            case ClaudeProtocol.HeldBack held -> {
                view.tell(new Noticed(Recovery.heldBack(held.files())));
                yield Effect().none();
            }
            case ClaudeProtocol.SessionReset reset -> become(state, state.renumbered(new SessionId(reset.sessionId())));
        };
    }

    private ChatState modeOf(ChatState state, String word) {
        var before = state.settings().mode() == null
                ? setup.surroundings().mode()
                : state.settings().mode();
        return PermissionMode.parse(word)
                .filter(mode -> mode != before)
                .map(mode -> state.with(settings -> settings.withMode(mode)))
                .orElse(state);
    }

    private Effect<ChatState> onRecovered(ChatState state) {
        if (current != null) {
            // The word of its death may have been what a failed store has dropped; told again if it is dead.
            ctx.watchWith(current.turn, new TurnGone(current.id));
        }
        var directories = setup.surroundings().directories();
        var directory = state.session().directory();
        if (state.session().used() && !directories.isStillAllowed(directory)) {
            view.tell(new Noticed(Recovery.relocation(directory, directories.start())));
            return become(state, state.relocated(directories.start(), now()));
        }
        carryOn(state);
        return Effect().none();
    }

    private Effect<ChatState> onViewRestarted(ChatState state) {
        told.clear();
        var flight = state.flight();
        if (flight != null && current != null && current.ready) {
            view.tell(new Started(flight.id(), flight.prompt().message(), flight.live()));
        }
        carryOn(state);
        return Effect().none();
    }

    private Effect<ChatState> onForget(ChatState state, Forget forget) {
        var goes = isQuiet(state) && state.lastActivity().isBefore(forget.idleSince());
        if (goes) {
            leave(true);
        }
        forget.replyTo().tell(new Forgotten(id, goes ? state.title() : null));
        return Effect().none();
    }

    /** Ends the work here first: one session must never run in two places. */
    private Effect<ChatState> onMigrate(ChatState state, Migrate migrate) {
        if (leaving && migration == null) {
            return redirect(migrate);
        }
        if (migration != null) {
            migration = migrate; // told again, perhaps because the new chat could not store it
            if (inherited) {
                migrate.replyTo().tell(new Accepted());
            } else if (claudeGone) {
                bequeath(state, migrate);
            }
            return Effect().none();
        }
        migration = migrate;
        leaving = true;
        if (current != null) {
            ctx.stop(current.turn);
            current = null;
        }
        claude.tell(new ClaudeProtocol.Shutdown());
        return Effect().none();
    }

    private Effect<ChatState> onClaudeGone(ChatState state) {
        if (migration == null) {
            throw new IllegalStateException("the Claude session of chat " + id + " has failed");
        }
        claudeGone = true;
        bequeath(state, migration);
        return Effect().none();
    }

    private void bequeath(ChatState state, Migrate to) {
        ActorRef<Receipt> receipt = ctx.messageAdapter(Receipt.class, any -> new Inherited());
        setup.manager().tell(new ChatManager.Deliver(to.to(), new Inherit(state.in(to.to()), receipt)));
    }

    private Effect<ChatState> onInherited() {
        if (!inherited) {
            inherited = true;
            setup.backlog().set(id, 0);
            leave(true);
        }
        Objects.requireNonNull(migration).replyTo().tell(new Accepted());
        return Effect().none();
    }

    private Effect<ChatState> onPassivate(ChatState state) {
        if (isQuiet(state) && !leaving) {
            leave(false);
        }
        return Effect().none();
    }

    private void leave(boolean erase) {
        leaving = true;
        setup.manager().tell(new ChatManager.Leaving(id, erase ? lastSequenceNumber(ctx) : ChatManager.KEEP));
    }

    private Effect<ChatState> onLeave(ChatState state) {
        if (migration != null || isQuiet(state)) {
            return Effect().stop();
        }
        leaving = false;
        setup.manager().tell(new ChatManager.Staying(id));
        return Effect().none();
    }

    private boolean isQuiet(ChatState state) {
        return state.atRest() && current == null && adopted == null;
    }

    private Effect<ChatState> become(ChatState state, ChatState next) {
        return become(state, next, () -> {});
    }

    private Effect<ChatState> become(ChatState state, ChatState next, Runnable then) {
        var dropped = state.waiting()
                .map(Prompt::id)
                .filter(turn -> !next.holds(turn))
                .toList();
        var effect = next.equals(state) ? Effect().none() : Effect().persist(next);
        return effect.thenRun(stored -> {
            setup.board().tell(new Board.Known(Standing.of(next, Activity.IDLE)));
            dropped.forEach(turn -> view.tell(new Dropped(turn)));
            then.run();
            carryOn(next);
        });
    }

    private void carryOn(ChatState state) {
        var flight = state.flight();
        if (flight != null && !leaving) {
            carryOn(state, flight);
        }
        for (var delivery : state.deliveries()) {
            if (told.add(delivery.id())) {
                view.tell(new Ended(delivery));
            }
        }
        if (!state.settings().equals(applied)) {
            applied = state.settings();
            claude.tell(new ClaudeProtocol.Apply(applied));
        }
        setup.backlog().set(id, state.backlog());
        if (isQuiet(state)) {
            timers.startSingleTimer(new Passivate(), setup.passivateAfter());
        } else {
            timers.cancel(new Passivate());
        }
    }

    private void carryOn(ChatState state, Flight flight) {
        var turn = current;
        if (turn == null) {
            var actor = spawnTurn(flight.id(), flight.prompt().message(), flight.live(), false);
            current = new Current(flight.id(), actor, flight.begun());
            ctx.watchWith(actor, new TurnGone(flight.id()));
        } else if (turn.ready && flight.begun() && turn.attempt != flight.attempt()) {
            turn.attempt = flight.attempt();
            turn.runs++;
            turn.turn.tell(new Turn.Go(Recovery.job(flight, state.settings(), turn.begunBefore)));
        }
    }

    private ActorRef<Turn.Command> spawnTurn(
            TurnId turn, @Nullable String message, @Nullable String live, boolean isAdopted) {
        return ctx.spawn(
                Turn.create(new Turn.Setup(
                        id,
                        turn,
                        message,
                        live,
                        isAdopted,
                        setup.linger(),
                        setup.clock(),
                        setup.throttle(),
                        claude,
                        view,
                        setup.board(),
                        ctx.messageAdapter(Turn.Report.class, FromTurn::new))),
                "turn-" + turn);
    }

    private Instant now() {
        return setup.clock().instant();
    }

    /** The turn of this incarnation. */
    private static final class Current {
        final TurnId id;
        final ActorRef<Turn.Command> turn;

        /** Whether an earlier incarnation may have given the prompt to Claude. */
        final boolean begunBefore;

        /** Whether it holds its permit. */
        boolean ready;

        /** The attempt that was told to go; none yet. */
        int attempt = -1;

        /** How often it was told to go. */
        int runs;

        Current(TurnId id, ActorRef<Turn.Command> turn, boolean begunBefore) {
            this.id = id;
            this.turn = turn;
            this.begunBefore = begunBefore;
        }
    }
}
