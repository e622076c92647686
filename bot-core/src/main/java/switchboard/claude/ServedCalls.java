package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.claude.tools.HostTool;
import switchboard.claude.tools.ToolServer;
import switchboard.claude.wire.Incoming;

/** The calls of the host's tools that wait in a process. Used by one actor. */
final class ServedCalls {

    /** A tool has begun a call, or refuses it. */
    record Begun(
            ServedCalls calls,
            AgentRun run,
            String request,
            AgentProtocol.@Nullable Event event,
            @Nullable Throwable failure)
            implements AgentProtocol.Internal {}

    private static final HostTool.Result CANCELLED = new HostTool.Result("It was cancelled.", true);
    private static final HostTool.Result TOO_LONG = new HostTool.Result("This is too long.", true);

    /**
     * A call.
     *
     * @param event the notification of its run, once that is known
     * @param isTold whether the run has been told
     */
    private record Waiting(
            HostTool tool, JsonNode rpcId, AgentRun run, AgentProtocol.@Nullable Event event, boolean isTold) {

        Waiting begun(AgentProtocol.Event with) {
            return new Waiting(tool, rpcId, run, with, false);
        }

        Waiting told() {
            return new Waiting(tool, rpcId, run, event, true);
        }
    }

    private final ActorContext<AgentProtocol.Command> ctx;
    private final ToolServer server;
    private final ActorRef<ClaudeConnection.Command> connection;

    /** By their requests, in the order of the calls. */
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    /** Calls of subagents, each with its subagent's own call. */
    private final Map<String, String> subagents = new HashMap<>();

    private List<String> denied = List.of();

    ServedCalls(
            ActorContext<AgentProtocol.Command> ctx, ToolServer server, ActorRef<ClaudeConnection.Command> connection) {
        this.ctx = ctx;
        this.server = server;
        this.connection = connection;
    }

    /** @param rules the permission rules in force that deny something */
    void deny(List<String> rules) {
        denied = rules;
    }

    /** Notes whose call it is; the call itself does not say so, and follows. */
    void hear(Incoming.Assistant said) {
        var parent = said.parent();
        for (var block : said.blocks()) {
            if (parent != null && block instanceof Incoming.ToolUse use && ClaudeTools.isHosts(use.name())) {
                subagents.put(use.id(), parent);
            }
        }
    }

    /** Begins a call; what it asks or offers is an event of the run. */
    void hear(Incoming.ToolCall call, AgentRun run) {
        var tool = server.tool(call.tool());
        var subagent = subagents.remove(call.toolUseId());
        if (tool.isEmpty()) {
            write(call.requestId(), ToolServer.noSuchTool(call.rpcId(), call.tool()));
            return;
        }
        waiting.put(call.requestId(), new Waiting(tool.get(), call.rpcId(), run, null, false));
        if (StreamJson.isCut(call.arguments())) {
            end(call.requestId(), TOO_LONG);
            return;
        }
        var begun = new HostTool.Call(run.id, call.requestId(), call.toolUseId(), subagent, denied, call.arguments());
        ctx.pipeToSelf(
                TranscriptReader.offDispatcher(ctx, () -> tool.get().begin(begun)),
                (event, failure) -> new Begun(this, run, call.requestId(), event, failure));
    }

    void on(Begun begun) {
        var call = waiting.get(begun.request());
        if (call == null) { // it was cancelled meanwhile
            if (begun.event() instanceof AgentProtocol.FileOffered offered) {
                leave(begun.run(), offered);
            }
            return;
        }
        if (begun.event() == null) {
            end(begun.request(), refusal(begun.failure()));
        } else {
            waiting.put(begun.request(), call.begun(begun.event()));
        }
        tellTogether();
    }

    /** Files of one message are offered in its order and at once, however long each takes to be copied, so that they make an album. */
    private void tellTogether() {
        if (waiting.values().stream().anyMatch(call -> call.event() == null)) {
            return;
        }
        waiting.replaceAll((request, call) -> {
            if (!call.isTold()) {
                call.run().tell(Objects.requireNonNull(call.event()));
            }
            return call.told();
        });
    }

    private HostTool.Result refusal(@Nullable Throwable failure) {
        if (failure instanceof HostTool.RefusedException refused) {
            return new HostTool.Result(String.valueOf(refused.getMessage()), true);
        }
        ctx.getLog().warn("A tool of the host fails", failure);
        return new HostTool.Result("Switchboard can't do this now.", true);
    }

    /** Ends a call with the chat's reply. Returns whether there was one. */
    boolean end(AgentProtocol.Reply reply) {
        var call = Optional.ofNullable(waiting.get(reply.request()));
        call.ifPresent(found -> end(reply.request(), found.tool().end(reply)));
        return call.isPresent();
    }

    /** Claude no longer waits for a call. */
    void hear(Incoming.ToolCancelled cancelled) {
        write(cancelled.requestId(), ToolServer.notified());
        waiting.entrySet().stream()
                .filter(each -> each.getValue().rpcId().equals(cancelled.rpcId()))
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(this::withdraw);
    }

    private void withdraw(String request) {
        var call = waiting.get(request);
        if (call != null && call.isTold()) {
            call.run().tell(new AgentProtocol.Withdrawn(request));
        } else if (call != null && call.event() instanceof AgentProtocol.FileOffered offered) {
            leave(call.run(), offered);
        }
        end(request, CANCELLED);
        tellTogether();
    }

    /** The chat decides what becomes of a file that no call waits for: unless its turn is stopped, it is sent. */
    private static void leave(AgentRun run, AgentProtocol.FileOffered offered) {
        run.tell(offered);
        run.tell(new AgentProtocol.Withdrawn(offered.request()));
    }

    private void end(String request, HostTool.Result result) {
        var call = waiting.remove(request);
        if (call != null) {
            write(request, ToolServer.answer(call.rpcId(), result));
        }
    }

    private void write(String request, ObjectNode answer) {
        connection.tell(new ClaudeConnection.Write(StreamJson.response(request, answer)));
    }
}
