package switchboard.claude;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.claude.trust.ProjectScan;
import switchboard.claude.trust.Trust;
import switchboard.git.GitConfig;
import switchboard.model.ChatId;
import switchboard.text.Texts;

/** Looks at a directory just before a process starts in it. Blocks. */
public final class Projects {

    private static final Logger LOG = LoggerFactory.getLogger(Projects.class);

    private final Trust trust;
    private final ProjectNotes notes;

    public Projects(ClaudeSettings claude, Trust trust) {
        this.trust = trust;
        this.notes = new ProjectNotes(claude.closedPaths(), claude.environment());
    }

    Trust trust() {
        return trust;
    }

    public Project look(ChatId chat, Path directory) throws IOException {
        return of(chat, trust.of(directory));
    }

    /** The same for a process that no chat has yet; nobody hears what is left out. */
    Project spare(Trust.Verdict verdict) throws IOException {
        return switch (verdict) {
            case Trust.Always always -> Project.TRUSTED;
            case Trust.Granted granted -> Project.TRUSTED;
            case Trust.Changed changed -> bare(changed.scan());
            case Trust.Withheld withheld -> bare(withheld.scan());
        };
    }

    private Project bare(ProjectScan scan) throws IOException {
        return new Project(false, notes.read(scan.directory()).text(), GitConfig.runsPrograms(scan.directory()), "");
    }

    /**
     * What a process takes over under a verdict. If files have changed since they were trusted, people get a question instead of
     * the list.
     */
    Project of(ChatId chat, Trust.Verdict verdict) throws IOException {
        return switch (verdict) {
            case Trust.Always always -> Project.TRUSTED;
            case Trust.Granted granted -> Project.TRUSTED;
            case Trust.Changed changed -> bare(changed.scan());
            case Trust.Withheld withheld -> untrusted(chat, withheld.scan());
        };
    }

    private Project untrusted(ChatId chat, ProjectScan scan) throws IOException {
        var found = notes.read(scan.directory());
        var asksForGit = GitConfig.runsPrograms(scan.directory());
        var ofGit = asksForGit ? Texts.of("leftOut.git") : "";
        var leftOut = Stream.concat(Stream.of(scan.summary(), ofGit), found.leftOut().stream())
                .filter(each -> !each.isEmpty())
                .toList();
        var isTold = leftOut.isEmpty() || !isNew(chat, scan.directory(), scan.hash() + " " + ofGit + found.leftOut());
        return new Project(false, found.text(), asksForGit, isTold ? "" : String.join(", ", leftOut));
    }

    private boolean isNew(ChatId chat, Path directory, String what) {
        try {
            return trust.store().tellOnce(chat, directory, what);
        } catch (IOException cannot) {
            LOG.warn("Cannot store what chat {} was told of {}: {}", chat, directory, cannot.toString());
            return true;
        }
    }
}
