package switchboard;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import switchboard.text.Texts;

/**
 * Checks what the engine needs from its host. Each error is one sentence that names the setting and the fix. Pure, except that it
 * looks at directories.
 */
final class HostCheck {

    private static final String STATE_PLUGIN = "pekko.persistence.state.plugin";

    private HostCheck() {}

    /** @throws IllegalArgumentException if a directory does not exist, or chats cannot work in it */
    static void directories(EngineSettings settings) {
        directory("workingDirectory", settings.workingDirectory());
        if (settings.claude().closedPaths().isClosed(settings.workingDirectory())) {
            throw new IllegalArgumentException(Texts.of("setting.workingDirClosed", settings.workingDirectory()));
        }
        settings.allowedPaths().forEach(path -> directory("allowedPaths", path));
    }

    /** @throws IllegalArgumentException if it is not a directory */
    static void directory(String setting, Path path) {
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("EngineSettings." + setting + " names " + path
                    + ", which is not a directory. Make it, or name another.");
        }
    }

    /**
     * Checks the actor system's configuration.
     *
     * @throws IllegalArgumentException if chats could not be stored
     */
    static void configuration(Config config, EngineSettings settings) {
        var plugin = settings.plugin().isEmpty() ? config.getString(STATE_PLUGIN) : settings.plugin();
        if (plugin.isEmpty()) {
            throw new IllegalArgumentException("No durable-state plugin keeps the chats: name one in " + STATE_PLUGIN
                    + " or EngineSettings.plugin, for example switchboard.persistence.file.");
        }
        if (!config.hasPath(plugin)) {
            throw new IllegalArgumentException("The durable-state plugin " + plugin
                    + " has no section in the configuration: add its library, or name another in " + STATE_PLUGIN
                    + " or EngineSettings.plugin.");
        }
    }
}
