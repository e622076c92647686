package switchboard.diff;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has changed in one file. A path is relative to the directory of the diff, or absolute.
 *
 * @param before its path before; null for a new file
 * @param after its path now; null for a deleted file
 * @param modes what has changed besides its content; null for nothing
 * @param isBinary whether its content is no text, so that there are no hunks
 * @param hunks empty also if only the numbers of lines are known
 */
public record FileDiff(
        @Nullable String before,
        @Nullable String after,
        @Nullable Modes modes,
        boolean isBinary,
        List<Hunk> hunks,
        int added,
        int removed) {

    /** A file's mode as git writes it, such as {@code 100755}; null if there is no such file. */
    public record Modes(@Nullable String before, @Nullable String after) {

        /** Whether the same file has another mode now. */
        boolean isChange() {
            return before != null && after != null && !before.equals(after);
        }
    }

    /**
     * Lines that have changed, with some around them.
     *
     * @param from the number of the first line before
     * @param to the number of the first line now
     * @param heading what follows the numbers, such as the method around the lines; may be empty
     * @param lines each begins with a blank, {@code +}, {@code -}, or a backslash for a remark such as "No newline at end of file"
     */
    public record Hunk(int from, int to, String heading, List<String> lines) {

        public Hunk {
            lines = List.copyOf(lines);
        }

        int count(char... marks) {
            return (int) lines.stream()
                    .filter(line -> !line.isEmpty() && new String(marks).indexOf(line.charAt(0)) >= 0)
                    .count();
        }
    }

    public FileDiff {
        if (before == null && after == null) {
            throw new IllegalArgumentException("a file was there before or is there now");
        }
        hunks = List.copyOf(hunks);
    }

    /** A file of text whose lines have changed. */
    public static FileDiff text(@Nullable String before, @Nullable String after, List<Hunk> hunks) {
        return new FileDiff(before, after, null, false, hunks, count('+', hunks), count('-', hunks));
    }

    static int count(char mark, List<Hunk> hunks) {
        return hunks.stream().mapToInt(hunk -> hunk.count(mark)).sum();
    }

    /** Its path now, or the one that it had. */
    public String path() {
        return after == null ? Objects.requireNonNull(before) : after;
    }

    /** All paths that it has or had. */
    Stream<String> paths() {
        return Stream.of(before, after)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct();
    }

    boolean isRenamed() {
        return before != null && after != null && !before.equals(after);
    }
}
