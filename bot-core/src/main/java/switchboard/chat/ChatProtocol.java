package switchboard.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.FileReceipt;
import switchboard.model.Memo;
import switchboard.model.OutgoingFile;
import switchboard.model.PendingAnswer;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Reply;
import switchboard.model.Revision;
import switchboard.model.SessionOffer;
import switchboard.model.TurnId;
import switchboard.model.Wording;
import switchboard.text.Texts;

/**
 * The protocol between a front and a chat. A front delivers {@link Command}s through {@link ChatManager}; its view of the chat
 * gets {@link Event}s.
 *
 * <p>The turn contract, for each prompt that was accepted: {@code Fetching*}, {@code Transcribing*}, and perhaps {@code Asked} about
 * files that are gone or what was heard in recordings, and {@code Settled}; {@code Queued*}, {@code Started}, any number of {@code Progressed}, {@code Asked}, {@code Ticked},
 * {@code Settled}, {@code Lingering} and {@code Stopping}, and exactly one {@code Ended}, last. A turn that never started has no
 * {@code Started}. {@code Ended} is repeated after a restart until the view has confirmed it with {@link Delivered}.
 */
public interface ChatProtocol {

    /** To a chat. */
    sealed interface Command permits External, Internal {}

    /**
     * Commands from outside, perhaps from another JVM: from a front, its view, the engine or another chat. What a person says or
     * presses names them as its caller.
     */
    sealed interface External extends Command, CborSerializable
            permits Submit,
                    Edit,
                    Invoke,
                    Answer,
                    AnswerQueued,
                    QuestionShown,
                    OfferShown,
                    Wake,
                    Remember,
                    Delivered,
                    Uploading,
                    Uploaded,
                    Closed,
                    Notify,
                    NameTopic,
                    Forget,
                    Migrate,
                    Inherit,
                    Offer {}

    /** Earlier versions named no caller. */
    private static Caller orNobody(@Nullable Caller caller) {
        return caller == null ? Caller.NOBODY : caller;
    }

    /** Commands from the chat itself and from its parent. No front sends them. */
    non-sealed interface Internal extends Command {}

    /**
     * A prompt for the agent. The sender repeats it until it has a {@link Receipt}.
     *
     * @param seen the front's ids of the messages that make up the prompt, to recognize duplicates; may be empty. They grow in
     *     the order in which the messages were sent, except after a week of silence
     * @param chatName the front's name of the chat; null leaves the name as it is
     * @param overflow whether the chat accepts it even when the queue is full, because it was sent while the engine was down
     * @param wording the messages, by which an edit of one is recognized; null if none can be edited
     */
    record Submit(
            Caller caller,
            Prompt prompt,
            List<Long> seen,
            @Nullable ChatName chatName,
            boolean overflow,
            @Nullable Wording wording,
            ActorRef<Receipt> replyTo)
            implements External {

        public Submit {
            caller = orNobody(caller);
            seen = List.copyOf(seen);
        }

        /** In messages that cannot be edited. */
        public Submit(
                Caller caller,
                Prompt prompt,
                List<Long> seen,
                @Nullable ChatName chatName,
                boolean overflow,
                ActorRef<Receipt> replyTo) {
            this(caller, prompt, seen, chatName, overflow, null, replyTo);
        }
    }

    /**
     * A person has edited a message. A prompt that has not begun changes; otherwise the person is offered to ask again. The sender
     * repeats it until it has a {@link Receipt}, and sends it after the message itself.
     *
     * @param seen the front's id of the edit, to recognize duplicates; may be empty
     */
    record Edit(Caller caller, Revision revision, List<Long> seen, ActorRef<Receipt> replyTo) implements External {

        public Edit {
            caller = orNobody(caller);
            seen = List.copyOf(seen);
        }
    }

    /**
     * A slash command. The sender repeats it until it has a {@link Receipt}; the reply comes as {@link Replied}. If there is no
     * such command, the chat asks whether a similar one was meant; if none is similar, it is a prompt.
     *
     * @param name without the slash
     * @param argument the text after the name
     * @param attached content besides the argument, for a command that asks the agent: a quote of the message it replies to
     * @param seen the front's ids of the messages that make up the command, to recognize duplicates; may be empty
     * @param chatName the front's name of the chat; null leaves the name as it is
     * @param wording the messages, by which an edit of one is recognized; null if none can be edited
     */
    record Invoke(
            Caller caller,
            String name,
            String argument,
            List<Content> attached,
            @Nullable String message,
            List<Long> seen,
            @Nullable ChatName chatName,
            @Nullable Wording wording,
            ActorRef<Receipt> replyTo)
            implements External {

        public Invoke {
            caller = orNobody(caller);
            attached = List.copyOf(attached);
            seen = List.copyOf(seen);
        }

        /** With nothing besides. */
        public Invoke(
                Caller caller,
                String name,
                String argument,
                @Nullable String message,
                List<Long> seen,
                @Nullable ChatName chatName,
                ActorRef<Receipt> replyTo) {
            this(caller, name, argument, List.of(), message, seen, chatName, null, replyTo);
        }
    }

    /**
     * A person's decision on a question; {@link Decision.Tick} leaves it open.
     *
     * @param seen the front's ids of the messages that contain the decision, which are not a prompt once it is accepted; may be
     *     empty
     * @param wording the messages, by which an edit of one is recognized; null for none
     * @param replyTo gets the settlement at once or, with {@code seen}, once it is stored that those messages are used
     */
    record Answer(
            Caller caller,
            String key,
            Decision decision,
            List<Long> seen,
            @Nullable Wording wording,
            ActorRef<Settlement> replyTo)
            implements External {

        public Answer {
            caller = orNobody(caller);
            seen = List.copyOf(seen);
        }

        /** In messages that cannot be edited, or in none. */
        public Answer(Caller caller, String key, Decision decision, List<Long> seen, ActorRef<Settlement> replyTo) {
            this(caller, key, decision, seen, null, replyTo);
        }
    }

    /**
     * A person uses a queued prompt as the decision on a question: for a choice it is the answer in their own words, for other
     * questions a no with the reason. Once that is stored, the prompt is no longer queued.
     *
     * @param prompt the beginning of the prompt's id
     * @param replyTo gets the settlement once it is stored
     */
    record AnswerQueued(Caller caller, String key, String prompt, ActorRef<Settlement> replyTo) implements External {

        public AnswerQueued {
            caller = orNobody(caller);
        }
    }

    /** From the view: people can see this question. The time after which a transcript is sent by itself begins now. */
    record QuestionShown(String key) implements External {}

    /** From the view: people can see this {@linkplain Offered offer}, or their messenger does not take it. */
    record OfferShown(String key) implements External {}

    /** Starts a chat that has unfinished work. Changes nothing in others. */
    record Wake() implements External {}

    /**
     * From the view: a note that it wants to find again after a restart; it replaces the earlier one. The chat keeps a turn's note
     * from when it has accepted the prompt until {@link Delivered} or {@link Dropped}; that of a turn that the agent began by itself,
     * from the turn's end. At other times it keeps no note of a turn, and does not reply.
     *
     * @param turn null for the chat as a whole
     * @param memo null for nothing
     * @param replyTo gets {@link Kept} once the note is stored
     */
    record Remember(
            @Nullable TurnId turn,
            @JsonInclude(Include.NON_NULL) @Nullable JsonNode memo,
            ActorRef<Kept> replyTo) implements External {}

    /** From the view: the whole answer is shown. */
    record Delivered(TurnId turn) implements External {}

    /**
     * From the view: it is about to send a file ({@link Sending}), and will do so once it has {@link MayUpload}. After a restart it
     * knows by this that people may have the file.
     *
     * @param replyTo gets {@link MayUpload} once this is stored; nothing if the file is not on its way any more
     */
    record Uploading(String key, ActorRef<MayUpload> replyTo) implements External {}

    /** From the view: what has become of a file. */
    record Uploaded(String key, FileReceipt receipt) implements External {}

    /** From the view, after {@link Closing}: it has nothing left to send. */
    record Closed() implements External {}

    /** Shows the person a sentence. */
    record Notify(String text) implements External {}

    /**
     * The chat is a topic, and this is its new name. A chat that has nothing stored forgets the name again. The sender repeats it
     * until it has a {@link Receipt}.
     */
    record NameTopic(String name, ActorRef<Receipt> replyTo) implements External {}

    /** Removes the chat's session if the chat is at rest and nobody wrote in it since {@code idleSince}. */
    record Forget(Instant idleSince, ActorRef<Forgotten> replyTo) implements External {}

    /** The chat has a new id, to which its conversation moves. The sender repeats it until it has a {@link Receipt}. */
    record Migrate(ChatId to, ActorRef<Receipt> replyTo) implements External {}

    /**
     * A conversation that moves here from another id.
     *
     * @param state goes to another JVM in the form of its session file
     */
    record Inherit(
            @JsonSerialize(using = ChatStateInMessage.Writer.class)
            @JsonDeserialize(using = ChatStateInMessage.Reader.class)
            ChatState state,

            ActorRef<Receipt> replyTo)
            implements External {}

    /** From another chat: its people offer a copy of their session. The sender repeats it until it has a {@link Receipt}. */
    record Offer(SessionOffer offer, ActorRef<Receipt> replyTo) implements External {}

    /** Replies to the sender. */
    sealed interface Receipt extends CborSerializable permits Accepted, SeenInPart, Refused {}

    /** The command is stored and will not be lost. */
    record Accepted() implements Receipt {}

    /** Some of the command's messages were accepted before, in other commands. Nothing is done; the rest may be sent again. */
    record SeenInPart(List<Long> seen) implements Receipt {}

    /** The command is not accepted. The chat has told its view the reason. */
    record Refused(String reason) implements Receipt {}

    /** The result of a decision; {@code taken} is false if the question is no longer open. */
    record Settlement(boolean taken, String words) implements CborSerializable {

        /** The question was answered, withdrawn or never asked. */
        public static final Settlement NO_LONGER_OPEN = new Settlement(false, Texts.of("question.closed"));

        /** The queued prompt has begun, was removed, or was used for another question. */
        public static final Settlement NO_LONGER_QUEUED = new Settlement(false, Texts.of("question.notQueued"));

        /** The queued prompt is a command. */
        public static final Settlement IS_COMMAND = new Settlement(false, Texts.of("question.isCommand"));

        /** The queued prompt is more than words. */
        public static final Settlement BRINGS_FILE = new Settlement(false, Texts.of("question.bringsFile"));
    }

    /** The view's {@linkplain Remember note} is stored. */
    record Kept(
            @Nullable TurnId turn,
            @JsonInclude(Include.NON_NULL) @Nullable JsonNode memo) implements CborSerializable {}

    /** The view may send the file now. */
    record MayUpload(String key) implements CborSerializable {}

    /**
     * Whether a chat was forgotten.
     *
     * @param title the name it had; null if it stays
     */
    record Forgotten(ChatId chat, @Nullable String title) implements CborSerializable {}

    /** To the view. */
    sealed interface Event extends CborSerializable
            permits TopicNamed,
                    Remembered,
                    Waiting,
                    Held,
                    Revised,
                    Fetching,
                    Transcribing,
                    Queued,
                    Started,
                    Progressed,
                    Asked,
                    Ticked,
                    Settled,
                    Lingering,
                    Stopping,
                    Ended,
                    Sending,
                    Dropped,
                    Replied,
                    Offered,
                    Declined,
                    Noticed,
                    Closing {}

    /** The chat is a topic of this name. Each new view gets it, and again when the name changes. */
    record TopicNamed(String name) implements Event {}

    /**
     * The view's own memo, from an earlier incarnation of it. The chat tells it to each view that comes, before it tells that view
     * of any turn. A view that has crashed may first see events that came while it was gone, and keeps them until then. The memo of a
     * conversation that the chat has inherited comes in the same way: it adds to what the view knows.
     */
    record Remembered(Memo memo) implements Event {}

    /** A prompt was accepted; {@code ahead} others of this chat come before it. Repeated whenever it moves up. */
    record Waiting(TurnId turn, @Nullable String message, int ahead) implements Event {}

    /**
     * A stop has put the prompt on hold. Only the view knows whether the prompt has a notice in the chat.
     *
     * @param buttons to run or discard the prompt
     */
    record Held(TurnId turn, @Nullable String message, List<List<Reply.Button>> buttons) implements Event {}

    /**
     * A prompt that has not begun has other words since its message was edited. The view of a later incarnation gets it, too.
     *
     * @param words the first words of it
     * @param mayReply whether a reply says so if the prompt has no notice: it is on hold, and was edited just now
     */
    record Revised(TurnId turn, @Nullable String message, String words, boolean mayReply) implements Event {}

    /**
     * The turn gets the files of its prompt.
     *
     * @param files at least one
     * @param isStalled whether a fetch has failed, and is repeated
     */
    record Fetching(TurnId turn, @Nullable String message, List<Content.Attachment> files, boolean isStalled)
            implements Event {
        public Fetching {
            files = List.copyOf(files);
        }
    }

    /**
     * The turn has the recordings of its prompt transcribed.
     *
     * @param recordings at least one
     */
    record Transcribing(TurnId turn, @Nullable String message, List<Content.Attachment> recordings) implements Event {
        public Transcribing {
            recordings = List.copyOf(recordings);
        }
    }

    /** The turn waits for a permit. Repeated whenever its place changes. */
    record Queued(TurnId turn, @Nullable String message, int place, int busy, int limit, Duration estimate)
            implements Event {}

    /** The turn runs. */
    record Started(TurnId turn, @Nullable String message) implements Event {}

    record Progressed(TurnId turn, AgentProtocol.Progress progress) implements Event {}

    /** A person must decide; the decision comes back as {@link Answer}. Several questions may be open at once. */
    record Asked(TurnId turn, Question question) implements Event {}

    /** The ticks of an open choice have changed. */
    record Ticked(TurnId turn, Question.Choice question) implements Event {}

    /** A question is closed. */
    record Settled(TurnId turn, String key, String words) implements Event {}

    /** The turn has been running for this long, and continues. */
    record Lingering(TurnId turn, Duration running) implements Event {}

    /** The turn is being stopped. */
    record Stopping(TurnId turn) implements Event {}

    /**
     * The turn is over.
     *
     * @param hold after a stop, the prompts that are on hold and the buttons for them; null if there are none
     * @param buttons for what the turn has changed
     */
    record Ended(PendingAnswer answer, @Nullable Reply hold, List<List<Reply.Button>> buttons) implements Event {

        public Ended {
            buttons = buttons == null ? List.of() : List.copyOf(buttons);
        }

        public Ended(PendingAnswer answer, @Nullable Reply hold) {
            this(answer, hold, List.of());
        }

        public Ended(PendingAnswer answer) {
            this(answer, null);
        }
    }

    /**
     * Send this file, and confirm it by {@link Uploaded}. Repeated after a restart until then. It replies to a message, or belongs to
     * a turn, but waits for neither.
     */
    record Sending(OutgoingFile file) implements Event {}

    /** A waiting prompt was dropped, or a prompt was refused and never accepted. */
    record Dropped(TurnId turn) implements Event {}

    /** The reply to a slash command. */
    record Replied(Reply reply, @Nullable String message) implements Event {}

    /**
     * Another chat offers a copy of its session. Confirm it by {@link OfferShown}; repeated after a restart until then.
     *
     * @param key of the offer
     */
    record Offered(String key, Reply reply) implements Event {}

    /** A prompt was not accepted. */
    record Declined(String reason, @Nullable String message) implements Event {}

    /**
     * Something that people should know.
     *
     * @param again a turn that begins again, so that the text of its live message will come again; null for none
     */
    record Noticed(String text, @Nullable TurnId again) implements Event {

        public Noticed(String text) {
            this(text, null);
        }
    }

    /** The engine stops: show nothing new, finish what is being sent, so that all of it is stored, and reply {@link Closed}. */
    record Closing() implements Event {}
}
