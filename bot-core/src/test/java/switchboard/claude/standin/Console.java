package switchboard.claude.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import switchboard.claude.ClaudeProcess;
import switchboard.claude.StreamJson;
import switchboard.claude.wire.Incoming;

/** One process of the stand-in with a test at its pipes; all that it does, it does on the test's thread. */
final class Console implements ClaudeProcess.Listener {

    static final int PLENTY = 1_000_000;

    final VirtualTime time = VirtualTime.summary(Runnable::run);
    final List<String> lines = new ArrayList<>();
    final List<ClaudeProcess.Exit> exits = new ArrayList<>();
    final ClaudeProcess process;
    private int requests;

    Console(String... arguments) {
        var command = new ArrayList<>(List.of("claude", "--session-id=s"));
        command.addAll(List.of(arguments));
        process = new StandIn(time)
                .start(new ClaudeProcess.Launch(command, List.of(), Map.of(), Path.of("/srv"), "m"), this);
    }

    /** One that has been greeted and may say as much as it likes. */
    static Console greeted(String... arguments) {
        var console = new Console(arguments);
        console.process.request(PLENTY);
        console.say("first", "hello");
        console.time.pass(Duration.ofMinutes(1));
        console.lines.clear();
        return console;
    }

    @Override
    public void line(String line) {
        lines.add(line);
    }

    @Override
    public void exited(ClaudeProcess.Exit exit) {
        exits.add(exit);
    }

    void say(String uuid, String text) {
        process.write(StreamJson.user(uuid, text, true));
    }

    /** The answer to a control request without arguments. */
    Incoming.Response request(String subtype) {
        return request(subtype, StreamJson.object());
    }

    Incoming.Response request(String subtype, String member, String value) {
        return request(subtype, StreamJson.object().put(member, value));
    }

    private Incoming.Response request(String subtype, ObjectNode arguments) {
        var id = "r" + requests++;
        process.request(PLENTY);
        process.write(StreamJson.request(id, subtype, arguments));
        return read(Incoming.Response.class).stream()
                .filter(each -> each.requestId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    List<Incoming> read() {
        return lines.stream().map(StreamJson::read).toList();
    }

    <T extends Incoming> List<T> read(Class<T> type) {
        return read().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
