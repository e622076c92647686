package switchboard.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
import org.apache.pekko.persistence.typed.state.javadsl.EffectBuilder;
import org.apache.pekko.persistence.typed.state.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import switchboard.chat.ChatProtocol.Command;
import switchboard.chat.ChatProtocol.Event;
import switchboard.claude.ClaudeProtocol;
import switchboard.claude.ClaudeSession;
import switchboard.claude.Projects;
import switchboard.command.Reaction;
import switchboard.command.StopCommand;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Decision;
import switchboard.model.Delivery;
import switchboard.model.PermissionMode;
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

    record FromTurn(TurnProtocol.Report report) implements Internal {}

    record FromClaude(ClaudeProtocol.Notice notice) implements Internal {}

    /** What a command asked for has come: goes on with the state of now. */
    record Continue(
            Function<ChatState, Reaction> with, @Nullable String message) implements Internal {}

    record Inherited() implements Internal {}

    private record Recovered() implements Internal {}

    private record ViewRestarted() implements Internal {}

    record TurnGone(TurnId turn) implements Internal {}

    private record ClaudeGone() implements Internal {}

    private record Passivate() implements Internal {}

    /** From the manager: the engine stops. */
    record Close() implements Internal {}

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
    private final ViewUpdates updates;
    private final Turns turns;
    private final TurnReports reports;
    private final Departure departure;
    private @Nullable Settings applied;

    /** Whether what the last start or failed store has left is taken up. */
    private boolean recovered;

    private Chat(ActorContext<Command> ctx, TimerScheduler<Command> timers, ChatId id, ChatSetup setup) {
        super(persistenceId(id), storeTrouble());
        this.ctx = ctx;
        this.timers = timers;
        this.id = id;
        this.setup = setup;
        this.view = ctx.spawn(setup.view(id, ctx.getSelf(), new ViewRestarted()), "view");
        this.claude = ctx.spawn(
                ClaudeSession.create(
                        id,
                        setup.claude(),
                        new Projects(setup.claude(), setup.surroundings().trust()),
                        setup.processes(),
                        setup.pool(),
                        ctx.messageAdapter(ClaudeProtocol.Notice.class, FromClaude::new)),
                "claude");
        this.updates = new ViewUpdates(view);
        this.actions = new Actions(ctx, setup, claude, view);
        this.turns = new Turns(ctx, id, setup, claude, view);
        this.reports = new TurnReports(ctx, id, setup, turns, claude, view);
        this.departure = new Departure(ctx, id, setup, () -> lastSequenceNumber(ctx));
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

    /**
     * A failed store drops the command that led to it and nothing else: turn, process and view live on. The pause is short, for a
     * stop must not wait longer; and of failures that follow each other the log tells once.
     */
    private static BackoffSupervisorStrategy storeTrouble() {
        return SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(1), 0.2)
                .withStopChildren(false)
                .withResetBackoffAfter(Duration.ofMinutes(5))
                .withLogLevel(Level.ERROR)
                .withCriticalLogLevel(Level.DEBUG, 1);
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
                .onSignal(RecoveryCompleted.instance(), state -> {
                    recovered = false;
                    ctx.getSelf().tell(new Recovered());
                })
                .build();
    }

    @Override
    public CommandHandler<Command, ChatState> commandHandler() {
        return (state, command) -> {
            if (!recovered && !(command instanceof Recovered)) {
                return Effect().stash(); // what woke the chat must not come before the chat knows what it was at
            }
            return departure.isBegun() && !isOwn(command)
                    ? aside(() -> departure.redirect(command))
                    : on(state, command);
        };
    }

    /** What concerns this chat alone, also while it goes. */
    private static boolean isOwn(Command command) {
        return command instanceof Internal || command instanceof Migrate || command instanceof Closed;
    }

    private Effect<ChatState> on(ChatState state, Command command) {
        return switch (command) {
            case Submit submit -> onSubmit(state, submit);
            case Invoke invoke -> onInvoke(state, invoke);
            case Answer answer -> aside(() -> onAnswer(state, answer));
            case AnswerQueued answer -> aside(() -> onAnswerQueued(state, answer));
            case Wake wake -> Effect().none();
            case ShownLive shown -> become(state, state.showLive(shown.turn(), shown.reference()));
            case ShownOpen open -> become(state, state.showOpen(open.references()));
            case PartSending part ->
                become(
                        state,
                        state.part(part.turn(), part.index(), Delivery.SENDING),
                        () -> part.stored().tell(new PartStored(part.turn(), part.index())));
            case PartSent part -> become(state, state.part(part.turn(), part.index(), part.reference()));
            case Delivered delivered -> {
                updates.onDelivered(delivered.turn());
                yield become(state, state.delivered(delivered.turn()));
            }
            case Notify notify -> aside(() -> view.tell(new Noticed(notify.text())));
            case NameTopic topic -> onNameTopic(state, topic);
            case Forget forget -> aside(() -> departure.onForget(forget, state, isQuiet(state)));
            case Migrate migrate -> onMigrate(state, migrate);
            case Inherit inherit -> onInherit(state, inherit);
            case FromTurn from -> become(state, reports.on(state, from.report()));
            case TurnGone gone -> become(state, reports.onGone(state, gone.turn()));
            case FromClaude from -> onClaude(state, from.notice());
            case ClaudeGone gone -> stopIf(departure.onWorkEnded(state));
            case Continue next -> react(state, next.with().apply(state), next.message(), () -> {});
            case Recovered recovered -> onRecovered(state);
            case ViewRestarted restarted -> aside(() -> onViewRestarted(state));
            case Passivate passivate -> aside(() -> departure.onPassivate(isQuiet(state)));
            case Inherited inherited -> aside(departure::onInherited);
            case Leave leave -> stopIf(departure.onLeave(isQuiet(state)));
            case Close close -> aside(this::onClose);
            case Closed closed -> stopIf(departure.onViewClosed());
        };
    }

    private Effect<ChatState> onSubmit(ChatState state, Submit submit) {
        var before = receipt(state, submit.seen());
        if (before.isPresent() || state.holds(submit.prompt().id())) {
            submit.replyTo().tell(before.orElseGet(Accepted::new));
            return Effect().none();
        }
        if (turns.haveTaken(submit.seen())) {
            return Effect().none(); // as answers, which are not stored yet; once they are, it is told again
        }
        var refusal = setup.backlog().refusal(submit, state.deliveries().size());
        if (refusal.isPresent()) {
            view.tell(new Declined(refusal.get(), submit.prompt().message()));
            submit.replyTo().tell(new Refused(refusal.get()));
            return Effect().none();
        }
        var prompt = submit.prompt();
        var next = actions.stopped(
                state.saw(submit.seen(), now()).named(submit.chatName()).accept(prompt));
        return become(state, next, () -> {
            submit.replyTo().tell(new Accepted());
            if (next.isOnHold(prompt.id())) {
                view.tell(new Replied(StopCommand.overtaking(next, prompt.id()), prompt.message()));
            }
        });
    }

    private Effect<ChatState> onInvoke(ChatState state, Invoke invoke) {
        var before = receipt(state, invoke.seen());
        if (before.isPresent()) {
            invoke.replyTo().tell(before.get());
            return Effect().none();
        }
        var seen = state.saw(invoke.seen(), now()).named(invoke.chatName());
        var wanted = actions.invoke(invoke, seen, turns.ids());
        var refusal = wanted.next().backlog() > seen.backlog()
                ? setup.backlog().refusal(seen.deliveries().size())
                : Optional.<String>empty();
        var reaction = refusal.map(reason -> Reaction.say(seen, reason)).orElse(wanted);
        var rest = actions.atOnce(reaction, seen, invoke, turns);
        return react(state, rest, invoke.message(), () -> invoke.replyTo().tell(new Accepted()));
    }

    /** What to say of messages that were taken before, in whole or in part. */
    private static Optional<Receipt> receipt(ChatState state, List<Long> messages) {
        var before = state.seenOf(messages);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(before.size() == messages.size() ? new Accepted() : new SeenInPart(before));
    }

    private Effect<ChatState> react(ChatState state, Reaction reaction, @Nullable String message, Runnable first) {
        return become(state, reaction.next(), () -> {
            first.run();
            actions.perform(reaction, message, turns);
        });
    }

    /** What was taken before is no answer to what is asked now. */
    private void onAnswer(ChatState state, Answer answer) {
        if (!state.seenOf(answer.seen()).isEmpty() || turns.haveTaken(answer.seen())) {
            answer.replyTo().tell(Settlement.NO_LONGER_OPEN);
            return;
        }
        decide(new TurnProtocol.Decide(
                answer.key(), answer.decision(), answer.by(), answer.seen(), null, answer.replyTo()));
    }

    private void onAnswerQueued(ChatState state, AnswerQueued answer) {
        state.waiting()
                .filter(prompt -> prompt.id().value().startsWith(answer.prompt()))
                .findFirst()
                .ifPresentOrElse(
                        prompt -> decide(new TurnProtocol.Decide(
                                answer.key(),
                                new Decision.Say(prompt.text()),
                                answer.by(),
                                List.of(),
                                prompt.id(),
                                answer.replyTo())),
                        () -> answer.replyTo().tell(Settlement.NO_LONGER_QUEUED));
    }

    private void decide(TurnProtocol.Decide decide) {
        turns.speaking()
                .ifPresentOrElse(
                        turn -> turn.actor.tell(decide), () -> decide.replyTo().tell(Settlement.NO_LONGER_OPEN));
    }

    private Effect<ChatState> onClaude(ChatState state, ClaudeProtocol.Notice notice) {
        return switch (notice) {
            case ClaudeProtocol.SelfStarted begun -> aside(() -> turns.adopt(begun.turn()));
            case ClaudeProtocol.ModeChanged changed -> become(state, modeOf(state, changed.mode()));
            case ClaudeProtocol.HeldBack held -> aside(() -> view.tell(new Noticed(Recovery.heldBack(held.what()))));
            case ClaudeProtocol.SessionReset reset -> become(state, state.renumbered(new SessionId(reset.sessionId())));
        };
    }

    private ChatState modeOf(ChatState state, String word) {
        var before = setup.surroundings().modeOf(state.settings());
        return PermissionMode.parse(word)
                .filter(mode -> mode != before)
                .map(mode -> state.with(settings -> settings.withMode(mode)))
                .orElse(state);
    }

    private Effect<ChatState> onRecovered(ChatState state) {
        turns.watchAgain();
        departure.onRecovered(state, this::endWork);
        var next = updates.withoutShown(state);
        var flight = next.flight();
        if (flight != null && turns.find(flight.id()).isEmpty()) {
            next = next.endStopped(now());
        }
        var directories = setup.surroundings().directories();
        var directory = next.destination().directory();
        var moves = !directories.isStillAllowed(directory);
        if (moves) {
            next = next.move(Session.fresh(directories.start(), null, now()));
        }
        updates.showLeft(next);
        recovered = true;
        return become(state, next, () -> {
                    if (moves) {
                        view.tell(new Noticed(Recovery.relocation(directory, directories.start())));
                    }
                })
                .thenUnstashAll();
    }

    private Effect<ChatState> onMigrate(ChatState state, Migrate migrate) {
        if (!isStored()) {
            return aside(() -> migrate.replyTo().tell(new Accepted())); // anybody can make groups and change them
        }
        var next = state.movingTo(migrate.to());
        return become(state, next, () -> departure.onMigrate(migrate, next, this::endWork));
    }

    private Effect<ChatState> onInherit(ChatState state, Inherit inherit) {
        var next = state.inherit(inherit.state().endStopped(now()));
        return become(state, next, () -> {
            inherit.replyTo().tell(new Accepted());
            updates.showInherited(state, next);
        });
    }

    /** Of a topic in which nobody has used the bot nothing is kept. */
    private Effect<ChatState> onNameTopic(ChatState state, NameTopic topic) {
        var next = isStored() ? state.topicNamed(topic.name()) : state;
        return become(state, next, () -> topic.replyTo().tell(new Accepted()));
    }

    private void onViewRestarted(ChatState state) {
        updates.startOver(state);
        turns.show(state.flight());
        carryOn(state);
    }

    private void endWork() {
        turns.abandon();
        claude.tell(new ClaudeProtocol.Shutdown());
    }

    /** Whether anything was ever kept of this chat. */
    private boolean isStored() {
        return lastSequenceNumber(ctx) > 0;
    }

    private boolean isQuiet(ChatState state) {
        return state.atRest() && turns.areOver();
    }

    private void onClose() {
        departure.onClose();
        endWork();
        view.tell(new Closing());
    }

    private Effect<ChatState> stopIf(boolean mayStop) {
        return mayStop ? Effect().stop() : Effect().none();
    }

    /** Does what changes nothing that is stored. */
    private Effect<ChatState> aside(Runnable act) {
        act.run();
        return Effect().none();
    }

    private EffectBuilder<ChatState> become(ChatState state, ChatState next) {
        return become(state, next, () -> {});
    }

    private Effect<ChatState> become(ChatState state, Optional<TurnReports.Change> change) {
        return change.<Effect<ChatState>>map(found -> become(state, found.next(), found.then()))
                .orElseGet(() -> Effect().none());
    }

    private EffectBuilder<ChatState> become(ChatState state, ChatState wanted, Runnable then) {
        var next = actions.stopped(wanted);
        var effect = next.equals(state) ? Effect().none() : Effect().persist(next);
        return effect.thenRun(stored -> {
            actions.stored();
            if (isStored()) {
                setup.board().tell(new Board.Known(Standing.of(next, Activity.IDLE)));
            }
            updates.showName(state, next);
            updates.showDropped(state, next);
            then.run();
            updates.showMoved(state, next);
            updates.showHeld(state, next);
            carryOn(next);
        });
    }

    private void carryOn(ChatState state) {
        if (departure.mayBegin()) {
            turns.carryOn(state.flight(), state.settings());
        }
        updates.showAnswers(state);
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

    private Instant now() {
        return setup.clock().instant();
    }
}
