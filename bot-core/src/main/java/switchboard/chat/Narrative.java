package switchboard.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.claude.ClaudeProtocol;
import switchboard.claude.Failures;
import switchboard.claude.ToolLine;
import switchboard.claude.wire.Incoming;
import switchboard.command.Words;
import switchboard.model.Cost;
import switchboard.model.Outcome;

/** What a turn has said and done so far: a fold of its progress. Used by one actor. */
public final class Narrative {

    private final List<String> said = new ArrayList<>();
    private final StringBuilder saying = new StringBuilder();
    private final Map<String, ClaudeProtocol.ToolBegan> open = new LinkedHashMap<>();
    private final List<ClaudeProtocol.ToolBegan> begun = new ArrayList<>();
    private String trouble = "";
    private @Nullable String note;
    private int tools;

    public void add(ClaudeProtocol.Progress progress) {
        trouble = "";
        switch (progress) {
            case ClaudeProtocol.BegunAgain again -> {
                saying.setLength(0);
                open.clear();
                if (!again.resumed()) {
                    said.clear();
                }
            }
            case ClaudeProtocol.Spoke spoke -> saying.append(spoke.text());
            case ClaudeProtocol.SpeechVoid gone -> saying.setLength(0);
            case ClaudeProtocol.Said block -> {
                saying.setLength(0);
                said.add(block.text());
            }
            case ClaudeProtocol.ToolBegan tool -> {
                tools++;
                open.put(tool.id(), tool);
                if (tool.parent() == null) {
                    begun.add(tool);
                }
            }
            case ClaudeProtocol.ToolEnded tool -> open.remove(tool.id());
            case ClaudeProtocol.Compacted done ->
                note = "Compacted the conversation: " + Words.tokens(done.before()) + " → " + Words.tokens(done.after())
                        + " tokens.";
            case ClaudeProtocol.Compacting compacting -> trouble = "🗜 Compacting the conversation";
            case ClaudeProtocol.Retrying retry ->
                trouble =
                        "🔁 Claude's servers are busy, trying again (" + retry.attempt() + " of " + retry.most() + ")";
        }
    }

    boolean changesLine(ClaudeProtocol.Progress progress) {
        return progress instanceof ClaudeProtocol.ToolBegan || progress instanceof ClaudeProtocol.ToolEnded;
    }

    /** The running tool in one line, or empty. */
    public String line() {
        var last = open.values().stream().reduce((first, second) -> second);
        return last.map(tool -> ToolLine.of(tool.name(), tool.input())).orElse("");
    }

    /** Subagents whose call has not returned yet. */
    long agentsAtWork() {
        return open.values().stream()
                .filter(tool -> tool.name().equals("Agent") || tool.name().equals("Task"))
                .count();
    }

    /** The tool calls of the main conversation, in order. */
    List<ClaudeProtocol.ToolBegan> begun() {
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
        if (!saying.toString().isBlank()) {
            all.add(saying.toString());
        }
        return String.join("\n\n", all);
    }

    Outcome outcome(ClaudeProtocol.Finished finished, boolean stopped) {
        var result = finished.result();
        var whole = finished.transcript().isBlank() ? text() : finished.transcript();
        if (result != null && (result.aborted() || stopped)) {
            return Outcome.cancelled(whole);
        }
        if (result != null && result.failed()) {
            return Outcome.failed(whole, Failures.sentence(result));
        }
        return Outcome.answered(whole.isBlank() ? orNote(result) : whole);
    }

    private String orNote(Incoming.@Nullable Result result) {
        if (note != null) {
            return note;
        }
        return result == null ? "" : result.text();
    }

    Cost cost(long millis, ClaudeProtocol.@Nullable Finished finished) {
        var result = finished == null ? null : finished.result();
        return new Cost(
                millis,
                tools,
                result == null ? 0 : result.outputTokens(),
                finished == null ? 0 : finished.contextTokens(),
                result == null ? 0 : result.contextWindow(),
                result == null ? 0 : result.usd());
    }
}
