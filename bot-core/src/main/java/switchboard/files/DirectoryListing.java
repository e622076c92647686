package switchboard.files;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of a directory that is in no repository, without those that tools make. No link is followed. */
final class DirectoryListing extends SimpleFileVisitor<Path> {

    /** Of entries that are looked at. */
    static final int MOST = 50_000;

    private static final int DEEPEST = 16;
    private static final Set<String> LEFT_OUT = Set.of("node_modules", "target", "build", "venv", "__pycache__");

    private final Path directory;
    private final List<Path> files = new ArrayList<>();
    private int looked;

    private DirectoryListing(Path directory) {
        this.directory = directory;
    }

    /** The files below a directory, relative to it; at most some of a large one. */
    static List<Path> of(Path directory) throws IOException {
        var listing = new DirectoryListing(directory);
        Files.walkFileTree(directory, EnumSet.noneOf(FileVisitOption.class), DEEPEST, listing);
        return listing.files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes facts) {
        var name = String.valueOf(visited.getFileName());
        var isLeftOut = !visited.equals(directory) && (name.startsWith(".") || LEFT_OUT.contains(name));
        return isLeftOut ? FileVisitResult.SKIP_SUBTREE : next();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
        if (facts.isRegularFile()) {
            files.add(directory.relativize(file));
        }
        return next();
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
        return next();
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException unreadable) {
        return next();
    }

    private FileVisitResult next() {
        return ++looked > MOST ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }
}
