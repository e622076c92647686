package switchboard.claude.trust;

import java.nio.file.Path;
import java.util.List;

/**
 * A file of a project that runs, redirects or allows something.
 *
 * @param path absolute, with links not resolved
 * @param name the path relative to the directory that was scanned, for people
 * @param digest SHA-256 of its content, in hex
 * @param content the whole text; for a binary file one line that says so
 */
public record ProjectFile(Path path, String name, List<Finding> findings, String digest, String content) {

    public ProjectFile {
        findings = List.copyOf(findings);
    }
}
