package switchboard.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import switchboard.text.ExplainedException;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * A merge of a branch into the branch of a working tree. git merges in its own storage first, so a conflict touches no file.
 *
 * @param target the working tree whose branch gets the other
 * @param into the target's branch
 * @param branch the branch that is merged
 */
public record Merge(Repository target, String into, String branch) {

    /** What has come of it. */
    public sealed interface Outcome {}

    /** The target has all of the branch already. */
    public record Nothing() implements Outcome {}

    /**
     * It is merged.
     *
     * @param commit the target's new commit
     * @param commits so many of the branch are new in the target
     * @param subjects of the newest of them
     * @param changes what git says about its files, in one line
     */
    public record Merged(String commit, int commits, List<String> subjects, String changes) implements Outcome {}

    /** Nothing is changed: files of the target that are not committed would be in the way. */
    public record Uncommitted(List<String> files) implements Outcome {}

    /** Nothing is changed: the two branches change the same places. */
    public record Conflict(List<Clash> clashes) implements Outcome {}

    /** @param kind of the conflict, as git calls it: {@code content} or {@code modify/delete} */
    public record Clash(String file, String kind) {}

    private static final int CONFLICTS = 1;
    private static final int BRIEF = 9;
    private static final int SUBJECTS = 5;

    public Outcome run() throws ExplainedException, IOException {
        var branches = new Branches(target);
        if (branches.head().isEmpty()) {
            throw new ExplainedException(Texts.of("git.noCommit"));
        }
        var from = branches.commit(into);
        var other = branches.commit(branch);
        if (branches.contains(from, other)) {
            return new Nothing();
        }
        var isForward = branches.contains(other, from);
        var tree = isForward ? List.of(other) : mergedTree(from, other);
        if (tree.size() != 1) {
            return new Conflict(clashes(tree));
        }
        var inTheWay = new WorkingTree(target).changed();
        if (!inTheWay.isEmpty()) {
            return new Uncommitted(inTheWay);
        }
        return apply(from, isForward ? other : commit(tree.getFirst(), from, other), other);
    }

    /** The tree alone; after it, if there are conflicts, what git lists about them. */
    private List<String> mergedTree(String from, String other) throws ExplainedException, IOException {
        var said = target.look("merge-tree", "--write-tree", "--messages", "--name-only", "-z", from, other);
        if (said.code() != 0 && said.code() != CONFLICTS) {
            throw new ExplainedException(
                    said.errors().contains("unrelated histories")
                            ? Texts.of("merge.unrelated", Markdown.code(branch), Markdown.code(into))
                            : Repository.failure(said));
        }
        var listed = Repository.split(said.output());
        return said.code() == 0 ? listed.subList(0, 1) : listed;
    }

    /** After the tree and the files' names comes an empty text, then each message: its files, its kind and its words. */
    private static List<Clash> clashes(List<String> listed) {
        var clashes = new ArrayList<Clash>();
        var at = listed.indexOf("") + 1;
        while (at > 0 && at < listed.size()) {
            var files = Integer.parseInt(listed.get(at));
            var kind = listed.get(at + files + 1);
            if (kind.startsWith("CONFLICT")) {
                var inner = kind.replaceAll("^CONFLICT \\(|\\)$", "");
                listed.subList(at + 1, at + 1 + files).stream()
                        .limit(1)
                        .forEach(file -> clashes.add(new Clash(file, inner)));
            }
            at += files + 3;
        }
        return clashes;
    }

    private String commit(String tree, String from, String other) throws ExplainedException, IOException {
        var said =
                target.tryChange("commit-tree", tree, "-p", from, "-p", other, "-m", "Merge branch '" + branch + "'");
        if (said.code() == 0) {
            return said.output().strip();
        }
        throw new ExplainedException(
                Stream.of("auto-detection is disabled", "identity unknown", "empty ident")
                                .anyMatch(said.errors()::contains)
                        ? Texts.of("merge.nobody")
                        : Repository.failure(said));
    }

    private Outcome apply(String from, String to, String other) throws ExplainedException, IOException {
        var change = new TreeChange(target, from, to);
        var inTheWay = change.uncommitted();
        if (!inTheWay.isEmpty()) {
            return new Uncommitted(inTheWay);
        }
        var said = change.run(
                "merge",
                "--ff-only",
                "--no-squash", // a person may have set options of their own for merges into this branch
                "--quiet",
                "--no-stat",
                "--no-autostash",
                "--no-overwrite-ignore",
                to);
        if (said.code() != 0) {
            throw new ExplainedException(Repository.failure(said));
        }
        var commits = target.read("rev-list", "--count", from + ".." + other).strip();
        var changes = target.read("diff", "--shortstat", from, to).strip();
        var subjects = target.read("log", "--no-merges", "--max-count=" + SUBJECTS, "--format=%s", from + ".." + other);
        return new Merged(
                to.substring(0, BRIEF),
                Integer.parseInt(commits),
                subjects.lines().toList(),
                changes);
    }
}
