package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.claude.trust.Trust;
import switchboard.claude.wire.Incoming;
import switchboard.model.Session;
import switchboard.model.Settings;
import switchboard.model.TurnId;

/** What {@link ClaudeSession} is told and tells. */
public interface ClaudeProtocol {

    /** To the session. */
    sealed interface Command
            permits Run, Adopt, Answer, Interrupt, Query, Apply, Trusting, Hibernate, Shutdown, Internal {}

    /** Runs a prompt; its events go to {@code turn}, {@link CutOff}, {@link Finished} or {@link Broke} last. One at a time. */
    record Run(Job job, ActorRef<Event> turn) implements Command {}

    /** Takes over a turn that Claude began by itself ({@link SelfStarted}). */
    record Adopt(TurnId turn, ActorRef<Event> by) implements Command {}

    /** Answers a question that is open. */
    record Answer(String requestId, ObjectNode payload) implements Command {}

    /** The user's stop: interrupt, 5 s later SIGTERM, 3 s later SIGKILL. The turn's last event tells that it stopped. */
    record Interrupt(TurnId turn) implements Command {}

    /**
     * Asks Claude Code something ({@code get_context_usage}, {@code list_models}); starts a process if need be.
     *
     * @param tag tells this query from others
     */
    record Query(
            String tag,
            Session session,
            Settings settings,
            String subtype,
            ObjectNode arguments,
            ActorRef<Reply> replyTo)
            implements Command {}

    /** Puts new settings in force in a living process; a process to come gets them anyway. */
    record Apply(Settings settings) implements Command {}

    /**
     * A person's word on project files that have changed since they were trusted ({@link ProjectChanged}).
     *
     * @param hash of what the person was shown; the word holds for nothing else
     * @param trusts whether they are loaded; else Claude works without them
     */
    record Trusting(String hash, boolean trusts) implements Command {}

    /** Ends the process if it has nothing to do; the next prompt resumes it. */
    record Hibernate() implements Command {}

    /** The host's stop: SIGTERM at once, so that the turn goes on after the restart. Stops the actor when all is ended. */
    record Shutdown() implements Command {}

    /** Messages of the session to itself. */
    non-sealed interface Internal extends Command {}

    /**
     * A prompt to run.
     *
     * @param resumed whether it may have reached Claude before: it is then sent again under the same uuid, a cut-off turn
     *     goes on, and what was answered already is taken from the transcript
     * @param cleared tool calls of it that may run, or that are known not to have run
     * @param begun what of it the host has seen begin; more may stand in the transcript, or less
     * @param confirmed whether it goes on even where a tool may run a second time
     */
    record Job(
            TurnId turn,
            String text,
            boolean literal,
            Session session,
            Settings settings,
            boolean resumed,
            List<String> cleared,
            List<CutTool> begun,
            boolean confirmed) {

        public Job(TurnId turn, String text, boolean literal, Session session, Settings settings, boolean resumed) {
            this(turn, text, literal, session, settings, resumed, List.of(), List.of(), false);
        }

        public Job confirm() {
            return new Job(turn, text, literal, session, settings, resumed, cleared, begun, true);
        }

        public Job knowing(List<String> nowCleared, List<CutTool> seen) {
            return new Job(turn, text, literal, session, settings, resumed, nowCleared, seen, confirmed);
        }
    }

    /** To the turn. */
    sealed interface Event permits Progress, Asked, Withdrawn, CutOff, ProjectChanged, Denied, Finished, Broke {}

    /** What a turn's watchers like to see; may be lost without harm. */
    sealed interface Progress extends Event
            permits BegunAgain, Spoke, SpeechVoid, Said, ToolBegan, ToolEnded, Retrying, Compacting, Compacted {}

    /**
     * The process broke and the prompt runs again.
     *
     * @param resumed whether what was said stands in the transcript and comes back from there; else Claude says it again
     */
    record BegunAgain(boolean resumed) implements Progress {}

    /** More of the text being written; provisional. */
    record Spoke(String text) implements Progress {}

    /** Text {@link Spoke} since the last {@link Said} is void and comes again. */
    record SpeechVoid() implements Progress {}

    /** A block of text is complete and stands in place of all {@link Spoke} since the last. */
    record Said(String text) implements Progress {}

    /**
     * A tool was called.
     *
     * @param parent the tool call of the subagent that made this one, null for the main conversation
     */
    record ToolBegan(
            String id,
            String name,
            JsonNode input,
            @Nullable String parent) implements Progress {}

    record ToolEnded(String id, boolean failed) implements Progress {}

    /** The API fails and is tried again. */
    record Retrying(int attempt, int most, int status, String error) implements Progress {}

    record Compacting() implements Progress {}

    /** The conversation was compacted from so many tokens to so many. */
    record Compacted(long before, long after) implements Progress {}

    /** Claude asks for a permission or asks the user something; it waits for {@link Answer}. */
    record Asked(Incoming.Ask ask) implements Event {}

    /** The question needs no answer any more. */
    record Withdrawn(String requestId) implements Event {}

    /**
     * The job was not begun: the crash that cut it off may have come while these tools were at work, and they would run once
     * more. Goes on when the job is confirmed.
     */
    record CutOff(List<CutTool> tools) implements Event {}

    /** The job was not begun: the project's files are not those that a person has trusted. Goes on after {@link Trusting}. */
    record ProjectChanged(Trust.Changed change) implements Event {}

    /** No answer to a question came through before the host went, so Claude Code denied it by itself and went on alone. */
    record Denied() implements Event {}

    /**
     * The turn is over and nothing of it runs any more.
     *
     * @param result null if the prompt had been answered before (only for a resumed job)
     * @param transcript for a resumed job all that Claude said to the prompt, else empty
     * @param contextTokens tokens in the context, 0 if unknown
     * @param stopped whether a person had stopped it before the host went (only for a resumed job)
     */
    record Finished(Incoming.@Nullable Result result, String transcript, long contextTokens, boolean stopped)
            implements Event {

        public Finished(Incoming.@Nullable Result result, String transcript, long contextTokens) {
            this(result, transcript, contextTokens, false);
        }
    }

    /** The process ended under the turn, with all that it had started. */
    record Broke(Cause cause, String detail) implements Event {}

    /** Why a process ended under a turn. */
    enum Cause {
        /** Claude does not know the session's id (its transcript is gone). */
        SESSION_LOST,
        /** The id of a session thought new has a transcript already. */
        SESSION_IN_USE,
        /** It never came up; the detail says why, to a person. */
        CANNOT_START,
        CRASHED,
        /** It answered no control request for 30 s. */
        HUNG
    }

    /** The answer to a {@link Query}; {@code error} is one sentence, or null. */
    record Reply(JsonNode payload, @Nullable String error) {}

    /** To the owner of the session. */
    sealed interface Notice permits SelfStarted, ModeChanged, SessionReset, HeldBack {}

    /** Claude began a turn that no prompt asked for; its events wait for {@link Adopt}. */
    record SelfStarted(TurnId turn) implements Notice {}

    /** The permission mode of the process is another now, by a plan's approval or by the model. */
    record ModeChanged(String mode) implements Notice {}

    /** What a directory would bring and does not, because it is not trusted; for people. */
    record HeldBack(String what) implements Notice {}

    /** Claude Code goes on under a new session id. */
    record SessionReset(String sessionId) implements Notice {}
}
