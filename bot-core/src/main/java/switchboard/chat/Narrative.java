package switchboard.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.claude.ClaudeProtocol;
import switchboard.claude.CutTool;
import switchboard.claude.Failures;
import switchboard.claude.ToolLine;
import switchboard.claude.wire.Incoming;
import switchboard.command.Words;
import switchboard.model.Cost;
import switchboard.model.Outcome;

/** What a turn has said and done so far: a fold of its progress. Used by one actor. */
public final class Narrative {

    /** Characters of a turn's text that are kept; it is about twice what the longest answer of any model has. */
    static final int LONGEST = 1_000_000;

    /** Tools at work that are known at once. */
    private static final int MOST_TOOLS = 1_000;

    private record Tool(boolean isAgent, String line) {

        static Tool of(ClaudeProtocol.ToolBegan tool) {
            var isAgent = tool.name().equals("Agent") || tool.name().equals("Task");
            return new Tool(isAgent, ToolLine.of(tool.name(), tool.input()));
        }
    }

    private final List<String> said = new ArrayList<>();
    private final StringBuilder saying = new StringBuilder();
    private final Map<String, Tool> open = new LinkedHashMap<>();
    private final Deque<CutTool> begun = new ArrayDeque<>();
    private String trouble = "";
    private @Nullable String note;

    /** Characters of {@link #said}, and how many were not kept. */
    private int length;

    private long unkept;
    private int tools;

    public void add(ClaudeProtocol.Progress progress) {
        trouble = "";
        switch (progress) {
            case ClaudeProtocol.BegunAgain again -> {
                saying.setLength(0);
                open.clear();
                if (!again.resumed()) {
                    said.clear();
                    length = 0;
                    unkept = 0;
                }
            }
            case ClaudeProtocol.Spoke spoke -> saying.append(kept(spoke.text()));
            case ClaudeProtocol.SpeechVoid gone -> saying.setLength(0);
            case ClaudeProtocol.Said block -> {
                saying.setLength(0);
                var kept = kept(block.text());
                unkept += block.text().length() - kept.length();
                length += kept.length();
                if (!kept.isEmpty() || block.text().isEmpty()) {
                    said.add(kept);
                }
            }
            case ClaudeProtocol.ToolBegan tool -> {
                tools++;
                open.put(tool.id(), Tool.of(tool));
                if (open.size() > MOST_TOOLS) {
                    open.remove(open.keySet().iterator().next());
                }
                if (tool.parent() == null) {
                    CutTool.of(tool.id(), tool.name(), tool.input()).ifPresent(begun::add);
                }
                if (begun.size() > MOST_TOOLS) {
                    begun.removeFirst();
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

    boolean changesLine(ClaudeProtocol.Progress progress) {
        return progress instanceof ClaudeProtocol.ToolBegan || progress instanceof ClaudeProtocol.ToolEnded;
    }

    /** The running tool in one line, or empty. */
    public String line() {
        return open.values().stream()
                .reduce((first, second) -> second)
                .map(Tool::line)
                .orElse("");
    }

    /** Subagents whose call has not returned yet. */
    long agentsAtWork() {
        return open.values().stream().filter(Tool::isAgent).count();
    }

    /** The latest tool calls of the main conversation that may have changed something, in order. */
    List<CutTool> begun() {
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
        if (unkept > 0) {
            all.add("*… " + String.format(Locale.ROOT, "%,d", unkept) + " more characters were not kept.*");
        }
        return String.join("\n\n", all);
    }

    Outcome outcome(ClaudeProtocol.Finished finished, boolean stopped) {
        var result = finished.result();
        if (!finished.transcript().isBlank()) {
            add(new ClaudeProtocol.BegunAgain(false));
            add(new ClaudeProtocol.Said(finished.transcript()));
        }
        var whole = text();
        if (finished.stopped() || (result != null && (result.aborted() || stopped))) {
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
