package switchboard.agent;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.model.AgentQuery;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.Disclosure;
import switchboard.model.PermissionMode;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.Settings;
import switchboard.model.TurnId;

/** What an agent's session is told and tells. */
public interface AgentProtocol {

    /** To the session. */
    sealed interface Command
            permits Run, Adopt, Answer, Interrupt, Ask, Apply, Trusting, Hibernate, Shutdown, Internal {}

    /** Runs a prompt; its events go to {@code turn}, {@link CutOff}, {@link Finished} or {@link Broke} last. One at a time. */
    record Run(Job job, ActorRef<Event> turn) implements Command {}

    /** Takes over a turn that the agent began by itself ({@link SelfStarted}). */
    record Adopt(TurnId turn, ActorRef<Event> by) implements Command {}

    /** Answers a request that is open ({@link Asked}); one that is open no longer is passed over. */
    record Answer(String request, Resolution resolution) implements Command {}

    /** The user's stop; within 10 s nothing of the turn runs any more. The turn's last event tells that it stopped. */
    record Interrupt(TurnId turn) implements Command {}

    /** Asks something besides the turns; starts a process if need be. */
    record Ask<T>(AgentQuery<T> query, Session session, Settings settings, ActorRef<AgentQuery.Result<T>> replyTo)
            implements Command {}

    /** Puts new settings in force in a living process; a process to come gets them anyway. */
    record Apply(Settings settings) implements Command {}

    /**
     * A person's word on project files that have changed since they were trusted ({@link ProjectChanged}).
     *
     * @param hash of what the person was shown; the word holds for nothing else
     * @param trusts whether they are loaded; else the agent works without them
     */
    record Trusting(String hash, boolean trusts) implements Command {}

    /** Ends the process if it has nothing to do; the next prompt resumes it. */
    record Hibernate() implements Command {}

    /** The host's stop: ends all at once, so that the turn goes on after the restart. Stops the actor when all is ended. */
    record Shutdown() implements Command {}

    /** Messages of the session to itself. */
    non-sealed interface Internal extends Command {}

    /**
     * A prompt to run.
     *
     * @param resumed whether it may have reached the agent before: it is then sent again under the same uuid, a cut-off turn
     *     goes on, and what was answered already is taken from the transcript
     * @param cleared tool calls of it that may run, or that are known not to have run
     * @param begun what of it the host has seen begin; more may stand in the transcript, or less
     * @param confirmed whether it goes on even where a tool may run a second time
     */
    record Job(
            TurnId turn,
            List<Content> content,
            boolean literal,
            Session session,
            Settings settings,
            boolean resumed,
            List<String> cleared,
            List<InterruptedTool> begun,
            boolean confirmed) {

        /** A text of which nothing has begun. */
        public Job(TurnId turn, String text, boolean literal, Session session, Settings settings, boolean resumed) {
            this(
                    turn,
                    List.of(new Content.Text(text)),
                    literal,
                    session,
                    settings,
                    resumed,
                    List.of(),
                    List.of(),
                    false);
        }

        public Job confirm() {
            return new Job(turn, content, literal, session, settings, resumed, cleared, begun, true);
        }

        public Job knowing(List<String> nowCleared, List<InterruptedTool> seen) {
            return new Job(turn, content, literal, session, settings, resumed, nowCleared, seen, confirmed);
        }
    }

    /** To the turn. */
    sealed interface Event permits Progress, Asked, Withdrawn, CutOff, ProjectChanged, Denied, Finished, Broke {}

    /** What a turn's watchers like to see; may be lost without harm. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = BegunAgain.class, name = "begun_again"),
        @JsonSubTypes.Type(value = Spoke.class, name = "spoke"),
        @JsonSubTypes.Type(value = SpeechVoid.class, name = "speech_void"),
        @JsonSubTypes.Type(value = Said.class, name = "said"),
        @JsonSubTypes.Type(value = ToolBegan.class, name = "tool_began"),
        @JsonSubTypes.Type(value = ToolEnded.class, name = "tool_ended"),
        @JsonSubTypes.Type(value = Retrying.class, name = "retrying"),
        @JsonSubTypes.Type(value = Compacting.class, name = "compacting"),
        @JsonSubTypes.Type(value = Compacted.class, name = "compacted")
    })
    sealed interface Progress extends Event
            permits BegunAgain, Spoke, SpeechVoid, Said, ToolBegan, ToolEnded, Retrying, Compacting, Compacted {}

    /**
     * The process broke and the prompt runs again.
     *
     * @param resumed whether what was said stands in the transcript and comes back from there; else the agent says it again
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
     * @param line the call in one line, for a person
     * @param isSubagent whether the call is a subagent's whole work
     * @param mayChange whether it may change something, so that it must not run twice unasked
     * @param parent the tool call of the subagent that made this one, null for the main conversation
     */
    record ToolBegan(
            String id,
            String line,
            boolean isSubagent,
            boolean mayChange,
            @Nullable String parent) implements Progress {}

    record ToolEnded(String id, boolean failed) implements Progress {}

    /** The API fails and is tried again. */
    record Retrying(int attempt, int most, int status, String error) implements Progress {}

    record Compacting() implements Progress {}

    /** The conversation was compacted from so many tokens to so many. */
    record Compacted(long before, long after) implements Progress {}

    /**
     * The agent needs a person's word and waits for {@link Answer}.
     *
     * @param request names it
     * @param call the tool call that waits
     * @param subagent the subagent that asks, null for the main conversation
     */
    record Asked(String request, String call, @Nullable String subagent, Request what) implements Event {}

    /** What a person is asked. */
    sealed interface Request {}

    /**
     * May this tool be used?
     *
     * @param input the tool's whole input
     * @param rules what would be allowed for good; empty if that is not on offer
     * @param disclosure what the input does not say
     */
    record Permission(String tool, JsonNode input, List<Rule> rules, Disclosure disclosure) implements Request {}

    /** Is this plan to be carried out? */
    record Plan(String plan) implements Request {}

    /** Some questions, at least one, answered one after the other. */
    record Choices(List<Choice> choices) implements Request {
        public Choices {
            choices = List.copyOf(choices);
        }
    }

    /**
     * One of them.
     *
     * @param options none if only the person's own words answer it
     * @param several whether more than one may be chosen
     */
    record Choice(String text, List<Question.Option> options, boolean several) {
        public Choice {
            options = List.copyOf(options);
        }
    }

    /** What a request is answered with. */
    sealed interface Resolution {}

    /** Any request's answer, but a choice's only if it is a refusal. */
    record Decided(Decision decision) implements Resolution {}

    /** The answers to {@link Choices}, in their order. */
    record Chosen(List<Pick> picks) implements Resolution {
        public Chosen {
            picks = List.copyOf(picks);
        }
    }

    /**
     * The answer to a {@link Choice}.
     *
     * @param labels those that were ticked
     * @param words a label that was pressed or the person's own words; a note if labels are ticked; may be empty then
     */
    record Pick(List<String> labels, String words) {
        public Pick {
            labels = List.copyOf(labels);
        }
    }

    /** The request needs no answer any more. */
    record Withdrawn(String request) implements Event {}

    /**
     * The job was not begun: the crash that cut it off may have come while these tools were at work, and they would run once
     * more. Goes on when the job is confirmed.
     */
    record CutOff(List<InterruptedTool> tools) implements Event {}

    /**
     * The job was not begun: the project's files are not those that a person has trusted. Goes on after {@link Trusting}.
     *
     * @param hash of the files as they are now
     * @param changes what is not as it was, as plain text
     * @param problems what cannot be shown; if there is any, the files cannot be trusted
     */
    record ProjectChanged(String hash, Path directory, String changes, List<String> problems) implements Event {
        public ProjectChanged {
            problems = List.copyOf(problems);
        }
    }

    /** No answer to a question came through before the host went, so the agent denied it by itself and went on alone. */
    record Denied() implements Event {}

    /**
     * The turn is over and nothing of it runs any more.
     *
     * @param text the turn's last words; may be empty although more was {@link Said}
     * @param transcript for a resumed job all that was said to the prompt, else empty
     */
    record Finished(Ending ending, String text, String transcript, Spent spent) implements Event {}

    /** How a turn ended. */
    sealed interface Ending {}

    record Answered() implements Ending {}

    /** A person stopped it. */
    record Stopped() implements Ending {}

    /** @param sentence why, for a person, with what helps */
    record Failed(String sentence) implements Ending {}

    /** The prompt had been answered before (only for a resumed job). */
    record AnsweredBefore() implements Ending {}

    /**
     * What a turn took; 0 for what is not known.
     *
     * @param contextTokens in the context at its end
     * @param contextWindow tokens that fit into the context
     * @param usd price of the turn
     */
    record Spent(long outputTokens, long contextTokens, long contextWindow, double usd) {
        public static final Spent NOTHING = new Spent(0, 0, 0, 0);
    }

    /**
     * The process ended under the turn, with all that it had started.
     *
     * @param detail for the log
     * @param sentence for a person, if the turn is not tried again
     */
    record Broke(Cause cause, String detail, String sentence) implements Event {}

    /** Why a process ended under a turn. */
    enum Cause {
        /** The agent does not know the session's id (its transcript is gone). */
        SESSION_LOST,
        /** The id of a session thought new has a transcript already. */
        SESSION_IN_USE,
        /** It never came up; the detail says why, to a person. */
        CANNOT_START,
        CRASHED,
        /** It answered no control request for 30 s. */
        HUNG
    }

    /** To the owner of the session. */
    sealed interface Notice permits SelfStarted, ModeChanged, SessionReset, HeldBack {}

    /** The agent began a turn that no prompt asked for; its events wait for {@link Adopt}. */
    record SelfStarted(TurnId turn) implements Notice {}

    /** The permission mode of the process is another now, by a plan's approval or by the model. */
    record ModeChanged(PermissionMode mode) implements Notice {}

    /** What a directory would bring and does not, because it is not trusted; for people. */
    record HeldBack(String what) implements Notice {}

    /** The agent goes on under a new session id. */
    record SessionReset(SessionId session) implements Notice {}
}
