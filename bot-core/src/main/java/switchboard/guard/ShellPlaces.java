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
 * Where a shell is, and where else it may be: a {@code cd} may fail, may lead to one of several directories, or may not run at
 * all. Used for one text.
 */
final class ShellPlaces {

    /** @param here null if it is not known */
    private record Place(@Nullable Path here, Set<Path> others) {}

    private final Deque<Place> outer = new ArrayDeque<>();
    private final Deque<Place> pushed = new ArrayDeque<>();

    /** Where the shell was before moves that are not certain. */
    private final Set<Path> left = new LinkedHashSet<>();

    private Place now;
    private Place before;

    ShellPlaces(Path directory) {
        now = new Place(directory, Set.of());
        before = now;
    }

    /** The places of a shell that begins here. */
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

    /** The current directory, or the root if it is not known. */
    Path hereOrRoot() {
        var here = now.here();
        return here == null ? Path.of("/") : here;
    }

    /** Where else the shell may be. */
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
     * The shell goes to one of these directories, or stays if none of them exists.
     *
     * @param stays whether the shell may stay in any case
     * @param perhaps whether it may turn out later that the shell has stayed; see {@link #mayHaveStayed}
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

    /** A chain of commands or a block is over, and some of its commands may not have run. */
    void mayHaveStayed() {
        if (!left.isEmpty()) {
            var others = new LinkedHashSet<>(now.others());
            others.addAll(left);
            now = new Place(now.here(), others);
            left.clear();
        }
    }

    /** The shell goes to an unknown directory. */
    void moveAway() {
        move(new Place(null, new LinkedHashSet<>(all())));
    }

    /** Runs one command whose arguments name other directories. */
    void within(Collection<Path> directories, Runnable command) {
        var outside = now;
        var others = new LinkedHashSet<>(now.others());
        others.addAll(directories);
        var inside = new Place(now.here(), others);
        now = inside;
        command.run();
        if (now.equals(inside)) { // the shell has not moved
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
