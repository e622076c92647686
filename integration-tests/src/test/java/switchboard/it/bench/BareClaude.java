package switchboard.it.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.claude.ClaudeProcess;
import switchboard.claude.StreamJson;
import switchboard.process.ProcessMark;

/**
 * A {@code claude} with nothing around it: started by the product's own command line and environment and given the lines
 * that the product writes. Its output is read line by line and only looked at for the {@code result}.
 */
final class BareClaude implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BareClaude.class);
    private static final String RESULT = "\"type\":\"result\"";

    private record Result(String line, long at) {}

    private final Process process;
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();

    private BareClaude(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("bare-claude").start(this::read);
        write(StreamJson.request("r0", "initialize", StreamJson.object()));
    }

    static BareClaude start(ClaudeProcess.Launch launch) throws IOException {
        var command = new ArrayList<>(launch.command());
        for (var file : launch.files()) {
            command.add(file.flag() + "=" + Files.writeString(Files.createTempFile("bench", ".tmp"), file.text()));
        }
        var builder = new ProcessBuilder(command)
                .directory(launch.directory().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        builder.environment().put(ProcessMark.VARIABLE, launch.mark());
        return new BareClaude(builder.start());
    }

    void say(String prompt) {
        write(StreamJson.user(UUID.randomUUID().toString(), prompt, true));
    }

    /** Says it with a picture, as the product writes the line for one that it knows the path of. */
    void say(String prompt, String mediaType, String base64, Path path) {
        var line = StreamJson.object()
                .put("type", "user")
                .put("uuid", UUID.randomUUID().toString())
                .putNull("parent_tool_use_id")
                .put("client_composed", true);
        var content = line.putObject("message").put("role", "user").putArray("content");
        content.addObject()
                .put("type", "text")
                .put("text", "(Attached photo: " + path + ", " + mediaType + "; you see it here)");
        content.addObject()
                .put("type", "image")
                .putObject("source")
                .put("type", "base64")
                .put("media_type", mediaType)
                .put("data", base64);
        content.addObject().put("type", "text").put("text", prompt);
        write(line.toString());
    }

    /** When the next result line was read, as {@link System#nanoTime}. */
    long awaitResult() throws InterruptedException {
        var result = results.poll(1, TimeUnit.MINUTES);
        if (result == null || !result.line().contains("\"is_error\":false")) {
            throw new AssertionError("no answer of the bare claude: " + result);
        }
        return result.at();
    }

    /** Ends the process as the product does. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private void write(String line) {
        try {
            var stdin = process.getOutputStream();
            stdin.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            stdin.flush();
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(RESULT)) {
                    results.add(new Result(line, System.nanoTime()));
                }
            }
        } catch (IOException closed) {
            LOG.debug("stdout of the bare claude closed: {}", closed.toString());
        }
    }
}
