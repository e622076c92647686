package switchboard.claude;

/**
 * What a process takes over from the directory it works in.
 *
 * @param trusted whether Claude Code loads all that the project brings
 * @param notes the project's CLAUDE.md as text where it is not trusted; empty if there is none
 * @param asksForGit whether a person is asked before any git command, because the repository makes git run programs
 * @param leftOut what the project would bring and does not, for people; empty if there is nothing, or they were told
 */
public record Project(boolean trusted, String notes, boolean asksForGit, String leftOut) {

    /** A directory that brings all. */
    public static final Project TRUSTED = new Project(true, "", false, "");

    /** A directory of which nothing is known: it brings nothing. */
    public static final Project BARE = new Project(false, "", true, "");
}
