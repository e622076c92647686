package switchboard.git;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import switchboard.text.ExplainedException;
import switchboard.text.HiddenCharacters;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** The branches of a repository, by the names that people type. */
public record Branches(Repository repository) {

    private static final String HEADS = "refs/heads/";

    /**
     * Checks the name of a branch, whether there is such a branch or not.
     *
     * @throws ExplainedException if git has no such names, or could take it for something else
     */
    public String check(String typed) throws ExplainedException, IOException {
        var isPlain = !typed.startsWith("-")
                && !typed.startsWith("refs/")
                && !typed.equals("HEAD")
                && typed.codePoints().noneMatch(Character::isSpaceChar)
                && HiddenCharacters.replaced(typed, "").equals(typed);
        if (!isPlain || !repository.is("check-ref-format", HEADS + typed)) {
            throw new ExplainedException(Texts.of("branch.name", Markdown.code(typed)));
        }
        return typed;
    }

    public boolean exists(String name) throws ExplainedException, IOException {
        return repository.is("show-ref", "--verify", "--quiet", HEADS + name);
    }

    /**
     * The branch of this name that one remote repository had when it was last fetched, with its whole path, because a tag may have its
     * short name; empty if none or several had one.
     */
    public Optional<String> remote(String name) throws ExplainedException, IOException {
        var found = repository
                .read("for-each-ref", "--format=%(refname)", "refs/remotes/*/" + name)
                .lines()
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** The branches, those with the newest commits first. */
    public List<String> newest(int most) throws ExplainedException, IOException {
        return repository
                .read("for-each-ref", "--sort=-committerdate", "--count=" + most, "--format=%(refname:lstrip=2)", HEADS)
                .lines()
                .toList();
    }

    /** The branch that is checked out; empty if it is a commit without a branch. */
    public Optional<String> current() throws ExplainedException, IOException {
        var said = repository.look("symbolic-ref", "--quiet", "HEAD");
        return Optional.of(said.output().strip())
                .filter(ref -> said.code() == 0 && ref.startsWith(HEADS))
                .map(ref -> ref.substring(HEADS.length()));
    }

    /** @throws ExplainedException if a commit without a branch is checked out */
    public String mustBeOn() throws ExplainedException, IOException {
        return current()
                .orElseThrow(
                        () -> new ExplainedException(Texts.of("branch.detached", Markdown.code(repository.top()))));
    }

    /** The commit of a branch. */
    public String commit(String name) throws ExplainedException, IOException {
        return repository
                .read("rev-parse", "--verify", HEADS + name + "^{commit}")
                .strip();
    }

    /** The commit that is checked out; empty if there is none yet. */
    public Optional<String> head() throws ExplainedException, IOException {
        var said = repository.look("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
        return said.code() == 0 ? Optional.of(said.output().strip()) : Optional.empty();
    }

    /** Whether the commit that is checked out is in no branch, so that a switch would lose it. */
    public boolean isLoose() throws ExplainedException, IOException {
        return head().isPresent()
                && repository
                        .read("for-each-ref", "--contains", "HEAD", "--count=1", "--format=x")
                        .isEmpty();
    }

    /** Whether all of a commit is in another. */
    public boolean contains(String whole, String part) throws ExplainedException, IOException {
        return repository.is("merge-base", "--is-ancestor", part, whole);
    }
}
