package switchboard.claude;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import switchboard.claude.wire.Incoming;

/** Lines that Claude Code 2.1.330 wrote, by name; shortened by members that nobody reads. */
final class Lines {

    private static final Map<String, String> ALL = load();

    private Lines() {}

    static String line(String name) {
        return Objects.requireNonNull(ALL.get(name), name);
    }

    static Incoming read(String name) {
        return StreamJson.read(line(name));
    }

    private static Map<String, String> load() {
        try (var file = Objects.requireNonNull(Lines.class.getResourceAsStream("lines.txt"))) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("\n"))
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
