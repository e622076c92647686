package switchboard.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.diff.FileDiff;
import switchboard.text.ExplainedException;
import switchboard.text.Markdown;
import switchboard.text.Texts;
import switchboard.text.VisibleText;

/**
 * Takes changes of some files out of a working tree and keeps them as one of git's stashes, which {@code git stash push} does only
 * for files that are in the index. Whatever breaks on the way, the stash is there before a file changes. Blocks.
 */
public record Stash(Repository repository) {

    /** Whose commits the parts of a stash are. */
    private static final Map<String, String> IDENTITY = Map.of(
            "GIT_AUTHOR_NAME", "Switchboard",
            "GIT_AUTHOR_EMAIL", "switchboard@localhost",
            "GIT_COMMITTER_NAME", "Switchboard",
            "GIT_COMMITTER_EMAIL", "switchboard@localhost");

    private static final Pattern ID = Pattern.compile("[0-9a-f]{40,64}");

    /** What has come of putting changes back. */
    public enum PutBack {
        DONE,
        /** Some files have other commits now: both are in them, and the stash stays. */
        CONFLICT,
        /** Nothing is changed: {@link Stash#inTheWay files} would have to be overwritten. The stash stays. */
        IN_THE_WAY,
        /** There is no such stash any more. */
        GONE
    }

    /**
     * Takes changes away. Afterwards these files are as in the last commit.
     *
     * @param changes since a commit
     * @param files those of the changes that are taken away
     * @param name of the stash
     * @return its id
     */
    public String take(WorkingChanges changes, List<FileDiff> files, String name)
            throws ExplainedException, IOException {
        if (!repository.read("ls-files", "--unmerged", "-z").isEmpty()) {
            throw new ExplainedException(Texts.of("revert.unmerged"));
        }
        var before =
                files.stream().flatMap(file -> Stream.ofNullable(file.before())).toList();
        var fresh = files.stream()
                .flatMap(file -> Stream.ofNullable(file.after()))
                .filter(Predicate.not(new HashSet<>(before)::contains))
                .toList();
        checkPlaces(before, fresh);
        var unknown = fresh.stream()
                .filter(new HashSet<>(changes.unknown())::contains)
                .toList();
        var id = keep(
                changes.base(), Stream.concat(before.stream(), fresh.stream()).toList(), unknown, name);
        try (var own = Scratch.of(repository, IDENTITY)) {
            own.onPaths(unknown, "add", "--intent-to-add", "--force");
            for (var paths : List.of(fresh, before)) { // a new folder may be where a file was
                own.onPaths(paths, "restore", "--source=" + changes.base(), "--staged", "--worktree");
            }
        } catch (ExplainedException failed) {
            throw new ExplainedException(Texts.of("revert.half", failed.sentence()), failed);
        }
        return id;
    }

    /** To put a file back, git removes whatever is in its place: a folder with all that is in it, or a file instead of its folder. */
    private void checkPlaces(List<String> before, List<String> fresh) throws ExplainedException, IOException {
        var kept = fresh.stream().map(repository.top()::resolve).collect(Collectors.toSet());
        for (var path : before) {
            var file = repository.top().resolve(path);
            var isFolder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
            if (isBlocked(file, kept) || (isFolder && !isAllOf(file, kept))) {
                throw new ExplainedException(Texts.of("revert.taken", Markdown.code(VisibleText.reveal(path))));
            }
        }
    }

    private static boolean isAllOf(Path folder, Set<Path> kept) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .allMatch(kept::contains);
        } catch (UncheckedIOException unreadable) {
            throw new IOException(unreadable);
        }
    }

    /** As git itself makes a stash: a commit of the files, whose parents are the last commit, the index, and the unknown files. */
    private String keep(String base, List<String> paths, List<String> unknown, String name)
            throws ExplainedException, IOException {
        var staged = repository.change("write-tree").strip();
        var known = paths.stream()
                .filter(Predicate.not(new HashSet<>(unknown)::contains))
                .toList();
        try (var index = Scratch.withIndex(repository, IDENTITY);
                var added = Scratch.withIndex(repository, IDENTITY)) {
            index.run(Git.Bounds.CHANGE, "read-tree", base);
            index.onPaths(
                    known.stream().filter(path -> !isFile(path)).toList(), "rm", "-q", "--cached", "--ignore-unmatch");
            index.onPaths(known.stream().filter(this::isFile).toList(), "add", "--force");
            var parents = new ArrayList<>(List.of(base, commit(index, staged, "index on " + name, List.of(base))));
            if (!unknown.isEmpty()) {
                added.onPaths(unknown, "add", "--force");
                parents.add(commit(added, tree(added), "new files on " + name, List.of()));
            }
            var id = commit(index, tree(index), name, parents);
            index.run(Git.Bounds.CHANGE, "stash", "store", "--message", name, id);
            return id;
        }
    }

    private boolean isFile(String path) {
        var file = repository.top().resolve(path);
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static String tree(Scratch index) throws ExplainedException, IOException {
        return index.run(Git.Bounds.CHANGE, "write-tree").strip();
    }

    private static String commit(Scratch index, String tree, String message, List<String> parents)
            throws ExplainedException, IOException {
        var arguments = Stream.concat(
                Stream.of("commit-tree", tree, "-m", message),
                parents.stream().flatMap(parent -> Stream.of("-p", parent)));
        return index.run(Git.Bounds.CHANGE, arguments.toArray(String[]::new)).strip();
    }

    /**
     * Puts the changes of a stash back, and drops the stash if that succeeds.
     *
     * @param id what {@link #take} has returned
     * @throws ExplainedException with git's reason, if nothing could be put back; the stash stays
     */
    public PutBack putBack(String id) throws ExplainedException, IOException {
        if (!ID.matcher(id).matches() || position(id).isEmpty()) {
            return PutBack.GONE;
        }
        if (!inTheWay(id).isEmpty()) {
            return PutBack.IN_THE_WAY;
        }
        var said = repository.tryChange("stash", "apply", "--quiet", id);
        if (said.code() != 0) {
            if (repository.read("ls-files", "--unmerged", "-z").isEmpty()) {
                throw new ExplainedException(Repository.failure(said));
            }
            return PutBack.CONFLICT;
        }
        for (var position : position(id)) {
            repository.tryChange("stash", "drop", "--quiet", position);
        }
        return PutBack.DONE;
    }

    /**
     * The files of a stash that cannot be put back without a loss: they have changes that are not committed, or are new in its place.
     * git itself would put back the other ones.
     *
     * @param id of a stash that is there
     */
    public List<String> inTheWay(String id) throws ExplainedException, IOException {
        var changed = new HashSet<>(new WorkingTree(repository).changed());
        var known = repository.list("diff-tree", "-r", "--name-only", "-z", "--no-renames", id + "^1", id);
        var replaced = known.stream().map(repository.top()::resolve).collect(Collectors.toSet());
        var unknown = repository.is("rev-parse", "--verify", "--quiet", id + "^3")
                ? repository.list("ls-tree", "-r", "--name-only", "-z", id + "^3")
                : List.<String>of();
        var taken = unknown.stream().filter(path -> {
            var file = repository.top().resolve(path);
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS) || isBlocked(file, replaced);
        });
        return Stream.concat(known.stream().filter(changed::contains), taken).toList();
    }

    /** Whether a file or a link, other than these, is where a folder above this file would be. */
    private boolean isBlocked(Path file, Set<Path> others) {
        var isBlocked = false;
        for (var above = file.getParent();
                above != null && !above.equals(repository.top());
                above = above.getParent()) {
            isBlocked |= Files.exists(above, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)
                    && !others.contains(above);
        }
        return isBlocked;
    }

    /** Where it is among the stashes, as git names it; empty if it is not there. */
    private List<String> position(String id) throws ExplainedException, IOException {
        var listed = repository.look("stash", "list", "--format=%H %gd");
        return listed.output()
                .lines()
                .filter(line -> line.startsWith(id + " "))
                .map(line -> line.substring(id.length() + 1))
                .limit(1)
                .toList();
    }
}
