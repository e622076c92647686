package switchboard.claude;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A turn of {@link ScriptedProcess}: the steps still to do and what it waits for. */
final class ScriptedTurn {

    /** The uuid of the message that began it, null for one that began by itself. */
    final @Nullable String uuid;

    final String prompt;
    final Deque<Script.Step> toDo;

    /** Tool calls that wait for a permission, by the id of the request. */
    final Map<String, String> open = new LinkedHashMap<>();

    /** The ids of calls of the host's tools that wait, by the id of the request. */
    final Map<String, Integer> calls = new LinkedHashMap<>();

    boolean held;
    boolean inTool;
    String said = "";

    ScriptedTurn(@Nullable String uuid, String prompt, Script script) {
        this.uuid = uuid;
        this.prompt = prompt;
        this.toDo = new ArrayDeque<>(script.steps());
    }
}
