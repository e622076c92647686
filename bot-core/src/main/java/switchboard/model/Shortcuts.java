package switchboard.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What buttons that were shown stand for. Immutable.
 *
 * @param known newest last, at most {@link #MOST}, and besides those of the buttons shown last at most {@link #LONGEST} characters
 */
public record Shortcuts(@JsonProperty("shortcuts") List<Shortcut> known) implements ChatPart {

    /** How many are kept. */
    public static final int MOST = 100;

    /** How many characters are kept. */
    public static final int LONGEST = 32_768;

    static final Shortcuts NONE = new Shortcuts(List.of());

    public Shortcuts {
        known = known == null ? List.of() : List.copyOf(known);
    }

    /** With those of buttons that are about to be shown; those that there is no room for are forgotten, the oldest first. */
    public Shortcuts with(List<Shortcut> offered) {
        if (known.containsAll(offered)) {
            return this;
        }
        var kept = new ArrayList<Shortcut>();
        var length = 0;
        for (var each : known.reversed()) {
            if (!offered.contains(each) && length + each.length() <= LONGEST) {
                length += each.length();
                kept.addFirst(each);
            }
        }
        kept.addAll(offered);
        return new Shortcuts(Tail.of(kept, MOST));
    }

    /** What a button's key stands for. */
    public Optional<Shortcut> find(String key) {
        return known.stream().filter(each -> each.key().equals(key)).findFirst();
    }
}
