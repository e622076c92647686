package switchboard.app;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import switchboard.guard.ToolGuard;

/** Whether the bot's own files lie where Claude works or others can read them. Looks at the file system. */
final class StartChecks {

    private static final Set<PosixFilePermission> FOR_OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private StartChecks() {}

    /**
     * One line with the fix for each fault.
     *
     * @param file the {@code .env}
     * @param sessions {@code SESSION_DIR}
     * @param allowed where chats work
     * @throws IllegalArgumentException with one sentence for a person, if nothing would keep Claude from the sessions
     */
    static List<String> of(Path file, Path sessions, List<Path> allowed, boolean mayBypass) {
        var faults = new ArrayList<String>();
        holding(sessions, allowed).ifPresent(directory -> {
            var fault = "SESSION_DIR is " + sessions + ", in " + directory + ", where chats work";
            if (mayBypass) {
                throw new IllegalArgumentException(
                        fault + " without asking. Name a directory outside of it, or other ALLOWED_PATHS.");
            }
            faults.add(fault + ": name a directory outside of it, or other ALLOWED_PATHS.");
        });
        if (Files.exists(file)) {
            holding(file, allowed)
                    .ifPresent(
                            directory -> faults.add(
                                    file + " holds secrets and is in " + directory
                                            + ", where chats work: start Switchboard in another directory, or name other ALLOWED_PATHS."));
            if (isOpen(file)) {
                faults.add(file + " can be read by other users: run  chmod 600 '" + file + "'");
            }
        }
        return faults;
    }

    private static Optional<Path> holding(Path path, List<Path> allowed) {
        var real = ToolGuard.real(path);
        return allowed.stream().filter(real::startsWith).findFirst();
    }

    private static boolean isOpen(Path file) {
        try {
            return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(FOR_OTHERS::contains);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    file + " cannot be looked at: make it a file that this user may read (" + unreadable + ").",
                    unreadable);
        }
    }
}
