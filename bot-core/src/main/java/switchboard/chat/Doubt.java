package switchboard.chat;

import java.util.List;
import switchboard.claude.ClaudeProtocol;
import switchboard.model.Decision;
import switchboard.model.Prompt;
import switchboard.model.Question;

/**
 * A turn that was cut off while tools may have been at work, and waits for a person to say whether it goes on. Asked under
 * the same key after each restart, so that an old button still counts.
 */
record Doubt(ClaudeProtocol.Job job, List<String> tools) {

    private static final int QUOTED = 120;

    Question.CutOff question() {
        return new Question.CutOff(key(), Prompt.brief(job.text(), QUOTED), tools);
    }

    String key() {
        return "cut-" + job.turn();
    }

    boolean isAsked(String key) {
        return key().equals(key);
    }

    boolean goesOn(Decision decision) {
        return !(decision instanceof Decision.Deny);
    }
}
