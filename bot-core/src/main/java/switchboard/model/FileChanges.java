package switchboard.model;

import java.nio.file.Path;
import java.util.List;

/**
 * The files that differ from an earlier time, as far as an agent can put them back.
 *
 * @param files as they are now
 * @param added lines that are new since then
 * @param removed lines that are gone since then
 * @param mayBeMore whether commands or subagents were at work, whose changes the agent may not know
 * @param found files as they were before the agent's tools first changed them, as far as that is known
 * @param byOthers files that other hands may have changed while the agent was at work on them
 */
public record FileChanges(
        List<FileState> files,
        long added,
        long removed,
        boolean mayBeMore,
        List<FileState> found,
        List<Path> byOthers) {

    public FileChanges {
        files = List.copyOf(files);
        found = List.copyOf(found);
        byOthers = List.copyOf(byOthers);
    }

    /** Made by the agent alone, as far as is known. */
    public FileChanges(List<FileState> files, long added, long removed, boolean mayBeMore) {
        this(files, added, removed, mayBeMore, List.of(), List.of());
    }

    /**
     * Without the files in whose place something else is. An agent leaves that alone, and so these files differ after every later
     * turn, too.
     */
    public FileChanges reachable() {
        var reachable = files.stream().filter(file -> !file.isBlocked()).toList();
        return new FileChanges(reachable, added, removed, mayBeMore, found, byOthers);
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    /** The same with what was noticed meanwhile. */
    public FileChanges with(boolean more, List<FileState> before, List<Path> others) {
        return new FileChanges(files, added, removed, more, before, others);
    }

    public Changes summary() {
        return new Changes(files.size(), added, removed);
    }
}
