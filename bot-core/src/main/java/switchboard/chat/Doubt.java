package switchboard.chat;

import java.util.List;
import switchboard.claude.ClaudeProtocol;
import switchboard.model.Decision;
import switchboard.model.Prompt;
import switchboard.model.Question;

/**
 * Whether a turn goes on that was cut off while tools may have been at work: a person says so. Asked under the same key
 * after each restart, so that an old button still counts.
 */
record Doubt(ClaudeProtocol.Job job, List<ClaudeProtocol.CutTool> tools) {

    private static final int QUOTED = 120;

    ChatProtocol.Asked asked() {
        var lines = tools.stream().map(ClaudeProtocol.CutTool::line).distinct().toList();
        return new ChatProtocol.Asked(job.turn(), new Question.CutOff(key(), Prompt.brief(job.text(), QUOTED), lines));
    }

    ChatProtocol.Settled settled(String words) {
        return new ChatProtocol.Settled(job.turn(), key(), words);
    }

    boolean isAsked(String key) {
        return key().equals(key);
    }

    private String key() {
        return "cut-" + job.turn();
    }

    static boolean goesOn(Decision decision) {
        return !(decision instanceof Decision.Deny);
    }

    /** What it takes for the turn to go on. */
    List<String> calls() {
        return tools.stream().map(ClaudeProtocol.CutTool::id).toList();
    }
}
