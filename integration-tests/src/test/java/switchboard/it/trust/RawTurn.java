package switchboard.it.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import switchboard.claude.ClaudeProcess;
import switchboard.claude.StreamJson;
import switchboard.claude.wire.Incoming;

/** One turn of a process with a host that denies all it is asked. */
final class RawTurn implements ClaudeProcess.Listener {

    private static final int PLENTY = 1_000_000;

    private final List<String> lines = new ArrayList<>();
    private final CompletableFuture<ClaudeProcess> process = new CompletableFuture<>();
    private final CompletableFuture<String> result = new CompletableFuture<>();
    private final CompletableFuture<ClaudeProcess.Exit> exit = new CompletableFuture<>();

    /** Runs one prompt to its end and ends the process. */
    void run(ClaudeProcess started, String prompt) throws Exception {
        process.complete(started);
        started.request(PLENTY);
        started.write(StreamJson.request("r0", "initialize", StreamJson.object()));
        started.write(StreamJson.user(UUID.randomUUID().toString(), prompt, true));
        result.get(60, TimeUnit.SECONDS);
        started.terminate();
        exit.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void line(String line) {
        synchronized (lines) {
            lines.add(line);
        }
        switch (StreamJson.read(line)) {
            case Incoming.Ask ask -> deny(ask.requestId());
            case Incoming.Result end -> result.complete(end.text());
            default -> {} // nothing to answer
        }
    }

    private void deny(String request) {
        var answer =
                JsonNodeFactory.instance.objectNode().put("behavior", "deny").put("message", "no");
        process.join().write(StreamJson.response(request, answer));
    }

    @Override
    public void exited(ClaudeProcess.Exit how) {
        exit.complete(how);
        result.completeExceptionally(new AssertionError("claude ended: " + how));
    }

    /** Whether a word stood in what the process said. */
    boolean mentions(String word) {
        synchronized (lines) {
            return lines.stream().anyMatch(line -> line.contains(word));
        }
    }
}
