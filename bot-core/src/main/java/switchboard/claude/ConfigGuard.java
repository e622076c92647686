package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * The handler of Claude Code's {@code ConfigChange} event: project files that change while a process lives do not take effect in
 * it. The user's own files may. Tried out with 2.1.330: the event comes for settings, local settings, skills, commands and
 * agents; {@code .mcp.json} is not read again anyway.
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
