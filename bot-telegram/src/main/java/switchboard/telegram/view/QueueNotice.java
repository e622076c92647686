package switchboard.telegram.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import switchboard.chat.ChatProtocol;
import switchboard.files.FilesInWords;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.TurnId;
import switchboard.text.HumanText;
import switchboard.text.Texts;
import switchboard.text.VisibleText;

/**
 * The notice of a prompt that waits for a permit or behind others of its chat. While Claude waits for an answer, the prompt can
 * be made that answer. Pure.
 *
 * @param markdown the text
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
     * @param ahead how many prompts come before this one, from 1
     * @param message the message of the prompt
     */
    static QueueNotice of(TurnId turn, int ahead, Optional<Integer> message, List<Open> open) {
        return new QueueNotice(Texts.of("notice.queued", why(ahead, message, open)), offers(turn, open));
    }

    /** The text for a turn that waits for its permit. */
    static String inLine(ChatProtocol.Queued queued) {
        var isSoon = queued.estimate().toSeconds() < 5;
        var estimate = HumanText.spoken(queued.estimate());
        if (queued.place() == 1) {
            var next = isSoon ? Texts.of("notice.next") : Texts.of("notice.nextAbout", estimate);
            return Texts.together(next, busy(queued.busy(), queued.limit()));
        }
        var place = HumanText.place(queued.place());
        return isSoon ? Texts.of("notice.inLine", place) : Texts.of("notice.inLineAbout", place, estimate);
    }

    /** The text for a turn that gets its files. */
    static String fetching(ChatProtocol.Fetching fetching) {
        var files = FilesInWords.of(fetching.files());
        return fetching.isStalled() ? Texts.of("notice.fetchingStalled", files) : Texts.of("notice.fetching", files);
    }

    /** The text for a turn that has its recordings transcribed. */
    static String transcribing(ChatProtocol.Transcribing transcribing) {
        return Texts.of("notice.transcribing", FilesInWords.of(transcribing.recordings()));
    }

    private static String busy(int busy, int limit) {
        if (limit == 1) {
            return Texts.of("notice.onlySlot");
        }
        return busy == limit ? Texts.of("notice.allSlots", limit) : Texts.of("notice.someSlots", busy, limit);
    }

    private static String why(int ahead, Optional<Integer> message, List<Open> open) {
        var isAbove = open.stream().allMatch(each -> isBefore(each, message));
        if (open.stream().anyMatch(each -> each.question() instanceof Question.Choice)) {
            return Texts.of(isAbove ? "notice.answerAbove" : "notice.answer");
        }
        if (open.stream().anyMatch(each -> each.question() instanceof Question.Transcript)) {
            return Texts.of(isAbove ? "notice.voiceAbove" : "notice.voice");
        }
        if (!open.isEmpty()) {
            return Texts.of(isAbove ? "notice.okAbove" : "notice.ok");
        }
        return ahead == 1 ? Texts.of("notice.afterThis") : Texts.of("notice.afterOthers", HumanText.place(ahead + 1));
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

    /** The label for a question; empty if words cannot answer it. */
    private static String offer(Question question) {
        return switch (question) {
            case Question.Choice choice -> Texts.of("notice.button.answer");
            case Question.Permission permission -> Texts.of("notice.button.deny");
            case Question.Plan plan -> Texts.of("notice.button.plan");
            case Question.Transcript heard -> Texts.of("notice.button.voice");
            case Question.Unheard unheard -> Texts.of("notice.button.voice");
            case Question.CutOff cut -> "";
            case Question.Suspect suspect -> "";
            case Question.ProjectChanged changed -> "";
            case Question.FileGone gone -> "";
            case Question.OverBudget over -> "";
        };
    }

    /** The question in short, to tell several apart. */
    private static String brief(Question question) {
        return switch (question) {
            case Question.Choice choice -> Prompt.brief(choice.text(), BRIEF);
            case Question.Permission permission ->
                Prompt.brief(
                        permission.tool() + " "
                                + permission.input().path("command").asText(),
                        BRIEF);
            case Question.Plan plan -> "plan";
            case Question.Transcript heard -> Prompt.brief(heard.words(), BRIEF);
            case Question.Unheard unheard -> unheard.files().getFirst().file().title();
            case Question.CutOff cut -> "";
            case Question.Suspect suspect -> "";
            case Question.ProjectChanged changed -> "";
            case Question.FileGone gone -> "";
            case Question.OverBudget over -> "";
        };
    }
}
