package switchboard.it.fault;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import switchboard.it.journey.BotProcess;
import switchboard.it.journey.JvmFault;
import switchboard.process.ProcessMark;

/** The bot's process and its children, which are killed without a word. Used by one thread. */
final class Bot {

    private static final long STOPS_WITHIN_S = 30;

    private final Path directory;
    private final Map<String, String> environment;
    private final File log;
    private final Supplier<String> mark;
    private final List<String> complaints = new ArrayList<>();
    private @Nullable Process process;

    /** @param mark what the marks of its children begin with */
    Bot(Path directory, Map<String, String> environment, File log, Supplier<String> mark) {
        this.directory = directory;
        this.environment = environment;
        this.log = log;
        this.mark = mark;
    }

    void start() throws IOException {
        process = BotProcess.start(directory, environment, log);
    }

    boolean isUp() {
        return process != null;
    }

    /** Whether it has ended by itself. */
    boolean isGone() {
        return process != null && !process.isAlive();
    }

    /** Its Claude processes, without what those have started. */
    List<ProcessHandle> clis() {
        if (process == null) {
            return List.of();
        }
        var marked = new HashSet<>(ProcessMark.carrying(mark.get()));
        return process.toHandle().children().filter(marked::contains).toList();
    }

    /**
     * Lets a fault inside its JVM end it.
     *
     * @return false if nothing has happened because the JVM cannot be reached yet
     */
    boolean dieOf(JvmFault fault) throws InterruptedException {
        var dying = process;
        if (dying == null || !fault.strike(dying.pid())) {
            return false;
        }
        var ended = dying.waitFor(STOPS_WITHIN_S, TimeUnit.SECONDS);
        if (!ended || dying.exitValue() != fault.exitCode()) {
            complaints.add(fault + " ended the bot with " + (ended ? "exit code " + dying.exitValue() : "no end"));
        }
        kill();
        return true;
    }

    /** How it has died otherwise than it should. */
    List<String> complaints() {
        return complaints;
    }

    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
            process = null;
        }
    }

    /**
     * Stops it in order.
     *
     * @return its exit code; -1 if it did not end in time
     */
    int stop() throws InterruptedException {
        var last = process;
        if (last == null) {
            return 0;
        }
        process = null;
        last.destroy();
        if (last.waitFor(STOPS_WITHIN_S, TimeUnit.SECONDS)) {
            return last.exitValue();
        }
        last.destroyForcibly().waitFor();
        return -1;
    }

    /** The processes that carry its mark or live in its home. */
    List<ProcessHandle> leftovers(Path home) {
        var wanted = "HOME=" + home;
        return ProcessHandle.allProcesses()
                .filter(each -> variables(each).contains(wanted)
                        || variables(each).stream().anyMatch(this::isMark))
                .toList();
    }

    private boolean isMark(String variable) {
        return variable.startsWith(ProcessMark.VARIABLE + "=" + mark.get());
    }

    private static List<String> variables(ProcessHandle of) {
        try {
            var environ = Path.of("/proc/" + of.pid() + "/environ");
            return List.of(
                    Files.readString(environ, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException goneOrNotOurs) {
            return List.of();
        }
    }
}
