package switchboard.chat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import switchboard.chat.ChatProtocol.Command;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Session;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/**
 * One conversation as an actor: each message becomes a {@link Situation.Step}, whose state goes to the {@link Ledger} and whose effects are
 * performed once that state is stored, urgent ones at once.
 *
 * <p>{@code opening (keeps what comes) -> living -> stopped}
 */
public final class Chat {

    /** After so long a person is told that the stop they asked for is not stored yet. */
    private static final Duration STOP_STORED_WITHIN = Duration.ofSeconds(1);

    /** After so long people are told that nothing can be stored. */
    private static final Duration STORED_WITHIN = Duration.ofSeconds(10);

    /** While a prompt waits because of the day's limit. */
    private static final Duration LOOK_AT_LIMITS_EVERY = Duration.ofSeconds(2);

    private static final ChatInternal.LookAtLimits LOOK_AT_LIMITS = new ChatInternal.LookAtLimits();
    private static final ChatInternal.Unsaved UNSAVED = new ChatInternal.Unsaved(false);
    private static final ChatInternal.Unsaved UNSAVED_STOP = new ChatInternal.Unsaved(true);

    /** An effect that waits for a state. */
    private record Waiting(long number, Effect effect) {}

    private final TimerScheduler<Command> timers;
    private final ChatId id;
    private final ChatSetup setup;
    private final Performer performer;
    private final ActorRef<Ledger.Command> ledger;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private Situation here;

    /** Counts the states since the chat has opened. */
    private long number;

    /** The newest of them that is stored, and the store's revision. */
    private long kept;

    private long revision;

    /** Whether people know that nothing can be stored. */
    private boolean isTold;

    private Chat(ActorContext<Command> ctx, TimerScheduler<Command> timers, ChatId id, ChatSetup setup) {
        this.timers = timers;
        this.id = id;
        this.setup = setup;
        this.performer = new Performer(ctx, id, setup);
        this.ledger = ctx.spawn(
                Ledger.create(id, setup.plugin(), ctx.messageAdapter(Ledger.Event.class, ChatInternal.FromLedger::new)),
                "ledger");
        this.here = new Situation(fresh(), Work.NONE, Questions.NONE, new Departure.Staying());
        ctx.watch(ledger); // without it the chat begins again with what is stored
    }

    public static Behavior<Command> create(ChatId id, ChatSetup setup) {
        Behavior<Command> chat = Behaviors.setup(ctx -> Behaviors.withTimers(timers ->
                Behaviors.withStash(Integer.MAX_VALUE, stash -> new Chat(ctx, timers, id, setup).opening(stash))));
        return Behaviors.supervise(chat)
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
    }

    private ChatState fresh() {
        return ChatState.of(
                id,
                Session.fresh(
                        setup.facts().directories().start(), null, setup.clock().instant()));
    }

    /** What woke the chat must not come before the chat knows what it was at. */
    private Behavior<Command> opening(StashBuffer<Command> stash) {
        return Behaviors.receiveMessage(command -> {
            if (command instanceof ChatInternal.FromLedger from && from.event() instanceof Ledger.Opened opened) {
                revision = opened.revision();
                here = new Situation(
                        opened.state().orElse(here.state()), Work.NONE, Questions.NONE, new Departure.Staying());
                setup.facts().spending().note(here.state());
                take(Conversation.open(here.state(), context()));
                return stash.unstashAll(Behaviors.receiveMessage(this::onMessage));
            }
            if (!ChatInternal.isForEarlier(command)) {
                stash.stash(command);
            }
            return Behaviors.same();
        });
    }

    private Behavior<Command> onMessage(Command command) {
        if (command instanceof ChatInternal.FromLedger from && from.event() instanceof Ledger.Kept stored) {
            onKept(stored);
        } else if (command instanceof ChatInternal.Unsaved unsaved) {
            onUnsaved(unsaved);
        } else {
            take(Conversation.on(here, command, context()));
        }
        return performer.stops() ? Behaviors.stopped() : Behaviors.same();
    }

    private ChatContext context() {
        return new ChatContext(
                setup.clock().instant(),
                revision > 0,
                setup.facts(),
                setup.backlog(),
                setup.limits(),
                setup.sessions()::ready);
    }

    private void take(Situation.Step step) {
        var before = here.state();
        here = step.next();
        if (!here.state().equals(before)) {
            number++;
            ledger.tell(new Ledger.Keep(number, here.state()));
        }
        for (var effect : withWarning(before, step.effects())) {
            if (waits(effect)) {
                waiting.add(new Waiting(number, effect));
            } else {
                performer.perform(effect, revision);
            }
            if (isStop(effect) && kept < number) {
                timers.startSingleTimer(UNSAVED_STOP, STOP_STORED_WITHIN);
            }
        }
        setup.backlog().set(id, here.backlog());
        if (here.questions().overBudget().isEmpty()) {
            timers.cancel(LOOK_AT_LIMITS);
        } else if (!timers.isTimerActive(LOOK_AT_LIMITS)) {
            timers.startTimerWithFixedDelay(LOOK_AT_LIMITS, LOOK_AT_LIMITS_EVERY);
        }
        settle();
    }

    /** The effects, and a warning if the chat has just spent most of what all chats may. */
    private List<Effect> withWarning(ChatState before, List<Effect> effects) {
        var spending = setup.facts().spending();
        var limit = spending.limit();
        var now = here.state();
        if (limit.isEmpty()
                || (now.usage().equals(before.usage()) && Objects.equals(now.movingTo(), before.movingTo()))) {
            return effects;
        }
        spending.note(now);
        var instant = setup.clock().instant();
        if (!spending.isToBeWarned(instant)) {
            return effects;
        }
        var most = HumanText.usd(limit.get().usd());
        var text = limit.get().isReached(spending.today(now, instant))
                ? Texts.of("budget.reachedOfAll", most)
                : Texts.of("budget.nearOfAll", most);
        return Stream.concat(effects.stream(), Stream.of(new Effect.Show(new ChatProtocol.Noticed(text))))
                .toList();
    }

    private boolean waits(Effect effect) {
        return effect.isUrgent() ? isAboutATurnThatWaits(effect) : kept < number || !waiting.isEmpty();
    }

    private static boolean isStop(Effect effect) {
        return effect instanceof Effect.TellTurn tell && tell.command() instanceof TurnProtocol.Stop;
    }

    /** What is for a turn that is not started yet comes after its start. */
    private boolean isAboutATurnThatWaits(Effect effect) {
        var turn = switch (effect) {
            case Effect.TellTurn tell -> tell.turn();
            case Effect.EndTurn end -> end.turn();
            default -> null;
        };
        return turn != null
                && waiting.stream()
                        .anyMatch(each -> each.effect() instanceof Effect.StartTurn start
                                && start.turn().equals(turn));
    }

    private void onKept(Ledger.Kept stored) {
        kept = stored.number();
        revision = stored.revision();
        while (!waiting.isEmpty() && waiting.element().number() <= kept) {
            performer.perform(waiting.remove().effect(), revision);
        }
        settle();
    }

    /** Sets the timers that depend on whether something waits for the store or for people. */
    private void settle() {
        if (waiting.isEmpty() && kept == number) {
            timers.cancel(UNSAVED);
            timers.cancel(UNSAVED_STOP);
            isTold = false;
            if (here.isQuiet() && !performer.isWorking()) {
                timers.startSingleTimer(new ChatInternal.Passivate(), setup.passivateAfter());
                return;
            }
        } else if (!isTold && !timers.isTimerActive(UNSAVED)) {
            timers.startSingleTimer(UNSAVED, STORED_WITHIN);
        }
        timers.cancel(new ChatInternal.Passivate());
    }

    private void onUnsaved(ChatInternal.Unsaved unsaved) {
        isTold = true;
        timers.cancel(UNSAVED);
        var text = unsaved.isStop() ? Texts.of("disk.stopped") : Texts.of("disk.full");
        performer.perform(new Effect.Show(new ChatProtocol.Noticed(text)), revision);
    }
}
