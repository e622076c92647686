package switchboard.claude;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;
import switchboard.model.Rule;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.Settings;

/** The command line and environment of a {@code claude} process. Pure. */
public final class ClaudeCommandLine {

    /** Variables that would make a process take itself for a part of another Claude Code session. */
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

    /**
     * Among the files of a chat, where Claude Code keeps copies of pictures. Its default directory is open to all chats. The name
     * is short, because the path of a socket has at most 107 bytes.
     */
    private static final String TEMPORARY = ".tmp";

    /** The setting that names the directories which a process may read besides its project. */
    static final String ADDITIONAL = "additionalDirectories";

    private static final Pattern COUNT = Pattern.compile("\\d{1,6}");

    private final ClaudeSettings claude;
    private final ExtraArguments extra;

    public ClaudeCommandLine(ClaudeSettings claude) {
        this.claude = claude;
        this.extra = ExtraArguments.of(claude.extraArguments());
    }

    /** The process to start for a session that is no copy, or whose copy ends with the session that is copied. */
    public ClaudeProcess.Launch launch(ChatId chat, Session session, Settings chosen, Project project, boolean goOn) {
        return launch(chat, session, SessionEntry.of(session), chosen, project, goOn);
    }

    /**
     * The process to start for a session.
     *
     * @param project what the process takes over from the session's directory
     * @param goOn whether a turn that was cut off continues by itself
     */
    ClaudeProcess.Launch launch(
            ChatId chat, Session session, SessionEntry entry, Settings chosen, Project project, boolean goOn) {
        var files = claude.files();
        var places = files == null ? Places.NONE : Places.of(files.directory(chat));
        return launch(claude.mark(chat), session.directory(), entry, chosen, project, goOn, places);
    }

    /** The process to start for a session that no chat has yet. */
    ClaudeProcess.Launch spare(SessionId id, Path directory, Project project) {
        var temporary = SpareFiles.directory(claude.files(), id);
        var places = temporary == null ? Places.NONE : new Places(temporary, List.of(temporary));
        var entry = new SessionEntry.Begin(id);
        return launch(claude.spareMark(id), directory, entry, Settings.NONE, project, false, places);
    }

    /** A spare process as it is once a chat has taken it over: the chat's own, but for its temporary files. */
    ClaudeProcess.Launch adopted(ChatId chat, SessionId id, Settings chosen, Project project, Path directory) {
        var files = claude.files();
        var temporary = SpareFiles.directory(claude.files(), id);
        var places = files == null || temporary == null
                ? Places.NONE
                : new Places(
                        temporary, List.of(temporary, files.directory(chat))); // in the order in which they are added
        var entry = new SessionEntry.Begin(id);
        return launch(claude.mark(chat), directory, entry, chosen, project, false, places);
    }

    /**
     * Directories of a process.
     *
     * @param temporary where Claude Code puts copies of pictures; null for its default
     * @param open what it may read besides its project
     */
    private record Places(@Nullable Path temporary, List<Path> open) {

        static final Places NONE = new Places(null, List.of());

        static Places of(Path own) {
            return new Places(own.resolve(TEMPORARY), List.of(own));
        }

        List<Path> all() {
            return Stream.concat(open.stream(), Stream.ofNullable(temporary))
                    .distinct()
                    .toList();
        }
    }

    private ClaudeProcess.Launch launch(
            String mark,
            Path directory,
            SessionEntry entry,
            Settings chosen,
            Project project,
            boolean goOn,
            Places places) {
        var environment = environment(project, goOn);
        if (places.temporary() != null) {
            environment.put("CLAUDE_CODE_TMPDIR", places.temporary().toString());
        }
        return new ClaudeProcess.Launch(
                command(entry, chosen, project),
                files(places, chosen, project),
                environment,
                places.all(),
                directory,
                mark);
    }

    /** The owner's arguments come first, because the last of two values for an option counts. */
    private List<String> command(SessionEntry entry, Settings chosen, Project project) {
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
        if (!project.trusted()) {
            command.add("--setting-sources=user");
            command.add("--strict-mcp-config");
        }
        if (!project.notes().isEmpty()) {
            command.add("--system-prompt-snapshot=off"); // else the session keeps its first notes for ever
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
        command.addAll(entry.arguments());
        return command;
    }

    private List<ClaudeProcess.FileArgument> files(Places places, Settings chosen, Project project) {
        var files = new ArrayList<ClaudeProcess.FileArgument>();
        files.add(new ClaudeProcess.FileArgument(SettingsCheck.FLAG, settings(places, chosen, project)));
        var appended = Stream.of(extra.appended(), project.notes())
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining("\n\n"));
        if (!appended.isEmpty()) {
            files.add(new ClaudeProcess.FileArgument(ExtraArguments.APPEND_FILE, appended));
        }
        return files;
    }

    private String settings(Places places, Settings chosen, Project project) {
        var settings = StreamJson.object();
        settings.put("crossSessionInbound", "refuse");
        settings.put("disableAllHooks", !project.trusted());
        settings.put("cleanupPeriodDays", 3650);
        var permissions = settings.putObject("permissions");
        var allow = permissions.putArray("allow");
        HostTools.NAMES.forEach(allow::add);
        chosen.rules().stream().map(Rule::text).forEach(allow::add);
        var deny = permissions.putArray("deny");
        for (var pattern : claude.closedPaths().patterns()) {
            // A double slash makes a rule's path absolute.
            deny.add("Read(/" + pattern + ")").add("Edit(/" + pattern + ")");
        }
        if (!places.open().isEmpty()) { // --add-dir would also load the skills that are there (2.1.330, tried out)
            var open = permissions.putArray(ADDITIONAL);
            places.open().forEach(each -> open.add(each.toString()));
        }
        if (project.asksForGit()) {
            permissions.putArray("ask").add("Bash(git *)");
        }
        var all = extra.settings();
        ExtraArguments.merge(all, settings);
        return all.toString();
    }

    Map<String, String> environment(Project project, boolean goOn) {
        var environment = new HashMap<>(claude.environment());
        environment.keySet().removeAll(OUTER_SESSION);
        environment.put("CLAUDE_CODE_SDK_READS_SESSION_STATE", "1");
        environment.put("CLAUDE_CODE_DISABLE_BACKGROUND_TASKS", "1");
        environment.put("CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING", "true");
        environment.put("CLAUDE_CODE_STREAM_EVENT_HOLD_MS", "100");
        if (!project.trusted()) {
            switchOffFileSystemMonitor(environment);
        }
        if (goOn) {
            environment.put("CLAUDE_CODE_RESUME_INTERRUPTED_TURN", "1");
        }
        return environment;
    }

    /** Claude Code runs {@code git status} unasked, which runs the command that {@code core.fsmonitor} of .git/config names. */
    private static void switchOffFileSystemMonitor(Map<String, String> environment) {
        var before = environment.getOrDefault("GIT_CONFIG_COUNT", "");
        var index = COUNT.matcher(before).matches() ? Integer.parseInt(before) : 0;
        environment.put("GIT_CONFIG_COUNT", String.valueOf(index + 1));
        environment.put("GIT_CONFIG_KEY_" + index, "core.fsmonitor");
        environment.put("GIT_CONFIG_VALUE_" + index, "false");
    }
}
