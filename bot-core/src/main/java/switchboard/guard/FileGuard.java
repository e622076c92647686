package switchboard.guard;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Decides on paths that a tool call names, and on directories that it goes through.
 *
 * @param session the session whose tool calls these are
 */
record FileGuard(ClosedPaths closed, String session) {

    private static final int MOST_FILES = 20_000;

    Verdict check(Path path) {
        return closed.closing(path, session)
                .map(found -> Verdict.deny(
                        found.equals(path)
                                ? "`" + found + "` is closed to Claude."
                                : "`" + path + "` leads to `" + found + "`, which is closed to Claude."))
                .orElse(Verdict.OPEN);
    }

    /** Decides on a path of which a call shows no more than that it exists, or what is in it. */
    Verdict checkName(Path path) {
        return closed.isBehindWall(path)
                ? Verdict.deny("`" + path.normalize() + "` is closed to Claude: it belongs to another chat.")
                : Verdict.OPEN;
    }

    /**
     * @param visible whether the walk skips names that begin with a dot
     * @param follows whether the walk follows links
     */
    Verdict walk(Path directory, boolean visible, boolean follows) {
        var denied = check(directory);
        return denied.and(closed.below(directory, visible)
                .or(() -> follows ? closed.behindLinks(directory, session, MOST_FILES) : Optional.empty())
                .map(found -> Verdict.ask("This goes through all of `" + directory.normalize() + "`"
                        + (found.equals(directory)
                                ? ", which is too large for Switchboard to check what its links lead to."
                                : " and so reaches `" + found + "`, which is closed to Claude.")))
                .orElse(Verdict.OPEN));
    }

    /**
     * @param whole a path with an unknown part
     * @param end the text after that part
     */
    Verdict ending(String whole, String end) {
        try {
            if (whole.startsWith("/proc/")) {
                return check(Path.of(whole.replace(WordExpansion.UNKNOWN, '0')));
            }
            var names = Path.of("/", end).normalize();
            return names.getNameCount() == 0
                    ? Verdict.OPEN
                    : closed.ending(Path.of("/").relativize(names), session)
                            .map(found -> Verdict.ask("This may reach `" + found + "`, which is closed to Claude."))
                            .orElse(Verdict.OPEN);
        } catch (InvalidPathException noPath) {
            return Verdict.OPEN;
        }
    }
}
