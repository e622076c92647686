package switchboard.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.Question;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * What a person must say before a prompt runs whose files are not all to be had: whether it runs without the others, or these are
 * tried again. The key names the files: after a restart an old button still counts for the same.
 */
record FileQuestion(TurnId turn, Question.FileGone question) {

    static FileQuestion of(TurnProtocol.Prepared prepared) {
        return new FileQuestion(
                prepared.turn(), new Question.FileGone(key(prepared.turn(), prepared.gone()), prepared.gone()));
    }

    /** The content with words in place of files that are gone. */
    private static List<Content> without(List<Question.Missing> gone, List<Content> content) {
        return content.stream()
                .map(piece -> gone.stream()
                        .filter(missing -> missing.file().equals(piece))
                        .findFirst()
                        .<Content>map(missing -> missing.file().missing(missing.why()))
                        .orElse(piece))
                .toList();
    }

    static String key(TurnId turn, List<Question.Missing> gone) {
        var names = turn + " " + gone.stream().map(each -> each.file().ref()).toList();
        return "get-" + UUID.nameUUIDFromBytes(names.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the prompt is dropped. */
    static boolean drops(Decision decision) {
        return decision instanceof Decision.Deny;
    }

    /** What the prompt is after a decision that does not drop it. */
    List<Content> content(Decision decision, List<Content> now) {
        return decision instanceof Decision.TryAgain ? now : without(question.files(), now);
    }

    /** What became of the question; empty if the decision does not answer it. */
    Optional<String> words(Decision decision) {
        var isOne = question.files().size() == 1;
        return switch (decision) {
            case Decision.Allow without ->
                Optional.of(Texts.of(isOne ? "settled.withoutFile" : "settled.withoutFiles"));
            case Decision.Deny drop -> Optional.of(Texts.of("settled.discarded"));
            case Decision.TryAgain again ->
                question.mayCome() ? Optional.of(Texts.of("settled.tryingAgain")) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
