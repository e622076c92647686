package switchboard.claude;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import switchboard.claude.trust.ProjectScanner;

/** Looks at a directory just before a process starts in it. Blocks. */
public final class Projects {

    private final ClaudeSettings claude;
    private final ProjectScanner scanner;
    private final ProjectNotes notes;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    public Projects(ClaudeSettings claude) {
        this.claude = claude;
        this.scanner = new ProjectScanner(claude.environment());
        this.notes = new ProjectNotes(claude.denied(), claude.environment());
    }

    public Project look(Path directory) throws IOException {
        var real = directory.toRealPath();
        if (claude.trusted().stream().anyMatch(real::startsWith)) {
            return Project.TRUSTED;
        }
        var scan = scanner.scan(real);
        var found = notes.read(real);
        var leftOut = Stream.concat(Stream.of(scan.summary()), found.leftOut().stream())
                .filter(each -> !each.isEmpty())
                .toList();
        var isNew = told.add(real + "\0" + scan.hash() + "\0" + leftOut);
        return new Project(false, found.text(), isNew ? String.join(", ", leftOut) : "");
    }
}
