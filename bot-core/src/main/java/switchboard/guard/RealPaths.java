package switchboard.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Paths with links resolved, as far as the paths exist. Each directory is looked at once, and nothing below one that does not
 * exist: so an object serves one moment, and many paths that begin alike. Thread-safe.
 */
final class RealPaths {

    /** The most links to follow if they lead to nothing. */
    private static final int MOST_LINKS = 40;

    /** @param exists whether anything is there; if not, nothing is below it either */
    private record Found(Path real, boolean exists) {}

    private final Map<Path, Found> found = new ConcurrentHashMap<>();
    private final Map<Set<Path>, Set<Path>> byBothNames = new ConcurrentHashMap<>();

    Path real(Path path) {
        return find(path, MOST_LINKS).real();
    }

    /** The paths, each as it is named and with links resolved. */
    Set<Path> byBothNames(Set<Path> named) {
        return byBothNames.computeIfAbsent(named, paths -> {
            var all = new LinkedHashSet<>(paths);
            paths.forEach(path -> all.add(real(path)));
            return Collections.unmodifiableSet(all);
        });
    }

    private Found find(Path path, int links) {
        var known = found.get(path);
        if (known == null) {
            known = look(path, links);
            found.put(path, known);
        }
        return known;
    }

    private Found look(Path path, int links) {
        var parent = path.getParent();
        var above = parent == null ? null : found.get(parent);
        if (above != null && !above.exists()) {
            return new Found(below(above, path), false);
        }
        if (Files.exists(path)) {
            return new Found(existing(path), true);
        }
        var target = links == 0 ? Optional.<Path>empty() : target(path);
        if (target.isPresent()) {
            return new Found(find(path.resolveSibling(target.get()), links - 1).real(), false);
        }
        return new Found(parent == null ? path : below(find(parent, links), path), false);
    }

    private static Path below(Found above, Path path) {
        return above.real().resolve(path.getFileName()).normalize();
    }

    private static Path existing(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            return path.normalize();
        }
    }

    private static Optional<Path> target(Path link) {
        try {
            var attributes = link.getFileSystem()
                    .provider()
                    .readAttributesIfExists(link, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes != null && attributes.isSymbolicLink()
                    ? Optional.of(Files.readSymbolicLink(link))
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
