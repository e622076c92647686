package switchboard.claude;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import switchboard.files.ChatFiles;
import switchboard.files.OfferedFiles;
import switchboard.guard.ClosedPaths;
import switchboard.guard.FilesWall;
import switchboard.model.ChatId;
import switchboard.model.PermissionMode;
import switchboard.model.Secrets;
import switchboard.model.SessionId;
import switchboard.model.Settings;

/**
 * The settings with which {@code claude} runs.
 *
 * @param program path of the CLI, or its name on the PATH of {@code environment}
 * @param extraArguments more arguments for every command line. Files that they name are read now. An argument that the host
 *     reserves is refused with one sentence
 * @param mode the permission mode of chats that chose none; if it is bypass, chats may choose bypass
 * @param model the model of chats that chose none, null for Claude's default
 * @param trusted directories whose own settings, hooks, servers and skills are loaded, as are those of all directories below
 *     them; real paths
 * @param denied files and directories of the host that the child's tools must not read or change
 * @param environment the child's whole environment, without any secret of the host
 * @param secrets values to strike out of everything that Claude says, before it is stored or shown
 * @param store the name of the host's store in the processes' mark; one engine at a time uses it. Empty for the store's own
 *     identity, see {@link switchboard.StoreIdentity}
 * @param idle how long a process with nothing to do stays alive
 * @param answer a process that leaves a control request unanswered for this long counts as hung and is ended
 * @param files where the files lie that people send; null if Claude gets none of them
 * @param offered how Claude sends people files; null if it cannot
 */
public record ClaudeSettings(
        String program,
        List<String> extraArguments,
        PermissionMode mode,
        @Nullable String model,
        List<Path> trusted,
        List<Path> denied,
        Map<String, String> environment,
        Secrets secrets,
        String store,
        Duration idle,
        Duration answer,
        @Nullable ChatFiles files,
        @Nullable OfferedFiles offered) {

    public ClaudeSettings {
        extraArguments = List.copyOf(ExtraArguments.of(extraArguments).words());
        trusted = List.copyOf(trusted);
        denied = List.copyOf(denied);
        environment = Map.copyOf(environment);
    }

    /** Of a host without files. */
    public ClaudeSettings(
            String program,
            List<String> extraArguments,
            PermissionMode mode,
            @Nullable String model,
            List<Path> trusted,
            List<Path> denied,
            Map<String, String> environment,
            Secrets secrets,
            String store,
            Duration idle,
            Duration answer) {
        this(
                program,
                extraArguments,
                mode,
                model,
                trusted,
                denied,
                environment,
                secrets,
                store,
                idle,
                answer,
                null,
                null);
    }

    /** The mark of a chat's processes. */
    public String mark(ChatId chat) {
        return markPrefix() + chat + "/";
    }

    /** The mark of a process that was started before a chat needed it, and of what it has started. */
    String spareMark(SessionId session) {
        return markPrefix() + "spare/" + session + "/";
    }

    /** The beginning of the marks of all this host's processes. */
    public String markPrefix() {
        return store + "/";
    }

    /**
     * All files that the child's tools must not read or change: the denied ones, the user's credentials, and the files of all
     * chats.
     */
    public ClosedPaths closedPaths() {
        var closed = ClosedPaths.of(denied, environment);
        return files == null ? closed : closed.behind(FilesWall.around(files.root()));
    }

    /** The same, except for the chat's own files. */
    public ClosedPaths closedPaths(ChatId chat) {
        return closedToChats().apply(chat);
    }

    /** The same, and except for the temporary files of a session that the chat has taken over. */
    ClosedPaths closedPaths(ChatId chat, SessionId taken) {
        var temporary = SpareFiles.directory(files, taken);
        return files == null || temporary == null
                ? closedPaths(chat)
                : ClosedPaths.of(denied, environment)
                        .behind(FilesWall.around(files.root(), files.directory(chat), temporary));
    }

    /** The same of any chat, for those who ask often. */
    public Function<ChatId, ClosedPaths> closedToChats() {
        var closed = ClosedPaths.of(denied, environment);
        return chat -> files == null ? closed : closed.behind(FilesWall.around(files.root(), files.directory(chat)));
    }

    public boolean mayBypass() {
        return PermissionMode.BYPASS.isOpenUnder(mode);
    }

    /** The mode a chat's processes run in. */
    public PermissionMode modeOf(Settings chosen) {
        return chosen.modeUnder(mode);
    }

    /** For logs, which must not contain environment variables. */
    @Override
    public String toString() {
        return "ClaudeSettings[" + program + "]";
    }

    public ClaudeSettings withProgram(String other) {
        return with(draft -> draft.program = other);
    }

    public ClaudeSettings withExtraArguments(List<String> other) {
        return with(draft -> draft.extraArguments = other);
    }

    public ClaudeSettings withMode(PermissionMode other) {
        return with(draft -> draft.mode = other);
    }

    public ClaudeSettings withModel(@Nullable String other) {
        return with(draft -> draft.model = other);
    }

    public ClaudeSettings withTrusted(List<Path> other) {
        return with(draft -> draft.trusted = other);
    }

    public ClaudeSettings withDenied(List<Path> other) {
        return with(draft -> draft.denied = other);
    }

    public ClaudeSettings withEnvironment(Map<String, String> other) {
        return with(draft -> draft.environment = other);
    }

    public ClaudeSettings withSecrets(Secrets other) {
        return with(draft -> draft.secrets = other);
    }

    public ClaudeSettings withStore(String other) {
        return with(draft -> draft.store = other);
    }

    public ClaudeSettings withIdle(Duration other) {
        return with(draft -> draft.idle = other);
    }

    public ClaudeSettings withAnswer(Duration other) {
        return with(draft -> draft.answer = other);
    }

    public ClaudeSettings withFiles(@Nullable ChatFiles other) {
        return with(draft -> draft.files = other);
    }

    public ClaudeSettings withOffered(@Nullable OfferedFiles other) {
        return with(draft -> draft.offered = other);
    }

    private ClaudeSettings with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.settled();
    }

    /** Settings being changed. */
    private static final class Draft {
        private String program;
        private List<String> extraArguments;
        private PermissionMode mode;
        private @Nullable String model;
        private List<Path> trusted;
        private List<Path> denied;
        private Map<String, String> environment;
        private Secrets secrets;
        private String store;
        private Duration idle;
        private Duration answer;
        private @Nullable ChatFiles files;
        private @Nullable OfferedFiles offered;

        Draft(ClaudeSettings from) {
            program = from.program();
            extraArguments = from.extraArguments();
            mode = from.mode();
            model = from.model();
            trusted = from.trusted();
            denied = from.denied();
            environment = from.environment();
            secrets = from.secrets();
            store = from.store();
            idle = from.idle();
            answer = from.answer();
            files = from.files();
            offered = from.offered();
        }

        ClaudeSettings settled() {
            return new ClaudeSettings(
                    program,
                    extraArguments,
                    mode,
                    model,
                    trusted,
                    denied,
                    environment,
                    secrets,
                    store,
                    idle,
                    answer,
                    files,
                    offered);
        }
    }
}
