package switchboard.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.model.CurrentTurn;
import switchboard.model.Decision;
import switchboard.model.InterruptedTool;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * What a person must decide before a turn continues: whether it does so although it was cut off while tools may have been at work, or
 * although hosts have died under it, or what is to become of project files that have changed. The key names what is asked about:
 * after a restart an old button still counts for the same, and for nothing else.
 *
 * @param calls tool calls that may run once more
 * @param hash of the changed project files, null if none have
 */
record ResumeQuestion(
        AgentProtocol.Job job,
        Question question,
        List<String> calls,
        @Nullable String hash) {

    private static final int QUOTED = 120;
    private static final int KEY = 24;

    static ResumeQuestion of(AgentProtocol.Job job, AgentProtocol.CutOff cut) {
        var lines = cut.tools().stream().map(InterruptedTool::line).distinct().toList();
        var brief = Prompt.brief(job.content(), QUOTED);
        var calls = cut.tools().stream().map(InterruptedTool::id).toList();
        return new ResumeQuestion(job, new Question.CutOff(key(job.turn(), calls), brief, lines), calls, null);
    }

    static String key(TurnId turn, List<String> calls) {
        var names = turn + " " + calls.stream().sorted().toList();
        return "cut-" + UUID.nameUUIDFromBytes(names.getBytes(StandardCharsets.UTF_8));
    }

    /** @param current a turn under which hosts have died */
    static ResumeQuestion of(CurrentTurn current) {
        var job = Recovery.job(current, true);
        var brief = Prompt.brief(job.content(), QUOTED);
        var name = current.id() + " " + current.starts();
        var key = "host-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return new ResumeQuestion(job, new Question.Suspect(key, brief, current.starts()), List.of(), null);
    }

    static ResumeQuestion of(AgentProtocol.Job job, AgentProtocol.ProjectChanged changed) {
        var question = new Question.ProjectChanged(
                "trust-" + changed.hash().substring(0, KEY),
                changed.directory(),
                changed.changes(),
                changed.problems());
        return new ResumeQuestion(job, question, List.of(), changed.hash());
    }

    /** Whether the turn goes on. */
    boolean goesOn(Decision decision) {
        return hash != null || !(decision instanceof Decision.Deny);
    }

    /** What the decision says of changed project files. */
    AgentProtocol.@Nullable Trusting trusting(Decision decision) {
        return hash == null || decision instanceof Decision.Say
                ? null
                : new AgentProtocol.Trusting(job.session().directory(), hash, decision instanceof Decision.Allow);
    }

    String words(Decision decision) {
        if (hash == null) {
            return Texts.of(goesOn(decision) ? "settled.continued" : "settled.discarded");
        }
        return switch (decision) {
            case Decision.Deny without -> Texts.of("settled.withoutFiles");
            case Decision.Say again -> Texts.of("settled.checkedAgain");
            default -> Texts.of("settled.trusted");
        };
    }
}
