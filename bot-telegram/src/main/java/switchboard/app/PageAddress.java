package switchboard.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import switchboard.web.AccessKey;

/**
 * The address at which people open the pages.
 *
 * @param page the chats in local mode, otherwise the board
 * @param isKept whether the key is kept in {@link #keyFile}; otherwise the host has set it
 * @param directory a directory that belongs to this user alone
 */
public record PageAddress(URI page, AccessKey key, boolean isKept, Path directory) {

    private static final String OPENING = "open.html";
    private static final int READ_WITHIN_SECONDS = 60;

    static Path keyFile(Path directory) {
        return directory.resolve("http-token");
    }

    /** The address that opens the page in any browser of this machine. It is a secret, for a person's eyes only. */
    public String opening() {
        return page + "?key=" + key.value();
    }

    /** The same for a log. */
    public String described() {
        return page + "?key=KEY with the key " + (isKept ? "in " + keyFile(directory) : "that HTTP_TOKEN says");
    }

    /**
     * Opens the page in the person's browser if there is a desktop. The address is passed in a file, because everybody on the
     * machine can read command lines.
     *
     * @param environment tells whether there is a desktop, and the path on which to find its program
     * @return the process that was started, if any
     */
    public Optional<Process> openBrowser(Map<String, String> environment) throws IOException {
        var program = program(environment);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var file = directory.resolve(OPENING);
        Files.deleteIfExists(file);
        Files.writeString(
                Files.createFile(file, mode),
                "<!doctype html><meta charset=\"utf-8\"><title>Switchboard</title>"
                        + "<meta http-equiv=\"refresh\" content=\"0; url=" + opening() + "\">");
        var builder = new ProcessBuilder(program.get().toString(), file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        CompletableFuture.delayedExecutor(READ_WITHIN_SECONDS, TimeUnit.SECONDS)
                .execute(() -> file.toFile().delete());
        return Optional.of(builder.start());
    }

    private static Optional<Path> program(Map<String, String> environment) {
        var name =
                environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY") ? "xdg-open" : "open";
        var isDesktop = name.equals("xdg-open") || System.getProperty("os.name").startsWith("Mac");
        return Stream.of(environment.getOrDefault("PATH", "").split(":"))
                .filter(each -> isDesktop && !each.isEmpty())
                .map(each -> Path.of(each, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
