package switchboard.voice;

import java.io.IOException;
import java.nio.file.Path;
import switchboard.model.ChatId;
import switchboard.model.Content;

/** Turns recordings into text. A host may supply its own. Used by several threads. */
public interface Transcriber {

    /** The most characters of a transcript: of about a day's speech. */
    int LONGEST = 1_000_000;

    /** There is no transcript; people are notified why. */
    final class FailedException extends IOException {
        private static final long serialVersionUID = 1;

        /** @param sentence says why, to a person */
        public FailedException(String sentence) {
            super(sentence);
        }

        public FailedException(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }

    /**
     * Transcribes a recording; gives its words, at most {@value #LONGEST} characters. Blocks. If the thread is interrupted, nobody
     * wants them any more, or it has taken too long: nothing of the work may continue, and the call fails soon.
     *
     * @param path where the recording lies
     * @throws FailedException if people can be told why
     */
    String transcribe(ChatId chat, Content.Attachment file, Path path) throws IOException;
}
