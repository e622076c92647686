package switchboard.it.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One running CLI process: writes its input lines, collects its output lines. Just enough for the tests of this package. */
final class ClaudeDriver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final List<JsonNode> lines = new CopyOnWriteArrayList<>();
    private final BlockingQueue<JsonNode> unread = new LinkedBlockingQueue<>();

    private ClaudeDriver(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    static ClaudeDriver start(Path cli, Path directory, Map<String, String> environment, String... more) {
        var command = new ArrayList<String>(List.of(
                cli.toString(),
                "-p",
                "--input-format=stream-json",
                "--output-format=stream-json",
                "--verbose",
                "--include-partial-messages",
                "--replay-user-messages",
                "--permission-prompt-tool=stdio",
                "--permission-mode=default",
                "--strict-mcp-config",
                "--disallowedTools=ListAgents,SendMessage,CronCreate,CronDelete,CronList,ScheduleWakeup,EnterWorktree,"
                        + "ExitWorktree,Workflow",
                "--settings={\"crossSessionInbound\":\"refuse\",\"disableAllHooks\":true,\"cleanupPeriodDays\":3650}"));
        command.addAll(List.of(more));
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("CLAUDE_CODE_SDK_READS_SESSION_STATE", "1");
        try {
            return new ClaudeDriver(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String say(String text) {
        return say(UUID.randomUUID().toString(), text);
    }

    String say(String uuid, String text) {
        var line = new LinkedHashMap<String, Object>();
        line.put("type", "user");
        line.put("uuid", uuid);
        line.put("parent_tool_use_id", null);
        line.put("client_composed", !text.startsWith("/"));
        line.put("message", Map.of("role", "user", "content", text));
        write(line);
        return uuid;
    }

    void request(String subtype) {
        write(Map.of("type", "control_request", "request_id", subtype, "request", Map.of("subtype", subtype)));
    }

    /** Allows what the can_use_tool line asks, with that input. */
    void allow(JsonNode ask, Object input) {
        answer(ask, Map.of("behavior", "allow", "updatedInput", input));
    }

    void allow(JsonNode ask) {
        allow(ask, ask.at("/request/input"));
    }

    void deny(JsonNode ask, String message) {
        answer(ask, Map.of("behavior", "deny", "message", message));
    }

    JsonNode awaitAsk(String tool) {
        return await(line -> line.at("/request/subtype").asText().equals("can_use_tool")
                && line.at("/request/tool_name").asText().equals(tool));
    }

    JsonNode awaitResult() {
        return await(line -> line.path("type").asText().equals("result"));
    }

    JsonNode awaitIdle() {
        return await(line -> line.path("state").asText().equals("idle"));
    }

    /** The next line after the last awaited one that satisfies the predicate. */
    JsonNode await(Predicate<JsonNode> predicate) {
        long deadline = System.nanoTime() + FakeMessagesApi.PATIENCE.toNanos();
        try {
            while (true) {
                JsonNode line = unread.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new AssertionError("no such line; the last ones: "
                            + lines.subList(Math.max(0, lines.size() - 5), lines.size()));
                }
                if (predicate.test(line)) {
                    return line;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a line", e);
        }
    }

    List<JsonNode> lines(Predicate<JsonNode> predicate) {
        return lines.stream().filter(predicate).toList();
    }

    /** Kills the process hard and waits for its end. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends the process in order (end of input), hard if it does not. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
        kill();
    }

    private void answer(JsonNode ask, Map<String, ?> payload) {
        write(Map.of(
                "type",
                "control_response",
                "response",
                Map.of(
                        "subtype",
                        "success",
                        "request_id",
                        ask.path("request_id").asText(),
                        "response",
                        payload)));
    }

    private void write(Map<String, ?> line) {
        try {
            process.getOutputStream().write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode tree = JSON.readTree(line);
                lines.add(tree);
                unread.add(tree);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
