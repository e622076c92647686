package switchboard.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The files that a pattern of {@link WordExpansion} names. Used for one command: it looks at so many files and no more. */
final class Globs {

    /** There are more files than can be looked at in the time that a tool call may take. */
    static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final int MOST_DEEP = 12;

    private final boolean hiddenToo;
    private int left;

    /** @param hiddenToo whether {@code *} stands for names that begin with a dot, too */
    Globs(boolean hiddenToo, int most) {
        this.hiddenToo = hiddenToo;
        this.left = most;
    }

    static boolean isPattern(String value) {
        return value.chars().anyMatch(c -> c == WordExpansion.STAR || c == WordExpansion.ANY || c == WordExpansion.SET);
    }

    /** @throws TooMany if the files cannot all be looked at */
    List<Path> of(Path directory, String pattern) {
        var paths = List.of(pattern.startsWith("/") ? Path.of("/") : directory);
        for (var part : pattern.split("/", -1)) {
            if (!part.isEmpty()) {
                paths = paths.stream().flatMap(path -> in(path, part).stream()).toList();
            }
        }
        return paths;
    }

    private List<Path> in(Path directory, String part) {
        if (!isPattern(part)) {
            return List.of(directory.resolve(WordExpansion.plain(part)));
        }
        var isDeep = part.equals("" + WordExpansion.STAR + WordExpansion.STAR);
        var name = regex(part);
        var mayBeHidden = hiddenToo || part.startsWith(".");
        try (var files = Files.walk(ClosedPaths.real(directory), isDeep ? MOST_DEEP : 1)) {
            return files.skip(isDeep ? 0 : 1) // the directory itself
                    .peek(file -> count())
                    .filter(file ->
                            isDeep || name.matcher(file.getFileName() + "").matches())
                    .filter(file -> isDeep || mayBeHidden || !(file.getFileName() + "").startsWith("."))
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of(); // by the command neither
        }
    }

    private void count() {
        if (--left < 0) {
            throw new TooMany();
        }
    }

    /** Of a single name. */
    static Pattern regex(String part) {
        var regex = new StringBuilder();
        for (var i = 0; i < part.length(); i++) {
            var c = part.charAt(i);
            switch (c) {
                case WordExpansion.STAR, WordExpansion.UNKNOWN -> regex.append(".*");
                case WordExpansion.ANY -> regex.append('.');
                case WordExpansion.SET -> {
                    var end = part.indexOf(']', i + 2);
                    regex.append(end < 0 ? "\\[" : "."); // any one character: wider than the set
                    i = Math.max(i, end);
                }
                default -> regex.append(Pattern.quote(c + ""));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
