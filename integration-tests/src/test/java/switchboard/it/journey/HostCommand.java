package switchboard.it.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Commands of the host, as for mounting. */
final class HostCommand {

    private HostCommand() {}

    /** Runs a command; returns what went wrong, or nothing. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            return String.valueOf(missing.getMessage());
        }
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return command[0] + " hangs";
        }
        return process.exitValue() == 0 ? "" : said + " (exit " + process.exitValue() + ")";
    }
}
