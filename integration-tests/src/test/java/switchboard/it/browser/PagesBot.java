package switchboard.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import switchboard.it.journey.BotProcess;

/** The bot as the launcher starts it, and where its pages are; it can be killed and started again. */
final class PagesBot implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(45);
    private static final Pattern OPEN = Pattern.compile(
            "Open http://localhost:(\\d+)(/\\w*)\\?key=KEY with the key (?:in (\\S+)|that HTTP_TOKEN says)");

    private final Path directory;
    private final Map<String, String> settings;
    private final List<Path> logs = new ArrayList<>();
    private Process process;
    private Matcher told;

    private PagesBot(Path directory, Map<String, String> settings) throws IOException {
        this.directory = directory;
        this.settings = Map.copyOf(settings);
        this.process = launch();
        this.told = awaitOpen();
    }

    /** Starts it; returns once it says where its pages are. */
    static PagesBot start(Path directory, Map<String, String> settings) throws IOException {
        return new PagesBot(directory, settings);
    }

    /** A port that is free at the moment, for a bot that is to come back to it. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process launch() throws IOException {
        var log = directory.resolve("bot-" + (logs.size() + 1) + ".log");
        logs.add(log);
        return BotProcess.start(directory, settings, log.toFile());
    }

    private Matcher awaitOpen() {
        return Awaitility.await()
                .atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            var said = read(logs.getLast());
                            assertThat(process.isAlive()).as(said).isTrue();
                            return OPEN.matcher(said);
                        },
                        Matcher::find);
    }

    int port() {
        return Integer.parseInt(told.group(1));
    }

    /** Where a person goes whom the browser already lets in. */
    String page() {
        return at(told.group(2));
    }

    String at(String path) {
        return "http://localhost:" + port() + path;
    }

    /** What a person opens the first time. */
    String opening() {
        return page() + "?key=" + key();
    }

    String key() {
        return settings.containsKey("HTTP_TOKEN")
                ? settings.get("HTTP_TOKEN")
                : read(Path.of(told.group(3))).strip();
    }

    long pid() {
        return process.pid();
    }

    /** All that it has printed, before a restart too. */
    String log() {
        return logs.stream().map(PagesBot::read).collect(Collectors.joining());
    }

    /** As {@code kill -9} does it. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Starts it again with the same settings. */
    void startAgain() throws IOException {
        process = launch();
        told = awaitOpen();
    }

    /** Stops it in order. */
    @Override
    public void close() {
        process.destroy();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as("the bot has ended")
                    .isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the bot ends", interrupted);
        }
        assertThat(process.exitValue()).as(log()).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
