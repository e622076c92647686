package switchboard.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs a program in a session of its own. A terminal sends Ctrl-C and its hang-up to all its foreground processes. They are meant
 * for the host, but Claude Code would take them for the user's stop. Without a {@code setsid} on the machine the program runs in
 * the host's session.
 */
public final class OwnSession {

    /** ENOENT and EACCES, as the JDK's process launchers report them. */
    private static final Pattern NO_PROGRAM = Pattern.compile("error[=:] ?(2|13)\\b");

    private static final int MAY_NOT_BE_RUN = 126;
    private static final int IS_MISSING = 127;

    private static final Optional<Path> SETSID = find();

    private OwnSession() {}

    /** The command line. The process keeps its id. */
    static List<String> commandLine(List<String> command) {
        var whole = new ArrayList<String>();
        SETSID.ifPresent(setsid -> whole.add(setsid.toString()));
        whole.addAll(command);
        return whole;
    }

    /** Whether a start has failed because the program could not be run. */
    public static boolean hadNoProgram(Exception failure) {
        return NO_PROGRAM.matcher(String.valueOf(failure.getMessage())).find();
    }

    /** Whether this end means that the program could not be run. */
    public static boolean hadNoProgram(int code, String stderr) {
        return (code == MAY_NOT_BE_RUN || code == IS_MISSING) && stderr.startsWith("setsid: ");
    }

    private static Optional<Path> find() {
        var path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin" + File.pathSeparator
                + "/bin";
        return Stream.of(path.split(File.pathSeparator))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, "setsid"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
