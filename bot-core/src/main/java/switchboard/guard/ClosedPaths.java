package switchboard.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that are closed to Claude's tools: the host's own, the user's credentials, the transcripts of other sessions, and the
 * parts of {@code /proc} that show data of processes. Immutable; its methods look at the file system.
 */
public final class ClosedPaths {

    /** The names of private keys, for permission rules, which cannot have exceptions. */
    private static final List<String> SSH_KEYS =
            List.of("id_rsa", "id_dsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk", "identity");

    /** Characters that no rule can name literally: brackets are a choice, and a backslash is always an escape. */
    private static final Pattern NOT_LITERAL = Pattern.compile("[\\[\\]\\\\\\p{Cntrl}]");

    /** Files in {@code ~/.ssh} that are not secret. */
    private static final Pattern SSH_OPEN =
            Pattern.compile(".*\\.pub|config|config\\.d|known_hosts.*|authorized_keys|allowed_signers");

    private static final Pattern PROCESS =
            Pattern.compile("/proc/[^/]+/(task/[^/]+/)?(environ|root|cwd|fd|mem|map_files)(/.*)?");

    /** A process's own open files, which are the pipes of a command. */
    private static final Pattern OWN_PIPE = Pattern.compile("/proc/(self|thread-self)/fd/\\d+");

    private static final Pattern SESSION = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Path PROC = Path.of("/proc");

    /** The most files of closed directories to compare with a hard link. */
    private static final int MOST_FILES = 5_000;

    /**
     * @param closed files, and directories that are closed with everything in them
     * @param ssh of private keys
     * @param projects of transcripts
     */
    private record Places(Set<Path> closed, Set<Path> ssh, Set<Path> projects) {

        private static final Places NONE = new Places(Set.of(), Set.of(), Set.of());

        /** Each place by its name, and with links resolved. */
        Places resolved(RealPaths links) {
            return new Places(links.byBothNames(closed), links.byBothNames(ssh), links.byBothNames(projects));
        }

        Stream<Path> all() {
            return Stream.of(closed, ssh, projects).flatMap(Set::stream);
        }
    }

    private final Places named;
    private final FilesWall wall;
    private final DeniedReads denied;

    /** Where links lead when {@link #resolved} is called. */
    private final Supplier<RealPaths> links;

    /** None until {@link #resolved}. */
    private final Places now;

    private ClosedPaths(Places named, FilesWall wall, DeniedReads denied, Supplier<RealPaths> links, Places now) {
        this.named = named;
        this.wall = wall;
        this.denied = denied;
        this.links = links;
        this.now = now;
    }

    /**
     * @param own the host's own files and directories
     * @param environment Claude Code's environment, which says where its home is and where programs keep credentials
     */
    public static ClosedPaths of(List<Path> own, Map<String, String> environment) {
        var home = Path.of(environment.getOrDefault("HOME", "/"));
        var set = environment.get("CLAUDE_CONFIG_DIR");
        var claude = set == null || set.isBlank()
                ? home.resolve(".claude")
                : Path.of(set).toAbsolutePath();
        var closed = new LinkedHashSet<Path>();
        Stream.concat(own.stream(), Credentials.of(home, claude, environment).stream())
                .map(path -> path.toAbsolutePath().normalize())
                .forEach(closed::add);
        var named = new Places(
                closed,
                Set.of(home.resolve(".ssh").normalize()),
                Set.of(claude.resolve("projects").normalize()));
        return new ClosedPaths(named, FilesWall.NONE, DeniedReads.NONE, RealPaths::new, Places.NONE);
    }

    /** The same, and what is behind the wall. */
    public ClosedPaths behind(FilesWall other) {
        return new ClosedPaths(named, other, denied, links, now);
    }

    /** The same, and what rules deny, except in {@link #patterns}. */
    public ClosedPaths denying(DeniedReads other) {
        return new ClosedPaths(named, wall, other, links, now);
    }

    /** The same, but links to the closed paths are those of up to a second ago. */
    public ClosedPaths with(RecentLinks recent) {
        return new ClosedPaths(named, wall, denied, recent, now);
    }

    /** The same with links resolved as they are now. The methods that check paths need this. */
    ClosedPaths resolved() {
        var real = links.get();
        return new ClosedPaths(named, wall.resolved(real), denied, links, named.resolved(real));
    }

    /** Absolute patterns for Claude Code's permission rules ({@code Read(/<pattern>)}), as far as rules can name these files. */
    public List<String> patterns() {
        return Stream.of(
                        named.closed().stream().flatMap(path -> Stream.of(path + "", path + "/**")),
                        named.ssh().stream().flatMap(ssh -> SSH_KEYS.stream().map(key -> ssh.resolve(key) + "")),
                        named.projects().stream().map(projects -> projects + "/**/*.jsonl"))
                .flatMap(patterns -> patterns)
                .map(pattern -> NOT_LITERAL.matcher(pattern).replaceAll("?"))
                .toList();
    }

    /** Whether a path leads to a file that is closed to every session. */
    public boolean isClosed(Path path) {
        return closedNow().test(path);
    }

    /**
     * The same for a path of which it is known where it leads now.
     *
     * @param real the path with links resolved
     */
    public boolean isClosed(Path path, Path real) {
        return resolved().closing(path, real, "").isPresent();
    }

    /** The same for many paths. */
    public Predicate<Path> closedNow() {
        var now = resolved();
        return path -> now.closing(path, "").isPresent();
    }

    /**
     * Whether an open file is one of the closed files, by whatever name it was opened.
     *
     * @param path where it was; another file may be there by now
     * @param key of the file system for the open file
     */
    boolean isClosedFile(Path path, Object key) throws IOException {
        try {
            var there = Files.readAttributes(path, "unix:nlink,fileKey", LinkOption.NOFOLLOW_LINKS);
            if (key.equals(there.get("fileKey")) && there.get("nlink") instanceof Integer links && links < 2) {
                return false;
            }
            for (var each : resolved().files()) {
                if (key.equals(key(each))) {
                    return true;
                }
            }
            return false;
        } catch (UnsupportedOperationException | IllegalArgumentException unknown) {
            return false; // this system counts no names
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    /**
     * Whether a path leads to a closed file: by its name, by a link or as another name of the same file.
     *
     * @param session the session that asks; its own files are open
     * @return the closed path
     */
    Optional<Path> closing(Path path, String session) {
        return closing(path, real(path.toAbsolutePath()), session);
    }

    private Optional<Path> closing(Path path, Path real, String session) {
        return closingByName(path.toAbsolutePath().normalize(), session)
                .or(() -> closingByName(real, session))
                .or(() -> closingByLink(real));
    }

    private Optional<Path> closingByName(Path path, String session) {
        if (path.startsWith(PROC)) {
            var text = path.toString();
            return PROCESS.matcher(text).matches() && !OWN_PIPE.matcher(text).matches()
                    ? Optional.of(path)
                    : Optional.empty();
        }
        for (var each : now.closed()) {
            if (path.startsWith(each)) {
                return Optional.of(each);
            }
        }
        return isPrivateKey(path) || isTranscript(path, session) || denied.denies(path)
                ? Optional.of(path)
                : wall.closing(path);
    }

    /** Whether a path leads behind the wall, where even the names of files are closed. */
    boolean isBehindWall(Path path) {
        return !wall.roots().isEmpty()
                && Stream.of(path.toAbsolutePath().normalize(), real(path.toAbsolutePath()))
                        .anyMatch(each -> wall.closing(each).isPresent());
    }

    FilesWall wall() {
        return wall;
    }

    private boolean isPrivateKey(Path path) {
        return now.ssh().stream()
                .anyMatch(directory -> path.startsWith(directory)
                        && !path.equals(directory)
                        && !SSH_OPEN.matcher(path.getFileName().toString()).matches());
    }

    private boolean isTranscript(Path path, String session) {
        for (var each : now.projects()) {
            var below = path.startsWith(each) ? each.relativize(path) : Path.of("");
            if (below.getNameCount() > 1) {
                var name = below.getName(1).toString();
                return below.toString().endsWith(".jsonl")
                        || (SESSION.matcher(name).matches() && !name.equals(session));
            }
        }
        return false;
    }

    private Optional<Path> closingByLink(Path file) {
        try {
            if (!Files.isRegularFile(file) || (int) Files.getAttribute(file, "unix:nlink") < 2) {
                return Optional.empty();
            }
            for (var each : files()) {
                if (Files.isSameFile(each, file)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return Optional.empty(); // this system has no such attribute, or the file is gone
        }
    }

    /** All closed paths and directories with closed paths in them, as they are named. */
    private Stream<Path> directories() {
        return Stream.concat(named.all(), wall.roots().stream());
    }

    private List<Path> files() throws IOException {
        var found = new ArrayList<Path>();
        for (var each : directories().filter(Files::exists).toList()) {
            try (var below = Files.walk(each, 4)) {
                below.filter(Files::isRegularFile)
                        .filter(file -> closingByName(file, "").isPresent())
                        .limit(MOST_FILES)
                        .forEach(found::add);
            }
        }
        return found;
    }

    /**
     * A closed path that a walk through a directory would meet.
     *
     * @param visible whether the walk skips names that begin with a dot
     */
    Optional<Path> below(Path directory, boolean visible) {
        var root = real(directory.toAbsolutePath());
        if (PROC.startsWith(root) || (root.startsWith(PROC) && root.getNameCount() < 3)) {
            return Optional.of(PROC);
        }
        return Stream.concat(now.all(), wall.roots().stream())
                .filter(each -> each.startsWith(root) && Files.exists(each))
                .filter(each -> !visible || !isHidden(root.relativize(each)))
                .filter(each -> !each.endsWith(".ssh") || holdsKeys(each))
                .findFirst();
    }

    private static boolean isHidden(Path below) {
        for (var name : below) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsKeys(Path ssh) {
        try (var files = Files.list(ssh)) {
            return files.anyMatch(
                    file -> !SSH_OPEN.matcher(file.getFileName().toString()).matches());
        } catch (IOException unreadable) {
            return true;
        }
    }

    /** A closed path that ends like a path of which only this end is known. */
    Optional<Path> ending(Path end, String session) {
        for (var each : directories().toList()) {
            for (var names = 1; names <= Math.min(each.getNameCount(), end.getNameCount()); names++) {
                var last = each.subpath(each.getNameCount() - names, each.getNameCount());
                if (isHidden(last) && end.startsWith(last)) {
                    var whole = names == end.getNameCount() ? each : each.resolve(last.relativize(end));
                    if (closingByName(whole.normalize(), session).isPresent()) {
                        return Optional.of(each);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The path with links resolved, as far as it exists. */
    static Path real(Path path) {
        return new RealPaths().real(path);
    }

    /** A closed file that a walk may reach if it follows links. If the walk is too long to check, the directory itself. */
    Optional<Path> behindLinks(Path directory, String session, int most) {
        try (var walk = Files.walk(directory)) {
            var looked = walk.limit(most + 1L).toList();
            if (looked.size() > most) {
                return Optional.of(directory);
            }
            return looked.stream()
                    .filter(Files::isSymbolicLink)
                    .flatMap(
                            link -> closing(link, session)
                                    .or(() -> Files.isDirectory(link) ? below(link, false) : Optional.empty())
                                    .stream())
                    .findFirst();
        } catch (IOException | UncheckedIOException unreadable) {
            return Files.exists(directory, LinkOption.NOFOLLOW_LINKS) ? Optional.of(directory) : Optional.empty();
        }
    }
}
