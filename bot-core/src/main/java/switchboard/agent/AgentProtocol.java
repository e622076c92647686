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
import switchboard.model.FileChanges;
import switchboard.model.InterruptedTool;
import switchboard.model.OfferedFile;
import switchboard.model.PermissionMode;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.Settings;
import switchboard.model.TurnId;

/** The messages between a chat and its agent's session. */
public interface AgentProtocol {

    /** To the session. */
    sealed interface Command
            permits Run, Wake, Adopt, Reply, Interrupt, Ask, Apply, Trusting, Hibernate, Shutdown, Internal {}

    /** Runs a prompt; its events go to {@code turn}, {@link CutOff}, {@link Finished} or {@link Broke} last. One at a time. */
    record Run(Job job, ActorRef<Event> turn) implements Command {}

    /** Announces a prompt of the session. If the session has no process, one may start now, as far as there is room. */
    record Wake(Session session) implements Command {}

    /** Takes over a turn that the agent began by itself ({@link SelfStarted}). */
    record Adopt(TurnId turn, ActorRef<Event> by) implements Command {}

    /** What the agent waits for; ignored if it no longer does. */
    sealed interface Reply extends Command {

        /** The id of what the agent has asked or offered. */
        String request();
    }

    /** Answers a question ({@link Asked}). */
    record Answer(String request, Resolution resolution) implements Reply {}

    /** Answers an offer ({@link FileOffered}). */
    record FileSent(String request, Sending result) implements Reply {}

    /** What has become of an offered file. */
    sealed interface Sending {}

    /**
     * People have it.
     *
     * @param message the front's reference to the message
     */
    record Sent(String message) implements Sending {}

    /** It takes long. People get it as soon as that is possible, or a message says why they don't get it. */
    record OnItsWay() implements Sending {}

    /** @param reason one plain sentence */
    record NotSent(String reason) implements Sending {}

    /** A person stops the turn. Within 10 s nothing of it runs any more; its last event says that it was stopped. */
    record Interrupt(TurnId turn) implements Command {}

    /** Asks the agent something outside of turns. Starts a process if there is none. */
    record Ask<T>(AgentQuery<T> query, Session session, ActorRef<AgentQuery.Result<T>> replyTo) implements Command {}

    /**
     * The chat's settings from now on, in every state of the session: for the process that runs and for those to come. Comes before
     * the first prompt. Prompts bring no settings, because one may wait for long and then run in what a person has taken back.
     */
    record Apply(Settings settings) implements Command {}

    /**
     * A person's decision on project files that have changed since they were trusted ({@link ProjectChanged}).
     *
     * @param directory of the session
     * @param hash of the files that the person was shown; the decision holds for no others
     * @param trusts whether the files are loaded; if not, the agent works without them
     */
    record Trusting(Path directory, String hash, boolean trusts) implements Command {}

    /** Ends the process if it has nothing to do; the next prompt resumes it. */
    record Hibernate() implements Command {}

    /** The host stops. The session ends its process at once, so that the turn continues after the restart, and then stops itself. */
    record Shutdown() implements Command {}

    /** Messages of the session to itself. */
    non-sealed interface Internal extends Command {}

    /**
     * A prompt to run.
     *
     * @param resumed whether the prompt may have reached the agent before. It is then sent again under the same uuid, a cut-off turn
     *     continues, and an answer that already exists is taken from the transcript
     * @param cleared its tool calls that may run, or that are known not to have run
     * @param begun its tool calls that the host has seen begin; the transcript may have more or fewer
     * @param confirmed whether it continues even where a tool may run a second time
     */
    record Job(
            TurnId turn,
            List<Content> content,
            boolean literal,
            Session session,
            boolean resumed,
            List<String> cleared,
            List<InterruptedTool> begun,
            boolean confirmed) {

        /** A text, of which no tool call has begun. */
        public Job(TurnId turn, String text, boolean literal, Session session, boolean resumed) {
            this(turn, List.of(new Content.Text(text)), literal, session, resumed, List.of(), List.of(), false);
        }

        public Job confirm() {
            return new Job(turn, content, literal, session, resumed, cleared, begun, true);
        }

        public Job clearing(List<String> calls) {
            return new Job(turn, content, literal, session, resumed, calls, begun, confirmed);
        }
    }

    /** To the turn. */
    sealed interface Event
            permits Progress, Asked, FileOffered, Withdrawn, CutOff, ProjectChanged, Denied, Finished, Broke {}

    /** Progress of a turn, for those who watch it. May be lost without harm. */
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
     * @param resumed whether the text so far comes back from the transcript; if not, the agent says it again
     */
    record BegunAgain(boolean resumed) implements Progress {}

    /** The next piece of the text that the agent is writing. Provisional. */
    record Spoke(String text) implements Progress {}

    /** All text {@link Spoke} since the last {@link Said} is void; it comes again. */
    record SpeechVoid() implements Progress {}

    /** A block of text is complete. It replaces all text {@link Spoke} since the last block. */
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

    /** The conversation was compacted from {@code before} to {@code after} tokens. */
    record Compacted(long before, long after) implements Progress {}

    /**
     * The agent needs a person's decision and waits for {@link Answer}.
     *
     * @param request the request's id
     * @param call the tool call that waits
     * @param subagent the subagent that asks, null for the main conversation
     */
    record Asked(String request, String call, @Nullable String subagent, Request what) implements Event {}

    /** A question to a person. */
    sealed interface Request {}

    /**
     * May this tool be used?
     *
     * @param input the tool's whole input
     * @param rules the rules that [Always allow] would add; empty if it is not on offer
     * @param disclosure facts that the input does not show
     */
    record Permission(String tool, JsonNode input, List<Rule> rules, Disclosure disclosure) implements Request {}

    /** Is this plan approved? */
    record Plan(String plan) implements Request {}

    /** At least one choice, answered one after the other. */
    record Choices(List<Choice> choices) implements Request {
        public Choices {
            choices = List.copyOf(choices);
        }
    }

    /**
     * One question with options.
     *
     * @param options none if only the person's own words answer it
     * @param several whether more than one may be chosen
     */
    record Choice(String text, List<Question.Option> options, boolean several) {
        public Choice {
            options = List.copyOf(options);
        }
    }

    /** An answer to a request. */
    sealed interface Resolution {}

    /** Answers any request; a choice only if it is a refusal. */
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
     * @param labels the ticked labels
     * @param words the pressed label or the person's own words. With ticked labels it is a note, which may be empty
     */
    record Pick(List<String> labels, String words) {
        public Pick {
            labels = List.copyOf(labels);
        }
    }

    /**
     * The agent sends people a file and waits for {@link FileSent}, but not for ever. It is sent even if the agent no longer waits
     * ({@link Withdrawn}), unless a person has stopped the turn before.
     *
     * @param request the offer's id
     * @param call the tool call that waits
     */
    record FileOffered(String request, String call, OfferedFile file) implements Event {}

    /** The request no longer needs an answer. */
    record Withdrawn(String request) implements Event {}

    /**
     * The job was not begun, because a crash may have cut it off while these tools were running, and they would run a second
     * time. It continues when it is confirmed.
     */
    record CutOff(List<InterruptedTool> tools) implements Event {}

    /**
     * The job was not begun, because the project's files are not those that a person has trusted. It continues after
     * {@link Trusting}.
     *
     * @param hash of the files as they are now
     * @param changes the differences, as plain text
     * @param problems why files cannot be shown; if there is any, the files cannot be trusted
     */
    record ProjectChanged(String hash, Path directory, String changes, List<String> problems) implements Event {
        public ProjectChanged {
            problems = List.copyOf(problems);
        }
    }

    /** The host went away before a question was answered, so the agent denied it by itself and continued alone. */
    record Denied() implements Event {}

    /**
     * The turn is over and nothing of it runs any more.
     *
     * @param text the turn's last text; may be empty although text was {@link Said}
     * @param transcript the whole text of a resumed job; empty for others
     * @param changes of files that the turn has made; null if there are none, or if they are not known
     */
    record Finished(
            Ending ending,
            String text,
            String transcript,
            Spent spent,
            @Nullable FileChanges changes) implements Event {

        /** Of a turn that has changed no files. */
        public Finished(Ending ending, String text, String transcript, Spent spent) {
            this(ending, text, transcript, spent, null);
        }

        public Finished with(@Nullable FileChanges some) {
            return new Finished(ending, text, transcript, spent, some);
        }
    }

    /** How a turn ended. */
    sealed interface Ending {}

    record Answered() implements Ending {}

    /** A person stopped it. */
    record Stopped() implements Ending {}

    /** @param sentence the reason and what helps, for a person */
    record Failed(String sentence) implements Ending {}

    /** The prompt had been answered before (only for a resumed job). */
    record AnsweredBefore() implements Ending {}

    /**
     * The cost of a turn; a number is 0 if it is not known.
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
    sealed interface Notice permits SelfStarted, ModeChanged, SessionReset, HeldBack, FilesGiven {}

    /** The agent began a turn that no prompt asked for; its events wait for {@link Adopt}. */
    record SelfStarted(TurnId turn) implements Notice {}

    /** The process has changed its permission mode: a person approved a plan, or the model changed it. */
    record ModeChanged(PermissionMode mode) implements Notice {}

    /** Tells people which project files are not loaded, because their directory is not trusted. */
    record HeldBack(String what) implements Notice {}

    /**
     * The agent gets the files of a prompt. Comes before the turn's last event, and again if the prompt is sent again.
     *
     * @param shown the bytes of those that it looks at
     * @param byPath those of which it has only the path, because it cannot look at them
     * @param missing those that are not there any more
     */
    record FilesGiven(TurnId turn, long shown, List<Content.Attachment> byPath, List<Content.Attachment> missing)
            implements Notice {
        public FilesGiven {
            byPath = List.copyOf(byPath);
            missing = List.copyOf(missing);
        }
    }

    /** The agent continues under a new session id. */
    record SessionReset(SessionId session) implements Notice {}
}
