package switchboard.telegram.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import switchboard.chat.ChatProtocol;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.TurnId;
import switchboard.telegram.markdown.VisibleText;
import switchboard.text.HumanText;

/**
 * The notice of a prompt that waits, for a permit or behind others of its chat: while Claude waits for an answer, it can be
 * made that answer. Pure.
 *
 * @param markdown what it says
 * @param offers rows of buttons
 */
record QueueNotice(String markdown, List<List<Key>> offers) {

    /**
     * A question that is open.
     *
     * @param message the first message that showed it; empty if there is none yet
     */
    record Open(Question question, Optional<Integer> message) {}

    private static final int MOST_OFFERS = 4;
    private static final int BRIEF = 24;

    /**
     * @param ahead how many others come before it, from 1
     * @param message the message that asked it
     */
    static QueueNotice of(TurnId turn, int ahead, Optional<Integer> message, List<Open> open) {
        return new QueueNotice("⏳ Queued. " + why(ahead, message, open), offers(turn, open));
    }

    /** What a turn that waits for its permit says. */
    static String inLine(ChatProtocol.Queued queued) {
        var estimate = queued.estimate().toSeconds() < 5 ? "" : ", about " + HumanText.spoken(queued.estimate());
        return queued.place() == 1
                ? "⏳ Next up" + estimate + ". " + busy(queued.busy(), queued.limit())
                : "⏳ " + HumanText.place(queued.place()) + " in line" + estimate + ".";
    }

    private static String busy(int busy, int limit) {
        if (limit == 1) {
            return "The only slot is busy.";
        }
        return busy == limit ? "All " + limit + " slots are busy." : busy + " of " + limit + " slots are busy.";
    }

    private static String why(int ahead, Optional<Integer> message, List<Open> open) {
        var above = !open.isEmpty() && open.stream().allMatch(each -> isBefore(each, message)) ? " above" : "";
        if (open.stream().anyMatch(each -> each.question() instanceof Question.Choice)) {
            return "Claude is still waiting for your answer" + above + ": tap a choice or reply to it.";
        }
        if (!open.isEmpty()) {
            return "Claude is still waiting for your OK" + above + ": tap a button.";
        }
        return ahead == 1
                ? "Runs when the current task is done."
                : HumanText.place(ahead + 1) + " in this chat: runs when what you asked before is done.";
    }

    private static boolean isBefore(Open open, Optional<Integer> message) {
        return open.message().isPresent()
                && message.filter(id -> open.message().get() < id).isPresent();
    }

    private static List<List<Key>> offers(TurnId turn, List<Open> open) {
        var usable = open.stream()
                .map(Open::question)
                .filter(question -> !offer(question).isEmpty())
                .limit(MOST_OFFERS)
                .toList();
        var offers = new ArrayList<List<Key>>();
        for (var question : usable) {
            var which = usable.size() == 1 ? "" : " (" + VisibleText.reveal(brief(question)) + ")";
            offers.add(List.of(new Key(offer(question) + which, ButtonData.use(question, turn))));
        }
        return offers;
    }

    /** Empty for what words do not answer. */
    private static String offer(Question question) {
        return switch (question) {
            case Question.Choice choice -> "Use this as my answer";
            case Question.Permission permission -> "Deny, and tell Claude this";
            case Question.Plan plan -> "Keep planning, and tell Claude this";
            case Question.CutOff cut -> "";
            case Question.ProjectChanged changed -> "";
        };
    }

    /** Which of several it is. */
    private static String brief(Question question) {
        return switch (question) {
            case Question.Choice choice -> Prompt.brief(choice.text(), BRIEF);
            case Question.Permission permission ->
                Prompt.brief(
                        permission.tool() + " "
                                + permission.input().path("command").asText(),
                        BRIEF);
            case Question.Plan plan -> "plan";
            case Question.CutOff cut -> "";
            case Question.ProjectChanged changed -> "";
        };
    }
}
