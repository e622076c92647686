package switchboard.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a tool call reaches files that are closed to Claude. Looks at the file system, so it may block.
 *
 * <p>A call that names a closed file is denied. A call that would meet one on its way through a directory needs a person's
 * decision; in bypass mode, where nobody is asked, it is denied, too.
 */
public final class ToolGuard {

    /** Arguments that are text and not a path or a command. */
    private static final Set<String> TEXTS =
            Set.of("content", "new_string", "old_string", "new_source", "prompt", "description", "pattern", "query");

    /** The longest command that is checked. A longer one may have been cut; see {@code BoundedLines}. */
    private static final int LONGEST_COMMAND = 500_000;

    private static final int LONGEST_PATH = 4_096;

    private final ClosedPaths closed;
    private final Map<String, String> environment;

    /** With links resolved as they were at the last check. */
    private volatile FilesWall wall;

    /** @param environment the variables of the tools' shells */
    public ToolGuard(ClosedPaths closed, Map<String, String> environment) {
        this.closed = closed;
        this.environment = environment;
        this.wall = closed.wall();
    }

    /** Where a path leads: links are resolved as far as it exists. */
    public static Path real(Path path) {
        return ClosedPaths.real(path);
    }

    /** @param call the input of a {@code PreToolUse} hook */
    public Verdict check(JsonNode call) {
        return check(call, List.of());
    }

    /** @param commands commands that run with the call, besides its own */
    public Verdict check(JsonNode call, List<String> commands) {
        var directory = Path.of(text(call, "cwd"));
        var resolved = closed.resolved();
        wall = resolved.wall();
        var files = new FileGuard(resolved, text(call, "session_id"));
        var tool = text(call, "tool_name");
        var input = call.path("tool_input");
        var verdict = leaves(input, directory, files);
        if (input.path("command").isTextual()) {
            verdict = verdict.and(command(input.path("command").textValue(), directory, files));
        }
        for (var each : commands) {
            verdict = verdict.and(command(each, directory, files));
        }
        if (tool.equals("Grep")) {
            var root = input.path("path").isTextual() ? path(input.path("path").textValue(), directory) : directory;
            verdict = verdict.and(files.walk(root, false, false));
        }
        return verdict.kind() == Verdict.Kind.ASK
                        && text(call, "permission_mode").equals("bypassPermissions")
                ? Verdict.deny(verdict.reason() + " Name the files, or a directory without it.")
                : verdict;
    }

    /** The same for a person's shell command, which is of no session. */
    public Verdict check(String command, Path directory) {
        var resolved = closed.resolved();
        wall = resolved.wall();
        return command(command, directory, new FileGuard(resolved, ""));
    }

    /**
     * Whether a permission rule would allow the files of other chats. Does not look at the file system.
     *
     * @param tool the tool that the rule allows
     * @param content what of the tool it allows; null for everything
     * @param directory where relative paths begin
     */
    public boolean allowsOtherChats(String tool, @Nullable String content, Path directory) {
        return wall.isOpenedBy(tool, content, directory, Path.of(home()));
    }

    private String home() {
        return environment.getOrDefault("HOME", "/");
    }

    private static String text(JsonNode node, String member) {
        var text = node.path(member).textValue();
        if (text == null) {
            throw new IllegalArgumentException("a tool call without " + member);
        }
        return text;
    }

    private Verdict command(String command, Path directory, FileGuard files) {
        return command.length() > LONGEST_COMMAND
                ? Verdict.deny("The command is too long for Switchboard to check it.")
                : ShellGuard.check(command, files, environment, directory);
    }

    private Verdict leaves(JsonNode node, Path directory, FileGuard files) {
        if (node.isTextual()) {
            return leaf(node.textValue(), directory, files);
        }
        var inner = node.isObject()
                ? node.properties().stream()
                        .filter(member -> !TEXTS.contains(member.getKey()))
                        .map(Map.Entry::getValue)
                        .toList()
                : StreamSupport.stream(node.spliterator(), false).toList();
        return inner.stream().map(each -> leaves(each, directory, files)).reduce(Verdict.OPEN, Verdict::and);
    }

    private Verdict leaf(String text, Path directory, FileGuard files) {
        var name = text.strip(); // as Claude Code does
        if (name.isEmpty() || name.length() > LONGEST_PATH || name.indexOf('\n') >= 0 || name.indexOf('\0') >= 0) {
            return Verdict.OPEN; // not a path
        }
        try {
            return files.check(path(name, directory));
        } catch (InvalidPathException noPath) {
            return Verdict.OPEN;
        }
    }

    private Path path(String text, Path directory) {
        var name = fileOf(text);
        return directory.resolve(name.equals("~") || name.startsWith("~/") ? home() + name.substring(1) : name);
    }

    /** The path in a {@code file:} URL; any other text unchanged. */
    private static String fileOf(String text) {
        if (!text.startsWith("file:")) {
            return text;
        }
        try {
            return Objects.requireNonNullElse(new URI(text).getPath(), text);
        } catch (URISyntaxException noUrl) {
            return text.substring("file:".length()).replaceFirst("^/+", "/");
        }
    }
}
