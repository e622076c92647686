package switchboard.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that a pattern of {@link WordExpansion} names. Looks at a limited number of files in all. Used for one text.
 */
final class Globs {

    /** There are more files than can be checked in the time that a tool call may take. */
    static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final int MOST_DEEP = 12;

    private final boolean hiddenToo;
    private int left;

    /** @param hiddenToo whether {@code *} also matches names that begin with a dot */
    Globs(boolean hiddenToo, int most) {
        this.hiddenToo = hiddenToo;
        this.left = most;
    }

    static boolean isPattern(String value) {
        return value.chars().anyMatch(c -> c == WordExpansion.STAR || c == WordExpansion.ANY || c == WordExpansion.SET);
    }

    /** @throws TooMany if there are too many files to check them all */
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
        if (part.equals("" + WordExpansion.STAR + WordExpansion.STAR)) {
            return below(directory);
        }
        var name = regex(part);
        var mayBeHidden = hiddenToo || part.startsWith(".");
        try (var files = Files.list(directory)) {
            return files.peek(file -> count())
                    .filter(file -> name.matcher(file.getFileName() + "").matches())
                    .filter(file -> mayBeHidden || !(file.getFileName() + "").startsWith("."))
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of(); // by the command neither
        }
    }

    /** Everything below the directory, except for files that cannot be read or have just gone. */
    private List<Path> below(Path directory) {
        var found = new ArrayList<Path>();
        var visitor = new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                return visitFile(each, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                count();
                found.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        };
        try {
            Files.walkFileTree(ClosedPaths.real(directory), Set.of(), MOST_DEEP, visitor);
        } catch (IOException unreadable) {
            return found; // by the command neither
        }
        return found;
    }

    private void count() {
        if (--left < 0) {
            throw new TooMany();
        }
    }

    /** The expression for one name of a path. */
    static Pattern regex(String part) {
        var regex = new StringBuilder();
        for (var i = 0; i < part.length(); i++) {
            var c = part.charAt(i);
            switch (c) {
                case WordExpansion.STAR, WordExpansion.UNKNOWN -> regex.append(".*");
                case WordExpansion.ANY -> regex.append('.');
                case WordExpansion.SET -> {
                    var end = part.indexOf(']', i + 2);
                    regex.append(end < 0 ? "\\[" : "."); // any one character, which is more than the set
                    i = Math.max(i, end);
                }
                default -> regex.append(Pattern.quote(c + ""));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
