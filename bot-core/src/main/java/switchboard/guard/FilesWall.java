package switchboard.guard;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The wall between chats: of the directory that holds the files of all chats, a chat reaches only its own directory. No permission
 * rule can say this, because a rule that denies a directory also denies everything in it. Immutable.
 */
public final class FilesWall {

    static final FilesWall NONE = new FilesWall(Set.of(), Set.of());

    private static final Set<String> OF_PATHS =
            Set.of("Read", "Edit", "Write", "MultiEdit", "NotebookRead", "NotebookEdit", "Glob", "Grep", "LS");

    /** The directory of all chats by its names: as it was given, and with links resolved. */
    private final Set<Path> roots;

    /** The names of the chat's own directories in it. */
    private final Set<Path> own;

    private FilesWall(Set<Path> roots, Set<Path> own) {
        this.roots = roots;
        this.own = own;
    }

    /**
     * The files of all chats are closed, except for these.
     *
     * @param own directories in {@code root}
     */
    public static FilesWall around(Path root, Path... own) {
        return new FilesWall(
                Set.of(root.toAbsolutePath().normalize()),
                Stream.of(own).map(Path::getFileName).collect(Collectors.toUnmodifiableSet()));
    }

    /** The same with links resolved as they are now. A chat's own directory itself may not be a link to another's. */
    FilesWall resolved(RealPaths links) {
        return new FilesWall(links.byBothNames(roots), own);
    }

    Set<Path> roots() {
        return roots;
    }

    /** The path itself if it is behind the wall, by its name. */
    Optional<Path> closing(Path path) {
        return Optional.of(path).filter(this::isClosed);
    }

    private boolean isClosed(Path path) {
        return roots.stream().anyMatch(root -> path.startsWith(root) && !isOwn(root, path));
    }

    private boolean isOwn(Path root, Path path) {
        return own.stream().anyMatch(each -> path.startsWith(root.resolve(each)));
    }

    /**
     * Whether a permission rule would allow something behind the wall.
     *
     * @param tool the tool that the rule allows
     * @param content what of the tool it allows; null for everything
     * @param from where relative paths begin
     * @param home the user's home directory
     */
    boolean isOpenedBy(String tool, @Nullable String content, Path from, Path home) {
        if (!OF_PATHS.contains(tool)) {
            return content != null && roots.stream().anyMatch(root -> isNamed(content, root));
        }
        if (content == null) {
            return !roots.isEmpty();
        }
        try {
            var path = path(literal(content), from, home).normalize();
            return isClosed(path) || roots.stream().anyMatch(root -> root.startsWith(path));
        } catch (InvalidPathException noPath) {
            return !roots.isEmpty();
        }
    }

    /** A rule's path up to the first part with a pattern. */
    private static String literal(String content) {
        for (var at = 0; at < content.length(); at++) {
            if ("*?[{".indexOf(content.charAt(at)) >= 0) {
                return content.substring(0, content.lastIndexOf('/', at) + 1);
            }
        }
        return content;
    }

    /** As Claude Code reads rules: two slashes begin an absolute path, one the settings' own directory. */
    private static Path path(String name, Path from, Path home) {
        if (name.startsWith("//")) {
            return Path.of(name.substring(1));
        }
        return name.startsWith("~/") || name.equals("~")
                ? Path.of(home + name.substring(1))
                : from.resolve(name.replaceFirst("^/", ""));
    }

    private boolean isNamed(String text, Path root) {
        var others = own.stream()
                .map(each -> "(?!/" + Pattern.quote(each.toString()) + "(?![\\w.-]))")
                .collect(Collectors.joining());
        return Pattern.compile(Pattern.quote(root.toString()) + "(?![\\w.-])" + others)
                .matcher(text)
                .find();
    }
}
