package switchboard.shell;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import switchboard.guard.Verdict;
import switchboard.model.ChatId;
import switchboard.model.ShellRequest;

/** A shell whose commands run until the test ends them, or a stop does. Thread-safe. */
public final class ScriptedShell implements Shell {

    private final Map<String, CountDownLatch> holding = new ConcurrentHashMap<>();
    private final Map<String, ShellResult> results = new ConcurrentHashMap<>();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<String> swept = new CopyOnWriteArrayList<>();
    private volatile Verdict verdict = Verdict.OPEN;

    /** What this command gives. */
    public void gives(String command, ShellResult result) {
        results.put(command, result);
    }

    /** This command runs until {@link #release}. */
    public void hold(String command) {
        holding.put(command, new CountDownLatch(1));
    }

    public void release() {
        holding.values().forEach(CountDownLatch::countDown);
        holding.clear();
    }

    /** What every command would reach. */
    public ScriptedShell reaching(Verdict other) {
        verdict = other;
        return this;
    }

    /** The commands that have begun, in order. */
    public List<String> begun() {
        return List.copyOf(begun);
    }

    /** The commands of which the rest was ended. */
    public List<String> swept() {
        return List.copyOf(swept);
    }

    @Override
    public Verdict check(ChatId chat, ShellRequest request) {
        return verdict;
    }

    @Override
    public ShellResult run(ChatId chat, ShellRequest request) {
        begun.add(request.command());
        var held = holding.get(request.command());
        if (held != null) {
            try {
                held.await();
            } catch (InterruptedException stopped) {
                return ended(ShellResult.How.STOPPED, 143, "half");
            }
        }
        return results.getOrDefault(request.command(), ended(ShellResult.How.EXITED, 0, "done"));
    }

    @Override
    public void endLeftovers(ChatId chat, ShellRequest request) {
        swept.add(request.command());
    }

    public static ShellResult ended(ShellResult.How end, int code, String output) {
        return new ShellResult.Ended(end, code, Duration.ofMillis(400), new ShellResult.InMessage(output));
    }
}
