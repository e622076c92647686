package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.claude.wire.Incoming;

/**
 * The hooks that the host registers with a process: handlers that answer events of Claude Code, such as {@code PreToolUse}.
 * Immutable.
 *
 * <p>If a hook's answer is an error or has an unexpected form, Claude Code (2.1.330, tried out) ignores it and the tool runs. So
 * every failure here blocks the tool.
 */
public final class Hooks {

    /** Answers an event. Runs on a thread that may block. */
    @FunctionalInterface
    public interface Handler {

        /**
         * @param input the event's members, {@code hook_event_name}, {@code cwd} and {@code permission_mode} among them
         * @return the hook's output; an empty object for no objection
         */
        ObjectNode answer(JsonNode input) throws Exception;
    }

    public static final Hooks NONE = new Hooks(Map.of());

    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

    /** @param tools whose calls it is about; null for all */
    private record Registered(@Nullable String tools, Handler handler) {}

    private final Map<String, Registered> handlers;

    private Hooks(Map<String, Registered> handlers) {
        this.handlers = handlers;
    }

    /** These hooks and one more. An event has one handler. */
    public Hooks on(String event, Handler handler) {
        return with(event, new Registered(null, handler));
    }

    /** These hooks and one more, for the calls of some tools. */
    Hooks on(String event, Set<String> tools, Handler handler) {
        return with(event, new Registered(tools.stream().sorted().collect(Collectors.joining("|")), handler));
    }

    private Hooks with(String event, Registered hook) {
        var more = new LinkedHashMap<>(handlers);
        if (more.put(event, hook) != null) {
            throw new IllegalArgumentException(event + " has a handler already");
        }
        return new Hooks(more);
    }

    /** The arguments of {@code initialize} that register the hooks. An event's name is the id of its callback. */
    ObjectNode registration() {
        var arguments = StreamJson.object();
        if (!handlers.isEmpty()) {
            var hooks = arguments.putObject("hooks");
            handlers.forEach((event, hook) -> {
                var registered = hooks.putArray(event).addObject();
                if (hook.tools() != null) {
                    registered.put("matcher", hook.tools());
                }
                registered.putArray("hookCallbackIds").add(event);
            });
        }
        return arguments;
    }

    /** The answer to a callback. */
    ObjectNode answer(Incoming.HookCallback callback) {
        var hook = handlers.get(callback.callbackId());
        if (hook == null || !callback.callbackId().equals(callback.event())) {
            return failure(callback, new IllegalArgumentException("no handler"));
        }
        try {
            return Objects.requireNonNull(hook.handler().answer(callback.input()), "no output");
        } catch (Exception failed) {
            return failure(callback, failed);
        }
    }

    /** The answer if the handler gave none. */
    static ObjectNode failure(Incoming.HookCallback callback, Throwable cause) {
        LOG.warn("The hook for {} of claude fails, which blocks what it asked about", callback.event(), cause);
        return block("Switchboard could not check this, so it is blocked.");
    }

    /** The output that blocks an event, if it can be blocked; the reason goes to the model. */
    public static ObjectNode block(String reason) {
        return StreamJson.object().put("decision", "block").put("reason", reason);
    }
}
