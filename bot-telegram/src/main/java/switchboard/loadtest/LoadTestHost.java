package switchboard.loadtest;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the load test knows of the bot of this machine.
 *
 * @param bot the command that starts one, first its JVM
 * @param settings the environment of a bot with the same settings, without anything secret, and without what leads to an account
 * @param accounts what leads Claude to the user's account
 * @param config of the actor system that the test runs on
 * @param directory where the user is
 * @param version of the bot
 */
public record LoadTestHost(
        List<String> bot,
        Map<String, String> settings,
        Map<String, String> accounts,
        Config config,
        Path directory,
        String version) {

    /** The same with options for the JVM of the bot. */
    LoadTestHost with(List<String> options) {
        var command = new ArrayList<>(bot);
        command.addAll(1, options);
        return new LoadTestHost(command, settings, accounts, config, directory, version);
    }

    /** For logs, which must not contain environment variables. */
    @Override
    public String toString() {
        return "LoadTestHost" + bot;
    }
}
