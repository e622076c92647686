package switchboard.model;

import java.nio.file.Path;
import java.util.List;

/**
 * What a turn has changed in a file, line by line.
 *
 * @param isNew whether the file was not there before
 * @param isText whether its lines are known
 */
public record FilePatch(Path path, boolean isNew, boolean isText, List<Hunk> hunks) {

    public FilePatch {
        hunks = List.copyOf(hunks);
    }

    /**
     * Lines that have changed, with some around them.
     *
     * @param from the number of the first line before
     * @param to the number of the first line after
     * @param lines each begins with a blank, {@code +} or {@code -}
     */
    public record Hunk(int from, int to, List<String> lines) {

        public Hunk {
            lines = List.copyOf(lines);
        }
    }
}
