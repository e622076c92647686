package switchboard.claude;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import switchboard.claude.wire.Incoming;

/** What a session was asked beside its turns and has not answered yet. Used by one actor. */
final class Queries {

    private final List<ClaudeProtocol.Query> open = new ArrayList<>();

    void add(ClaudeProtocol.Query query) {
        open.add(query);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    ClaudeProtocol.Query first() {
        return open.getFirst();
    }

    /** Asks a process that has just come up all that is open. */
    void askAll(LiveProcess process) {
        open.forEach(query -> ask(query, process));
    }

    static void ask(ClaudeProtocol.Query query, LiveProcess process) {
        process.tell(new ClaudeConnection.Request(query.tag(), query.subtype(), query.arguments()));
    }

    /** Whether it was the answer to one of these. */
    boolean answered(String tag, Incoming.Response response) {
        var reply = new ClaudeProtocol.Reply(response.payload(), response.success() ? null : response.error());
        return open.removeIf(query -> {
            var isAnswered = query.tag().equals(tag);
            if (isAnswered) {
                query.replyTo().tell(reply);
            }
            return isAnswered;
        });
    }

    /** No process will answer. */
    void failed(ClaudeProtocol.Broke why) {
        open.forEach(query ->
                query.replyTo().tell(new ClaudeProtocol.Reply(MissingNode.getInstance(), Failures.sentence(why))));
        open.clear();
    }
}
