package switchboard.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shell commands of a chat's people. Immutable.
 *
 * @param asked those that somebody must allow before they run, newest last, at most {@link #MOST}
 * @param running the one that runs, or ran when the host died; null for none
 */
public record ShellCommands(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ShellRequest> asked,
        @Nullable ShellRequest running) implements ChatPart {

    /** How many wait for somebody's yes. The oldest are forgotten. */
    public static final int MOST = 10;

    static final ShellCommands NONE = new ShellCommands(List.of(), null);

    public ShellCommands {
        asked = asked == null ? List.of() : List.copyOf(asked);
    }

    /** What somebody must allow. */
    public Optional<ShellRequest> find(String key) {
        return asked.stream().filter(each -> each.key().equals(key)).findFirst();
    }

    /** Whether it is the one that runs. */
    public boolean isRunning(ShellRequest request) {
        return running != null && running.key().equals(request.key());
    }

    /** Somebody must allow it before it runs. */
    public ShellCommands ask(ShellRequest request) {
        var next = new ArrayList<>(drop(request.key()).asked);
        next.add(request);
        return new ShellCommands(Tail.of(next, MOST), running);
    }

    /** It does not run. */
    public ShellCommands drop(String key) {
        return new ShellCommands(
                asked.stream().filter(each -> !each.key().equals(key)).toList(), running);
    }

    /** It runs from now on. */
    public ShellCommands run(ShellRequest request) {
        return new ShellCommands(drop(request.key()).asked, request);
    }

    /** It runs no more. */
    public ShellCommands end() {
        return new ShellCommands(asked, null);
    }

    /** In a chat where the buttons and the messages are not. */
    ShellCommands elsewhere() {
        return new ShellCommands(List.of(), running == null ? null : running.withoutMessage());
    }
}
