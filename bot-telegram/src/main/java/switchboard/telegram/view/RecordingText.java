package switchboard.telegram.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import switchboard.files.FilesInWords;
import switchboard.model.Question;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** A question about recordings as a message with buttons, which replies to the recording. Pure. */
final class RecordingText {

    private RecordingText() {}

    /** A transcript to be corrected is in a block, which a tap copies. */
    static QuestionText transcript(Question.Transcript asked, boolean inGroup) {
        var keys = new ArrayList<Key>();
        keys.add(new Key(
                Texts.of(asked.held() ? "heard.button.sendThis" : "heard.button.send"), ButtonData.answer(asked, "y")));
        if (!asked.held()) {
            keys.add(new Key(Texts.of("heard.button.edit"), ButtonData.answer(asked, "c")));
        }
        keys.add(new Key(Texts.of("heard.button.discard"), ButtonData.answer(asked, "n")));
        return QuestionText.fitted(
                head(asked, inGroup),
                asked.held()
                        ? QuestionText.block("", asked.words())
                        : Markdown.quote(QuestionText.lines(asked.words())),
                then(asked),
                "transcript.md",
                List.of(keys));
    }

    private static String head(Question.Transcript asked, boolean inGroup) {
        if (!asked.held()) {
            return Texts.of("heard.asks");
        }
        return inGroup ? Texts.of("heard.correctsInGroup") : Texts.of("heard.corrects");
    }

    /** What happens next. */
    private static String then(Question.Transcript asked) {
        if (asked.held()) {
            return "";
        }
        return "\n\n"
                + (asked.after() == null
                        ? Texts.of("heard.never")
                        : Texts.of("heard.after", HumanText.spoken(asked.after())));
    }

    static QuestionText unheard(Question.Unheard asked) {
        var files = asked.files();
        var isOne = files.size() == 1;
        var first = files.getFirst();
        return QuestionText.fitted(
                isOne
                        ? Texts.of("unheard.asks", FilesInWords.of(List.of(first.file())))
                        : Texts.of("unheard.asksSeveral", files.size()),
                isOne
                        ? QuestionText.why(first)
                        : files.stream()
                                .map(each -> Texts.of(
                                        "list.item",
                                        Texts.of("gone.file", QuestionText.named(each), QuestionText.why(each))))
                                .collect(Collectors.joining("\n")),
                "\n\n" + Texts.of(isOne ? "unheard.choices" : "unheard.choicesSeveral"),
                "recordings.md",
                List.of(
                        List.of(
                                new Key(Texts.of("unheard.button.again"), ButtonData.answer(asked, "t")),
                                new Key(
                                        Texts.of(isOne ? "unheard.button.asFile" : "unheard.button.asFiles"),
                                        ButtonData.answer(asked, "y"))),
                        List.of(new Key(Texts.of("unheard.button.discard"), ButtonData.answer(asked, "n")))));
    }

    /** The message to which the question replies; empty for none. */
    static Optional<Integer> repliesTo(Question question) {
        return switch (question) {
            case Question.Transcript heard -> BotApiRequests.number(heard.message());
            case Question.Unheard unheard -> BotApiRequests.number(unheard.message());
            default -> Optional.empty();
        };
    }
}
