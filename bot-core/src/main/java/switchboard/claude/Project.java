package switchboard.claude;

/**
 * What a process takes over from its directory.
 *
 * @param trusted whether Claude Code loads all project files
 * @param notes the CLAUDE.md of a project that is not trusted, as text; empty if there is none
 * @param asksForGit whether a person is asked before any git command, because the repository makes git run programs
 * @param leftOut the project's content that is not loaded, for people; empty if there is none, or if they know already
 */
public record Project(boolean trusted, String notes, boolean asksForGit, String leftOut) {

    /** A directory whose project files are all loaded. */
    public static final Project TRUSTED = new Project(true, "", false, "");

    /** A directory about which nothing is known: nothing of it is loaded. */
    public static final Project BARE = new Project(false, "", true, "");
}
