package switchboard.files;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The files of a git repository that it does not ignore. The repository is not trusted: its configuration can name programs that git
 * runs, and git runs none of them here.
 */
final class GitListing {

    private static final Duration WITHIN = Duration.ofSeconds(5);
    /** Of names. */
    static final int MOST_BYTES = 8 << 20;

    /** Nothing is run, written or fetched. */
    private static final List<String> COMMAND = List.of(
            "git",
            "--no-optional-locks",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.untrackedCache=false",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "protocol.allow=never",
            "-c",
            "safe.bareRepository=explicit",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z");

    private GitListing() {}

    /**
     * The files below a directory. If git takes too long, these are the ones that it has listed so far.
     *
     * @param environment has the user's home directory and {@code PATH}
     * @return empty if it is in no repository, or git cannot list it
     */
    static Optional<Listing> of(Path directory, Map<String, String> environment) {
        if (!isInRepository(directory)) {
            return Optional.empty();
        }
        try {
            var process = start(directory, environment);
            var isLate = new AtomicBoolean();
            var watch = CompletableFuture.runAsync(
                    () -> {
                        isLate.set(true);
                        process.toHandle().destroyForcibly(); // its output can still be read
                    },
                    CompletableFuture.delayedExecutor(WITHIN.toMillis(), TimeUnit.MILLISECONDS));
            try (var output = process.getInputStream()) {
                var listed = read(output);
                var isEnded = process.waitFor() == 0;
                return isEnded || isLate.get()
                        ? Optional.of(new Listing(listed.files(), listed.isWhole() && isEnded))
                        : Optional.empty();
            } finally {
                watch.cancel(false);
                process.destroyForcibly();
            }
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static boolean isInRepository(Path directory) {
        for (var each = directory; each != null; each = each.getParent()) {
            if (Files.exists(each.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    private static Process start(Path directory, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(COMMAND)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectError(Redirect.DISCARD);
        var own = builder.environment();
        own.clear();
        for (var name : List.of("HOME", "PATH", "XDG_CONFIG_HOME")) {
            var value = environment.get(name);
            if (value != null) {
                own.put(name, value);
            }
        }
        own.put("LC_ALL", "C");
        own.put("GIT_CONFIG_NOSYSTEM", "1");
        own.put("GIT_NO_LAZY_FETCH", "1");
        own.put("GIT_TERMINAL_PROMPT", "0");
        return builder.start();
    }

    /** A name that is cut off at the end is left out. */
    private static Listing read(InputStream output) throws IOException {
        var text = new String(output.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        var isWhole = output.transferTo(OutputStream.nullOutputStream()) == 0;
        var end = text.lastIndexOf('\0');
        var files = Arrays.stream(text.substring(0, Math.max(0, end)).split("\0", -1))
                .filter(name -> !name.isEmpty())
                .distinct() // each side of a conflict is listed
                .flatMap(name -> path(name).stream())
                .toList();
        return new Listing(files, isWhole);
    }

    /** Empty if this system has no such names. */
    private static Optional<Path> path(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }
}
