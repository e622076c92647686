package switchboard.claude;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Event;
import switchboard.claude.wire.Incoming;
import switchboard.model.TurnId;

/**
 * The work of a session: the job of a prompt, or a turn that Claude began by itself. The events of such a turn are kept until
 * someone adopts it. Used by one actor.
 */
final class AgentRun {

    final TurnId id;
    final AgentProtocol.@Nullable Job job;

    /** Whether a person has stopped it. */
    boolean stopped;

    /** The uuid of the message that told Claude to continue the run, if that was needed. */
    @Nullable
    String push;

    Incoming.@Nullable Result result;

    /** Its last event, while what it has changed is still being asked. */
    AgentProtocol.@Nullable Finished last;

    /** Whether it has called a tool whose changes of files Claude Code can take back. */
    boolean changedFiles;

    /** Whether it has called another tool that may change something, or a subagent has. */
    boolean mayHaveChangedMore;

    private long contextTokens;

    /** Price of all results so far, those of other prompts included: each tells of what has come since the one before. */
    private double usd;

    private final List<Event> kept = new ArrayList<>();
    private @Nullable ActorRef<Event> turn;
    private boolean completed;

    /** Whether Claude has announced a turn. */
    private boolean begun;

    AgentRun(TurnId id, AgentProtocol.@Nullable Job job, @Nullable ActorRef<Event> turn) {
        this.id = id;
        this.job = job;
        this.turn = turn;
    }

    void adopt(ActorRef<Event> by) {
        turn = by;
        kept.forEach(by::tell);
        kept.clear();
    }

    boolean isAdopted() {
        return turn != null;
    }

    void tell(Event event) {
        if (turn == null) {
            kept.add(event);
        } else {
            turn.tell(event);
        }
    }

    /** The job of a run that a prompt began. */
    AgentProtocol.Job prompted() {
        return Objects.requireNonNull(job);
    }

    /**
     * Whether an {@code idle} now ends the run. A resumed prompt that Claude had answered before gets no result at all, only the
     * state {@code completed}. A question that belongs to no turn gets neither.
     */
    boolean isOver() {
        return result != null || (job == null ? !begun : completed && job.resumed() && push == null);
    }

    void hear(Incoming line) {
        switch (line) {
            case Incoming.Init init -> begun = true;
            case Incoming.MessageStart start -> tell(new AgentProtocol.SpeechVoid());
            case Incoming.TextDelta delta -> tell(new AgentProtocol.Spoke(delta.text()));
            case Incoming.Assistant assistant -> hearAssistant(assistant);
            case Incoming.ToolResults ended ->
                ended.results().forEach(each -> tell(new AgentProtocol.ToolEnded(each.toolUseId(), each.failed())));
            case Incoming.ApiRetry retry ->
                tell(new AgentProtocol.Retrying(retry.attempt(), retry.most(), retry.status(), retry.error()));
            case Incoming.Compacting compacting -> tell(new AgentProtocol.Compacting());
            case Incoming.Compacted done -> tell(new AgentProtocol.Compacted(done.preTokens(), done.postTokens()));
            case Incoming.Ask ask -> tell(PermissionRequest.asked(ask));
            case Incoming.Withdrawn withdrawn -> tell(new AgentProtocol.Withdrawn(withdrawn.requestId()));
            case Incoming.Lifecycle mark ->
                completed |= mark.uuid().equals(id.value()) && mark.state().equals("completed");
            case Incoming.Result end -> {
                usd += end.usd();
                result = isOurs(end) ? end : result;
            }
            default -> {} // not shown by a turn
        }
    }

    private void hearAssistant(Incoming.Assistant assistant) {
        if (assistant.parent() == null && assistant.contextTokens() > 0) {
            contextTokens = assistant.contextTokens();
        }
        for (var block : assistant.blocks()) {
            switch (block) {
                case Incoming.Text said -> {
                    if (assistant.parent() == null && assistant.error() == null) {
                        tell(new AgentProtocol.Said(said.text()));
                    }
                }
                case Incoming.ToolUse use -> hearTool(use, assistant.parent());
            }
        }
    }

    private void hearTool(Incoming.ToolUse use, @Nullable String parent) {
        var mayChange = ClaudeTools.mayChange(use.name());
        if (mayChange && parent == null && ClaudeTools.changesFiles(use.name())) {
            changedFiles = true;
        } else if (mayChange) {
            mayHaveChangedMore = true;
        }
        tell(new AgentProtocol.ToolBegan(
                use.id(), ToolLine.of(use.name(), use.input()), ClaudeTools.isSubagent(use.name()), mayChange, parent));
    }

    /**
     * The run's last event.
     *
     * @param transcript what Claude said to a resumed job's prompt
     * @param isStopped whether a person had stopped it in an earlier process
     */
    AgentProtocol.Finished finished(String transcript, boolean isStopped) {
        var end = result;
        return end == null
                ? new AgentProtocol.Finished(
                        isStopped ? new AgentProtocol.Stopped() : new AgentProtocol.AnsweredBefore(),
                        "",
                        transcript,
                        new AgentProtocol.Spent(0, contextTokens, 0, usd))
                : new AgentProtocol.Finished(
                        ending(end, isStopped),
                        end.text(),
                        transcript,
                        new AgentProtocol.Spent(end.outputTokens(), contextTokens, end.contextWindow(), usd));
    }

    private static AgentProtocol.Ending ending(Incoming.Result end, boolean isStopped) {
        if (isStopped || end.aborted()) {
            return new AgentProtocol.Stopped();
        }
        return end.failed() ? new AgentProtocol.Failed(Failures.sentence(end)) : new AgentProtocol.Answered();
    }

    private boolean isOurs(Incoming.Result end) {
        return job == null
                || end.uuids().isEmpty()
                || end.uuids().contains(id.value())
                || (push != null && end.uuids().contains(push));
    }
}
