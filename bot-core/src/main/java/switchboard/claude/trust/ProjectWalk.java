package switchboard.claude.trust;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import switchboard.text.Texts;

/** Walks a directory, follows links, and notes everything that it meets. Used by one scan. */
final class ProjectWalk extends SimpleFileVisitor<Path> {

    private static final int DEEPEST = 16;

    private final Path root;
    private final Collected collected;
    private final Predicate<Path> skipped;
    private final Consumer<Path> found;

    ProjectWalk(Path root, Collected collected, Predicate<Path> skipped, Consumer<Path> found) {
        this.root = root;
        this.collected = collected;
        this.skipped = skipped;
        this.found = found;
    }

    void walk() {
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, this);
        } catch (IOException broken) {
            collected.problem(root, Texts.of("trust.problem.unreadable"));
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        if (skipped.test(directory)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        collected.note(directory);
        return goOn();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (skipped.test(file)) {
            return FileVisitResult.CONTINUE;
        }
        collected.note(file);
        if (attributes.isDirectory()) {
            collected.problem(file, Texts.of("trust.problem.tooDeep"));
        } else if (!attributes.isSymbolicLink()) { // a link that is not followed leads to nothing
            found.accept(file);
        }
        return goOn();
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        if (!skipped.test(file)) {
            collected.problem(file, Texts.of("trust.problem.unreadable"));
        }
        return goOn();
    }

    private FileVisitResult goOn() {
        return collected.isFull() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }
}
