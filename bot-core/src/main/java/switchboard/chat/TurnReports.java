package switchboard.chat;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import switchboard.claude.ClaudeProtocol;
import switchboard.claude.Failures;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Cost;
import switchboard.model.Outcome;
import switchboard.model.Settings;
import switchboard.model.TurnId;

/** What a chat's state becomes as its turns report: they begin, ask, break, run again and end. Used by one actor. */
final class TurnReports {

    /**
     * @param next to be stored
     * @param then done once it is
     */
    record Change(ChatState next, Runnable then) {

        static Change to(ChatState next) {
            return new Change(next, () -> {});
        }
    }

    private final ActorContext<ChatProtocol.Command> ctx;
    private final ChatId chat;
    private final ChatSetup setup;
    private final Turns turns;
    private final ActorRef<ClaudeProtocol.Command> claude;
    private final ActorRef<ChatProtocol.Event> view;

    TurnReports(
            ActorContext<ChatProtocol.Command> ctx,
            ChatId chat,
            ChatSetup setup,
            Turns turns,
            ActorRef<ClaudeProtocol.Command> claude,
            ActorRef<ChatProtocol.Event> view) {
        this.ctx = ctx;
        this.chat = chat;
        this.setup = setup;
        this.turns = turns;
        this.claude = claude;
        this.view = view;
    }

    /** Nothing if the turn is not at work any more, or has reported it before. */
    Optional<Change> on(ChatState state, TurnProtocol.Report report) {
        return turns.find(report.turn())
                .filter(turn -> !isToldTwice(turn, report))
                .map(turn -> switch (report) {
                    case TurnProtocol.Ready ready -> onReady(state, turn);
                    case TurnProtocol.Broke broke -> onBroke(state, turn, broke);
                    case TurnProtocol.Ended ended -> end(state, turn, ended.outcome(), ended.cost());
                    case TurnProtocol.Asking asking -> onAsking(state, turn, asking);
                    case TurnProtocol.Allowed allowed -> onAllowed(state, turn, allowed);
                });
    }

    /** It runs again already: told twice while the store was slow. */
    private static boolean isToldTwice(Turns.Working turn, TurnProtocol.Report report) {
        return report instanceof TurnProtocol.Broke broke && !turn.adopted && broke.run() != turn.runs();
    }

    /** A crashed turn ends too: its process is told to stop, and the prompt has failed. */
    Optional<Change> onGone(ChatState state, TurnId gone) {
        return turns.find(gone).map(turn -> {
            claude.tell(new ClaudeProtocol.Interrupt(gone));
            var failed = Outcome.failed("", "Something went wrong inside the bot. /retry asks again.");
            return end(state, turn, failed, Cost.NONE);
        });
    }

    private Change onAsking(ChatState state, Turns.Working turn, TurnProtocol.Asking asking) {
        turn.onAnswered(asking.seen());
        return new Change(
                state.clear(turn.id, asking.cleared())
                        .answeredIn(asking.seen(), now())
                        .dropAll(asking.prompts()),
                () -> turn.actor.tell(new TurnProtocol.Noted(asking)));
    }

    private Change onAllowed(ChatState state, Turns.Working turn, TurnProtocol.Allowed allowed) {
        var next = state.with(settings -> settings.withRules(allowed.rules()));
        return next.settings().rules().size() <= Settings.MOST_RULES
                ? Change.to(next)
                : new Change(
                        state,
                        () -> view.tell(new ChatProtocol.Noticed(
                                "This chat already has " + Settings.MOST_RULES + " “always” rules, so this one is not"
                                        + " kept: it ends when Claude's process does. Remove some with /rules.",
                                turn.id)));
    }

    private Change onReady(ChatState state, Turns.Working turn) {
        turn.becomeReady();
        var flight = Objects.requireNonNull(state.flight());
        return setup.surroundings()
                        .directories()
                        .isStillAllowed(flight.session().directory())
                ? Change.to(state.begin(turn.id, now()))
                : end(state, turn, Recovery.notAllowed(flight), Cost.NONE);
    }

    private Change onBroke(ChatState state, Turns.Working turn, TurnProtocol.Broke broke) {
        if (turn.adopted) {
            return end(state, turn, Outcome.cancelled(broke.said()), Cost.NONE);
        }
        var why = broke.why();
        turn.onBroke(why.cause());
        var flight = Objects.requireNonNull(state.flight());
        var where = Recovery.where(flight, why, now());
        if (where.isEmpty()) {
            var before = turn.isKnown() ? state : state.neverBegan(turn.id);
            return end(before, turn, Outcome.failed(broke.said(), Failures.sentence(why)), Cost.NONE);
        }
        return new Change(state.again(turn.id, where.get()), () -> {
            ctx.getLog().warn("Chat {}: {} {}; trying again", chat, why.cause(), why.detail());
            Recovery.notice(flight, why).ifPresent(text -> view.tell(new ChatProtocol.Noticed(text, turn.id)));
        });
    }

    private Change end(ChatState state, Turns.Working turn, Outcome outcome, Cost cost) {
        var next =
                turn.adopted ? state.unasked(turn.id, outcome, cost, now()) : state.end(turn.id, outcome, cost, now());
        return new Change(next, () -> turns.end(turn));
    }

    private Instant now() {
        return setup.clock().instant();
    }
}
