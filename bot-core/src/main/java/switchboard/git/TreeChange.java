package switchboard.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.process.ProgramRun;
import switchboard.text.ExplainedException;
import switchboard.text.Texts;

/**
 * A change of all files of a clean working tree from one commit to another. git writes them one by one, so a kill in the middle
 * leaves some of them new while the old commit is still checked out. A note in the repository tells of that, and the next change
 * puts these files back first.
 *
 * @param from the commit that is checked out
 */
record TreeChange(Repository repository, String from, String to) {

    private static final Logger LOG = LoggerFactory.getLogger(TreeChange.class);
    private static final String NOTE = "switchboard-change";
    private static final Pattern COMMITS = Pattern.compile("([0-9a-f]{40,64}) ([0-9a-f]{40,64})");

    /** An exit code above it tells the signal that has ended a program. 129 is git's own. */
    private static final int BY_SIGNAL = 129;

    private static final int MOST_AT_ONCE = 200;
    private static final int LONGEST_BEGINNING = 1 << 20;
    private static final String LINK = "120000";

    /** A file that a change touches, as git lists it. */
    private record Touched(String mode, String blob, String path) {

        private static final String NONE = "000000";

        boolean isGone() {
            return mode.equals(NONE);
        }
    }

    /**
     * Runs the command that changes the tree.
     *
     * @return what git says; if it fails, all files are as they were
     */
    ProgramRun.Result run(String... command) throws ExplainedException, IOException {
        var note = note(repository);
        var fresh = Files.writeString(note.resolveSibling(NOTE + ".new"), from + " " + to + "\n");
        Files.move(fresh, note, StandardCopyOption.ATOMIC_MOVE);
        var said = repository.tryChange(command); // if this is cut off, the note stays
        if (said.code() > BY_SIGNAL) {
            recover(repository);
        } else if (said.code() != 0) {
            putBack();
        }
        Files.deleteIfExists(note);
        return said;
    }

    /** The files that would be in the way, because they are not committed. */
    List<String> uncommitted() throws ExplainedException, IOException {
        var tree = new WorkingTree(repository);
        var touched = touched().stream().map(Touched::path).collect(Collectors.toSet());
        return Stream.concat(tree.changed().stream(), tree.fresh().stream().filter(touched::contains))
                .distinct()
                .toList();
    }

    /** Puts back what a change that was killed has left. */
    static void recover(Repository repository) throws ExplainedException, IOException {
        var note = note(repository);
        if (!Files.exists(note, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (repository.git().isChanging()) {
            throw new ExplainedException(Texts.of("git.locked"));
        }
        var commits = COMMITS.matcher(Files.readString(note).strip());
        var head = new Branches(repository).head();
        if (commits.matches() && head.equals(Optional.of(commits.group(1)))) {
            LOG.warn("Putting back the files of {}, which a kill has left between two commits", repository.top());
            new TreeChange(repository, commits.group(1), commits.group(2))
                    .unlock(Files.getLastModifiedTime(note))
                    .putBack();
        }
        Files.deleteIfExists(note);
    }

    private static Path note(Repository repository) {
        return repository.own().resolve(NOTE);
    }

    private void putBack() throws ExplainedException, IOException {
        var tree = new WorkingTree(repository);
        var dirty = new HashSet<>(tree.changed());
        dirty.addAll(tree.fresh());
        var ours = new ArrayList<String>();
        var old = new ArrayList<String>();
        for (var touched : touched()) {
            if (dirty.contains(touched.path()) && isOurs(touched)) {
                ours.add(touched.path());
                if (repository.is("cat-file", "-e", from + ":" + touched.path())) {
                    old.add(touched.path());
                } else {
                    delete(repository.top().resolve(touched.path()));
                }
            }
        }
        change(ours, "reset", "-q", from, "--");
        change(old, "checkout", "-q", "--force", from, "--");
    }

    private void change(List<String> files, String... command) throws ExplainedException, IOException {
        for (var at = 0; at < files.size(); at += MOST_AT_ONCE) {
            var some = files.subList(at, Math.min(files.size(), at + MOST_AT_ONCE));
            repository.change(Stream.concat(Stream.of(command), some.stream()).toArray(String[]::new));
        }
    }

    /** A killed git leaves the lock of its index. One that is older than the change is not its lock. */
    private TreeChange unlock(FileTime begun) throws ExplainedException, IOException {
        var lock = repository.own().resolve("index.lock");
        if (Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.getLastModifiedTime(lock).compareTo(begun) < 0) {
                throw new ExplainedException(Texts.of("git.locked"));
            }
            Files.delete(lock);
        }
        return this;
    }

    /** Deletes a file that no link leads to. */
    private void delete(Path file) throws IOException {
        if (Objects.requireNonNull(file.getParent()).toRealPath().startsWith(repository.top())) {
            Files.deleteIfExists(file);
        }
    }

    private List<Touched> touched() throws ExplainedException, IOException {
        var listed = repository.list("diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", from, to);
        var all = new ArrayList<Touched>();
        for (var at = 0; at + 1 < listed.size(); at += 2) {
            var facts = listed.get(at).split(" ", -1); // :mode mode blob blob letter
            all.add(new Touched(facts[1], facts[3], listed.get(at + 1)));
        }
        return all;
    }

    /** Whether a file is as the change makes it, in whole or in part; else somebody has changed it since. */
    private boolean isOurs(Touched touched) throws ExplainedException, IOException {
        var file = repository.top().resolve(touched.path());
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return true; // it is removed before it is written
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Files.isSymbolicLink(file) && touched.mode().equals(LINK);
        }
        return !touched.isGone()
                && (repository.read("hash-object", "--", touched.path()).strip().equals(touched.blob())
                        || isBeginning(file, touched.blob()));
    }

    private boolean isBeginning(Path file, String blob) throws ExplainedException, IOException {
        if (Files.size(file) > LONGEST_BEGINNING) {
            return false;
        }
        var written = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replaceFirst("\uFFFD+$", "");
        var bounds = new Git.Bounds(Git.Bounds.USUAL.within(), 2 * LONGEST_BEGINNING);
        return repository
                .git()
                .run(repository.top(), Git.Access.READ, bounds, List.of("cat-file", "blob", blob))
                .output()
                .startsWith(written);
    }
}
