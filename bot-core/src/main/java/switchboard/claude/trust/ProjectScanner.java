package switchboard.claude.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds everything of a project that would take effect in Claude Code: {@code .claude} except for known harmless parts,
 * {@code .mcp.json}, and the scripts that these name by path. Claude Code 2.1.330 reads {@code .claude} of the directory and its
 * parents up to the first that has a {@code .git} of any kind, and {@code .mcp.json} of all parents. This class reads all of
 * those, even where Claude Code does not let them take effect. Blocks.
 */
public final class ProjectScanner {

    private static final String SETTINGS = ".claude";

    /** Names in {@code .claude}: memory, which Claude reads as text, and files that Claude Code itself writes. */
    private static final Set<String> HARMLESS = Set.of(
            "claude.md",
            "claude.local.md",
            "agents.md",
            "readme.md",
            ".gitignore",
            ".ds_store",
            "rules",
            "plans",
            "worktrees",
            "agent-memory",
            "agent-memory-local");

    private static final Map<String, Kind> BY_DIRECTORY = Map.of(
            "agents", Kind.AGENT,
            "commands", Kind.COMMAND,
            "output-styles", Kind.OUTPUT_STYLE,
            "workflows", Kind.WORKFLOW);

    /** The user's own configuration directories, which are never a project's. */
    private final Set<Path> own;

    private final Path home;

    /** @param environment of the Claude processes */
    public ProjectScanner(Map<String, String> environment) {
        home = real(Path.of(environment.getOrDefault("HOME", "/")));
        own = Stream.of(home.resolve(SETTINGS).toString(), environment.getOrDefault("CLAUDE_CONFIG_DIR", ""))
                .filter(each -> !each.isEmpty())
                .map(each -> real(Path.of(each)))
                .collect(Collectors.toUnmodifiableSet());
    }

    public ProjectScan scan(Path directory) {
        var base = real(directory);
        var collected = new Collected(base);
        var levels = levels(base, collected);
        for (var level : levels) {
            addSettings(level.resolve(SETTINGS), collected);
        }
        for (var level = base; level != null; level = level.getParent()) {
            addServers(level.resolve(".mcp.json"), collected);
        }
        var names = new NamedFiles(levels, home);
        addPlugins(names, collected);
        collected.addNamed(names);
        return collected.scan();
    }

    private static List<Path> levels(Path base, Collected collected) {
        var levels = new ArrayList<Path>();
        for (var level = base; level != null; level = level.getParent()) {
            levels.add(level);
            var git = level.resolve(".git");
            collected.note(git);
            if (Files.exists(git)) {
                break;
            }
        }
        return levels;
    }

    private static void addServers(Path file, Collected collected) {
        collected.note(file);
        if (Files.exists(file)) {
            collected.add(file, SettingsText::servers);
        }
    }

    private void addSettings(Path settings, Collected collected) {
        collected.note(settings);
        if (Files.exists(settings) && !own.contains(real(settings))) {
            new ProjectWalk(
                            settings,
                            collected,
                            file -> isHarmless(settings, file),
                            file -> addFile(settings, file, collected))
                    .walk();
        }
    }

    /** Adds all files of a marketplace in a directory of the project, because any of them may belong to a plugin. */
    private static void addPlugins(NamedFiles names, Collected collected) {
        for (var named : List.copyOf(collected.directories())) {
            names.candidates(named)
                    .filter(Files::isDirectory)
                    .forEach(root -> new ProjectWalk(
                                    root,
                                    collected,
                                    file -> file.endsWith(".git"),
                                    file -> collected.add(
                                            file, content -> SettingsText.whole(Kind.PLUGIN, file.toString(), content)))
                            .walk());
        }
    }

    private static boolean isHarmless(Path settings, Path file) {
        var inside = settings.relativize(file);
        return inside.getNameCount() > 0 && HARMLESS.contains(lowerCase(inside.getName(0)));
    }

    private static void addFile(Path settings, Path file, Collected collected) {
        var inside = settings.relativize(file);
        var first = lowerCase(inside.getName(0));
        if (inside.getNameCount() == 1 && (first.equals("settings.json") || first.equals("settings.local.json"))) {
            collected.add(file, SettingsText::settings);
            return;
        }
        var kind = first.equals("skills")
                ? lowerCase(file.getFileName()).equals("skill.md") ? Kind.SKILL : Kind.SCRIPT
                : inside.getNameCount() == 1 ? Kind.OTHER : BY_DIRECTORY.getOrDefault(first, Kind.OTHER);
        collected.add(file, content -> SettingsText.whole(kind, inside.toString(), content));
    }

    private static String lowerCase(Path name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }

    /** The path with all links resolved; if it is missing, only made absolute. */
    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            return path.toAbsolutePath().normalize();
        }
    }
}
