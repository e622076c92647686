package switchboard.claude;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import switchboard.model.SessionId;
import switchboard.model.TurnId;

/**
 * A stand-in for the CLI that speaks its JSON lines within the JVM. It answers on the thread that writes, so what it does
 * is in order and needs no waiting. A prompt runs the script given for its text; one without a script is repeated.
 *
 * <p>It keeps what the CLI keeps between processes: which sessions exist, what was answered in them and which turn was cut
 * off; with {@code CLAUDE_CONFIG_DIR} in the environment also the transcript.
 */
public final class ScriptedClaude implements ClaudeProcess.Factory {

    /**
     * How processes behave from their start.
     *
     * @param mute reads and writes nothing
     * @param ignoresSigterm only SIGKILL ends it
     * @param atStart how it ends at once, null if it does not
     */
    public record Manner(boolean mute, boolean ignoresSigterm, ClaudeProcess.@Nullable Exit atStart) {
        public static final Manner NORMAL = new Manner(false, false, null);
        public static final Manner MUTE = new Manner(true, false, null);
        public static final Manner IGNORES_SIGTERM = new Manner(false, true, null);
        public static final Manner MUTE_AND_IGNORES_SIGTERM = new Manner(true, true, null);

        public static Manner neverStarts(String reason) {
            return new Manner(false, false, new ClaudeProcess.Exit(ClaudeProcess.Exit.NOT_STARTED, reason));
        }

        public static Manner exits(int code, String stderr) {
            return new Manner(false, false, new ClaudeProcess.Exit(code, stderr));
        }
    }

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, ScriptedSession> sessions = new ConcurrentHashMap<>();
    private final List<ScriptedProcess> processes = new CopyOnWriteArrayList<>();
    private final List<String> doubled = new CopyOnWriteArrayList<>();
    private volatile Manner manner = Manner.NORMAL;
    private volatile @Nullable String settingsInForce;
    private volatile @Nullable String rewinding =
            "{\"canRewind\":false,\"error\":\"No file checkpoint found for this message.\"}";

    /** Says what is done with a prompt of exactly this text, from now on. */
    public ScriptedClaude on(String prompt, Script script) {
        scripts.put(prompt, script);
        return this;
    }

    /** How the processes started from now on behave. */
    public void starting(Manner from) {
        manner = from;
    }

    /** Processes have these settings in force, whatever they are started with; null for those that they are started with. */
    public void settingsInForce(@Nullable String settings) {
        settingsInForce = settings;
    }

    /** What processes answer to {@code rewind_files}; null for nothing. */
    public void rewinding(@Nullable String payload) {
        rewinding = payload;
    }

    @Nullable
    String rewinding() {
        return rewinding;
    }

    @Nullable
    String settingsInForce() {
        return settingsInForce;
    }

    /** Makes a session known, as if an earlier process had used it. */
    public void remember(SessionId session) {
        session(session.value()).exists = true;
    }

    /** Makes a prompt of a session known as answered. */
    public void rememberAnswered(SessionId session, TurnId turn) {
        remember(session);
        session(session.value()).answered.add(turn.value());
    }

    /** Loses a session's transcript. */
    public void forget(SessionId session) {
        sessions.remove(session.value());
    }

    @Override
    public ClaudeProcess start(ClaudeProcess.Launch launch, ClaudeProcess.Listener listener) {
        var resumed = argument(launch, "--resume=");
        var named = argument(launch, "--session-id=");
        var id = Objects.requireNonNull(named == null ? resumed : named, "neither --resume nor --session-id");
        var session = session(id);
        var resumes = named == null || (resumed != null && !session(resumed).exists); // a copy needs what it copies
        var started = new ScriptedProcess(this, session, launch, listener, manner);
        if (processes.stream().anyMatch(other -> other.isAlive() && other.session() == session)) {
            doubled.add(id);
        }
        processes.add(started);
        started.start(resumes);
        return started;
    }

    static @Nullable String argument(ClaudeProcess.Launch launch, String flag) {
        return launch.command().stream()
                .filter(each -> each.startsWith(flag))
                .map(each -> each.substring(flag.length()))
                .findFirst()
                .orElse(null);
    }

    private ScriptedSession session(String id) {
        return sessions.computeIfAbsent(id, ScriptedSession::new);
    }

    Script scriptFor(String prompt) {
        return scripts.getOrDefault(prompt, Script.saying("You said: " + prompt));
    }

    /** All processes, in the order of their start. */
    public List<ScriptedProcess> processes() {
        return List.copyOf(processes);
    }

    /** The process started last. */
    public ScriptedProcess last() {
        return processes.getLast();
    }

    /** What was to be started, in order. */
    public List<ClaudeProcess.Launch> launches() {
        return processes.stream().map(ScriptedProcess::launch).toList();
    }

    /** Sessions that two processes had at once, which loses a branch of the history. */
    public List<String> doubled() {
        return List.copyOf(doubled);
    }
}
