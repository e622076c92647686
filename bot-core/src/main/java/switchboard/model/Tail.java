package switchboard.model;

import java.util.List;

/** Keeps bounded what is added at the end. */
final class Tail {

    private Tail() {}

    /** The newest of a list, at most so many. */
    static <T> List<T> of(List<T> all, int most) {
        return all.subList(Math.max(0, all.size() - most), all.size());
    }
}
