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
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.Memo;
import switchboard.model.PendingAnswer;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * The protocol between a front and a chat. A front delivers {@link Command}s through {@link ChatManager} and is told
 * {@link Event}s in its view of the chat.
 *
 * <p>The turn contract, for each prompt that was accepted: {@code Queued*}, {@code Started}, any number of
 * {@code Progressed}, {@code Asked}, {@code Ticked}, {@code Settled}, {@code Lingering} and {@code Stopping}, and exactly one
 * {@code Ended}, last. A turn that never started has no {@code Started}. {@code Ended} is repeated after a restart until the
 * view has confirmed it with {@link Delivered}.
 */
public interface ChatProtocol {

    /** To a chat. */
    sealed interface Command permits External, Internal {}

    /** What a chat is told from outside, perhaps from another JVM: by a front, its view, the engine or another chat. */
    sealed interface External extends Command, CborSerializable
            permits Submit,
                    Invoke,
                    Answer,
                    AnswerQueued,
                    Wake,
                    Remember,
                    Delivered,
                    Closed,
                    Notify,
                    NameTopic,
                    Forget,
                    Migrate,
                    Inherit {}

    /** What a chat is told by itself and by its parent; no front sends any. */
    non-sealed interface Internal extends Command {}

    /**
     * Something to ask the agent. The sender repeats it until it is acknowledged.
     *
     * @param seen the front's ids of the messages it is made of, against duplicates; empty for none. They grow in the order in
     *     which the messages were said, except after a week of silence
     * @param chatName what the front calls the chat; null leaves that as it is
     * @param overflow whether it is taken even when too many prompts wait: what was said while the engine was down
     */
    record Submit(
            Prompt prompt, List<Long> seen, @Nullable ChatName chatName, boolean overflow, ActorRef<Receipt> replyTo)
            implements External {

        public Submit {
            seen = List.copyOf(seen);
        }
    }

    /**
     * A slash command. The sender repeats it until it is acknowledged; the answer comes as {@link Replied}. One that does not
     * exist is asked about if it is nearly one that does, and is a prompt if not.
     *
     * @param name without the slash
     * @param argument what stands behind the name
     * @param attached what came with it, for a command that asks the agent: what it replies to
     * @param overview whether the caller may see all chats
     * @param seen the front's ids of the messages it is made of, against duplicates; empty for none
     * @param chatName what the front calls the chat; null leaves that as it is
     */
    record Invoke(
            String name,
            String argument,
            List<Content> attached,
            @Nullable String message,
            boolean overview,
            List<Long> seen,
            @Nullable ChatName chatName,
            ActorRef<Receipt> replyTo)
            implements External {

        public Invoke {
            attached = List.copyOf(attached);
            seen = List.copyOf(seen);
        }

        /** With nothing besides. */
        public Invoke(
                String name,
                String argument,
                @Nullable String message,
                boolean overview,
                List<Long> seen,
                @Nullable ChatName chatName,
                ActorRef<Receipt> replyTo) {
            this(name, argument, List.of(), message, overview, seen, chatName, replyTo);
        }
    }

    /**
     * A person's decision on a question; {@link Decision.Tick} leaves it open.
     *
     * @param by the person's name, for the record
     * @param seen the front's ids of the messages it was said in: once it is taken, they are no prompt; empty for none
     * @param replyTo told at once, or with {@code seen} once it is stored that they are taken
     */
    record Answer(String key, Decision decision, String by, List<Long> seen, ActorRef<Settlement> replyTo)
            implements External {

        public Answer {
            seen = List.copyOf(seen);
        }
    }

    /**
     * A person makes a prompt that waits the answer to a question: of a choice in their own words, else no and why. Once that
     * is stored, it waits no longer.
     *
     * @param prompt what its id begins with
     * @param by the person's name, for the record
     * @param replyTo told once it is stored
     */
    record AnswerQueued(String key, String prompt, String by, ActorRef<Settlement> replyTo) implements External {}

    /** Brings a chat with unfinished work to life; without any it changes nothing. */
    record Wake() implements External {}

    /**
     * From the view: what it wants to find again after a restart, in place of what it said before. Of a turn it is kept from when
     * the chat has accepted the prompt until {@link Delivered} or {@link Dropped}; of a turn that the agent began by itself, from
     * its end. Otherwise nothing is kept, and nothing comes back.
     *
     * @param turn null for the chat as a whole
     * @param memo null for nothing
     * @param replyTo told once it is stored
     */
    record Remember(
            @Nullable TurnId turn,
            @JsonInclude(Include.NON_NULL) @Nullable JsonNode memo,
            ActorRef<Kept> replyTo) implements External {}

    /** From the view: the person has been shown all of it. */
    record Delivered(TurnId turn) implements External {}

    /** From the view, after {@link Closing}: nothing is under way any more. */
    record Closed() implements External {}

    /** Shows the person a sentence. */
    record Notify(String text) implements External {}

    /**
     * The chat is a topic, which has got this name. A chat of which nothing is kept forgets it again. The sender repeats it until it
     * is acknowledged.
     */
    record NameTopic(String name, ActorRef<Receipt> replyTo) implements External {}

    /** Removes the chat's session if it is at rest and nothing was said since {@code idleSince}. */
    record Forget(Instant idleSince, ActorRef<Forgotten> replyTo) implements External {}

    /** The chat has got another id; its conversation goes there. The sender repeats it until it is acknowledged. */
    record Migrate(ChatId to, ActorRef<Receipt> replyTo) implements External {}

    /**
     * A conversation that comes from another id.
     *
     * @param state goes to another JVM in the form of its session file
     */
    record Inherit(
            @JsonSerialize(using = ChatStateInMessage.Writer.class)
            @JsonDeserialize(using = ChatStateInMessage.Reader.class)
            ChatState state,

            ActorRef<Receipt> replyTo)
            implements External {}

    /** To who delivered. */
    sealed interface Receipt extends CborSerializable permits Accepted, SeenInPart, Refused {}

    /** It is stored, and will not be lost. */
    record Accepted() implements Receipt {}

    /** Of the messages it is made of these were taken before, in another make-up. Nothing is done; the others may be sent. */
    record SeenInPart(List<Long> seen) implements Receipt {}

    /** It is not taken. The chat has told its view why. */
    record Refused(String reason) implements Receipt {}

    /** What became of an answer to a question; {@code taken} is false if the question is no longer open. */
    record Settlement(boolean taken, String words) implements CborSerializable {

        /** The question was answered, withdrawn or never asked. */
        public static final Settlement NO_LONGER_OPEN = new Settlement(false, Texts.of("question.closed"));

        /** The prompt that was to answer it has begun, was removed or has answered another. */
        public static final Settlement NO_LONGER_QUEUED = new Settlement(false, Texts.of("question.notQueued"));
    }

    /** What the view {@link Remember wants to find again} is stored. */
    record Kept(
            @Nullable TurnId turn,
            @JsonInclude(Include.NON_NULL) @Nullable JsonNode memo) implements CborSerializable {}

    /**
     * Whether a chat was forgotten.
     *
     * @param title what it was called; null if it stays
     */
    record Forgotten(ChatId chat, @Nullable String title) implements CborSerializable {}

    /** To the view. */
    sealed interface Event extends CborSerializable
            permits TopicNamed,
                    Remembered,
                    Waiting,
                    Held,
                    Queued,
                    Started,
                    Progressed,
                    Asked,
                    Ticked,
                    Settled,
                    Lingering,
                    Stopping,
                    Ended,
                    Dropped,
                    Replied,
                    Declined,
                    Noticed,
                    Closing {}

    /** The chat is a topic of this name. Told to each view that comes, and when it changes. */
    record TopicNamed(String name) implements Event {}

    /**
     * The view's own memo, from an earlier incarnation of it. The chat tells it to each view that comes, before it tells that view
     * of any turn. A view that has crashed may first see events that came while it was gone, and keeps them until then. The memo of a
     * conversation that the chat has inherited comes in the same way: it adds to what the view knows.
     */
    record Remembered(Memo memo) implements Event {}

    /** A prompt was accepted; {@code ahead} others of this chat come before it. Told again whenever it moves up. */
    record Waiting(TurnId turn, @Nullable String message, int ahead) implements Event {}

    /**
     * A stop has put the prompt on hold. It has a notice in the chat only if the view has made one.
     *
     * @param buttons run it and discard it
     */
    record Held(TurnId turn, @Nullable String message, List<List<Reply.Button>> buttons) implements Event {}

    /** The turn waits for a permit; told again whenever that changes. */
    record Queued(TurnId turn, @Nullable String message, int place, int busy, int limit, Duration estimate)
            implements Event {}

    /** The turn runs. */
    record Started(TurnId turn, @Nullable String message) implements Event {}

    record Progressed(TurnId turn, AgentProtocol.Progress progress) implements Event {}

    /** A person must decide; goes out as {@link Answer}. Several may be open at once. */
    record Asked(TurnId turn, Question question) implements Event {}

    /** A choice of several that is open has other ticks now. */
    record Ticked(TurnId turn, Question.Choice question) implements Event {}

    /** A question is closed. */
    record Settled(TurnId turn, String key, String words) implements Event {}

    /** The turn has run for so long; it goes on. */
    record Lingering(TurnId turn, Duration running) implements Event {}

    /** The turn is being stopped. */
    record Stopping(TurnId turn) implements Event {}

    /** @param hold for a turn that was stopped, what is on hold since; null for nothing */
    record Ended(PendingAnswer answer, @Nullable Reply hold) implements Event {

        public Ended(PendingAnswer answer) {
            this(answer, null);
        }
    }

    /** A prompt that waited was dropped, or refused and never accepted. */
    record Dropped(TurnId turn) implements Event {}

    /** The answer to a slash command. */
    record Replied(Reply reply, @Nullable String message) implements Event {}

    /** A prompt is not taken. */
    record Declined(String reason, @Nullable String message) implements Event {}

    /**
     * Something the person should know.
     *
     * @param again a turn that begins again: what its live message shows will be said again; null for none
     */
    record Noticed(String text, @Nullable TurnId again) implements Event {

        public Noticed(String text) {
            this(text, null);
        }
    }

    /** The engine stops: show nothing new, end what is under way, so that all of it is stored, and say {@link Closed}. */
    record Closing() implements Event {}
}
