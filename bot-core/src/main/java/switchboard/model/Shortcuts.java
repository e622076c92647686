package switchboard.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The long arguments of buttons that were shown. Immutable.
 *
 * @param known newest last, at most {@link #MOST}
 */
public record Shortcuts(@JsonProperty("shortcuts") List<Shortcut> known) {

    /** How many are kept. */
    public static final int MOST = 100;

    static final Shortcuts NONE = new Shortcuts(List.of());

    public Shortcuts {
        known = known == null ? List.of() : List.copyOf(known);
    }

    /** With those of buttons that are about to be shown; the oldest are forgotten. */
    Shortcuts with(List<Shortcut> offered) {
        if (known.containsAll(offered)) {
            return this;
        }
        var all = Stream.concat(known.stream().filter(each -> !offered.contains(each)), offered.stream())
                .toList();
        return new Shortcuts(Tail.of(all, MOST));
    }

    /** The argument behind a button's key. */
    Optional<String> argument(String key) {
        return known.stream()
                .filter(each -> each.key().equals(key))
                .map(Shortcut::argument)
                .findFirst();
    }
}
