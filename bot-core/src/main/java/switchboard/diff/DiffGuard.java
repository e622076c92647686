package switchboard.diff;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;
import switchboard.guard.ClosedPaths;
import switchboard.model.Secrets;

/**
 * What of a diff nobody sees: files that are closed, also under an earlier name or after they were deleted, and secrets.
 *
 * @param root where relative paths begin
 */
public record DiffGuard(Path root, ClosedPaths closed, Secrets secrets) {

    /** Stands for bytes that are no text. A name with it is not the name of the file. */
    private static final String UNREADABLE = "\ufffd";

    /** What people may see of a diff, as the links to closed files are now. Looks at the disk. */
    public UnifiedDiff open(UnifiedDiff diff) {
        var closedNow = closed.closedNow();
        return new UnifiedDiff(diff.files().stream()
                .filter(file -> file.paths().noneMatch(path -> isClosed(path, closedNow)))
                .toList());
    }

    private boolean isClosed(String path, Predicate<Path> closedNow) {
        try {
            return path.contains(UNREADABLE) || closedNow.test(root.resolve(path));
        } catch (InvalidPathException noPath) {
            return true;
        }
    }
}
