package switchboard.claude;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;
import switchboard.model.PermissionMode;
import switchboard.model.Settings;

/**
 * How {@code claude} is run.
 *
 * @param program path of the CLI, or its name on the PATH of {@code environment}
 * @param extraArguments put last on every command line
 * @param mode the permission mode of chats that chose none; where it is bypass, chats may choose bypass
 * @param model the model of chats that chose none, null for Claude's default
 * @param trusted directories whose own hooks and {@code .mcp.json} are run, with all below them
 * @param denied files and directories that the child's tools must not read or change
 * @param environment the child's whole environment; no secret of the host stands in it
 * @param store names the host's store in the processes' mark; one host at a time uses it
 * @param idle how long a process stays up with nothing to do
 * @param answer a process that leaves a control request unanswered for so long is ended as hung
 */
public record ClaudeSettings(
        String program,
        List<String> extraArguments,
        PermissionMode mode,
        @Nullable String model,
        List<Path> trusted,
        List<Path> denied,
        Map<String, String> environment,
        String store,
        Duration idle,
        Duration answer) {

    public ClaudeSettings {
        extraArguments = List.copyOf(extraArguments);
        trusted = List.copyOf(trusted);
        denied = List.copyOf(denied);
        environment = Map.copyOf(environment);
    }

    /** The mark of a chat's processes. */
    public String mark(ChatId chat) {
        return markPrefix() + chat + "/";
    }

    /** What the marks of all this host's processes begin with. */
    public String markPrefix() {
        return store + "/";
    }

    public boolean mayBypass() {
        return mode == PermissionMode.BYPASS;
    }

    /** The mode a chat's processes run in; bypass that was chosen when it was allowed holds only while it is allowed. */
    public PermissionMode modeOf(Settings chosen) {
        var wanted = chosen.mode() == null ? mode : chosen.mode();
        return wanted == PermissionMode.BYPASS && !mayBypass() ? mode : wanted;
    }

    /** Environment variables are not for logs. */
    @Override
    public String toString() {
        return "ClaudeSettings[" + program + "]";
    }
}
