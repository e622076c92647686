package switchboard.model;

import java.util.List;

/**
 * The files that differ from an earlier time, as far as an agent can put them back.
 *
 * @param files as they are now
 * @param added lines that are new since then
 * @param removed lines that are gone since then
 * @param mayBeMore whether commands or subagents were at work, whose changes the agent may not know
 */
public record FileChanges(List<FileState> files, long added, long removed, boolean mayBeMore) {

    public FileChanges {
        files = List.copyOf(files);
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    /** @param more whether commands or subagents were at work */
    public FileChanges mayBeMore(boolean more) {
        return new FileChanges(files, added, removed, more);
    }

    public Changes summary() {
        return new Changes(files.size(), added, removed);
    }
}
