package switchboard.chat;

import switchboard.model.Question;
import switchboard.model.Reply;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** What people are told of their recordings. Pure. */
final class VoiceNotices {

    private VoiceNotices() {}

    /** A transcript that is sent at once, as a reply to the recording. */
    static ChatProtocol.Replied heard(Question.Transcript transcript) {
        return new ChatProtocol.Replied(
                Reply.of(Texts.of("voice.heard", Markdown.text(transcript.words()))), transcript.message());
    }
}
