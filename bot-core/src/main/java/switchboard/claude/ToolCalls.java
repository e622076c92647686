package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import switchboard.claude.wire.Incoming;
import switchboard.files.FileStates;
import switchboard.guard.ClosedPaths;
import switchboard.guard.ToolGuard;
import switchboard.guard.Verdict;
import switchboard.model.Disclosure;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * The hooks of a process around its tool calls. They keep closed files closed to Claude's tools in every permission mode, find out
 * what a call would really do before a person is asked about it, and look at files before and after Claude changes them. Used by
 * several threads.
 */
final class ToolCalls {

    /** Beyond this many, calls about which nobody was asked are forgotten. */
    private static final int MOST_KEPT = 1_000;

    /** A skill's argument by its place. */
    private static final Pattern NUMBERED = Pattern.compile("\\$\\d");

    private final ToolGuard guard;
    private final SkillFiles skills;
    private final Path directory;
    private final OtherHands otherHands = new OtherHands(InstantSource.system());

    /** Facts about calls, by the call's id. */
    private final Map<String, Disclosure> disclosed = new ConcurrentHashMap<>();

    /**
     * @param closed files that the chat's tools must not reach
     * @param environment of the process
     * @param directory the session's directory
     */
    ToolCalls(ClosedPaths closed, Map<String, String> environment, Path directory) {
        this.guard = new ToolGuard(closed, environment);
        this.skills = new SkillFiles(SessionTranscript.configDirectory(environment));
        this.directory = directory;
    }

    /** The output of the hook before a call ({@code PreToolUse}); blocks on files. */
    ObjectNode answer(JsonNode call) throws IOException {
        var tool = call.path("tool_name").asText();
        if (ClaudeTools.isHosts(tool)) {
            return StreamJson.object(); // it checks by itself which files leave
        }
        var isSkill = tool.equals("Skill");
        var found = isSkill ? skill(call) : target(call);
        keep(call, found);
        var verdict = guard.check(call, isSkill ? commands(call, found) : List.of());
        if (ClaudeTools.changesFiles(tool) && verdict.kind() != Verdict.Kind.DENY) {
            file(call).map(FileStates::of).ifPresent(otherHands::found);
        }
        if (isSkill && !found.complete() && verdict.kind() == Verdict.Kind.OPEN) {
            return decision(isBypassed(call) ? "deny" : "ask", "Switchboard can't find the text of this skill.");
        }
        return switch (verdict.kind()) {
            case OPEN -> StreamJson.object();
            case ASK -> decision("ask", verdict.reason());
            case DENY -> decision("deny", verdict.reason());
        };
    }

    /** The output of the hook after a tool has changed a file ({@code PostToolUse}); blocks on the file. */
    ObjectNode done(JsonNode call) {
        file(call)
                .map(FileStates::of)
                .ifPresent(file -> otherHands.left(call.path("tool_use_id").asText(), file));
        return StreamJson.object();
    }

    OtherHands otherHands() {
        return otherHands;
    }

    private static ObjectNode decision(String decision, String reason) {
        var output = StreamJson.object();
        output.putObject("hookSpecificOutput")
                .put("hookEventName", "PreToolUse")
                .put("permissionDecision", decision)
                .put("permissionDecisionReason", reason);
        return output;
    }

    private static boolean isBypassed(JsonNode call) {
        return call.path("permission_mode").asText().equals("bypassPermissions");
    }

    private Disclosure skill(JsonNode call) throws IOException {
        return skills.disclose(
                call.path("tool_input").path("skill").asText(),
                Path.of(call.path("cwd").asText()));
    }

    /**
     * The commands that a skill runs at once. Claude Code (2.1.330, tried out) runs them without a tool call, and without a
     * question if the skill has nothing else.
     */
    private static List<String> commands(JsonNode call, Disclosure found) {
        var arguments = call.path("tool_input").path("args").asText();
        return found.texts().stream()
                .flatMap(text -> SkillFiles.commands(text.content()))
                .map(command -> command.replace("$ARGUMENTS", arguments)
                        + (NUMBERED.matcher(command).find() ? " " + arguments : ""))
                .toList();
    }

    private void keep(JsonNode call, Disclosure found) {
        if (!found.equals(Disclosure.NONE)) {
            if (disclosed.size() >= MOST_KEPT) {
                disclosed.clear();
            }
            disclosed.put(call.path("tool_use_id").asText(), found);
        }
    }

    private Disclosure target(JsonNode call) {
        return file(call).map(this::target).orElse(Disclosure.NONE);
    }

    /** The file that a call is about. */
    private static Optional<Path> file(JsonNode call) {
        var input = call.path("tool_input");
        var path = input.path("file_path").asText(input.path("notebook_path").asText());
        try {
            return path.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            Path.of(call.path("cwd").asText()).resolve(path).normalize());
        } catch (InvalidPathException noPath) {
            return Optional.empty(); // the tool refuses such a path
        }
    }

    /** Where a path really leads, if that is elsewhere. */
    private Disclosure target(Path named) {
        var real = ToolGuard.real(named);
        var home = ToolGuard.real(directory);
        var expected = named.startsWith(directory) ? home.resolve(directory.relativize(named)) : named;
        return real.equals(expected)
                ? Disclosure.NONE
                : new Disclosure(
                        List.of(Texts.of(
                                real.startsWith(home) ? "remark.link" : "remark.linkOutside",
                                Markdown.code(real.toString()))),
                        List.of(),
                        true);
    }

    /**
     * A question with the facts about its call, and without rules that would allow the files of other chats. A skill without any
     * known facts cannot be allowed.
     */
    Incoming.Ask disclosed(Incoming.Ask ask) {
        return withFacts(allowsOtherChats(ask) ? ask.withoutSuggestions() : ask);
    }

    private boolean allowsOtherChats(Incoming.Ask ask) {
        return ask.suggestions().stream()
                .anyMatch(rule -> guard.allowsOtherChats(rule.toolName(), rule.ruleContent(), directory));
    }

    private Incoming.Ask withFacts(Incoming.Ask ask) {
        var found = disclosed.remove(ask.toolUseId());
        if (found != null) {
            return ask.with(found.and(ask.disclosure()));
        }
        return ask.tool().equals("Skill")
                ? ask.with(new Disclosure(List.of(), List.of(), false).and(ask.disclosure()))
                : ask;
    }
}
