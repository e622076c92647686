package switchboard.it.journey;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The bot as a process of its own, started as the launcher does: from this test's class path, the token by pipe, with the bot's own log. */
final class BotProcess {

    private BotProcess() {}

    /**
     * Starts it.
     *
     * @param environment the whole of it
     * @param log gets what it prints
     */
    static Process start(Path directory, Map<String, String> environment, File log) throws IOException {
        var command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "exec 3< <(printf 'TELEGRAM_BOT_TOKEN=%s\\n' \"$TELEGRAM_BOT_TOKEN\"); unset TELEGRAM_BOT_TOKEN;"
                        + " export SWITCHBOARD_SECRETS_FD=3; exec \"$@\"",
                "launcher",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "switchboard.app.Main"));
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }
}
