package switchboard.chat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.board.Board;
import switchboard.files.Downloads;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Cost;
import switchboard.model.FileChanges;
import switchboard.model.InterruptedTool;
import switchboard.model.Outcome;
import switchboard.model.Question;
import switchboard.model.TurnId;
import switchboard.throttle.Throttle;
import switchboard.voice.Transcriptions;

/** What a turn is told, what it reports, and what it works with. */
interface TurnProtocol {

    /** To the turn. */
    sealed interface Command
            permits Revise,
                    Proceed,
                    Seen,
                    Go,
                    Hold,
                    Stop,
                    Show,
                    Resolve,
                    Delivered,
                    Resume,
                    Preparation.Internal,
                    Turn.Internal {}

    /** From the chat, which has stored it: before the turn has begun its prompt becomes this, because a message was edited. */
    record Revise(List<Content> content) implements Command {
        public Revise {
            content = List.copyOf(content);
        }
    }

    /**
     * From the chat, which has stored it: it is settled what was asked about the prompt ({@link Prepared}, {@link Transcribed}), or the
     * prompt need not wait any more ({@link Hold}).
     *
     * @param content the prompt from now on
     */
    record Proceed(List<Content> content) implements Command {
        public Proceed {
            content = List.copyOf(content);
        }
    }

    /** From the chat: people see a transcript, which is sent by itself after a while ({@link WaitIsOver}). */
    record Seen(String key) implements Command {}

    /** From the chat, which has stored that the turn begins: run this. Also runs it again after it {@link Broke}. */
    record Go(AgentProtocol.Job job) implements Command {}

    /** From the chat, in place of {@link Go}: the day's limit is reached, so give the permit back, and wait for {@link Proceed}. */
    record Hold() implements Command {}

    /** The person's stop. */
    record Stop() implements Command {}

    /** The view has begun anew: it is told all that is to be seen. */
    record Show() implements Command {}

    /** From the chat, which has stored it: a request of this turn is answered. */
    record Resolve(AgentProtocol.Answer answer) implements Command {}

    /** From the chat, which has stored it: what has become of a file that the turn's agent has offered. */
    record Delivered(AgentProtocol.FileSent sent) implements Command {}

    /**
     * From the chat, which has stored it: a person lets the turn resume ({@link AsksToResume}).
     *
     * @param trusting what the person says of changed project files; null for nothing
     * @param confirmed whether it runs even where a tool may run a second time
     * @param cleared tool calls of it that may run, or that are known not to have run
     */
    record Resume(AgentProtocol.@Nullable Trusting trusting, boolean confirmed, List<String> cleared)
            implements Command {}

    /** To the chat. */
    sealed interface Report {
        TurnId turn();
    }

    /**
     * Some files of the prompt are not to be had. If a person lets it run without them, store that, then say {@link Proceed}; say so
     * without a change if they are to be tried again. Else say {@link Stop}.
     *
     * @param gone at least one
     */
    record Prepared(TurnId turn, List<Question.Missing> gone) implements Report {
        public Prepared {
            gone = List.copyOf(gone);
        }
    }

    /** A recording of the prompt is transcribed: store that. */
    record Heard(TurnId turn, Content.Attachment file, String words) implements Report {}

    /**
     * The prompt's recordings are transcribed, as far as they could be. Ask a person whether it is sent so, store what they say, then
     * say {@link Proceed}. Else say {@link Stop}.
     *
     * @param unheard those that could not be transcribed
     * @param delay after how long transcripts are sent by themselves; zero: at once, empty: never
     */
    record Transcribed(TurnId turn, List<Question.Missing> unheard, Optional<Duration> delay) implements Report {
        public Transcribed {
            unheard = List.copyOf(unheard);
        }
    }

    /** People have seen a transcript for as long as it waits for them: if it is still open, let it be sent. */
    record WaitIsOver(TurnId turn, String key) implements Report {}

    /**
     * The permit is here: store that the turn begins, then say {@link Go}. If the turn is to be revised once more, it reports again.
     *
     * @param revisions how many times it was revised
     */
    record Ready(TurnId turn, int revisions) implements Report {

        /** Of a turn that was never revised. */
        Ready(TurnId turn) {
            this(turn, 0);
        }
    }

    /**
     * The process broke: say {@link Go} again or end it.
     *
     * @param unanswered tool calls that wait for an answer which has not reached the process: they have not run
     * @param begun tool calls that were seen to begin and may have changed something
     */
    record Broke(
            TurnId turn, AgentProtocol.Broke why, String said, List<String> unanswered, List<InterruptedTool> begun)
            implements Report {}

    /** @param changes of files that the turn has made; null for none that are known */
    record Ended(
            TurnId turn,
            Outcome outcome,
            Cost cost,
            @Nullable FileChanges changes) implements Report {

        /** Of a turn that has changed no files. */
        Ended(TurnId turn, Outcome outcome, Cost cost) {
            this(turn, outcome, cost, null);
        }
    }

    /** The agent asks a person; say {@link Resolve} once that is answered. */
    record Asked(TurnId turn, AgentProtocol.Asked ask) implements Report {}

    /** The agent offers a file; say {@link Delivered} once people have it or never will, or if the agent need not wait. */
    record Offered(TurnId turn, AgentProtocol.FileOffered offer) implements Report {}

    /** The agent has waited long for what becomes of a file: let it wait no more, store that, then say {@link Delivered}. */
    record Overdue(TurnId turn, String request) implements Report {}

    /** A request needs no answer any more. */
    record Withdrawn(TurnId turn, String request) implements Report {}

    /** The turn may run again only if a person says so; say {@link Resume} or {@link Stop}. */
    record AsksToResume(TurnId turn, ResumeQuestion question) implements Report {}

    /**
     * The turn's actor was stopped with its chat: the turn goes on after a restart, or under another id.
     *
     * @param unanswered as in {@link Broke}
     * @param begun as in {@link Broke}
     */
    record Left(TurnId turn, List<String> unanswered, List<InterruptedTool> begun) implements Report {}

    /** A view that is new has been told of the turn; what the turn asks comes after that. */
    record Shown(TurnId turn) implements Report {}

    /**
     * What a turn works with.
     *
     * @param message the front's reference to the prompt's message
     * @param content of the prompt, whose files are fetched before it asks for its permit; {@link Revise} changes it
     * @param adopted whether the agent began it by itself: it runs already and takes no permit
     * @param suspicion what a person must say before anything is done for the prompt; null for nothing
     * @param isHeld whether it waits for {@link Proceed} before it does anything, because the day's limit is reached
     * @param transcriptWait how long a transcript is shown before it is sent by itself; zero: at once, empty: never
     * @param linger after this long, and again after as long, the person is asked whether it shall go on; zero for never
     */
    record Setup(
            ChatId chat,
            TurnId id,
            @Nullable String message,
            List<Content> content,
            boolean adopted,
            @Nullable ResumeQuestion suspicion,
            boolean isHeld,
            Optional<Duration> transcriptWait,
            Duration linger,
            Clock clock,
            ActorRef<Downloads.Command> downloads,
            ActorRef<Transcriptions.Command> transcriptions,
            ActorRef<Throttle.Command> throttle,
            ActorRef<AgentProtocol.Command> agent,
            ActorRef<ChatProtocol.Event> view,
            ActorRef<Board.Command> board,
            ActorRef<? super Report> owner) {}
}
