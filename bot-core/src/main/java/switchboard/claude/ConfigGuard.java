package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * The handler of Claude Code's {@code ConfigChange} event: a project file that is written while a process lives is not put in
 * force in it. Tried out with 2.1.330: it is asked about settings, local settings, skills, commands and agents; {@code .mcp.json} is
 * not read again anyway. What is the user's own may change.
 *
 * @param own the user's configuration directory
 */
record ConfigGuard(Path own) implements Hooks.Handler {

    @Override
    public ObjectNode answer(JsonNode input) {
        var source = input.path("source").asText();
        var file = input.path("file_path").asText();
        var isUsers = source.equals("user_settings")
                || source.equals("policy_settings")
                || (!file.isEmpty() && Path.of(file).normalize().startsWith(own));
        return isUsers
                ? StreamJson.object()
                : Hooks.block("This file is not trusted as it is now; a person is asked before the next turn.");
    }
}
