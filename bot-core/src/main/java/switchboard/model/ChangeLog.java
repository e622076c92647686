package switchboard.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The latest turns of a chat that have changed files, so that these can be put back. Immutable.
 *
 * @param turns newest last, at most {@link #MOST}; of the files that they have left, the newest {@link #MOST_FILES} are known
 * @param puttingBack the turn before which files are being put back; null if none are
 */
public record ChangeLog(
        @JsonProperty("changes") List<ChangedTurn> turns,
        @Nullable TurnId puttingBack) implements ChatPart {

    /** How many turns are kept. */
    public static final int MOST = 20;

    /** How many files are kept. */
    public static final int MOST_FILES = 200;

    static final ChangeLog NONE = new ChangeLog(List.of(), null);

    public ChangeLog {
        turns = turns == null ? List.of() : List.copyOf(turns);
    }

    /**
     * With one more turn. If it has found a file not as an earlier one of its session had left it, that one's undo would lose what
     * other hands have changed between them.
     */
    ChangeLog with(ChangedTurn turn, List<FileState> found) {
        var session = turn.session();
        var byOthers = found.stream()
                .flatMap(file -> left(session, file.path()).filter(left -> !left.isSameAs(file)).stream())
                .collect(Collectors.toSet());
        var earlier =
                turns.stream().map(each -> each.session().equals(session) ? each.changedByOthers(byOthers) : each);
        return new ChangeLog(bounded(Stream.concat(earlier, Stream.of(turn)).toList()), puttingBack);
    }

    private static List<ChangedTurn> bounded(List<ChangedTurn> all) {
        var kept = new ArrayList<ChangedTurn>();
        var files = 0;
        for (var turn : Tail.of(all, MOST).reversed()) {
            files += turn.left().size();
            kept.addFirst(files <= MOST_FILES ? turn : turn.without());
        }
        return kept;
    }

    public Optional<ChangedTurn> find(Predicate<TurnId> wanted) {
        return turns.reversed().stream().filter(turn -> wanted.test(turn.id())).findFirst();
    }

    /**
     * The newest turn of the session whose files were not put back. As long as nothing was said in a copy, that is the newest that
     * will be copied.
     */
    public Optional<ChangedTurn> newest(Session session) {
        var own = of(session.id()).reduce((first, second) -> second);
        return own.isPresent() ? own : copied(session.origin()).reduce((first, second) -> second);
    }

    private Stream<ChangedTurn> copied(@Nullable Origin origin) {
        return origin == null
                ? Stream.empty()
                : of(origin.of()).takeWhile(turn -> !turn.id().equals(origin.before()));
    }

    /** The session begins as a copy: what was changed in the copied turns can be put back there, too. */
    ChangeLog copiedTo(Session session) {
        var isKnown = turns.stream().anyMatch(turn -> turn.session().equals(session.id()));
        var copies = copied(session.origin()).map(turn -> turn.in(session.id())).toList();
        return isKnown || copies.isEmpty()
                ? this
                : new ChangeLog(
                        bounded(Stream.concat(turns.stream(), copies.stream()).toList()), puttingBack);
    }

    /** The turn and the later ones of its session, in order: if its files are put back, so are theirs. */
    public List<ChangedTurn> since(ChangedTurn first) {
        return of(first.session())
                .dropWhile(turn -> !turn.id().equals(first.id()))
                .toList();
    }

    /** Whether the files of the turn were put back in its session. */
    public boolean isUndone(ChangedTurn turn) {
        return turns.stream()
                .anyMatch(
                        each -> each.id().equals(turn.id()) && each.session().equals(turn.session()) && each.undone());
    }

    /** The file as the session's turns have left it; empty if that is not known. */
    public Optional<FileState> left(SessionId session, Path path) {
        return of(session)
                .flatMap(turn -> turn.left().stream())
                .filter(file -> file.path().equals(path))
                .reduce((first, second) -> second);
    }

    private Stream<ChangedTurn> of(SessionId session) {
        return turns.stream().filter(turn -> turn.session().equals(session) && !turn.undone());
    }

    /** @param turn before which files are about to be put back; null if they are not any more */
    public ChangeLog puttingBack(@Nullable TurnId turn) {
        return new ChangeLog(turns, turn);
    }

    /** All files are as they were before the turn: what it and the later ones of its session have changed is undone. */
    public ChangeLog undone(ChangedTurn first) {
        var undone = since(first);
        return new ChangeLog(
                turns.stream()
                        .map(turn -> undone.contains(turn) ? turn.undo() : turn)
                        .toList(),
                puttingBack);
    }
}
