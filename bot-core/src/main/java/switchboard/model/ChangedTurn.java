package switchboard.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A turn that has changed files.
 *
 * @param session in which it ran
 * @param words the first words of its prompt
 * @param mayBeMore whether commands or subagents were at work in it, whose changes cannot be put back
 * @param left the files as it has left them; empty if they are not known any more
 * @param byOthers files that other hands may have changed, too, before the agent changed them again
 * @param undone whether they were put back
 */
public record ChangedTurn(
        TurnId id,
        SessionId session,
        Instant begun,
        Instant ended,
        String words,
        Changes changes,
        @JsonProperty("may_be_more") boolean mayBeMore,
        List<FileState> left,
        @JsonProperty("by_others") List<Path> byOthers,
        boolean undone) {

    public ChangedTurn {
        left = left == null ? List.of() : List.copyOf(left);
        byOthers = byOthers == null ? List.of() : List.copyOf(byOthers);
    }

    /** The turn in flight, which is about to end, has changed these. */
    static ChangedTurn of(CurrentTurn turn, FileChanges some, Cost cost, Instant now) {
        return new ChangedTurn(
                turn.id(),
                turn.session().id(),
                now.minusMillis(cost.millis()),
                now,
                turn.prompt().brief(60),
                some.summary(),
                some.mayBeMore(),
                some.files(),
                some.byOthers(),
                false);
    }

    /** Without what takes much room. */
    ChangedTurn without() {
        return new ChangedTurn(id, session, begun, ended, words, changes, mayBeMore, List.of(), List.of(), undone);
    }

    /** The same in a copy of its session. */
    ChangedTurn in(SessionId copy) {
        return new ChangedTurn(id, copy, begun, ended, words, changes, mayBeMore, left, byOthers, undone);
    }

    /** Other hands have changed some files since: those that it has left like this. */
    ChangedTurn changedByOthers(Set<FileState> files) {
        var paths = Stream.concat(
                        byOthers.stream(), left.stream().filter(files::contains).map(FileState::path))
                .distinct()
                .toList();
        return new ChangedTurn(id, session, begun, ended, words, changes, mayBeMore, left, paths, undone);
    }

    /** Its files were put back. */
    ChangedTurn undo() {
        return new ChangedTurn(id, session, begun, ended, words, changes, mayBeMore, List.of(), List.of(), true);
    }
}
