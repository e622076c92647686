package switchboard.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What buttons that were shown stand for. Immutable.
 *
 * @param known newest last, at most {@link #MOST}, and at most {@link #MOST_WITH_CONTENT} that have content besides their argument
 */
public record Shortcuts(@JsonProperty("shortcuts") List<Shortcut> known) {

    /** How many are kept. */
    public static final int MOST = 100;

    /** How many with content are kept, which may be long. */
    public static final int MOST_WITH_CONTENT = 20;

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
        var rich = all.stream().filter(each -> !each.attached().isEmpty()).toList();
        var tooOld = rich.subList(0, Math.max(0, rich.size() - MOST_WITH_CONTENT));
        return new Shortcuts(
                Tail.of(all.stream().filter(each -> !tooOld.contains(each)).toList(), MOST));
    }

    /** What a button's key stands for. */
    Optional<Shortcut> find(String key) {
        return known.stream().filter(each -> each.key().equals(key)).findFirst();
    }
}
