package switchboard.it.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** All calls in the order they arrived. Thread-safe. */
final class CallLog {
    private final List<Call> calls = new ArrayList<>();

    synchronized Call add(String method, ObjectNode params, Instant at) {
        var call = new Call(calls.size(), method, params.deepCopy(), at, 0);
        calls.add(call);
        return call;
    }

    synchronized void answered(Call call, int status) {
        calls.set(call.number(), call.answered(status));
    }

    synchronized List<Call> all() {
        return List.copyOf(calls);
    }
}
