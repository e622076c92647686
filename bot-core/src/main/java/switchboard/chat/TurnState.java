package switchboard.chat;

import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.throttle.Throttle;

/** Where a turn is. Each state holds just what there is in it; a turn that the agent began by itself needs no permit. */
sealed interface TurnState {

    /** The prompt is not yet what the agent is to get. */
    sealed interface Unready extends TurnState {}

    /**
     * The chat had to start over under the turn, again and again: a person must say whether it continues, and nothing is done for it
     * before.
     */
    record Suspect() implements Unready {}

    /** The day's limit is reached: the chat says when the prompt may run, and nothing is done for it before. */
    record Held() implements Unready {}

    /**
     * The prompt's files are fetched.
     *
     * @param isStalled whether a fetch has failed, and is repeated, or takes long
     */
    record Preparing(boolean isStalled) implements Unready {}

    /** The prompt's recordings are transcribed. */
    record Transcribing() implements Unready {}

    /** A person must say what becomes of the prompt: files are gone, or a transcript is shown or missing. */
    record Clarifying() implements Unready {}

    /** The turn waits for its first permit. */
    record InLine(Throttle.@Nullable InLine place) implements TurnState {}

    /** The permit is here, and the chat stores that the turn begins. */
    record Ready() implements TurnState {}

    /** The turn has begun: its view knows of it. */
    sealed interface Begun extends TurnState {}

    /** The agent is at work, with the turn's permit. */
    record Running() implements Begun {}

    /**
     * The agent waits for people, or for the permit because all is answered by now.
     *
     * @param isHeld whether the turn holds its permit: while only people are waited for it serves someone else
     */
    record Asking(boolean isHeld) implements Begun {}

    /** The agent has not begun the job: a person must say whether it does. */
    record AskingToResume() implements Begun {}

    /**
     * The job waits for the permit.
     *
     * @param isAgain whether the agent has begun the turn before
     */
    record Returning(AgentProtocol.Job job, boolean isAgain) implements Begun {}

    /** The process broke, and the chat says whether the turn runs again. */
    record Broken(boolean isHeld) implements Begun {}

    /** The agent was told to stop. */
    record Stopping() implements Begun {}

    /** The turn is over; the chat lets it go. */
    record Ended() implements TurnState {}
}
