package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import switchboard.agent.AgentProtocol;
import switchboard.claude.trust.Trust;
import switchboard.claude.wire.Incoming;
import switchboard.model.Decision;
import switchboard.model.FileChanges;
import switchboard.model.PermissionMode;
import switchboard.model.Rule;
import switchboard.model.Session;
import switchboard.model.Settings;

/** A session's process while it lives: its settings at the start, and all changes since. Used by one actor. */
final class ProcessState {

    static final String SET_MODE = "set_permission_mode";

    private final ActorRef<ClaudeConnection.Command> connection;
    private final ClaudeSettings claude;
    private final Session session;

    /** All rules that the process may have got. None can be taken back while it lives. */
    private final Set<Rule> rules = new HashSet<>();

    private final SettingsCheck check;
    private final ToolCalls calls;
    private final ServedCalls served;
    private final Redaction redaction;

    /** The requests that are open, by their ids. */
    private final Map<String, Incoming.Ask> asked = new HashMap<>();

    /** Whether the process has loaded the project's files, and which ones. */
    private Trust.Verdict verdict;

    private Settings settings;

    /** Changes of the mode that the process has not confirmed yet. */
    private int modesToTake;

    /** Whether it is in plan mode because Claude has chosen to plan. After the plan Claude goes back to the mode that people chose. */
    private boolean plansByItself;

    /** Whether the session may have checkpoints of files. */
    private boolean hasCheckpoints;

    /** Claude does not know the session. */
    boolean lost;

    /** A person wants a fresh process after this turn. */
    boolean retired;

    /** @param started the settings at the start, as JSON */
    ProcessState(
            ActorRef<ClaudeConnection.Command> connection,
            ClaudeSettings claude,
            ToolCalls calls,
            ServedCalls served,
            Session session,
            Settings settings,
            Trust.Verdict verdict,
            JsonNode started) {
        this.connection = connection;
        this.claude = claude;
        this.session = session;
        this.settings = settings;
        this.verdict = verdict;
        this.check = new SettingsCheck(started);
        this.calls = calls;
        this.served = served;
        this.redaction = new Redaction(claude.secrets());
        this.rules.addAll(settings.rules());
        this.hasCheckpoints = session.used();
    }

    boolean is(ActorRef<ClaudeConnection.Command> other) {
        return connection.equals(other);
    }

    /** A line of the process without secrets; a request also gets all facts that are known about its call. */
    Incoming read(Incoming line) {
        var read = redaction.of(line instanceof Incoming.Ask ask ? calls.disclosed(ask) : line);
        calls.otherHands().hear(read);
        switch (read) {
            case Incoming.Ask ask -> asked.put(ask.requestId(), ask);
            case Incoming.Withdrawn withdrawn -> asked.remove(withdrawn.requestId());
            case Incoming.Assistant said -> served.hear(said);
            default -> {} // asks nothing
        }
        return read;
    }

    /** Gives the reply of the chat to the request that waits for it, if that is still open. */
    void reply(AgentProtocol.Reply reply) {
        if (!served.end(reply) && reply instanceof AgentProtocol.Answer answer) {
            answer(
                    answer.request(),
                    ask -> goesBack(answer.resolution())
                            ? PermissionRequest.allow()
                            : PermissionRequest.answer(ask, answer.resolution()));
        }
    }

    private boolean goesBack(AgentProtocol.Resolution resolution) {
        return plansByItself
                && resolution instanceof AgentProtocol.Decided decided
                && decided.decision() instanceof Decision.AllowAsking;
    }

    /** The calls of the host's tools. */
    ServedCalls served() {
        return served;
    }

    /** Answers a request, if it is still open. */
    void answer(String request, Function<Incoming.Ask, ObjectNode> payload) {
        var ask = asked.remove(request);
        if (ask != null) {
            tell(new ClaudeConnection.Write(StreamJson.response(request, payload.apply(ask))));
        }
    }

    /**
     * Whether a run may have changed files in a way that can be taken back. A command may have changed a file that Claude Code has a
     * checkpoint of.
     */
    boolean mayHaveChanged(AgentRun run) {
        hasCheckpoints |= run.changedFiles;
        return run.prompted().resumed() || run.changedFiles || (run.mayHaveChangedMore && hasCheckpoints);
    }

    /**
     * What a run that has ended has changed, with what was noticed meanwhile. A run that continues has found its files as an earlier
     * process had left them.
     */
    FileChanges changes(AgentRun run, FileChanges measured) {
        var noticed = calls.otherHands().take(measured.files());
        return measured.reachable()
                .with(
                        run.mayHaveChangedMore,
                        run.prompted().resumed() ? List.of() : noticed.found(),
                        noticed.changed());
    }

    boolean serves(Session wanted) {
        return session.id().equals(wanted.id()) && session.directory().equals(wanted.directory());
    }

    /** Whether the job can run in this process and needs no new one. */
    boolean canRun(AgentProtocol.Job job) {
        return !job.resumed() && serves(job.session()) && settings.rules().containsAll(rules);
    }

    Trust.Verdict verdict() {
        return verdict;
    }

    /** Whether the process has loaded exactly the files that a later look allows. */
    boolean hasLoaded(Trust.Verdict now) {
        var isSame = verdict.allowsTheSameAs(now);
        if (isSame) {
            verdict = now;
        }
        return isSame;
    }

    /** Whether the process may get a prompt: its settings are known to be in force. */
    boolean isReady() {
        return check.isPassed();
    }

    /** Why the process gets no prompt, for a person. */
    Optional<String> problem() {
        return check.problem();
    }

    /** Why the process has ended. */
    AgentProtocol.Broke failure(ClaudeConnection.Closed closed) {
        return problem()
                .map(problem -> Failures.broke(AgentProtocol.Cause.CANNOT_START, problem))
                .orElseGet(() -> Failures.of(closed, lost));
    }

    /**
     * The mode of the process, if it has changed by itself. While changes that we asked for are unconfirmed, the reported mode
     * may be their echo.
     */
    Optional<PermissionMode> changedMode(String word) {
        var changed = PermissionMode.parse(word).filter(mode -> modesToTake == 0 && mode != claude.modeOf(settings));
        changed.ifPresent(mode -> {
            settings = settings.withMode(mode);
            plansByItself = mode == PermissionMode.PLAN;
        });
        return changed;
    }

    /** Takes an answer; returns whether it completes the check of the settings. */
    boolean isCheckedWith(String tag, Incoming.Response response) {
        if (tag.equals(SET_MODE)) {
            modesToTake--;
        }
        if (tag.equals(SettingsCheck.RULES)) {
            served.deny(SettingsCheck.denied(response.payload()));
        }
        return check.isOverWith(tag, response);
    }

    void end() {
        tell(new ClaudeConnection.Terminate());
    }

    void tell(ClaudeConnection.Command command) {
        connection.tell(command);
    }

    /** Sends the process the settings that differ from its own. */
    void apply(Settings next) {
        var before = settings;
        settings = next;
        rules.addAll(next.rules());
        if (!Objects.equals(before.model(), next.model())) {
            set("set_model", StreamJson.object().put("model", next.model() == null ? claude.model() : next.model()));
        }
        if (!Objects.equals(before.effort(), next.effort())) {
            var effort = StreamJson.object();
            effort.putObject("settings").put("effortLevel", next.effort());
            set("apply_flag_settings", effort);
        }
        if (before.mode() != next.mode()) {
            modesToTake++;
            plansByItself = false;
            set(SET_MODE, StreamJson.object().put("mode", claude.modeOf(next).word()));
        }
    }

    private void set(String subtype, ObjectNode arguments) {
        tell(new ClaudeConnection.Request(subtype, subtype, arguments));
    }
}
