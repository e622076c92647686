package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process of {@link ScriptedClaude}: what it was told, and the turn it runs. Its lines wait for credit like those of
 * a real one, and its exit waits for its lines.
 */
public final class ScriptedProcess implements ClaudeProcess {

    private final ScriptedSession session;
    private final Launch launch;
    private final Listener listener;
    private final ScriptedClaude.Manner manner;
    private final ScriptedCli cli;
    private final List<String> written = new ArrayList<>();
    private final Deque<String> out = new ArrayDeque<>();
    private int credit;
    private int delivered;
    private int terminations;
    private int kills;
    private boolean settled;
    private boolean told;
    private @Nullable Exit exit;

    ScriptedProcess(
            ScriptedClaude claude,
            ScriptedSession session,
            Launch launch,
            Listener listener,
            ScriptedClaude.Manner manner) {
        this.session = session;
        this.launch = launch;
        this.listener = listener;
        this.manner = manner;
        this.cli = new ScriptedCli(claude, session, this, manner.mute());
    }

    synchronized void start(boolean resumes) {
        if (manner.atStart() != null) {
            end(manner.atStart());
        } else {
            cli.start(resumes);
        }
    }

    // What the host does

    @Override
    public synchronized void write(Line line) {
        if (exit == null) {
            var text = CliLines.text(line);
            written.add(text);
            cli.read(text);
        }
    }

    @Override
    public synchronized void request(int more) {
        credit += more;
        deliver();
    }

    @Override
    public synchronized void settled() {
        settled = true;
    }

    @Override
    public synchronized void terminate() {
        if (exit == null) {
            terminations++;
        }
        if (!manner.ignoresSigterm()) {
            end(new Exit(143, ""));
        }
    }

    @Override
    public synchronized void kill() {
        if (exit == null) {
            kills++;
        }
        out.clear();
        end(new Exit(137, ""));
    }

    // What the test does

    /** Goes on where the script holds. */
    public synchronized void release() {
        cli.release();
    }

    /** Ends the process by itself. */
    public synchronized void crash(int code, String stderr) {
        end(new Exit(code, stderr));
    }

    /** Begins a turn that nobody asked for. */
    public synchronized void startTurn(Script script) {
        cli.startTurn(script);
    }

    /** Writes any line. */
    public synchronized void say(String line) {
        out(line);
    }

    // Lines and the end

    synchronized void out(String line) {
        if (exit == null) {
            out.add(line);
            deliver();
        }
    }

    synchronized void end(Exit how) {
        if (exit != null) {
            return;
        }
        exit = how;
        cli.ended();
        deliver();
    }

    private void deliver() {
        while (credit > 0 && !out.isEmpty()) {
            credit--;
            delivered++;
            listener.line(out.remove());
        }
        if (exit != null && out.isEmpty() && !told) {
            told = true;
            listener.exited(exit);
        }
    }

    // What the test sees

    ScriptedSession session() {
        return session;
    }

    public Launch launch() {
        return launch;
    }

    public synchronized boolean isAlive() {
        return exit == null;
    }

    /** The lines written to it, in order. */
    public synchronized List<String> written() {
        return List.copyOf(written);
    }

    /** The texts of the user messages written to it. */
    public synchronized List<String> prompts() {
        return written.stream()
                .map(StreamJson::json)
                .filter(each -> each.path("type").asText().equals("user"))
                .map(CliLines::prompt)
                .toList();
    }

    /** The control requests of one subtype written to it. */
    public synchronized List<JsonNode> requests(String subtype) {
        return written.stream()
                .map(each -> StreamJson.json(each).path("request"))
                .filter(each -> each.path("subtype").asText().equals(subtype))
                .toList();
    }

    /** The payloads of the answers written to it. */
    public synchronized List<JsonNode> answers() {
        return written.stream()
                .map(StreamJson::json)
                .filter(each -> each.path("type").asText().equals("control_response"))
                .map(each -> each.at("/response/response"))
                .toList();
    }

    /** How often it was sent SIGTERM while it lived. */
    public synchronized int terminations() {
        return terminations;
    }

    /** How often it was sent SIGKILL while it lived. */
    public synchronized int kills() {
        return kills;
    }

    /** Whether it was told that it needs its files no more. */
    public synchronized boolean isSettled() {
        return settled;
    }

    /** How many lines it may still deliver. */
    public synchronized int credit() {
        return credit;
    }

    /** How many lines it has delivered. */
    public synchronized int delivered() {
        return delivered;
    }

    /** How many lines wait for credit. */
    public synchronized int waiting() {
        return out.size();
    }
}
