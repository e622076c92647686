package switchboard.git;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import switchboard.process.ProcessMark;
import switchboard.process.ProgramRun;
import switchboard.text.ExplainedException;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** The program {@code git}. It fetches nothing, asks nobody, and knows no secret. Blocks; an interrupt ends it. Thread-safe. */
public final class Git {

    /** What a run may do. */
    public enum Access {
        /** It takes no lock that another git would have to wait for. */
        READ,
        /** It changes the repository or a working tree. It continues when the host ends, because it must not be cut off. */
        CHANGE
    }

    /**
     * The bounds of a run.
     *
     * @param mostBytes of output; a run that prints more is ended
     */
    public record Bounds(Duration within, int mostBytes) {

        public static final Bounds USUAL = new Bounds(Duration.ofSeconds(20), 4 << 20);

        /** Of what changes a working tree, which may be large. */
        public static final Bounds CHANGE = new Bounds(Duration.ofMinutes(4), 1 << 20);
    }

    private static final List<String> KNOWN = List.of(
            "HOME",
            "PATH",
            "XDG_CONFIG_HOME",
            "USER",
            "LOGNAME",
            "TMPDIR",
            "GIT_AUTHOR_NAME",
            "GIT_AUTHOR_EMAIL",
            "GIT_COMMITTER_NAME",
            "GIT_COMMITTER_EMAIL");

    private static final Map<String, String> OWN = Map.of(
            "LC_ALL", "C",
            "GIT_TERMINAL_PROMPT", "0",
            "GIT_ALLOW_PROTOCOL", "none",
            "GIT_NO_LAZY_FETCH", "1",
            "GIT_EDITOR", ":",
            "GIT_PAGER", "cat");

    /** What a repository's configuration cannot change. */
    private static final List<String> OPTIONS = List.of(
            "--no-pager",
            "--literal-pathspecs",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.untrackedCache=false",
            "-c",
            "core.quotePath=false",
            "-c",
            "color.ui=false",
            "-c",
            "gc.auto=0",
            "-c",
            "maintenance.auto=false",
            "-c",
            "submodule.recurse=false",
            "-c",
            "log.showSignature=false",
            "-c",
            "user.useConfigOnly=true",
            "-c",
            "safe.bareRepository=explicit");

    /** Before the mark of the processes that a start of the host lets finish. */
    private static final String CHANGING = "git-";

    private static final int LOCKS = 64;
    private static final Set<String> DIFFING = Set.of("diff", "diff-tree", "diff-index", "log", "show");

    private final Map<String, String> environment;
    private final Predicate<Path> trusted;
    private final String mark;

    /** One for each repository; some repositories share one. */
    private final Lock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);

    /**
     * Makes it.
     *
     * @param environment of the agent's processes; git gets only what it needs of it
     * @param trusted whether the programs that a directory's repository names may be run; may block
     * @param mark what the mark of the host's processes begins with
     */
    public Git(Map<String, String> environment, Predicate<Path> trusted, String mark) {
        var known = new HashMap<String, String>();
        for (var name : KNOWN) {
            var value = environment.get(name);
            if (value != null) {
                known.put(name, value);
            }
        }
        known.putAll(OWN);
        this.environment = Map.copyOf(known);
        this.trusted = trusted;
        this.mark = mark;
    }

    /**
     * The repository of a directory.
     *
     * @throws ExplainedException if there is none that may be used
     */
    public Repository open(Path directory) throws ExplainedException, IOException {
        if (!Files.isDirectory(directory)) {
            throw new ExplainedException(Texts.of("git.gone", Markdown.code(directory)));
        }
        checkPrograms(directory);
        return Repository.at(this, directory);
    }

    /** @throws ExplainedException if the repository names programs and the directory is not trusted */
    void checkPrograms(Path directory) throws ExplainedException {
        var program = GitConfig.program(directory);
        if (program.isPresent() && !trusted.test(directory)) {
            throw new ExplainedException(Texts.of("git.programs", Markdown.code(program.get())));
        }
    }

    /** Works on a repository while no other work here does. */
    <T> T alone(Path common, Repository.Work<T> work) throws ExplainedException, IOException {
        var lock = locks[Math.floorMod(common.hashCode(), locks.length)];
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException givenUp) {
            throw new InterruptedIOException("another change takes too long");
        }
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a git of this host changes something now, perhaps one that has outlived a kill of the host. */
    boolean isChanging() {
        return !ProcessMark.carrying(CHANGING + mark).isEmpty();
    }

    ProgramRun.Result run(Path directory, Access access, Bounds bounds, List<String> arguments)
            throws ExplainedException, IOException {
        return run(directory, access, bounds, arguments, Map.of());
    }

    /**
     * Runs git, also in a repository that is not trusted: the caller chooses commands that run nothing there. Whatever its exit code
     * is, it returns.
     *
     * @param arguments the command's name, then its own
     * @param more variables for this run
     * @throws ExplainedException if there is no git, or it cannot take these arguments
     */
    public ProgramRun.Result run(
            Path directory, Access access, Bounds bounds, List<String> arguments, Map<String, String> more)
            throws ExplainedException, IOException {
        checkEncoding(arguments);
        var all = new HashMap<>(environment);
        all.putAll(more);
        if (access == Access.READ) {
            all.put("GIT_OPTIONAL_LOCKS", "0");
        }
        try {
            return ProgramRun.of(
                    new ProgramRun.Call(
                            command(arguments),
                            directory,
                            all,
                            access == Access.READ ? mark + "git/" : CHANGING + mark),
                    bounds.mostBytes(),
                    bounds.within());
        } catch (ProgramRun.NoProgramException missing) {
            throw new ExplainedException(Texts.of("git.missing"), missing);
        }
    }

    private static List<String> command(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add("git");
        command.addAll(OPTIONS);
        command.add(arguments.getFirst());
        if (DIFFING.contains(arguments.getFirst())) {
            command.addAll(List.of("--no-ext-diff", "--no-textconv"));
        }
        command.addAll(arguments.subList(1, arguments.size()));
        return command;
    }

    /** A Java without a UTF-8 locale would hand over question marks. */
    private static void checkEncoding(List<String> arguments) throws ExplainedException {
        var encoder =
                Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).newEncoder();
        var strange = arguments.stream()
                .filter(each -> !encoder.canEncode(each) || each.indexOf('\0') >= 0)
                .findFirst();
        if (strange.isPresent()) {
            throw new ExplainedException(Texts.of("git.encoding", Markdown.code(strange.get())));
        }
    }
}
