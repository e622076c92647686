package switchboard.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import switchboard.agent.AgentProtocol;
import switchboard.chat.ChatProtocol.Noticed;
import switchboard.chat.Situation.Step;
import switchboard.model.ChatState;
import switchboard.model.Cost;
import switchboard.model.InterruptedTool;
import switchboard.model.Outcome;
import switchboard.model.PermissionMode;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/** What becomes of a chat as its turns and its agent report: they begin, ask, break, run again and end. Pure. */
record TurnRules(Situation here, ChatContext context) {

    /** A turn that is at work no more is not heard. */
    Step onReport(TurnProtocol.Report report) {
        var turn = report.turn();
        if (!(report instanceof TurnProtocol.Left) && !here.work().has(turn)) {
            return report instanceof TurnProtocol.Offered offered ? files().onUnwanted(offered) : here.aside();
        }
        return switch (report) {
            case TurnProtocol.Left left -> onLeft(left);
            case TurnProtocol.Prepared prepared -> questions().onPrepared(prepared);
            case TurnProtocol.Heard heard -> questions().onHeard(heard);
            case TurnProtocol.Transcribed heard -> questions().onTranscribed(heard);
            case TurnProtocol.WaitIsOver over -> questions().onWaitIsOver(over);
            case TurnProtocol.Ready ready -> onReady(ready);
            case TurnProtocol.Broke broke -> onBroke(broke);
            case TurnProtocol.Ended ended -> end(turn, changed(ended), ended.outcome(), ended.cost());
            case TurnProtocol.Asked asked -> questions().onAsked(asked);
            case TurnProtocol.Offered offered -> files().onOffered(offered);
            case TurnProtocol.Overdue overdue -> files().onOverdue(overdue);
            case TurnProtocol.Withdrawn withdrawn ->
                files().onWithdrawn(withdrawn).orElseGet(() -> questions().onWithdrawn(withdrawn));
            case TurnProtocol.AsksToResume asks -> questions().onResuming(asks.question());
            case TurnProtocol.Shown shown -> new Step(here, questions().showAll(turn));
        };
    }

    private ChatState changed(TurnProtocol.Ended ended) {
        var changes = ended.changes();
        return changes == null ? here.state() : here.state().changed(ended.turn(), changes, ended.cost(), now());
    }

    /** Of a turn that has ended nothing needs to be known. */
    private Step onLeft(TurnProtocol.Left left) {
        return here.become(knowing(left.turn(), left.begun(), left.unanswered()));
    }

    /** With what is known of the tool calls of a turn whose process is lost. */
    private ChatState knowing(TurnId turn, List<InterruptedTool> begun, List<String> unanswered) {
        return QuestionRules.clear(
                here.state()
                        .with(ChatState::undelivered, answers -> answers.unheard(turn))
                        .with(ChatState::queue, queue -> queue.change(turn, running -> running.seeing(begun))),
                turn,
                unanswered);
    }

    private Step onReady(TurnProtocol.Ready ready) {
        var current = Objects.requireNonNull(here.state().current());
        if (ready.revisions() != here.work().revisions()) {
            return here.aside();
        }
        var session = current.session();
        var access = context.facts().directories().access(here.state().id(), session.directory());
        var refusal = Recovery.notAllowed(current, access);
        if (refusal.isPresent()) {
            return end(current.id(), here.state(), refusal.get(), Cost.NONE);
        }
        var held = new BudgetRules(context).instead(here);
        if (held.isPresent()) {
            return held.get();
        }
        var agent = context.facts().agent();
        var next = ready(here.state().runBy(current.id(), agent.id(), now())).begin(current.id(), now());
        var isAnothers =
                (session.used() || session.origin() != null) && !session.agent().equals(agent.id());
        List<Effect> told =
                isAnothers ? List.of(new Effect.Show(new Noticed(Recovery.notOf(agent), current.id()))) : List.of();
        return here.with(here.work().ready()).become(next, told);
    }

    /** If the turn begins its session, it begins one that is ready. */
    private ChatState ready(ChatState state) {
        var turn = Objects.requireNonNull(state.current());
        return turn.session().isEmpty()
                ? context.ready()
                        .apply(turn.session().directory())
                        .map(id -> state.runAs(turn.id(), id))
                        .orElse(state)
                : state;
    }

    private Step onBroke(TurnProtocol.Broke broke) {
        var turn = broke.turn();
        var why = broke.why();
        if (here.work().isAdopted(turn)) {
            return end(turn, here.state(), Outcome.cancelled(broke.said()), Cost.NONE);
        }
        var knowing =
                here.with(here.work().broke(why.cause())).with(here.questions().without(turn));
        var current = Objects.requireNonNull(here.state().current());
        var where = Recovery.where(current, why, now());
        if (where.isEmpty()) {
            var before = knowing.work().isKnown() ? here.state() : here.state().neverBegan(turn);
            return end(turn, before, Outcome.failed(broke.said(), why.sentence()), Cost.NONE);
        }
        var effects = new ArrayList<>(questions().settleAll(turn));
        effects.add(new Effect.LogRetry(why.cause() + " " + why.detail()));
        Recovery.notice(current, why).ifPresent(text -> effects.add(new Effect.Show(new Noticed(text, turn))));
        var next = knowing(turn, broke.begun(), broke.unanswered());
        return knowing.become(next.again(turn, where.get()), effects);
    }

    /** A turn whose actor has crashed ends too: its process is told to stop, and the prompt has failed. */
    Step onGone(TurnId turn) {
        if (!here.work().has(turn)) {
            return here.aside();
        }
        var failed = Outcome.failed("", Texts.of("failure.bot"));
        var end = end(turn, here.state(), failed, Cost.NONE);
        var effects = new ArrayList<Effect>();
        effects.add(new Effect.TellAgent(new AgentProtocol.Interrupt(turn)));
        effects.addAll(end.effects());
        return new Step(end.next(), effects);
    }

    private Step end(TurnId turn, ChatState before, Outcome outcome, Cost cost) {
        var settled = here.with(here.questions().without(turn));
        var effects = new ArrayList<>(questions().settleAll(turn));
        if (here.work().isAdopted(turn)) {
            effects.add(new Effect.EndTurn(turn));
            return settled.with(here.work().withoutAdopted())
                    .become(before.unasked(turn, outcome, cost, now()), effects);
        }
        return settled.become(before.end(turn, outcome, cost, now()), effects);
    }

    private OutgoingRules files() {
        return new OutgoingRules(here);
    }

    private QuestionRules questions() {
        return new QuestionRules(here, now());
    }

    Step onAgent(AgentProtocol.Notice notice) {
        return switch (notice) {
            case AgentProtocol.SelfStarted begun ->
                here.with(here.work().adopt(begun.turn()))
                        .aside(new Effect.StartTurn(begun.turn(), null, List.of(), true, null, false));
            case AgentProtocol.ModeChanged changed -> here.become(inMode(changed.mode()));
            case AgentProtocol.HeldBack held ->
                here.aside(new Effect.Show(new Noticed(Recovery.heldBack(held.what()))));
            case AgentProtocol.FilesGiven given -> onFiles(given);
            case AgentProtocol.SessionReset reset -> here.become(here.state().renumbered(reset.session()));
        };
    }

    /** People are notified once, even if the prompt is sent again. */
    private Step onFiles(AgentProtocol.FilesGiven given) {
        var current = here.state().current();
        return current == null || !current.id().equals(given.turn()) || current.shown() != null
                ? here.aside()
                : here.become(
                        here.state()
                                .with(
                                        ChatState::queue,
                                        queue -> queue.change(given.turn(), running -> running.showing(given.shown()))),
                        FileNotices.of(given, current.prompt().content()));
    }

    private ChatState inMode(PermissionMode mode) {
        var isSame = mode == context.facts().modeOf(here.state().settings());
        return isSame ? here.state() : here.state().with(ChatState::settings, settings -> settings.withMode(mode));
    }

    private Instant now() {
        return context.now();
    }
}
