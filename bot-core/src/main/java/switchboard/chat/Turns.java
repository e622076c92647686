package switchboard.chat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import switchboard.claude.ClaudeProtocol;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.Flight;
import switchboard.model.Settings;
import switchboard.model.TurnId;

/**
 * The turns of a chat's present incarnation: the one in flight, and one that Claude began by itself, which may run while
 * a prompt still waits for its permit. Used by one actor.
 */
final class Turns {

    /** A turn at work. */
    static final class Working {
        final TurnId id;
        final ActorRef<TurnProtocol.Command> actor;

        /** Whether Claude began it by itself. */
        final boolean adopted;

        /** Whether Claude may know the prompt, from an earlier incarnation or from a process that broke under it. */
        private boolean known;

        /** Whether it holds its permit. */
        private boolean ready;

        /** The attempt that was told to go; null for none yet. */
        private @Nullable Flight going;

        /** The front's ids of messages that answered its questions; the chat's state has them once that is stored. */
        private final Set<Long> answers = new HashSet<>();

        private int runs;

        private Working(TurnId id, ActorRef<TurnProtocol.Command> actor, boolean adopted, boolean known) {
            this.id = id;
            this.actor = actor;
            this.adopted = adopted;
            this.known = known;
        }

        void onAnswered(List<Long> messages) {
            answers.addAll(messages);
        }

        void becomeReady() {
            ready = true;
        }

        /** A process broke under it. One that did not come up, or refused the session's id, has not read the prompt. */
        void onBroke(ClaudeProtocol.Cause cause) {
            known |= cause == ClaudeProtocol.Cause.CRASHED || cause == ClaudeProtocol.Cause.HUNG;
        }

        boolean isKnown() {
            return known;
        }

        private boolean isToldOf(Flight flight) {
            return going != null
                    && going.attempt() == flight.attempt()
                    && going.session().id().equals(flight.session().id());
        }

        /** How often it was told to go. */
        int runs() {
            return runs;
        }
    }

    private final ActorContext<ChatProtocol.Command> ctx;
    private final ChatId chat;
    private final ChatSetup setup;
    private final ActorRef<ClaudeProtocol.Command> claude;
    private final ActorRef<ChatProtocol.Event> view;
    private final ActorRef<TurnProtocol.Report> reports;
    private @Nullable Working flying;
    private @Nullable Working adopted;

    Turns(
            ActorContext<ChatProtocol.Command> ctx,
            ChatId chat,
            ChatSetup setup,
            ActorRef<ClaudeProtocol.Command> claude,
            ActorRef<ChatProtocol.Event> view) {
        this.ctx = ctx;
        this.chat = chat;
        this.setup = setup;
        this.claude = claude;
        this.view = view;
        this.reports = ctx.messageAdapter(TurnProtocol.Report.class, Chat.FromTurn::new);
    }

    Optional<Working> find(TurnId turn) {
        return all().filter(each -> each.id.equals(turn)).findFirst();
    }

    /** Those at work or in line. */
    Set<TurnId> ids() {
        return all().map(each -> each.id).collect(Collectors.toSet());
    }

    /** Stops a turn, or all if it is null. */
    void stop(@Nullable TurnId turn) {
        all().filter(each -> turn == null || each.id.equals(turn))
                .forEach(each -> each.actor.tell(new TurnProtocol.Stop()));
    }

    /** Asks once more what is open. */
    void askAgain() {
        all().forEach(each -> each.actor.tell(new TurnProtocol.AskAgain()));
    }

    /** The turn that may have asked something: while one that Claude began runs, no other does. */
    Optional<Working> speaking() {
        return Optional.ofNullable(adopted != null ? adopted : flying);
    }

    /** Whether one of the messages has answered a question of theirs. */
    boolean haveTaken(List<Long> messages) {
        return all().anyMatch(each -> messages.stream().anyMatch(each.answers::contains));
    }

    boolean areOver() {
        return flying == null && adopted == null;
    }

    /** Starts the turn in flight, or lets it go if its begin or its next attempt is stored by now. */
    void carryOn(@Nullable Flight flight, Settings settings) {
        if (flying != null && (flight == null || !flying.id.equals(flight.id()))) {
            end(flying); // its end is stored, though the store has said that it failed
        }
        var turn = flying;
        if (flight == null) {
            return;
        }
        if (turn == null) {
            flying = spawn(flight.id(), flight.prompt().message(), flight.live(), false, flight.begun());
        } else if (turn.ready && flight.begun() && !turn.isToldOf(flight)) {
            turn.going = flight;
            turn.runs++;
            turn.actor.tell(new TurnProtocol.Go(Recovery.job(flight, settings, turn.known)));
        }
    }

    /** Takes over what Claude began by itself. */
    void adopt(TurnId turn) {
        adopted = spawn(turn, null, null, true, false);
    }

    void end(Working turn) {
        ctx.stop(turn.actor);
        if (turn.adopted) {
            adopted = null;
        } else {
            flying = null;
        }
        setup.board().tell(new Board.Doing(chat, Activity.IDLE));
    }

    /** Gives up the turn in flight, which goes on elsewhere. */
    void abandon() {
        if (flying != null) {
            ctx.stop(flying.actor);
            flying = null;
        }
    }

    /** The word of a turn's death may have been what a failed store has dropped; told again if it is dead. */
    void watchAgain() {
        all().forEach(this::watch);
    }

    /** The view has begun anew and is told all that is to be seen. */
    void show(@Nullable Flight flight) {
        all().forEach(each ->
                each.actor.tell(new TurnProtocol.Show(flight == null || each.adopted ? null : flight.live())));
    }

    private Stream<Working> all() {
        return Stream.of(Optional.ofNullable(adopted), Optional.ofNullable(flying))
                .flatMap(Optional::stream);
    }

    private Working spawn(
            TurnId turn, @Nullable String message, @Nullable String live, boolean isAdopted, boolean known) {
        var actor = ctx.spawn(
                Turn.create(new TurnProtocol.Setup(
                        chat,
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
                        reports)),
                "turn-" + turn);
        var working = new Working(turn, actor, isAdopted, known);
        watch(working);
        return working;
    }

    private void watch(Working turn) {
        ctx.watchWith(turn.actor, new Chat.TurnGone(turn.id));
    }
}
