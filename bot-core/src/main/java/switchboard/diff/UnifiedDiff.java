package switchboard.diff;

import java.util.List;

/** What has changed in some files. Immutable. */
public record UnifiedDiff(List<FileDiff> files) {

    public UnifiedDiff {
        files = List.copyOf(files);
    }

    /**
     * Reads what {@code git diff} writes with the prefixes {@code a/} and {@code b/}, without colours and words of other programs.
     *
     * @throws IllegalArgumentException if it is anything else: whose lines these are would be a guess
     */
    public static UnifiedDiff parse(String text) {
        return new UnifiedDiff(new DiffParser(text).files());
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    public int added() {
        return files.stream().mapToInt(FileDiff::added).sum();
    }

    public int removed() {
        return files.stream().mapToInt(FileDiff::removed).sum();
    }
}
