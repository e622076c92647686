package switchboard.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.git.Git;
import switchboard.process.ProgramRun;
import switchboard.text.ExplainedException;

/** The files of a git repository that it does not ignore. The repository is not trusted: this command runs no program that it names. */
final class GitListing {

    private static final Logger LOG = LoggerFactory.getLogger(GitListing.class);

    /** Of names. */
    static final int MOST_BYTES = 8 << 20;

    private static final Git.Bounds BOUNDS = new Git.Bounds(Duration.ofSeconds(5), MOST_BYTES);

    private static final List<String> COMMAND = List.of("ls-files", "--cached", "--others", "--exclude-standard", "-z");

    private GitListing() {}

    /**
     * The files below a directory. If git takes too long, these are the ones that it has listed so far.
     *
     * @return empty if it is in no repository, or git cannot list it
     */
    static Optional<Listing> of(Path directory, Git git) {
        if (!isInRepository(directory)) {
            return Optional.empty();
        }
        try {
            var listed = git.run(directory, Git.Access.READ, BOUNDS, COMMAND, Map.of());
            var isEnded = !listed.isLate() && !listed.isCut();
            return isEnded && listed.code() != 0 ? Optional.empty() : Optional.of(new Listing(files(listed), isEnded));
        } catch (IOException | ExplainedException noGit) {
            LOG.debug("git does not list {}: {}", directory, noGit.toString());
            return Optional.empty();
        }
    }

    private static boolean isInRepository(Path directory) {
        for (var each = directory; each != null; each = each.getParent()) {
            if (Files.exists(each.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    /** A name that is cut off at the end is left out. */
    private static List<Path> files(ProgramRun.Result listed) {
        var text = listed.output();
        return Arrays.stream(
                        text.substring(0, Math.max(0, text.lastIndexOf('\0'))).split("\0", -1))
                .filter(name -> !name.isEmpty())
                .distinct() // each side of a conflict is listed
                .flatMap(GitListing::path)
                .toList();
    }

    /** Empty if this system has no such names. */
    private static Stream<Path> path(String name) {
        try {
            return Stream.of(Path.of(name));
        } catch (InvalidPathException noPath) {
            return Stream.empty();
        }
    }
}
