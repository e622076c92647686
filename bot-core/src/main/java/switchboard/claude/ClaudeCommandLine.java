package switchboard.claude;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import switchboard.model.ChatId;
import switchboard.model.Rule;
import switchboard.model.Session;
import switchboard.model.Settings;

/** The command line and environment of a {@code claude} process. Pure but for {@link #heldBack}, which looks at the project's files. */
public final class ClaudeCommandLine {

    /** Variables by which a process would take itself for a part of another Claude Code session. */
    private static final Set<String> OUTER_SESSION = Set.of(
            "CLAUDECODE",
            "CLAUDE_CODE_ENTRYPOINT",
            "CLAUDE_CODE_SSE_PORT",
            "CLAUDE_CODE_SESSION_ID",
            "CLAUDE_CODE_CHILD_SESSION",
            "CLAUDE_CODE_RESUME_INTERRUPTED_TURN",
            "CLAUDE_CODE_EXIT_AFTER_STOP_DELAY");

    /** Tools that wake up by themselves, reach other sessions, or change the directory behind the chat's back. */
    private static final List<String> DISALLOWED = List.of(
            "ListAgents",
            "SendMessage",
            "CronCreate",
            "CronDelete",
            "CronList",
            "ScheduleWakeup",
            "EnterWorktree",
            "ExitWorktree",
            "Workflow");

    private final ClaudeSettings claude;
    private final ExtraArguments extra;

    public ClaudeCommandLine(ClaudeSettings claude) {
        this.claude = claude;
        this.extra = ExtraArguments.of(claude.extraArguments());
    }

    /**
     * What to start for a session.
     *
     * @param goOn whether a turn that was cut off is to go on by itself
     */
    public ClaudeProcess.Launch launch(ChatId chat, Session session, Settings chosen, boolean goOn) {
        var trusted = isTrusted(session.directory());
        return new ClaudeProcess.Launch(
                command(session, chosen, trusted),
                List.of(new ClaudeProcess.FileArgument(SettingsCheck.FLAG, settings(chosen, trusted))),
                environment(goOn),
                session.directory(),
                claude.mark(chat));
    }

    /** The owner's arguments come first: of two values for one option the last one holds. */
    private List<String> command(Session session, Settings chosen, boolean trusted) {
        var command = new ArrayList<String>();
        command.add(claude.program());
        command.addAll(extra.others());
        command.addAll(List.of(
                "-p",
                "--input-format=stream-json",
                "--output-format=stream-json",
                "--verbose",
                "--include-partial-messages",
                "--replay-user-messages",
                "--permission-prompt-tool=stdio",
                "--permission-mode=" + claude.modeOf(chosen).word(),
                "--disallowedTools="
                        + String.join(
                                ",",
                                Stream.concat(DISALLOWED.stream(), extra.disallowed().stream())
                                        .toList())));
        if (!trusted) {
            command.add("--strict-mcp-config");
        }
        if (claude.mayBypass()) {
            command.add("--allow-dangerously-skip-permissions");
        }
        var model = chosen.model() == null ? claude.model() : chosen.model();
        if (model != null) {
            command.add("--model=" + model);
        }
        if (chosen.effort() != null) {
            command.add("--effort=" + chosen.effort());
        }
        command.add((session.used() ? "--resume=" : "--session-id=") + session.id());
        return command;
    }

    private String settings(Settings chosen, boolean trusted) {
        var settings = StreamJson.object();
        settings.put("crossSessionInbound", "refuse");
        settings.put("disableAllHooks", !trusted);
        settings.put("cleanupPeriodDays", 3650);
        var permissions = settings.putObject("permissions");
        var allow = permissions.putArray("allow");
        chosen.rules().stream().map(Rule::text).forEach(allow::add);
        var deny = permissions.putArray("deny");
        for (var pattern : claude.closedPaths().patterns()) {
            // A double slash makes the path absolute in the rules' language.
            deny.add("Read(/" + pattern + ")").add("Edit(/" + pattern + ")");
        }
        var all = extra.settings();
        ExtraArguments.merge(all, settings);
        return all.toString();
    }

    Map<String, String> environment(boolean goOn) {
        var environment = new HashMap<>(claude.environment());
        environment.keySet().removeAll(OUTER_SESSION);
        environment.put("CLAUDE_CODE_SDK_READS_SESSION_STATE", "1");
        environment.put("CLAUDE_CODE_DISABLE_BACKGROUND_TASKS", "1");
        environment.put("CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING", "true");
        environment.put("CLAUDE_CODE_STREAM_EVENT_HOLD_MS", "100");
        if (goOn) {
            environment.put("CLAUDE_CODE_RESUME_INTERRUPTED_TURN", "1");
        }
        return environment;
    }

    private boolean isTrusted(Path directory) {
        return claude.trusted().stream().anyMatch(directory::startsWith);
    }

    /** What of a project's own is not run because it is not trusted; empty if there is nothing of the kind. */
    public List<String> heldBack(Path directory) {
        if (isTrusted(directory)) {
            return List.of();
        }
        var found = new ArrayList<String>();
        if (Files.isRegularFile(directory.resolve(".mcp.json"))) {
            found.add("the servers of .mcp.json");
        }
        for (var name : List.of(".claude/settings.json", ".claude/settings.local.json")) {
            if (hasHooks(directory.resolve(name))) {
                found.add("the hooks of " + name);
            }
        }
        return found;
    }

    private static boolean hasHooks(Path settings) {
        try {
            return Files.isRegularFile(settings) && Files.readString(settings).contains("\"hooks\"");
        } catch (IOException unreadable) {
            return false; // Claude Code cannot read it either
        }
    }
}
