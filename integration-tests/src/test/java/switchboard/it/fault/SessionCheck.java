package switchboard.it.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import switchboard.it.telegram.Chat;

/** The session directory as a run leaves it. Only reads. */
final class SessionCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SessionCheck() {}

    /** Whether each chat's file says that nothing is left to do. */
    static boolean isAtRest(Path sessions) throws IOException {
        for (var file : files(sessions, ".json")) {
            if (!unfinished(file).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a stop has put something on hold in a chat, and nothing runs or waits there. */
    static boolean isOnHold(Path sessions, Chat chat) throws IOException {
        var file = sessions.resolve(chat.id() + (chat.thread() == 0 ? "" : "_" + chat.thread()) + ".json");
        if (!Files.exists(file)) {
            return false;
        }
        var state = JSON.readTree(file.toFile());
        return !state.path("held").isEmpty()
                && state.path("flight").isEmpty()
                && state.path("inbox").isEmpty();
    }

    /** What is wrong with the files; empty if nothing is. */
    static List<String> complaints(Path sessions) throws IOException {
        var found = new ArrayList<String>();
        for (var file : files(sessions, ".json")) {
            found.addAll(unfinished(file));
        }
        for (var file : files(sessions, "")) {
            var name = file.getFileName().toString();
            var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            if (!mode.equals(Files.isDirectory(file) ? "rwx------" : "rw-------")) {
                found.add(name + " has mode " + mode);
            }
            if (name.endsWith(".tmp") || name.contains(".broken-")) {
                found.add(name + " was left");
            }
        }
        return found;
    }

    private static List<String> unfinished(Path file) throws IOException {
        JsonNode state;
        try {
            state = JSON.readTree(file.toFile());
        } catch (IOException broken) {
            return List.of(file.getFileName() + " is broken: " + broken.getMessage());
        }
        return Stream.of("/inbox", "/held", "/flight", "/deliveries", "/commands", "/memo/turns")
                .filter(field -> !state.at(field).isEmpty())
                .map(field -> file.getFileName() + " still has " + field + ": " + state.at(field))
                .toList();
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .toList();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return files(directory, suffix); // the bot has renamed a file meanwhile
            }
            throw e;
        }
    }
}
