package switchboard.claude.standin;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import switchboard.claude.ClaudeProcess;

/**
 * A stand-in for Claude Code: no model, no file, no command and no network, but the CLI's own lines in real time, so that
 * all of the engine runs without {@code claude}. At the first prompt of a session it says what it is, how to get the
 * real one, and which words show what: {@code stream}, {@code tools}, {@code permission}, {@code question},
 * {@code plan}, {@code error}, {@code long}, {@code wait N}, {@code tour}.
 *
 * <p>All its processes share one daemon thread, which ends when there is nothing to do.
 */
public final class StandIn implements ClaudeProcess.Factory {

    private static final long THREAD_IDLE_SECONDS = 10;

    private final Scheduler scheduler;

    /** Prompts of each session since this stand-in was made. */
    private final Map<String, AtomicInteger> prompts = new ConcurrentHashMap<>();

    public StandIn() {
        this(ownThread());
    }

    StandIn(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    private static Scheduler ownThread() {
        var executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("claude-stand-in").factory());
        executor.setKeepAliveTime(THREAD_IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return (delay, task) -> {
            var unused = executor.schedule(reporting(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        };
    }

    /** An executor keeps what a task throws to itself; an {@link Error} is for the host's handler of uncaught ones. */
    private static Runnable reporting(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Error failure) {
                var thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
            }
        };
    }

    /**
     * Whether there is no such program to run.
     *
     * @param program a path, or a name that is looked for in the directories of {@code searchPath}
     * @param searchPath the value of {@code PATH}; an empty entry is the current directory
     */
    public static boolean isNeeded(String program, String searchPath) {
        if (program.contains(File.separator)) {
            return !isProgram(Path.of(program));
        }
        return Arrays.stream(searchPath.split(File.pathSeparator, -1))
                .noneMatch(directory -> isProgram(Path.of(directory, program)));
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    /** A session that it does not know is as good as any: it remembers nothing of what is said anyway. */
    @Override
    public ClaudeProcess start(ClaudeProcess.Launch launch, ClaudeProcess.Listener listener) {
        var options = Options.of(launch);
        var count = prompts.computeIfAbsent(options.session(), id -> new AtomicInteger());
        return new StandInProcess(scheduler, listener, process -> new StandInCli(options, count, process));
    }
}
