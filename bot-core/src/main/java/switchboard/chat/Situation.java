package switchboard.chat;

import java.util.ArrayList;
import java.util.List;
import switchboard.agent.AgentProtocol;
import switchboard.model.ChatState;

/**
 * Where a chat is. Immutable.
 *
 * @param state what must not be forgotten
 * @param work the turns of this incarnation
 * @param questions what these have asked
 */
record Situation(ChatState state, Work work, Questions questions, Departure departure) {

    /** Where a command leads, and what is done about it, in order. */
    record Step(Situation next, List<Effect> effects) {

        Step {
            effects = List.copyOf(effects);
        }
    }

    /** Prompts that wait here. */
    int backlog() {
        var hasMoved = departure instanceof Departure.Moving moving && moving.stage() == Departure.Moving.Stage.ARRIVED;
        return hasMoved ? 0 : state.queue().backlog();
    }

    /** Whether nothing runs, waits or is still to be delivered. */
    boolean isQuiet() {
        return state.isFinished() && work.isOver();
    }

    Situation with(Work next) {
        return new Situation(state, next, questions, departure);
    }

    Situation with(Departure next) {
        return new Situation(state, work, questions, next);
    }

    Situation with(Questions next) {
        return new Situation(state, work, next, departure);
    }

    /** Does something without a change. */
    Step aside(List<Effect> effects) {
        return new Step(this, effects);
    }

    Step aside(Effect... effects) {
        return new Step(this, List.of(effects));
    }

    Step become(ChatState next, Effect... then) {
        return become(next, List.of(then));
    }

    /** Goes to the next state, whose turns start and end, and shows what has changed. */
    Step become(ChatState next, List<Effect> then) {
        var effects = new ArrayList<Effect>();
        var isChanged = !next.equals(state);
        if (isChanged) {
            effects.addAll(before(next));
        }
        effects.addAll(then);
        if (isChanged) {
            effects.addAll(after(next));
        }
        var mayBegin = departure.mayBegin() && next.changes().puttingBack() == null; // two would write the same files
        var followed = work.follow(next.current(), mayBegin);
        effects.addAll(followed.effects());
        return new Step(new Situation(next, followed.next(), questions, departure), effects);
    }

    /** What a change shows before anything else. */
    private List<Effect> before(ChatState next) {
        var effects = new ArrayList<Effect>();
        effects.add(new Effect.Summarize(next));
        if (!next.name().equals(state.name())) {
            effects.addAll(Showing.topic(next));
        }
        if (!next.settings().equals(state.settings())) {
            effects.add(new Effect.TellAgent(new AgentProtocol.Apply(next.settings())));
        }
        if (!next.queue().equals(state.queue())) {
            effects.addAll(Showing.dropped(state, next));
        }
        return effects;
    }

    /** What the parts that have changed show after all else. */
    private List<Effect> after(ChatState next) {
        var effects = new ArrayList<Effect>();
        if (!next.queue().equals(state.queue())) {
            effects.addAll(Showing.moved(state, next));
            effects.addAll(Showing.held(state, next));
        }
        if (!next.undelivered().equals(state.undelivered())) {
            effects.addAll(Showing.answers(state, next));
            effects.addAll(Showing.files(state, next));
        }
        effects.addAll(Showing.coming(state, next));
        if (!next.offers().equals(state.offers())) {
            effects.addAll(Showing.offers(state, next));
            effects.addAll(Showing.offered(state, next));
        }
        return effects;
    }
}
