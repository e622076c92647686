package switchboard.git;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import switchboard.text.ExplainedException;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** Checks out another branch in a working tree. Used while nobody else here changes the repository. */
public record BranchSwitch(Repository repository, String branch) {

    /**
     * Switches, if nothing uncommitted is in the way.
     *
     * @return the files that are in the way; none if it has switched
     */
    public List<String> run() throws ExplainedException, IOException {
        var branches = new Branches(repository);
        var from = branches.head().orElseThrow(() -> new ExplainedException(Texts.of("git.noCommit")));
        if (branches.exists(branch)) {
            return run(new TreeChange(repository, from, branches.commit(branch)), branch);
        }
        var remote = branches.remote(branch)
                .orElseThrow(() -> new ExplainedException(Texts.of("merge.unknown", Markdown.code(branch))));
        var to = repository.read("rev-parse", "--verify", remote + "^{commit}").strip();
        return run(new TreeChange(repository, from, to), "--track", "--create", branch, remote);
    }

    private static List<String> run(TreeChange change, String... branch) throws ExplainedException, IOException {
        var inTheWay = change.uncommitted();
        if (inTheWay.isEmpty()) {
            var command = Stream.of("switch", "--quiet", "--no-guess", "--no-overwrite-ignore");
            var said = change.run(Stream.concat(command, Stream.of(branch)).toArray(String[]::new));
            if (said.code() != 0) {
                throw new ExplainedException(Repository.failure(said));
            }
        }
        return inTheWay;
    }
}
