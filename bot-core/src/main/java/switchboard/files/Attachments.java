package switchboard.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.text.Texts;

/** Fetches the files that people send. A host supplies its own, beside its store. Used by several threads. */
public interface Attachments {

    /** Nobody will ever have the file: it has expired, is too large, or was refused. */
    final class GoneException extends IOException {
        private static final long serialVersionUID = 1;

        /** @param sentence says why, to a person */
        public GoneException(String sentence) {
            super(sentence);
        }
    }

    /** The file is not to be had now, and perhaps never will be. */
    final class UnavailableException extends IOException {
        private static final long serialVersionUID = 1;

        /** @param sentence says why, to a person */
        public UnavailableException(String sentence) {
            super(sentence);
        }
    }

    /**
     * Why {@link #fetch} would refuse a file, if what is known of the file says it: one sentence for a person, who reads it as soon
     * as they have sent the file. Does not block.
     */
    default Optional<String> refusal(Content.Attachment file) {
        return Optional.empty();
    }

    /**
     * Fetches a file. Blocks until all its bytes are there. The caller repeats it after a failure, over restarts, too. If the thread
     * is interrupted, nobody wants the file any more, and the fetch fails soon.
     *
     * @param target does not exist; its directory does. After a failure it may be there in part, and is deleted by the caller
     * @throws GoneException if another try would not help
     * @throws UnavailableException if another try may help, but not many
     * @throws IOException if another try may help, as often as it takes
     */
    void fetch(ChatId chat, Content.Attachment file, Path target) throws IOException;

    /** Of a host that takes no files: it says so in one sentence. */
    static Attachments none() {
        return new Attachments() {
            @Override
            public Optional<String> refusal(Content.Attachment file) {
                return Optional.of(Texts.of("files.none"));
            }

            @Override
            public void fetch(ChatId chat, Content.Attachment file, Path target) throws IOException {
                throw new GoneException(Texts.of("files.none"));
            }
        };
    }
}
