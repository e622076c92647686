package switchboard.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import switchboard.text.ExplainedException;

/**
 * A working tree of a repository, as git lists it.
 *
 * @param branch checked out there; null for none
 * @param isBare whether it is the repository itself, without files
 * @param isGone whether its directory is not there any more
 * @param lock why it may not be removed; null if it may
 */
public record Worktree(
        Path path,
        @Nullable String branch,
        boolean isBare,
        boolean isGone,
        @Nullable String lock) {

    /** The lock of a worktree that git is making, or was making when it was killed. */
    static final String BEING_MADE = "initializing";

    private static final String HEADS = "refs/heads/";

    /** All working trees; the first is the main one. */
    public static List<Worktree> of(Repository repository) throws ExplainedException, IOException {
        var all = new ArrayList<Worktree>();
        var lines = new ArrayList<String>();
        for (var line : repository.list("worktree", "list", "--porcelain", "-z")) {
            if (line.isEmpty()) {
                all.add(parse(lines));
                lines.clear();
            } else {
                lines.add(line);
            }
        }
        all.set(0, main(repository, all.getFirst()));
        return all;
    }

    /** git lists the repository itself as the main one if that is not in its working tree, as in a submodule. */
    private static Worktree main(Repository repository, Worktree listed) {
        if (repository.isMain()) {
            return new Worktree(repository.top(), listed.branch(), false, false, listed.lock());
        }
        var hasFiles = !listed.isBare() && Files.exists(listed.path().resolve(".git"));
        return new Worktree(listed.path(), listed.branch(), !hasFiles, listed.isGone(), listed.lock());
    }

    private static Worktree parse(List<String> lines) {
        var branch = value(lines, "branch");
        return new Worktree(
                real(Path.of(value(lines, "worktree").orElseThrow())),
                branch.map(ref -> ref.startsWith(HEADS) ? ref.substring(HEADS.length()) : ref)
                        .orElse(null),
                value(lines, "bare").isPresent(),
                value(lines, "prunable").isPresent(),
                value(lines, "locked").orElse(null));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            return path;
        }
    }

    /** What follows a word; empty text if nothing does. */
    private static Optional<String> value(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.equals(word) || line.startsWith(word + " "))
                .map(line -> line.substring(Math.min(line.length(), word.length() + 1)))
                .findFirst();
    }

    /** Whether git has begun to make it and has not finished. */
    public boolean isBeingMade() {
        return BEING_MADE.equals(lock);
    }

    /** The working tree in which a directory lies; worktrees may lie in one another. */
    public static Optional<Worktree> around(Path directory, List<Worktree> all) {
        return all.stream()
                .filter(tree -> directory.startsWith(tree.path()))
                .max(Comparator.comparingInt(tree -> tree.path().getNameCount()));
    }

    /** The working tree in which a branch is checked out. */
    public static Optional<Worktree> having(String branch, List<Worktree> all) {
        return all.stream()
                .filter(tree -> branch.equals(tree.branch()) && !tree.isGone())
                .findFirst();
    }
}
