package switchboard.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders that a chat keeps at hand. Immutable.
 *
 * @param folders real paths, oldest first, at most {@link #MOST}
 */
public record Bookmarks(@JsonProperty("bookmarks") List<Path> folders) implements ChatPart {

    /** How many a chat keeps. */
    public static final int MOST = 20;

    static final Bookmarks NONE = new Bookmarks(List.of());

    public Bookmarks {
        folders = folders == null ? List.of() : List.copyOf(folders);
    }

    /** With one more. If it is known already, or there are as many as a chat keeps, nothing changes. */
    public Bookmarks with(Path folder) {
        return has(folder) || isFull()
                ? this
                : new Bookmarks(
                        Stream.concat(folders.stream(), Stream.of(folder)).toList());
    }

    public Bookmarks without(Path folder) {
        return new Bookmarks(
                folders.stream().filter(each -> !each.equals(folder)).toList());
    }

    public boolean has(Path folder) {
        return folders.contains(folder);
    }

    public boolean isFull() {
        return folders.size() >= MOST;
    }
}
