package switchboard.git;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import switchboard.text.ExplainedException;

/** The files of a repository's working tree. */
public record WorkingTree(Repository repository) {

    private static final String NEW = "?? ";
    private static final int STATE = 3;

    /** The files that differ from the commit that is checked out, without new ones. */
    public List<String> changed() throws ExplainedException, IOException {
        return status("no");
    }

    /** The files that differ from the commit that is checked out, and the new ones that are not ignored. */
    public List<String> uncommitted() throws ExplainedException, IOException {
        return status("normal");
    }

    private List<String> status(String fresh) throws ExplainedException, IOException {
        return repository
                .list(
                        "status",
                        "--porcelain=v1",
                        "-z",
                        "--no-renames",
                        "--ignore-submodules=dirty",
                        "--untracked-files=" + fresh)
                .stream()
                .map(line -> line.substring(Math.min(line.length(), STATE)))
                .toList();
    }

    /** The new files that are not ignored, each by its name. */
    public List<String> fresh() throws ExplainedException, IOException {
        return repository.list("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all").stream()
                .filter(line -> line.startsWith(NEW))
                .map(line -> line.substring(STATE))
                .toList();
    }

    /** The files that git ignores; of a folder in which it ignores everything, the folder's name with a slash. */
    public List<String> ignored() throws ExplainedException, IOException {
        return repository.list(
                "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "--no-empty-directory", "-z");
    }

    /** Puts back what a change that was killed has left. Used while nobody else here changes the repository. */
    public void recover() throws ExplainedException, IOException {
        TreeChange.recover(repository);
    }

    /** Whether a merge, rebase, bisect or the like has begun here and is not finished. */
    public boolean isInTheMiddle() {
        return Stream.of(
                        "MERGE_HEAD",
                        "CHERRY_PICK_HEAD",
                        "REVERT_HEAD",
                        "rebase-merge",
                        "rebase-apply",
                        "sequencer",
                        "BISECT_LOG")
                .anyMatch(name -> Files.exists(repository.own().resolve(name)));
    }
}
