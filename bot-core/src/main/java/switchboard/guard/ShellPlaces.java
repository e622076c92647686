package switchboard.guard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a shell is, and where else it may be: a {@code cd} may fail, may lead to one of several directories, or is one that
 * is passed over. Used for one text.
 */
final class ShellPlaces {

    /** @param here null where it is not known */
    private record Place(@Nullable Path here, Set<Path> others) {}

    private final Deque<Place> outer = new ArrayDeque<>();
    private final Deque<Place> pushed = new ArrayDeque<>();

    /** Where it has been before moves that are not certain. */
    private final Set<Path> left = new LinkedHashSet<>();

    private Place now;
    private Place before;

    ShellPlaces(Path directory) {
        now = new Place(directory, Set.of());
        before = now;
    }

    /** For a shell that begins in the same place. */
    ShellPlaces copy() {
        var copy = new ShellPlaces(hereOrRoot());
        copy.now = now;
        copy.before = before;
        return copy;
    }

    @Nullable
    Path here() {
        return now.here();
    }

    /** What stands in the place of {@link #here} where that is not known. */
    Path hereOrRoot() {
        var here = now.here();
        return here == null ? Path.of("/") : here;
    }

    /** Where it may be besides. */
    Set<Path> others() {
        return now.others();
    }

    /** A subshell begins. */
    void enter() {
        outer.push(now);
    }

    void leave() {
        if (!outer.isEmpty()) {
            now = outer.pop();
        }
    }

    void push() {
        pushed.push(now);
    }

    /** {@code popd} */
    void pop() {
        move(pushed.isEmpty() ? before : pushed.pop());
    }

    /** {@code cd -} */
    void back() {
        move(before);
    }

    /**
     * It goes to one of some directories, or stays where none of them is there.
     *
     * @param stays whether it may stay in any case
     * @param perhaps whether it may turn out later that it has stayed; see {@link #mayHaveStayed}
     */
    void moveTo(List<Path> targets, boolean stays, boolean perhaps) {
        var others = new LinkedHashSet<Path>(targets.size() == 1 ? List.of() : targets);
        if (stays || targets.stream().noneMatch(Files::isDirectory)) {
            others.addAll(all());
        }
        if (perhaps) {
            left.addAll(all());
        }
        move(new Place(targets.size() == 1 ? targets.getFirst() : null, others));
    }

    /** A chain of commands or a block is over, of which not all need have run. */
    void mayHaveStayed() {
        if (!left.isEmpty()) {
            var others = new LinkedHashSet<>(now.others());
            others.addAll(left);
            now = new Place(now.here(), others);
            left.clear();
        }
    }

    /** It goes somewhere. */
    void moveAway() {
        move(new Place(null, new LinkedHashSet<>(all())));
    }

    /** For one command, whose arguments name other directories. */
    void within(Collection<Path> directories, Runnable command) {
        var outside = now;
        var others = new LinkedHashSet<>(now.others());
        others.addAll(directories);
        var inside = new Place(now.here(), others);
        now = inside;
        command.run();
        if (now.equals(inside)) { // it has gone nowhere
            now = outside;
        }
    }

    List<Path> all() {
        var all = new ArrayList<>(now.others());
        Stream.ofNullable(now.here()).forEach(all::add);
        return all;
    }

    private void move(Place to) {
        before = now;
        now = to;
    }
}
