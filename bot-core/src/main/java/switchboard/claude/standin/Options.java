package switchboard.claude.standin;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import switchboard.claude.ClaudeProcess;
import switchboard.claude.CliLines;

/**
 * What of the CLI's command line the stand-in heeds.
 *
 * @param resumes whether the session was used before
 * @param settings the settings it was started with, as JSON
 */
record Options(
        String session,
        boolean resumes,
        Path directory,
        String mode,
        String model,
        boolean mayBypass,
        String settings) {

    private static final String RESUME = "--resume=";

    static Options of(ClaudeProcess.Launch launch) {
        var command = launch.command();
        var resumed = value(command, RESUME);
        return new Options(
                resumed.or(() -> value(command, "--session-id=")).orElse(""),
                resumed.isPresent(),
                launch.directory(),
                value(command, "--permission-mode=").orElse("default"),
                value(command, "--model=").orElse("default"),
                command.contains("--allow-dangerously-skip-permissions"),
                launch.file("--settings").orElse("{}"));
    }

    private static Optional<String> value(List<String> command, String flag) {
        return command.stream()
                .filter(each -> each.startsWith(flag))
                .map(each -> each.substring(flag.length()))
                .findFirst();
    }

    /** What is allowed without asking, in the form of {@code --allowedTools}. */
    Set<String> rules() {
        var rules = new HashSet<String>();
        CliLines.json(settings).at("/permissions/allow").forEach(rule -> rules.add(rule.asText()));
        return rules;
    }
}
