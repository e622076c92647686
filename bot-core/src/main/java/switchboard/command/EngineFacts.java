package switchboard.command;

import java.time.Duration;
import switchboard.budget.Spending;
import switchboard.git.Git;
import switchboard.model.AgentFacts;
import switchboard.model.FileSearch;
import switchboard.model.PermissionMode;
import switchboard.model.Secrets;
import switchboard.model.Settings;
import switchboard.shell.Shell;

/**
 * The facts of the engine that commands use.
 *
 * @param cleanupAge how long a session idles before {@code /sessions cleanup} takes it
 * @param secrets values that commands strike out of what they show of files
 * @param spending what all chats have cost today
 */
public record EngineFacts(
        Directories directories,
        AgentFacts agent,
        Provider provider,
        Duration cleanupAge,
        FileSearch.Finder files,
        Git git,
        Secrets secrets,
        Spending spending,
        Shell shell,
        SlashCommands catalogue) {

    /** The mode in which a chat with these settings works. */
    public PermissionMode modeOf(Settings settings) {
        return settings.modeUnder(agent.mode());
    }

    /** The model with which a chat with these settings works, as people read it. */
    public String modelOf(Settings settings) {
        return settings.model() == null ? agent.model() : settings.model();
    }
}
