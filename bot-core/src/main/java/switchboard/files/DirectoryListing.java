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
    private final int most;
    private int looked;
    private boolean isWhole = true;

    private DirectoryListing(Path directory, int most) {
        this.directory = directory;
        this.most = most;
    }

    /** @param most of entries that are looked at */
    static Listing of(Path directory, int most) throws IOException {
        var listing = new DirectoryListing(directory, most);
        Files.walkFileTree(directory, EnumSet.noneOf(FileVisitOption.class), DEEPEST, listing);
        return new Listing(listing.files, listing.isWhole);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes facts) {
        var isLeftOut = !visited.equals(directory) && isLeftOut(visited);
        return isLeftOut ? FileVisitResult.SKIP_SUBTREE : next();
    }

    private static boolean isLeftOut(Path visited) {
        var name = String.valueOf(visited.getFileName());
        return name.startsWith(".") || LEFT_OUT.contains(name);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
        if (facts.isRegularFile()) {
            files.add(directory.relativize(file));
        }
        isWhole &= !facts.isDirectory() || isLeftOut(file); // a directory that is too deep comes as a file
        return next();
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
        return next();
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException unreadable) {
        return FileVisitResult.CONTINUE;
    }

    private FileVisitResult next() {
        isWhole &= ++looked <= most;
        return looked > most ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }
}
