package switchboard.command;

import java.time.Duration;
import switchboard.claude.trust.Trust;
import switchboard.model.PermissionMode;
import switchboard.model.Settings;

/**
 * What all commands may know of the engine.
 *
 * @param mode the permission mode of chats that chose none
 * @param model the model of chats that chose none, as people are told it
 * @param trust whose project files are loaded
 * @param cleanupAge how long a session idles before {@code /sessions cleanup} takes it
 */
public record Surroundings(
        Directories directories,
        Trust trust,
        PermissionMode mode,
        String model,
        Duration cleanupAge,
        SlashCommands catalogue) {

    /** The mode in which a chat with these settings works. */
    public PermissionMode modeOf(Settings settings) {
        return settings.modeUnder(mode);
    }

    /** The model with which a chat with these settings works, as people are told it. */
    public String modelOf(Settings settings) {
        return settings.model() == null ? model : settings.model();
    }
}
