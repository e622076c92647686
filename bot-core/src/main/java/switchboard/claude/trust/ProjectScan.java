package switchboard.claude.trust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import switchboard.text.Texts;

/**
 * The content of a directory that would take effect if Claude Code loaded its project files.
 *
 * @param directory with all links resolved
 * @param files in the order of their paths
 * @param problems one sentence for each thing that could not be read in full. If there is any, nothing here can be trusted
 * @param hash SHA-256 over the paths and contents of the files, in hex
 */
public record ProjectScan(
        Path directory, List<ProjectFile> files, List<String> problems, String hash, FileStamps stamps) {

    public ProjectScan {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /** The scan of a directory that could not be read. */
    public static ProjectScan failed(Path directory) {
        return new ProjectScan(directory, List.of(), List.of(Texts.of("trust.problem.failed")), "", new FileStamps());
    }

    /** Whether there is nothing to trust. Anything unreadable counts as something. */
    public boolean isEmpty() {
        return files.isEmpty() && problems.isEmpty();
    }

    /** Whether a person can trust it: all of it can be shown. */
    public boolean isTrustable() {
        return problems.isEmpty() && !files.isEmpty();
    }

    /**
     * One line that counts by file and kind: {@code 1 hook in .claude/settings.json, 2 servers in .mcp.json, 1 skill}. Plain
     * text.
     */
    public String summary() {
        var inFiles = new ArrayList<String>();
        var ofKind = new LinkedHashMap<Kind, Long>();
        for (var file : files) {
            var counts = file.findings().stream()
                    .collect(Collectors.groupingBy(Finding::kind, LinkedHashMap::new, Collectors.counting()));
            counts.forEach((kind, count) -> {
                if (kind.isOneFile()) {
                    ofKind.merge(kind, count, Long::sum);
                } else {
                    inFiles.add(Texts.of("trust.inFile", kind.count(count), file.name()));
                }
            });
        }
        ofKind.forEach((kind, count) -> inFiles.add(kind.count(count)));
        inFiles.addAll(problems);
        return String.join(", ", inFiles);
    }
}
