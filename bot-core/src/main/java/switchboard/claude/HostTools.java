package switchboard.claude;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import switchboard.claude.tools.AskUser;
import switchboard.claude.tools.HostTool;
import switchboard.claude.tools.SendFile;
import switchboard.claude.tools.ToolServer;
import switchboard.guard.ClosedPaths;
import switchboard.model.ChatId;

/** The tools that the host has for Claude. Pure. */
final class HostTools {

    /** The names under which Claude knows them. */
    static final List<String> NAMES = List.of(ToolServer.fullName(AskUser.NAME), ToolServer.fullName(SendFile.NAME));

    private HostTools() {}

    /**
     * The tools for a session.
     *
     * @param directory of the session
     * @param closed files that its tools must not reach
     */
    static ToolServer of(ClaudeSettings claude, ChatId chat, Path directory, ClosedPaths closed) {
        var tools = new ArrayList<HostTool>();
        tools.add(new AskUser());
        var offered = claude.offered();
        if (offered != null) {
            var home = claude.environment().getOrDefault("HOME", "/");
            var config = SessionTranscript.configDirectory(claude.environment());
            tools.add(new SendFile(offered, chat, directory, home, config, closed));
        }
        return new ToolServer(tools);
    }
}
