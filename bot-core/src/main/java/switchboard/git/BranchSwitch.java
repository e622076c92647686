package switchboard.git;

import java.io.IOException;
import java.util.List;
import switchboard.text.ExplainedException;
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
        var remote = branches.remote(branch);
        if (!branches.exists(branch) && remote.isPresent()) {
            repository.change("branch", "--quiet", "--track", branch, remote.get());
        }
        var from = branches.head().orElseThrow(() -> new ExplainedException(Texts.of("git.noCommit")));
        var change = new TreeChange(repository, from, branches.commit(branch));
        var inTheWay = change.uncommitted();
        if (inTheWay.isEmpty()) {
            var said = change.run("switch", "--quiet", "--no-guess", "--no-overwrite-ignore", branch);
            if (said.code() != 0) {
                throw new ExplainedException(Repository.failure(said));
            }
        }
        return inTheWay;
    }
}
