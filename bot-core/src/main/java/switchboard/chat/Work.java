package switchboard.chat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.model.Content;
import switchboard.model.CurrentTurn;
import switchboard.model.Prompt;
import switchboard.model.TurnId;

/**
 * The turns of a chat's present incarnation: the one of the prompt in flight, and one that the agent began by itself, which may run
 * while a prompt still waits for its permit. Immutable.
 */
record Work(@Nullable Flying flying, @Nullable TurnId adopted) {

    static final Work NONE = new Work(null, null);

    /**
     * The turn of the prompt in flight.
     *
     * @param known whether the agent may know the prompt, from an earlier incarnation or from a process that broke under it
     * @param ready whether it holds its permit
     * @param going the attempt that it was told to make; null for none yet
     * @param revisions how many times it was told that its prompt has become another
     */
    record Flying(
            TurnId id,
            boolean known,
            boolean ready,
            @Nullable CurrentTurn going,
            int revisions) {

        private boolean isMaking(CurrentTurn current) {
            return going != null
                    && going.attempt() == current.attempt()
                    && going.session().id().equals(current.session().id());
        }
    }

    /** What follows from the current turn. */
    record Change(Work next, List<Effect> effects) {}

    /** All turns. */
    Set<TurnId> ids() {
        var ids = new LinkedHashSet<TurnId>();
        Optional.ofNullable(adopted).ifPresent(ids::add);
        Optional.ofNullable(flying).map(Flying::id).ifPresent(ids::add);
        return ids;
    }

    /** Whether it is one of them. */
    boolean has(TurnId turn) {
        return isFlying(turn) || isAdopted(turn);
    }

    boolean isOver() {
        return flying == null && adopted == null;
    }

    boolean isAdopted(TurnId turn) {
        return turn.equals(adopted);
    }

    /** Whether it is the turn of the prompt in flight. */
    boolean isFlying(TurnId turn) {
        return flying != null && flying.id.equals(turn);
    }

    /** Whether the agent has got the prompt from this incarnation. */
    boolean isGoing() {
        return flying != null && flying.going() != null;
    }

    boolean isKnown() {
        return flying != null && flying.known();
    }

    Work adopt(TurnId turn) {
        return new Work(flying, turn);
    }

    Work withoutAdopted() {
        return new Work(flying, null);
    }

    Work withoutFlying() {
        return new Work(null, adopted);
    }

    /** The current turn holds its permit. */
    Work ready() {
        return flying == null
                ? this
                : new Work(new Flying(flying.id, flying.known, true, flying.going, flying.revisions), adopted);
    }

    /** Notifies the current turn that its prompt has become another. */
    Work revised() {
        return flying == null
                ? this
                : new Work(
                        new Flying(flying.id, flying.known, flying.ready, flying.going, flying.revisions + 1), adopted);
    }

    /** How many times the current turn was told so. */
    int revisions() {
        return flying == null ? 0 : flying.revisions;
    }

    /** A process broke under it. One that did not come up, or refused the session's id, has not read the prompt. */
    Work broke(AgentProtocol.Cause cause) {
        var hasRead = cause == AgentProtocol.Cause.CRASHED || cause == AgentProtocol.Cause.HUNG;
        return flying == null
                ? this
                : new Work(
                        new Flying(flying.id, flying.known || hasRead, flying.ready, flying.going, flying.revisions),
                        adopted);
    }

    /**
     * Ends the turn that is no longer the current one, starts the one that is, or lets it make the attempt that begins.
     *
     * @param mayBegin whether a new turn may start
     */
    Change follow(@Nullable CurrentTurn current, boolean mayBegin) {
        var effects = new ArrayList<Effect>();
        var next = flying;
        if (next != null && (current == null || !next.id.equals(current.id()))) {
            effects.add(new Effect.EndTurn(next.id));
            next = null;
        }
        if (current != null && mayBegin) {
            if (next == null) {
                next = new Flying(current.id(), current.begun(), false, null, 0);
                var prompt = current.prompt();
                var suspicion = current.isSuspect() ? ResumeQuestion.of(current) : null;
                if (!current.begun() && current.session().used() && hasFiles(prompt)) {
                    effects.add(new Effect.TellAgent(new AgentProtocol.Wake(current.session())));
                }
                effects.add(new Effect.StartTurn(
                        current.id(), prompt.message(), prompt.content(), false, suspicion, false));
            } else if (next.ready && current.begun() && !next.isMaking(current)) {
                effects.add(new Effect.TellTurn(next.id, new TurnProtocol.Go(Recovery.job(current, next.known))));
                next = new Flying(next.id, next.known, true, current, next.revisions);
            }
        }
        return new Change(new Work(next, adopted), effects);
    }

    /** Whether the turn is not ready at once, because files must be fetched, and perhaps transcribed. */
    private static boolean hasFiles(Prompt prompt) {
        return prompt.content().stream().anyMatch(Content.Attachment.class::isInstance);
    }
}
