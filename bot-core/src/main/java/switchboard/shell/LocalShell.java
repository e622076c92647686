package switchboard.shell;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.files.OutgoingCopy;
import switchboard.files.OutgoingFiles;
import switchboard.guard.ClosedPaths;
import switchboard.guard.ToolGuard;
import switchboard.guard.Verdict;
import switchboard.model.ChatId;
import switchboard.model.Secrets;
import switchboard.model.ShellRequest;
import switchboard.process.ProcessMark;
import switchboard.process.ProgramRun;
import switchboard.text.Markdown;
import switchboard.text.TerminalText;
import switchboard.text.Texts;
import switchboard.text.VisibleText;

/** The shell of this machine: {@code bash} if it is there, else {@code /bin/sh}. */
public final class LocalShell implements Shell {

    /** The longest that a command may run. */
    public static final Duration LONGEST = Duration.ofMinutes(2);

    /** So many commands run at once over all chats. */
    static final int AT_ONCE = 4;

    /** Of its output, so many bytes are kept: the last ones. */
    static final int MOST_KEPT = 5_000_000;

    /** The longest output of a message. */
    static final int MOST_SHOWN = 3_500;

    /** After a cut within a line, so many bytes may belong to a secret of which the beginning is gone. */
    private static final int LONGEST_REST = 4_096;

    private static final long LEFTOVER_GRACE_MS = 3_000;
    private static final Logger LOG = LoggerFactory.getLogger(LocalShell.class);

    /**
     * What a shell needs to know.
     *
     * @param closed the files that are closed to a chat
     * @param environment the whole environment of the commands, which has no secret of the host
     * @param secrets are struck out of the output
     * @param mark what the marks of the processes begin with
     * @param files where long output goes
     */
    public record Setup(
            Function<ChatId, ClosedPaths> closed,
            Map<String, String> environment,
            Secrets secrets,
            String mark,
            OutgoingFiles files) {

        /** For logs: not the environment. */
        @Override
        public String toString() {
            return "Setup[" + mark + "]";
        }
    }

    private final Setup setup;
    private final Duration within;
    private final Semaphore permits = new Semaphore(AT_ONCE);

    public LocalShell(Setup setup) {
        this(setup, LONGEST);
    }

    LocalShell(Setup setup, Duration within) {
        this.setup = setup;
        this.within = within;
    }

    @Override
    public Verdict check(ChatId chat, ShellRequest request) {
        return new ToolGuard(setup.closed().apply(chat), setup.environment())
                .check(request.command(), request.directory());
    }

    @Override
    public ShellResult run(ChatId chat, ShellRequest request) {
        if (!permits.tryAcquire()) {
            return new ShellResult.Busy(AT_ONCE);
        }
        try {
            var verdict = check(chat, request);
            if (!isAllowed(verdict, request)) {
                return new ShellResult.Changed(verdict);
            }
            return Files.isDirectory(request.directory())
                    ? start(chat, request)
                    : new ShellResult.Refused(Texts.of("shell.noFolder", Markdown.code(request.directory())));
        } finally {
            permits.release();
        }
    }

    private static boolean isAllowed(Verdict verdict, ShellRequest request) {
        return switch (verdict.kind()) {
            case OPEN -> true;
            case ASK -> verdict.reason().equals(request.remark());
            case DENY -> false;
        };
    }

    private ShellResult start(ChatId chat, ShellRequest request) {
        var begun = System.nanoTime();
        try {
            var run = ProgramRun.watched(
                    new ProgramRun.Call(
                            List.of(program(), "-c", "--", request.command()),
                            request.directory(),
                            setup.environment(),
                            mark(chat, request)),
                    MOST_KEPT,
                    within);
            var took = Duration.ofNanos(System.nanoTime() - begun);
            return new ShellResult.Ended(how(run.end()), run.code(), took, output(chat, run));
        } catch (IOException failed) {
            LOG.warn("A shell command of chat {} cannot be run: {}", chat, failed.toString());
            return new ShellResult.Refused(Texts.of("shell.broken"));
        }
    }

    private static ShellResult.How how(ProgramRun.End end) {
        return switch (end) {
            case EXITED -> ShellResult.How.EXITED;
            case LATE -> ShellResult.How.LATE;
            case STOPPED -> ShellResult.How.STOPPED;
        };
    }

    /** By the {@code PATH} of the commands. */
    private String program() {
        return Stream.of(setup.environment().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(directory -> directory.startsWith("/"))
                .flatMap(LocalShell::bash)
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElse("/bin/sh");
    }

    private static Stream<Path> bash(String directory) {
        try {
            return Stream.of(Path.of(directory, "bash"));
        } catch (InvalidPathException noPath) {
            return Stream.of();
        }
    }

    private ShellResult.Output output(ChatId chat, ProgramRun.Watched run) {
        var text = setup.secrets()
                .byLine()
                .strike(TerminalText.plain(whole(run))); // a program may print only some of its lines
        var fits = text.length() <= MOST_SHOWN && VisibleText.reveal(text).length() <= MOST_SHOWN;
        if (run.leftOut() == 0 && fits) {
            return new ShellResult.InMessage(text);
        }
        return new ShellResult.AsFile(file(chat, text), end(text), run.leftOut());
    }

    private OutgoingCopy file(ChatId chat, String text) {
        Thread.interrupted(); // a stop that came late must not cut the file short
        return setup.files().keep(chat, "output.txt", to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Without what is left of a line that was cut, because a secret may have been in it. */
    private static String whole(ProgramRun.Watched run) {
        if (run.leftOut() == 0) {
            return run.output();
        }
        var line = run.output().indexOf('\n');
        return run.output()
                .substring(
                        line >= 0
                                ? line + 1
                                : Math.min(LONGEST_REST, run.output().length()));
    }

    private static String end(String text) {
        var from = Math.max(0, text.length() - MOST_SHOWN);
        return text.substring(from < text.length() && Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
    }

    @Override
    public void endLeftovers(ChatId chat, ShellRequest request) {
        ProcessMark.sweep(mark(chat, request), LEFTOVER_GRACE_MS);
    }

    private String mark(ChatId chat, ShellRequest request) {
        return setup.mark() + chat + "/" + request.key() + "/";
    }
}
