package switchboard.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of its people a chat has taken, so that none is taken twice, and what was said in them. Immutable.
 *
 * @param seen the front's ids of the latest messages taken, newest last, at most {@link #MOST_SEEN}
 * @param stop the front's id of the last stop: what was said before it is put on hold if it comes later; null for none
 * @param lastActivity when a person last spoke here
 * @param originals the latest messages, as far as an edit of one still counts
 * @param heard what was said in the latest recordings
 * @param commands those that are at work, oldest first, at most {@link #MOST_COMMANDS}
 */
public record Receipts(
        List<Long> seen,
        @Nullable Long stop,
        Instant lastActivity,
        Originals originals,
        KnownTranscripts heard,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OpenCommand> commands)
        implements ChatPart {

    /** How many message ids are kept, against a message that comes twice. */
    public static final int MOST_SEEN = 256;

    /** How many commands at work are kept; of more, the oldest are not told of after a crash. */
    static final int MOST_COMMANDS = 16;

    /** After so long a silence a front's ids may begin again at any number; Telegram's do after a week. */
    private static final Duration IDS_GROW_WITHIN = Duration.ofDays(6);

    public Receipts {
        seen = seen == null ? List.of() : List.copyOf(seen);
        originals = originals == null ? Originals.NONE : originals;
        heard = heard == null ? KnownTranscripts.NOTHING : heard;
        commands = commands == null ? List.of() : List.copyOf(commands);
    }

    public Receipts(List<Long> seen, @Nullable Long stop, Instant lastActivity) {
        this(seen, stop, lastActivity, Originals.NONE, KnownTranscripts.NOTHING, List.of());
    }

    static Receipts none(Instant lastActivity) {
        return new Receipts(List.of(), null, lastActivity);
    }

    /** Those of the messages that were taken before. */
    public List<Long> seenOf(List<Long> messages) {
        return messages.stream().filter(seen::contains).toList();
    }

    Receipts with(List<Long> messages, Instant now) {
        var all = Stream.concat(seen.stream(), messages.stream()).toList();
        return new Receipts(
                Tail.of(all, MOST_SEEN),
                now.isBefore(lastActivity.plus(IDS_GROW_WITHIN)) ? stop : null,
                now,
                originals,
                heard,
                commands);
    }

    /** Whether the last message was said before the last stop, which has overtaken it. */
    public boolean wasSaidBeforeStop() {
        return stop != null && !seen.isEmpty() && seen.getLast() < stop;
    }

    /** The last message was a stop. */
    Receipts stopped() {
        return seen.isEmpty() ? this : new Receipts(seen, seen.getLast(), lastActivity, originals, heard, commands);
    }

    /** Forgets the last stop: the front's ids tell nothing of what was said before it. */
    public Receipts forgetStop() {
        return new Receipts(seen, null, lastActivity, originals, heard, commands);
    }

    Receipts with(UnaryOperator<Originals> change) {
        return new Receipts(seen, stop, lastActivity, change.apply(originals), heard, commands);
    }

    /** One of the original's messages was edited, so it is this by now. */
    public Receipts edit(Original before, Original next) {
        return with(known -> known.replace(before, next));
    }

    /** What became of a message of a person; empty if the chat does not know it any more. */
    public Optional<Original> original(String message) {
        return originals.of(message);
    }

    /** The messages that became the prompt. */
    public Optional<Original> original(TurnId turn) {
        return originals.of(turn);
    }

    /** The content with what is known of its recordings. */
    public List<Content> told(List<Content> content) {
        return heard.tell(content);
    }

    /** With the transcripts of a prompt. */
    Receipts hearing(List<Content> content) {
        return new Receipts(seen, stop, lastActivity, originals, heard.with(content), commands);
    }

    /** The command is at work. */
    public Receipts began(OpenCommand command) {
        return withCommands(
                Tail.of(Stream.concat(commands.stream(), Stream.of(command)).toList(), MOST_COMMANDS));
    }

    /** A command that was given in this message has been answered. */
    public Receipts answered(@Nullable String message) {
        var rest = new ArrayList<>(commands);
        for (var command : commands) {
            if (Objects.equals(command.message(), message)) {
                rest.remove(command);
                return withCommands(rest);
            }
        }
        return this;
    }

    /** What was at work is forgotten. */
    public Receipts forgetCommands() {
        return commands.isEmpty() ? this : withCommands(List.of());
    }

    private Receipts withCommands(List<OpenCommand> next) {
        return new Receipts(seen, stop, lastActivity, originals, heard, next);
    }

    /** In a chat in which these messages are not. */
    Receipts elsewhere() {
        return new Receipts(List.of(), null, lastActivity, Originals.NONE, heard, List.of());
    }
}
