package switchboard.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import switchboard.process.ProgramRun;
import switchboard.text.ExplainedException;
import switchboard.text.HiddenCharacters;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * A repository that may be used, seen from one of its working trees. Blocks.
 *
 * @param top of the working tree, with all links resolved
 * @param own the working tree's own part of the repository
 * @param common the part that all working trees share
 */
public record Repository(Git git, Path top, Path own, Path common) {

    /** What is done while nobody else here changes the repository. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws ExplainedException, IOException;
    }

    private static final int LONGEST_REASON = 300;
    private static final int USAGE = 129;

    static Repository at(Git git, Path directory) throws ExplainedException, IOException {
        var asked = List.of("rev-parse", "--path-format=absolute", "--show-toplevel", "--git-dir", "--git-common-dir");
        var said = git.run(directory, Git.Access.READ, Git.Bounds.USUAL, asked);
        if (said.code() != 0) {
            throw new ExplainedException(noRepository(directory, said));
        }
        var lines = said.output().lines().toList();
        if (lines.size() != 3) {
            throw new ExplainedException(Texts.of("git.strangePath"));
        }
        return new Repository(
                git,
                Path.of(lines.get(0)).toRealPath(),
                Path.of(lines.get(1)).toRealPath(),
                Path.of(lines.get(2)).toRealPath());
    }

    private static String noRepository(Path directory, ProgramRun.Result said) {
        var folder = Markdown.code(directory);
        var errors = said.errors();
        if (errors.contains("not a git repository")) {
            return Texts.of("git.none", folder);
        }
        if (errors.contains("dubious ownership")) {
            return Texts.of("git.dubious", folder);
        }
        return errors.contains("in a work tree") || errors.contains("safe.bareRepository")
                ? Texts.of("git.bare", folder)
                : failure(said);
    }

    /** Another working tree of this repository. */
    public Repository in(Path other) throws ExplainedException, IOException {
        var there = git.open(other);
        if (!there.common().equals(common)) {
            throw new ExplainedException(Texts.of("git.none", Markdown.code(other)));
        }
        return there;
    }

    /** Works on the repository while no other work of this host does. */
    public <T> T alone(Work<T> work) throws ExplainedException, IOException {
        return git.alone(common, work);
    }

    /** Whether this is the working tree that the repository was made with. */
    public boolean isMain() {
        return own.equals(common);
    }

    /**
     * What a command of git prints.
     *
     * @throws ExplainedException if it fails, with what git says
     */
    public String read(String... arguments) throws ExplainedException, IOException {
        return checked(look(arguments));
    }

    /** What a command prints, as the texts that a NUL character ends. */
    public List<String> list(String... arguments) throws ExplainedException, IOException {
        return split(read(arguments));
    }

    static List<String> split(String output) {
        var all = output.split("\0", -1);
        return Arrays.asList(all).subList(0, all.length - 1);
    }

    /** Whether the last commit has this path, relative to {@link #top}. False if there is no commit yet. */
    public boolean isCommitted(String path) throws ExplainedException, IOException {
        return !look("ls-tree", "--name-only", "-z", "HEAD", "--", path)
                .output()
                .isEmpty();
    }

    /** Asks git, whatever its exit code will be. */
    public ProgramRun.Result look(String... arguments) throws ExplainedException, IOException {
        return inTime(git.run(top, Git.Access.READ, Git.Bounds.USUAL, List.of(arguments)));
    }

    /** Whether a command that asks something ends with 0. */
    public boolean is(String... arguments) throws ExplainedException, IOException {
        return look(arguments).code() == 0;
    }

    /** Changes something. */
    public String change(String... arguments) throws ExplainedException, IOException {
        return checked(tryChange(arguments));
    }

    /** Changes something, whatever its exit code will be. */
    public ProgramRun.Result tryChange(String... arguments) throws ExplainedException, IOException {
        return inTime(git.run(top, Git.Access.CHANGE, Git.Bounds.CHANGE, List.of(arguments)));
    }

    /** What git says when it fails. */
    public static String failure(ProgramRun.Result said) {
        if (said.code() == USAGE) {
            return Texts.of("git.tooOld");
        }
        var lines = said.errors().lines().map(String::strip).filter(line -> !line.isEmpty());
        var told = Stream.concat(lines, Stream.of(Texts.of("git.exitCode", said.code())))
                .filter(line -> !line.startsWith("hint:") && !line.startsWith("warning:"))
                .findFirst()
                .orElseThrow();
        return Texts.of(
                "git.failed", Markdown.code(HumanText.shortened(HiddenCharacters.replaced(told, " "), LONGEST_REASON)));
    }

    static String checked(ProgramRun.Result said) throws ExplainedException {
        if (said.code() != 0) {
            throw new ExplainedException(failure(said));
        }
        return said.output();
    }

    static ProgramRun.Result inTime(ProgramRun.Result said) throws ExplainedException {
        if (said.isLate()) {
            throw new ExplainedException(Texts.of("git.late"));
        }
        if (said.isCut()) {
            throw new ExplainedException(Texts.of("git.tooMuch"));
        }
        return said;
    }
}
