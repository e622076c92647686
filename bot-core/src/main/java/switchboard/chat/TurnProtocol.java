package switchboard.chat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.board.Board;
import switchboard.model.ChatId;
import switchboard.model.Cost;
import switchboard.model.Decision;
import switchboard.model.Outcome;
import switchboard.model.Rule;
import switchboard.model.TurnId;
import switchboard.throttle.Throttle;

/** What a turn is told, what it reports, and what it works with. */
interface TurnProtocol {

    /** To the turn. */
    sealed interface Command permits Go, Stop, Show, AskAgain, Decide, Noted, Turn.Internal {}

    /** From the chat, which has stored that the turn begins: run this. Also runs it again after it {@link Broke}. */
    record Go(AgentProtocol.Job job) implements Command {}

    /** The person's stop. */
    record Stop() implements Command {}

    /** The view has begun anew: it is told all that is to be seen. */
    record Show() implements Command {}

    /** A person wants to see once more what is open. */
    record AskAgain() implements Command {}

    /**
     * A person's answer to a question of this turn.
     *
     * @param seen the front's ids of the messages it was said in
     * @param prompt the prompt that it was until now; null for none
     * @param replyTo told at once, or once it is stored that the messages and the prompt are taken
     */
    record Decide(
            String key,
            Decision decision,
            String by,
            List<Long> seen,
            @Nullable TurnId prompt,
            ActorRef<ChatProtocol.Settlement> replyTo)
            implements Command {

        Decide(String key, Decision decision, String by, List<Long> seen, ActorRef<ChatProtocol.Settlement> replyTo) {
            this(key, decision, by, seen, null, replyTo);
        }

        /** Whether it was said in messages, of which the chat must know that they are taken. */
        boolean isSaid() {
            return !seen.isEmpty() || prompt != null;
        }
    }

    /** From the chat: it has stored for which tool calls a person is asked. */
    record Noted(Asking asking) implements Command {}

    /** To the chat. */
    sealed interface Report {
        TurnId turn();
    }

    /** The permit is here: store that the turn begins, then say {@link Go}. */
    record Ready(TurnId turn) implements Report {}

    /** The process broke: say {@link Go} again or end it. */
    record Broke(TurnId turn, AgentProtocol.Broke why, String said) implements Report {}

    record Ended(TurnId turn, Outcome outcome, Cost cost) implements Report {}

    /**
     * What a person is asked has changed; store it, then say {@link Noted}. What was allowed goes to the agent only then.
     *
     * @param number counts the changes: the same may be asked again after another was, and a late word of the first is not
     *     one of the second
     * @param cleared tool calls that nobody need be asked about if the turn is cut off
     * @param seen the front's ids of messages that were answers
     * @param prompts those that are answers now, and wait no longer
     */
    record Asking(TurnId turn, int number, List<String> cleared, List<Long> seen, List<TurnId> prompts)
            implements Report {}

    /** The person allowed these for good; may be lost, the question was answered all the same. */
    record Allowed(TurnId turn, List<Rule> rules) implements Report {}

    /**
     * What a turn works with.
     *
     * @param message the front's reference to the prompt's message
     * @param adopted whether the agent began it by itself: it runs already and takes no permit
     * @param linger after this long, and again after as long, the person is asked whether it shall go on; zero for never
     */
    record Setup(
            ChatId chat,
            TurnId id,
            @Nullable String message,
            boolean adopted,
            Duration linger,
            Clock clock,
            ActorRef<Throttle.Command> throttle,
            ActorRef<AgentProtocol.Command> agent,
            ActorRef<ChatProtocol.Event> view,
            ActorRef<Board.Command> board,
            ActorRef<? super Report> owner) {}
}
