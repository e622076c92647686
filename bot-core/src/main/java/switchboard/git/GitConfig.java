package switchboard.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds out whether a directory's repository makes git run programs. Claude Code runs {@code git status} and {@code git diff}
 * unasked, and git runs the programs that a repository's configuration and hooks name. Blocks.
 */
public final class GitConfig {

    /** Sections in which no setting names a program. */
    private static final Set<String> HARMLESS = Set.of(
            "advice",
            "branch",
            "color",
            "extensions",
            "fetch",
            "index",
            "init",
            "log",
            "pull",
            "push",
            "rebase",
            "status",
            "user");

    /** Settings that name no program, in sections in which other settings do. */
    private static final Map<String, Set<String>> HARMLESS_OF = Map.of(
            "core",
            Set.of(
                    "abbrev",
                    "autocrlf",
                    "bare",
                    "eol",
                    "filemode",
                    "ignorecase",
                    "logallrefupdates",
                    "longpaths",
                    "precomposeunicode",
                    "quotepath",
                    "repositoryformatversion",
                    "safecrlf",
                    "sparsecheckout",
                    "sparsecheckoutcone",
                    "symlinks",
                    "untrackedcache",
                    "whitespace",
                    "worktree"),
            "remote",
            Set.of(
                    "fetch",
                    "gh-resolved",
                    "mirror",
                    "partialclonefilter",
                    "promisor",
                    "prune",
                    "push",
                    "pushurl",
                    "tagopt",
                    "url"),
            "submodule",
            Set.of("active", "branch", "ignore", "url"),
            "lfs",
            Set.of("access", "locksverify", "repositoryformatversion"));

    /** Sections whose programs {@link Git} never runs: it shows no pager, reaches no network and compares by itself. */
    private static final Set<String> OVERRIDDEN = Set.of(
            "alias",
            "commit",
            "credential",
            "diff",
            "difftool",
            "gui",
            "http",
            "mergetool",
            "pager",
            "protocol",
            "url");

    /** Such settings in other sections. */
    private static final Map<String, Set<String>> OVERRIDDEN_OF = Map.of(
            "core",
            Set.of("askpass", "editor", "fsmonitor", "gitproxy", "hookspath", "pager", "sshcommand"),
            "remote",
            Set.of("proxy", "receivepack", "uploadpack", "vcs"),
            "submodule",
            Set.of("recurse", "update"));

    private static final Pattern HEADER = Pattern.compile("\\[([A-Za-z0-9-]+)(?:\\s+\"[^\"\\\\]*\")?]");
    private static final Pattern SETTING = Pattern.compile("([A-Za-z][A-Za-z0-9-]*)\\s*(?:=.*)?");
    private static final String GITDIR = "gitdir:";
    private static final int MODULES_DEEP = 8;
    private static final int LONGEST = 256 << 10;

    private static final String UNCLEAR = "config";

    /** Whether any git may come, or only {@link Git}, which runs no hooks and overrides some settings. */
    private final boolean isAnyGit;

    GitConfig(boolean isAnyGit) {
        this.isAnyGit = isAnyGit;
    }

    /** Whether a git that is not {@link Git} may run programs there. True also if it cannot be found out. */
    public static boolean runsPrograms(Path directory) {
        return new GitConfig(true).found(directory).isPresent();
    }

    /** The first setting that may make {@link Git} run a program; empty if there is none. */
    static Optional<String> program(Path directory) {
        return new GitConfig(false).found(directory);
    }

    private Optional<String> found(Path directory) {
        try {
            for (var level = directory; level != null; level = level.getParent()) {
                var git = level.resolve(".git");
                if (Files.exists(git, LinkOption.NOFOLLOW_LINKS)) {
                    var named = Files.isDirectory(git) ? git : named(git);
                    var runs = runs(named);
                    if (runs.isPresent() || Files.exists(named.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS)) {
                        return runs;
                    } // else git ignores it
                }
                if (isBare(level)) {
                    return runs(level);
                }
            }
            return Optional.empty();
        } catch (IOException | RuntimeException unclear) {
            return Optional.of(UNCLEAR);
        }
    }

    private static boolean isBare(Path level) {
        return Files.exists(level.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS)
                && (Files.isDirectory(level.resolve("objects")) || Files.exists(level.resolve("commondir")));
    }

    /** The git directory of a linked worktree or a submodule, which a file {@code .git} names. */
    private static Path named(Path file) throws IOException {
        var text = text(file).strip();
        if (!text.startsWith(GITDIR)) {
            throw new IOException("no git directory: " + file);
        }
        return file.resolveSibling(text.substring(GITDIR.length()).strip());
    }

    private Optional<String> runs(Path git) throws IOException {
        var link = git.resolve("commondir");
        var common = Files.exists(link) ? git.resolve(text(link).strip()) : git;
        for (var file : List.of(common.resolve("config"), git.resolve("config"), git.resolve("config.worktree"))) {
            var harmful = Files.exists(file) ? harmful(text(file)) : Optional.<String>empty();
            if (harmful.isPresent()) {
                return harmful;
            }
        }
        return hasHooks(common.resolve("hooks")) ? Optional.of("hooks") : modulesRun(common.resolve("modules"));
    }

    /** git also looks into submodules. Each has a configuration of its own. */
    private Optional<String> modulesRun(Path modules) throws IOException {
        if (!Files.isDirectory(modules)) {
            return Optional.empty();
        }
        try (var files = Files.walk(modules, MODULES_DEEP)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var name = file.getFileName().toString();
                var harmful = name.equals("config") ? harmful(text(file)) : Optional.<String>empty();
                if (harmful.isPresent()) {
                    return harmful;
                }
                if (name.equals("hooks") && hasHooks(file)) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        }
    }

    private boolean hasHooks(Path hooks) throws IOException {
        if (!isAnyGit || !Files.isDirectory(hooks)) {
            return false;
        }
        try (var files = Files.list(hooks)) {
            return files.anyMatch(file -> !file.toString().endsWith(".sample") && Files.isExecutable(file));
        }
    }

    /** The first harmful setting. Text that this reader might understand differently than git does counts as harmful. */
    Optional<String> harmful(String config) {
        var section = "";
        for (var each : config.split("\r?\n", -1)) {
            var line = each.strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            var header = HEADER.matcher(line);
            var setting = SETTING.matcher(line);
            if (header.matches()) {
                section = header.group(1).toLowerCase(Locale.ROOT);
            } else if (line.endsWith("\\") || !setting.matches() || !isHarmless(section, setting.group(1))) {
                return Optional.of(setting.matches() ? section + "." + setting.group(1) : UNCLEAR);
            }
        }
        return Optional.empty();
    }

    private boolean isHarmless(String section, String setting) {
        var name = setting.toLowerCase(Locale.ROOT);
        return HARMLESS.contains(section)
                || HARMLESS_OF.getOrDefault(section, Set.of()).contains(name)
                || (!isAnyGit
                        && (OVERRIDDEN.contains(section)
                                || OVERRIDDEN_OF.getOrDefault(section, Set.of()).contains(name)));
    }

    private static String text(Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            var bytes = input.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("too long: " + file);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
