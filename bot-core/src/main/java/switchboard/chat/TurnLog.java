package switchboard.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.model.Cost;
import switchboard.model.InterruptedTool;
import switchboard.model.Outcome;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/** What a turn has said and done so far: a fold of its progress. Used by one actor. */
public final class TurnLog {

    /** Characters of a turn's text that are kept; it is about twice what the longest answer of any model has. */
    static final int LONGEST = 1_000_000;

    /** Tools at work that are known at once. */
    private static final int MOST_TOOLS = 1_000;

    private final List<String> said = new ArrayList<>();
    private final StringBuilder saying = new StringBuilder();
    private final Map<String, AgentProtocol.ToolBegan> open = new LinkedHashMap<>();
    private final Deque<InterruptedTool> begun = new ArrayDeque<>();
    private String trouble = "";
    private @Nullable String note;

    /** Characters of {@link #said}, and how many were not kept. */
    private int length;

    private long unkept;
    private int tools;

    public void add(AgentProtocol.Progress progress) {
        trouble = "";
        switch (progress) {
            case AgentProtocol.BegunAgain again -> {
                saying.setLength(0);
                open.clear();
                if (!again.resumed()) {
                    said.clear();
                    length = 0;
                    unkept = 0;
                }
            }
            case AgentProtocol.Spoke spoke -> saying.append(kept(spoke.text()));
            case AgentProtocol.SpeechVoid gone -> saying.setLength(0);
            case AgentProtocol.Said block -> {
                saying.setLength(0);
                var kept = kept(block.text());
                unkept += block.text().length() - kept.length();
                length += kept.length();
                if (!kept.isEmpty() || block.text().isEmpty()) {
                    said.add(kept);
                }
            }
            case AgentProtocol.ToolBegan tool -> {
                tools++;
                open.put(tool.id(), tool);
                if (open.size() > MOST_TOOLS) {
                    open.remove(open.keySet().iterator().next());
                }
                if (tool.parent() == null && tool.mayChange()) {
                    begun.add(new InterruptedTool(tool.id(), tool.line()));
                }
                if (begun.size() > MOST_TOOLS) {
                    begun.removeFirst();
                }
            }
            case AgentProtocol.ToolEnded tool -> open.remove(tool.id());
            case AgentProtocol.Compacted done ->
                note = Texts.of("turn.compacted", HumanText.tokens(done.before()), HumanText.tokens(done.after()));
            case AgentProtocol.Compacting compacting -> trouble = Texts.of("turn.compacting");
            case AgentProtocol.Retrying retry -> trouble = Texts.of("turn.retrying", retry.attempt(), retry.most());
        }
    }

    /** As much of a text as there is room for. */
    private String kept(String text) {
        var room = Math.max(0, LONGEST - length - saying.length());
        if (text.length() <= room) {
            return text;
        }
        var isSplit = room > 0 && Character.isHighSurrogate(text.charAt(room - 1));
        return text.substring(0, isSplit ? room - 1 : room);
    }

    /** Whether more text would not be kept. */
    boolean isFull() {
        return length + saying.length() >= LONGEST;
    }

    boolean changesLine(AgentProtocol.Progress progress) {
        return progress instanceof AgentProtocol.ToolBegan || progress instanceof AgentProtocol.ToolEnded;
    }

    /** The running tool in one line, or empty. */
    public String line() {
        return open.values().stream()
                .reduce((first, second) -> second)
                .map(AgentProtocol.ToolBegan::line)
                .orElse("");
    }

    /** Subagents whose call has not returned yet. */
    long agentsAtWork() {
        return open.values().stream()
                .filter(AgentProtocol.ToolBegan::isSubagent)
                .count();
    }

    /** The latest tool calls of the main conversation that may have changed something, in order. */
    List<InterruptedTool> begun() {
        return List.copyOf(begun);
    }

    /** What holds it up, or empty. */
    public String trouble() {
        return trouble;
    }

    /** The blocks of text that are complete. */
    public String complete() {
        return String.join("\n\n", said);
    }

    /** All that was said, with what is being said. */
    public String text() {
        var all = new ArrayList<>(said);
        var unfinished = saying.toString();
        if (!unfinished.isBlank()) {
            all.add(unfinished);
        }
        if (unkept > 0) {
            all.add(Texts.of("turn.notKept", unkept));
        }
        return String.join("\n\n", all);
    }

    /** @param stopped whether a person has stopped it */
    Outcome outcome(AgentProtocol.Finished finished, boolean stopped) {
        if (!finished.transcript().isBlank()) {
            add(new AgentProtocol.BegunAgain(false));
            add(new AgentProtocol.Said(finished.transcript()));
        }
        var changes = finished.changes();
        return ending(finished, stopped, text()).with(changes == null ? null : changes.summary());
    }

    private Outcome ending(AgentProtocol.Finished finished, boolean stopped, String whole) {
        return switch (finished.ending()) {
            case AgentProtocol.Stopped atOnce -> Outcome.cancelled(whole);
            case AgentProtocol.AnsweredBefore before -> answered(whole, finished);
            case AgentProtocol.Failed failed ->
                stopped ? Outcome.cancelled(whole) : Outcome.failed(whole, failed.sentence());
            case AgentProtocol.Answered answered -> stopped ? Outcome.cancelled(whole) : answered(whole, finished);
        };
    }

    private Outcome answered(String whole, AgentProtocol.Finished finished) {
        if (!whole.isBlank()) {
            return Outcome.answered(whole);
        }
        return Outcome.answered(note == null ? finished.text() : note);
    }

    Cost cost(long millis, AgentProtocol.Spent spent) {
        return new Cost(millis, tools, spent.outputTokens(), spent.contextTokens(), spent.contextWindow(), spent.usd());
    }
}
