package switchboard.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answers and files that are not delivered yet, and the last turn's error. Immutable.
 *
 * @param pending ended turns whose answer is not confirmed as shown, oldest first
 * @param lastError the error that {@code /status} shows; null if the last turn did not fail
 * @param files those on their way, and those that the turn in flight has sent, oldest first
 */
public record Answers(
        @JsonProperty("deliveries") List<PendingAnswer> pending,
        @Nullable String lastError,
        @JsonProperty("outgoing") List<OutgoingFile> files)
        implements ChatPart {

    static final Answers NONE = new Answers(List.of(), null, List.of());

    /** So many files of a turn that were sent are remembered. */
    static final int MOST_SENT = 100;

    public Answers {
        pending = pending == null ? List.of() : List.copyOf(pending);
        files = files == null ? List.of() : List.copyOf(files);
    }

    Answers with(PendingAnswer answer) {
        return new Answers(joined(pending, List.of(answer)), lastError, files);
    }

    /** With the answers and files of another chat. */
    Answers with(Answers others) {
        var here = new Answers(joined(pending, others.pending), lastError, files);
        for (var file : others.files) {
            here = here.file(file.key()).isPresent() ? here : here.with(file);
        }
        return here;
    }

    /** Keeps a file until the front has confirmed it; another tool call that waits for the same file joins. */
    public Answers send(OutgoingFile file) {
        var call = file.call();
        if (file(file.key()).isEmpty()) {
            return with(file);
        }
        return call == null ? this : change(file.key(), known -> known.joinedBy(call));
    }

    private Answers with(OutgoingFile file) {
        return with(joined(files, List.of(file)));
    }

    private Answers with(List<OutgoingFile> other) {
        return new Answers(pending, lastError, other);
    }

    private static <T> List<T> joined(List<T> first, List<T> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    /** The turn of the newest answer ended so. */
    Answers ended(Outcome outcome) {
        return new Answers(pending, outcome.kind() == Outcome.Kind.FAILED ? outcome.reason() : null, files);
    }

    public Answers delivered(TurnId turn) {
        return new Answers(
                pending.stream().filter(answer -> !answer.id().equals(turn)).toList(), lastError, files);
    }

    boolean has(TurnId turn) {
        return pending.stream().anyMatch(answer -> answer.id().equals(turn));
    }

    /** Files on their way, oldest first. */
    public List<OutgoingFile> outgoing() {
        return files.stream().filter(OutgoingFile::isPending).toList();
    }

    /** A file on its way, or one that the turn in flight has sent. */
    public Optional<OutgoingFile> file(String key) {
        return files.stream().filter(file -> file.key().equals(key)).findFirst();
    }

    public Answers change(String key, UnaryOperator<OutgoingFile> change) {
        return with(files.stream()
                .map(file -> file.key().equals(key) ? change.apply(file) : file)
                .toList());
    }

    /** The tool calls that waited for files are gone with their process. */
    public Answers unheard() {
        return unheard(turn -> true);
    }

    /** The turn's tool calls that waited for files are gone with its process. */
    public Answers unheard(TurnId turn) {
        return unheard(turn::equals);
    }

    private Answers unheard(Predicate<TurnId> gone) {
        return with(files.stream()
                .map(file -> file.call() != null && gone.test(file.call().turn()) ? file.unheard() : file)
                .toList());
    }

    /** The file cannot be sent. */
    public Answers without(String key) {
        return with(files.stream().filter(file -> !file.key().equals(key)).toList());
    }

    /** Forgets files that were sent, except the newest of turns that may run again. */
    Answers onlyOf(Predicate<TurnId> mayRun) {
        if (files.isEmpty()) {
            return this;
        }
        var left = new ArrayList<>(files);
        left.removeIf(file -> !file.isPending()
                && (file.call() == null || !mayRun.test(file.call().turn())));
        var sent = left.stream().filter(file -> !file.isPending()).toList();
        left.removeAll(sent.subList(0, Math.max(0, sent.size() - MOST_SENT)));
        return left.size() == files.size() ? this : with(left);
    }

    /** In a chat where the prompts' messages are not. */
    Answers withoutMessages() {
        return new Answers(
                pending.stream().map(PendingAnswer::withoutMessage).toList(),
                lastError,
                files.stream().map(OutgoingFile::withoutMessage).toList());
    }
}
