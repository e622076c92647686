package switchboard.claude;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import switchboard.guard.ClosedPaths;
import switchboard.model.ChatId;
import switchboard.model.PermissionMode;
import switchboard.model.Secrets;
import switchboard.model.Settings;

/**
 * How {@code claude} is run.
 *
 * @param program path of the CLI, or its name on the PATH of {@code environment}
 * @param extraArguments more arguments of every command line; what a file in them holds is read now; one
 *     that the host owns is refused with one sentence
 * @param mode the permission mode of chats that chose none; where it is bypass, chats may choose bypass
 * @param model the model of chats that chose none, null for Claude's default
 * @param trusted directories, with all below them, whose own settings, hooks, servers and skills are loaded; real paths
 * @param denied files and directories of the host that the child's tools must not read or change
 * @param environment the child's whole environment; no secret of the host stands in it
 * @param secrets what nothing that Claude says may contain when it is stored or shown
 * @param store names the host's store in the processes' mark: one engine at a time uses it. Empty: by the store's own
 *     identity, see {@link switchboard.StoreIdentity}
 * @param idle how long a process stays up with nothing to do
 * @param answer a process that leaves a control request unanswered for so long is ended as hung
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
        Duration answer) {

    public ClaudeSettings {
        extraArguments = List.copyOf(ExtraArguments.of(extraArguments).words());
        trusted = List.copyOf(trusted);
        denied = List.copyOf(denied);
        environment = Map.copyOf(environment);
    }

    /** The mark of a chat's processes. */
    public String mark(ChatId chat) {
        return markPrefix() + chat + "/";
    }

    /** What the marks of all this host's processes begin with. */
    public String markPrefix() {
        return store + "/";
    }

    /** All that the child's tools must not read or change: what is denied, and the user's credentials. */
    public ClosedPaths closedPaths() {
        return ClosedPaths.of(denied, environment);
    }

    public boolean mayBypass() {
        return PermissionMode.BYPASS.isOpenUnder(mode);
    }

    /** The mode a chat's processes run in. */
    public PermissionMode modeOf(Settings chosen) {
        return chosen.modeUnder(mode);
    }

    /** Environment variables are not for logs. */
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
        }

        ClaudeSettings settled() {
            return new ClaudeSettings(
                    program, extraArguments, mode, model, trusted, denied, environment, secrets, store, idle, answer);
        }
    }
}
