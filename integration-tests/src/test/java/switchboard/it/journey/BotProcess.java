package switchboard.it.journey;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The bot as a process of its own: the repository's {@code ./switchboard} with the distribution that this build has packaged.
 * Both stand in a directory of their own, where nothing that the launcher does meets the build under way.
 */
public final class BotProcess {

    private static final Path MODULE = Path.of("").toAbsolutePath();

    private BotProcess() {}

    /** Where this JVM's launcher stands; made on first use. */
    private static final class Installed {
        static final Path LAUNCHER = install();
    }

    /** What the marks of the Claude processes begin with that a bot with these sessions has started; of none before it began. */
    public static String mark(Path sessions) {
        var identity = sessions.resolve("identity");
        try {
            return Files.exists(identity) ? Files.readString(identity) : "none has begun";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the bot in a directory, for a few seconds: the better compiler would cost more than it gives. */
    public static Process start(Path directory, Map<String, String> environment, File log) throws IOException {
        return start(List.of(Installed.LAUNCHER.toString()), directory, quick(environment), log);
    }

    /** The same, by another program whose arguments end with the launcher. */
    static Process startWith(List<String> program, Path directory, Map<String, String> environment, File log)
            throws IOException {
        var command = new ArrayList<>(program);
        command.add(Installed.LAUNCHER.toString());
        return start(command, directory, quick(environment), log);
    }

    /** Starts the launcher with arguments. */
    public static Process launch(Path directory, Map<String, String> environment, File log, String... arguments)
            throws IOException {
        return start(Installed.LAUNCHER, directory, quick(environment), log, arguments);
    }

    /** Agents that are loaded later ({@link JvmFault}) would print a warning. */
    private static Map<String, String> quick(Map<String, String> environment) {
        var quick = new HashMap<>(environment);
        quick.putIfAbsent("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+EnableDynamicAgentLoading");
        return quick;
    }

    /**
     * Makes a copy of the repository as a finished build leaves it, with links for what is only read.
     *
     * @return its launcher
     */
    public static Path install() {
        var repository = MODULE.resolve("..").normalize();
        var built = repository.resolve("bot-telegram/target");
        try {
            var place = Files.createTempDirectory(MODULE.resolve("target"), "launcher");
            var target = Files.createDirectories(place.resolve("bot-telegram/target"));
            try (var jars = Files.newDirectoryStream(built, "bot-telegram-*.jar")) {
                for (var jar : jars) {
                    Files.createSymbolicLink(target.resolve(jar.getFileName()), jar);
                }
            }
            Files.createSymbolicLink(target.resolve("lib"), built.resolve("lib"));
            Files.createDirectories(place.resolve("bot-telegram/src/main"));
            Files.createFile(place.resolve("bot-telegram/pom.xml"));
            Files.createFile(place.resolve("pom.xml"));
            Files.createFile(target.resolve("built"));
            return Files.copy(repository.resolve("switchboard"), place.resolve("switchboard"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts it.
     *
     * @param launcher where {@link #install} put it
     * @param directory where it is started
     * @param environment the whole of it but for JAVA_HOME, which is this JVM's unless given
     * @param log gets what it prints
     */
    public static Process start(
            Path launcher, Path directory, Map<String, String> environment, File log, String... arguments)
            throws IOException {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return start(command, directory, environment, log);
    }

    private static Process start(List<String> command, Path directory, Map<String, String> environment, File log)
            throws IOException {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }
}
