package switchboard.chat;

import java.util.List;
import switchboard.model.Question;
import switchboard.model.Reply;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** Notifies people of their recordings. Pure. */
final class VoiceNotices {

    /** More characters are a file. */
    private static final int FITS = 3_500;

    private VoiceNotices() {}

    /** A transcript that is sent at once, as a reply to the recording. */
    static ChatProtocol.Replied heard(Question.Transcript transcript) {
        var words = transcript.words();
        var reply = words.length() <= FITS
                ? Reply.of(Texts.of("voice.heard", Markdown.text(words)))
                : new Reply(Texts.of("voice.heardInFile"), List.of(), new Reply.Document("transcript.md", words));
        return new ChatProtocol.Replied(reply, transcript.message());
    }
}
