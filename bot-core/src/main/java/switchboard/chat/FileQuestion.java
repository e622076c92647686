package switchboard.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.Question;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * What a person must say before a prompt runs of which files are gone: whether it runs without them. The key names the files: after
 * a restart an old button still counts for the same.
 */
record FileQuestion(TurnId turn, Question.FileGone question) {

    static FileQuestion of(TurnProtocol.Prepared prepared) {
        return new FileQuestion(
                prepared.turn(), new Question.FileGone(key(prepared.turn(), prepared.gone()), prepared.gone()));
    }

    /** The content with words in place of files that are gone. */
    static List<Content> without(List<Question.Missing> gone, List<Content> content) {
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

    /** Whether the prompt runs without the files. */
    boolean goesOn(Decision decision) {
        return !(decision instanceof Decision.Deny);
    }

    String words(Decision decision) {
        if (!goesOn(decision)) {
            return Texts.of("settled.discarded");
        }
        var isOne = question.files().size() == 1;
        return Texts.of(isOne ? "settled.withoutFile" : "settled.withoutFiles");
    }
}
