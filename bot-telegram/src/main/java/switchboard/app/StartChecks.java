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
import switchboard.text.Texts;

/** Checks whether the bot's own files are in a place where Claude works, or readable by others. Looks at the file system. */
final class StartChecks {

    private static final Set<PosixFilePermission> FOR_OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private StartChecks() {}

    /**
     * One line with the fix for each fault.
     *
     * @param file the {@code .env}
     * @param sessions {@code SESSION_DIR}
     * @param audit the file of the record of who did what
     * @param allowed the directories in which chats work
     * @throws IllegalArgumentException with one sentence for a person, if nothing would keep Claude away from the sessions or that record
     */
    static List<String> of(Path file, Path sessions, Path audit, List<Path> allowed, boolean mayBypass) {
        var faults = new ArrayList<String>();
        holding(sessions, allowed).ifPresent(directory -> {
            if (mayBypass) {
                throw new IllegalArgumentException(Texts.of("start.sessionsBypassed", sessions, directory));
            }
            faults.add(Texts.of("start.sessionsInReach", sessions, directory));
        });
        holding(audit, allowed).filter(directory -> !audit.startsWith(sessions)).ifPresent(directory -> {
            if (mayBypass) {
                throw new IllegalArgumentException(Texts.of("start.auditBypassed", audit, directory));
            }
            faults.add(Texts.of("start.auditInReach", audit, directory));
        });
        if (Files.exists(file)) {
            holding(file, allowed)
                    .ifPresent(directory -> faults.add(Texts.of("start.secretsInReach", file, directory)));
            if (isOpen(file)) {
                faults.add(Texts.of("start.secretsOpen", file));
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
            throw new IllegalArgumentException(Texts.of("start.unseen", file, unreadable), unreadable);
        }
    }
}
