package switchboard.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import switchboard.text.ExplainedException;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * The worktrees that chats make, where Claude Code has its own: {@code .claude/worktrees/NAME} in the main working tree. Used while
 * nobody else here changes the repository.
 *
 * @param all the working trees of the repository
 */
public record Worktrees(Repository repository, List<Worktree> all) {

    private static final Path PLACE = Path.of(".claude", "worktrees");
    private static final String EXCLUDED = "/.claude/worktrees/";
    private static final String GITDIR = "gitdir:";

    /** git writes no single file for so long. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    public static Worktrees of(Repository repository) throws ExplainedException, IOException {
        return new Worktrees(repository, Worktree.of(repository));
    }

    /** The working tree that the repository was made with. */
    public Worktree main() throws ExplainedException {
        var main = all.getFirst();
        if (main.isBare()) {
            throw new ExplainedException(Texts.of("worktree.noMain"));
        }
        return main;
    }

    /** Where the worktree of a branch is made; Claude Code writes {@code a/b} so, too. */
    public Path place(String branch) throws ExplainedException {
        return main().path().resolve(PLACE).resolve(branch.replace('/', '+'));
    }

    /** The worktree of this name: the one in which the branch is checked out, else the one at its place. */
    public Optional<Worktree> find(String branch) throws ExplainedException {
        var place = place(branch);
        return Worktree.having(branch, all)
                .or(() -> all.stream().filter(tree -> tree.path().equals(place)).findFirst());
    }

    /**
     * Makes a worktree with a branch, which it makes too if there is none.
     *
     * @return its directory
     */
    public Path make(String branch) throws ExplainedException, IOException {
        var place = place(branch);
        checkPlace(place);
        for (var tree : all) {
            if (tree.path().equals(place) || (tree.isGone() && branch.equals(tree.branch()))) {
                clear(tree);
            }
        }
        exclude();
        Files.createDirectories(place.getParent());
        var branches = new Branches(repository);
        if (branches.exists(branch)) {
            add(place, branch);
        } else if (branches.remote(branch).isPresent()) {
            add("--track", "-b", branch, place, branches.remote(branch).get());
        } else if (branches.head().isPresent()) {
            add("--no-track", "-b", branch, place, "HEAD");
        } else {
            throw new ExplainedException(Texts.of("git.noCommit"));
        }
        return place;
    }

    private void add(Object... arguments) throws ExplainedException, IOException {
        repository.change(Stream.concat(Stream.of("worktree", "add", "--quiet"), Stream.of(arguments))
                .map(Object::toString)
                .toArray(String[]::new));
    }

    /** A link could lead out of the repository. */
    private void checkPlace(Path place) throws ExplainedException {
        for (var above = place; above != null && !above.equals(main().path()); above = above.getParent()) {
            if (Files.isSymbolicLink(above)) {
                throw new ExplainedException(Texts.of("worktree.link", Markdown.code(above)));
            }
        }
    }

    /** Puts away what is left of a worktree that was not made to its end, or whose directory is gone. */
    private void clear(Worktree left) throws ExplainedException, IOException {
        var path = left.path().toString();
        if (left.isBeingMade() && (repository.git().isChanging() || !isAbandoned(left.path()))) {
            throw new ExplainedException(Texts.of("worktree.beingMade"));
        }
        if (left.isBeingMade() && !Files.exists(left.path().resolve(".git"))) {
            repository.change("worktree", "unlock", path);
            repository.change("worktree", "prune");
        } else {
            repository.change("worktree", "remove", "--force", "--force", path);
        }
    }

    private static boolean isAbandoned(Path path) throws IOException {
        var link = path.resolve(".git");
        if (!Files.isRegularFile(link)) {
            return true;
        }
        var lock = Path.of(Files.readString(link).replaceFirst(GITDIR, "").strip(), "locked");
        var idle = Duration.between(
                Files.getLastModifiedTime(lock).toInstant(), Clock.systemUTC().instant());
        return idle.compareTo(ABANDONED) > 0;
    }

    /** Keeps the worktrees out of what git shows as new in the main one. */
    private void exclude() throws IOException {
        var file = repository.common().resolve("info").resolve("exclude");
        if (Files.isSymbolicLink(file) || Files.isSymbolicLink(file.getParent())) {
            return; // it would be changed elsewhere
        }
        Files.createDirectories(file.getParent());
        var lines = Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? new ArrayList<>(Files.readAllLines(file, StandardCharsets.ISO_8859_1))
                : new ArrayList<String>();
        if (!lines.contains(EXCLUDED)) {
            var start = lines.isEmpty()
                            || Files.readString(file, StandardCharsets.ISO_8859_1)
                                    .endsWith("\n")
                    ? ""
                    : "\n";
            Files.writeString(file, start + EXCLUDED + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** Removes a worktree that has nothing to lose. Its branch stays. */
    public void remove(Worktree tree) throws ExplainedException, IOException {
        repository.change("worktree", "remove", tree.path().toString());
    }
}
