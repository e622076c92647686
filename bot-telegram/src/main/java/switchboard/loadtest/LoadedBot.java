package switchboard.loadtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import switchboard.text.Texts;

/** The bot under load, a process of its own that can be killed and started again. Used by one thread at a time. */
final class LoadedBot implements AutoCloseable {

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(1);
    private static final int LAST_LINES = 3;
    private static final Duration STOPS_WITHIN = Duration.ofMinutes(2);

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path directory;
    private final TelegramSubject telegram;
    private volatile @Nullable Process process;

    /**
     * @param command starts a bot
     * @param environment all of it
     * @param directory for its log; without a {@code .env}
     */
    LoadedBot(List<String> command, Map<String, String> environment, Path directory, TelegramSubject telegram) {
        this.command = command;
        this.environment = environment;
        this.directory = directory;
        this.telegram = telegram;
        // A test that a signal ends leaves no bot behind.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("end-bot").unstarted(() -> {
            var running = process;
            if (running != null) {
                running.destroy();
            }
        }));
    }

    /**
     * Starts the bot; returns once it polls.
     *
     * @return how long that took
     * @throws IllegalArgumentException with one sentence for a person, if it does not poll within a minute
     */
    Duration start() throws IOException, InterruptedException {
        var polled = telegram.nextPoll();
        var begin = System.nanoTime();
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        var started = builder.start();
        started.getOutputStream().close();
        process = started;
        var ended = started.onExit();
        try {
            CompletableFuture.anyOf(polled, ended).get(STARTS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException slow) {
            throw new IllegalArgumentException(Texts.of("load.notStarted", lastWords()), slow);
        }
        if (!polled.isDone()) {
            throw new IllegalArgumentException(Texts.of("load.notStarted", lastWords()));
        }
        return Duration.ofNanos(polled.join() - begin);
    }

    /** Ends the bot as a crash of the machine would: at once, and without a word. */
    void kill() throws InterruptedException {
        var running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    /** The bot's process; empty before the first start. */
    Optional<ProcessHandle> handle() {
        return Optional.ofNullable(process).map(Process::toHandle);
    }

    /** The end of the bot's log, on one line. */
    private String lastWords() throws IOException {
        var lines = Files.readAllLines(log());
        return String.join(" ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    private Path log() {
        return directory.resolve("bot.log");
    }

    @Override
    public void close() {
        var running = process;
        if (running != null) {
            running.destroy();
            try {
                if (running.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                    return;
                }
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
            running.destroyForcibly();
        }
    }
}
