package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import switchboard.text.Texts;

/**
 * The owner's own arguments for every {@code claude}. Arguments that would undo what this host relies on are refused by name.
 * {@code --settings}, {@code --disallowedTools} and text for the end of the system prompt are merged with the host's own. All
 * others are passed on.
 */
final class ExtraArguments {

    private static final String NAME = "CLAUDE_EXTRA_ARGS";

    private static final String SETTINGS = "--settings";
    private static final String APPEND = "--append-system-prompt";
    static final String APPEND_FILE = "--append-system-prompt-file";
    private static final Set<String> DISALLOWED = Set.of("--disallowedTools", "--disallowed-tools");

    private static final String OURS = Texts.of("extraArgs.ours");
    private static final String SESSIONS = Texts.of("extraArgs.sessions");
    private static final String BYPASS = Texts.of("extraArgs.instead", "CLAUDE_PERMISSION_MODE=bypassPermissions");
    private static final String NO_CHAT = Texts.of("extraArgs.noChat");

    /** The refused arguments, each with what to do instead. */
    private static final Map<String, String> REFUSED = refused();

    /**
     * Arguments that name files. Claude Code would look up a relative name in each chat's directory, which is someone else's
     * project.
     */
    private static final Set<String> OF_FILES = Set.of(
            SETTINGS, "--agents", APPEND_FILE, "--debug-file", "--mcp-config", "--plugin-dir", "--system-prompt-file");

    private static final Pattern SHORT = Pattern.compile("-[A-Za-z].*", Pattern.DOTALL);

    private final List<String> others = new ArrayList<>();
    private final Set<String> disallowed = new LinkedHashSet<>();
    private final ObjectNode settings = StreamJson.object();

    /** Texts for the end of the system prompt. */
    private final List<String> appended = new ArrayList<>();

    private static Map<String, String> refused() {
        var refused = new HashMap<String, String>();
        List.of(
                        "--print",
                        "--input-format",
                        "--output-format",
                        "--permission-prompt-tool",
                        "--permission-prompts",
                        "--system-prompt-snapshot",
                        "--initialize-fields",
                        "--managed-settings",
                        "--managed-settings-in-initialize",
                        "--sdk-url")
                .forEach(each -> refused.put(each, OURS));
        List.of(
                        "--resume",
                        "--continue",
                        "--session-id",
                        "--fork-session",
                        "--resume-session-at",
                        "--from-pr",
                        "--teleport",
                        "--parent-session-id",
                        "--resume-drops-turn",
                        "--rewind-files",
                        "--no-session-persistence")
                .forEach(each -> refused.put(each, SESSIONS));
        List.of("--dangerously-skip-permissions", "--allow-dangerously-skip-permissions")
                .forEach(each -> refused.put(each, BYPASS));
        List.of(
                        "--bg",
                        "--background",
                        "--cloud",
                        "--desktop",
                        "--environment",
                        "--help",
                        "--ide",
                        "--init-only",
                        "--rc",
                        "--remote",
                        "--remote-control",
                        "--tmux",
                        "--version",
                        "--web",
                        "--worktree")
                .forEach(each -> refused.put(each, NO_CHAT));
        List.of("--bare", "--safe-mode").forEach(each -> refused.put(each, Texts.of("extraArgs.bare")));
        refused.put("--permission-mode", Texts.of("extraArgs.instead", "CLAUDE_PERMISSION_MODE"));
        refused.put("--inherit-permission-mode", Texts.of("extraArgs.instead", "CLAUDE_PERMISSION_MODE"));
        refused.put("--project-config-root", Texts.of("extraArgs.instead", "CLAUDE_TRUSTED_PATHS"));
        refused.put("--setting-sources", Texts.of("extraArgs.instead", "CLAUDE_TRUSTED_PATHS"));
        refused.put("--model", Texts.of("extraArgs.instead", "CLAUDE_MODEL"));
        return Map.copyOf(refused);
    }

    /**
     * Reads the arguments, and the file that a {@code --settings} names.
     *
     * @throws IllegalArgumentException with one sentence for a person
     */
    static ExtraArguments of(List<String> words) {
        var read = new ExtraArguments();
        var left = new ArrayDeque<>(words);
        while (!left.isEmpty()) {
            read.take(left);
        }
        return read;
    }

    private void take(Deque<String> left) {
        var word = left.remove();
        if (SHORT.matcher(word).matches()) {
            throw wrong(Texts.of("extraArgs.short", word));
        }
        if (!word.startsWith("--") || word.equals("--")) {
            throw wrong(Texts.of("extraArgs.noOption", word));
        }
        var equals = word.indexOf('=');
        var name = equals < 0 ? word : word.substring(0, equals);
        var fix = REFUSED.get(name);
        if (fix != null) {
            throw wrong(Texts.of("extraArgs.leaveOut", name, fix));
        }
        var values = equals < 0 ? following(left) : List.of(word.substring(equals + 1));
        if (OF_FILES.contains(name)) {
            values.forEach(value -> requireWholePath(name, value));
        }
        if (name.equals(SETTINGS)) {
            merge(settings, settingsOf(only(name, values)));
        } else if (name.equals(APPEND)) {
            appended.add(only(name, values));
        } else if (name.equals(APPEND_FILE)) {
            appended.add(content(name, only(name, values)));
        } else if (DISALLOWED.contains(name)) {
            disallowed.addAll(values);
        } else {
            others.add(word);
            if (equals < 0) {
                others.addAll(values);
            }
        }
    }

    /** The words up to the next option. */
    private static List<String> following(Deque<String> left) {
        var values = new ArrayList<String>();
        for (var next = left.peek(); next != null && !isOption(next); next = left.peek()) {
            values.add(left.remove());
        }
        return values;
    }

    private static boolean isOption(String word) {
        return word.startsWith("--") || SHORT.matcher(word).matches();
    }

    private static String only(String name, List<String> values) {
        if (values.size() != 1) {
            throw wrong(Texts.of("extraArgs.oneValue", name));
        }
        return values.getFirst();
    }

    private static void requireWholePath(String name, String value) {
        if (!isJson(value) && !value.startsWith("/")) {
            throw wrong(Texts.of("extraArgs.wholePath", name, value));
        }
    }

    private static boolean isJson(String value) {
        return value.stripLeading().startsWith("{");
    }

    private static String content(String name, String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException unreadable) {
            throw wrong(Texts.of("extraArgs.noFile", name, file), unreadable);
        }
    }

    private static ObjectNode settingsOf(String value) {
        var what = isJson(value) ? Texts.of("extraArgs.json") : Texts.of("extraArgs.jsonFile", value);
        var text = isJson(value) ? value : content(SETTINGS, value);
        try {
            if (StreamJson.json(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (IllegalArgumentException broken) {
            throw wrong(Texts.of("extraArgs.notJson", what), broken);
        }
        throw wrong(Texts.of("extraArgs.noObject", what));
    }

    /** Puts {@code more} into {@code into}: objects and lists are merged; for other values, that of {@code more} wins. */
    static void merge(ObjectNode into, ObjectNode more) {
        more.properties().forEach(member -> {
            var before = into.get(member.getKey());
            var after = member.getValue();
            if (before instanceof ObjectNode object && after instanceof ObjectNode added) {
                merge(object, added);
            } else if (before instanceof ArrayNode array && after instanceof ArrayNode added) {
                into.set(member.getKey(), united(array, added));
            } else {
                into.set(member.getKey(), after.deepCopy());
            }
        });
    }

    private static ArrayNode united(ArrayNode first, ArrayNode second) {
        var all = new LinkedHashSet<JsonNode>();
        first.forEach(all::add);
        second.forEach(all::add);
        var union = StreamJson.object().arrayNode();
        all.forEach(union::add);
        return union;
    }

    /** The arguments that go to the command line unchanged. */
    List<String> others() {
        return List.copyOf(others);
    }

    /** The tools that {@code --disallowedTools} names. */
    Set<String> disallowed() {
        return Set.copyOf(disallowed);
    }

    /** The settings of {@code --settings}; a copy that the caller may change. */
    ObjectNode settings() {
        return settings.deepCopy();
    }

    /** The text for the end of the system prompt; may be empty. */
    String appended() {
        return String.join("\n\n", appended);
    }

    /** The same arguments, with the contents of their files instead of the names. */
    List<String> words() {
        var words = new ArrayList<>(others);
        if (!settings.isEmpty()) {
            words.add(SETTINGS + "=" + settings);
        }
        disallowed.forEach(each -> words.add("--disallowedTools=" + each));
        appended.forEach(each -> words.add(APPEND + "=" + each));
        return words;
    }

    private static IllegalArgumentException wrong(String what) {
        return wrong(what, null);
    }

    private static IllegalArgumentException wrong(String what, @Nullable Throwable cause) {
        return new IllegalArgumentException(Texts.of("extraArgs.wrong", NAME, what), cause);
    }
}
