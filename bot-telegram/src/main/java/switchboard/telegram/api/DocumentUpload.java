package switchboard.telegram.api;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.util.ByteString;
import org.telegram.telegrambots.meta.api.objects.ReplyParameters;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.ReplyKeyboard;

/**
 * A file to send as a document.
 *
 * @param fileName the name the reader sees
 * @param threadId the topic
 * @param caption 0-1024 characters after parsing
 * @param parseMode the caption's markup; empty for plain text
 */
public record DocumentUpload(
        long chatId,
        String fileName,
        Content content,
        OptionalInt threadId,
        Optional<String> caption,
        Optional<String> parseMode,
        Optional<ReplyParameters> replyParameters,
        Optional<ReplyKeyboard> replyMarkup) {

    /** The file's bytes. */
    public record Content(ByteString bytes) {

        public static Content of(String text) {
            return new Content(ByteString.fromArray(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public String toString() {
            return "Content(" + bytes.size() + ")";
        }
    }

    /** A document with only its name and content. */
    public static DocumentUpload of(long chatId, String fileName, Content content) {
        return new DocumentUpload(
                chatId,
                fileName,
                content,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public DocumentUpload inThread(int thread) {
        return new DocumentUpload(
                chatId, fileName, content, OptionalInt.of(thread), caption, parseMode, replyParameters, replyMarkup);
    }

    public DocumentUpload withoutThread() {
        return new DocumentUpload(
                chatId, fileName, content, OptionalInt.empty(), caption, parseMode, replyParameters, replyMarkup);
    }

    public DocumentUpload withCaption(String text, Optional<String> mode) {
        return new DocumentUpload(
                chatId, fileName, content, threadId, Optional.of(text), mode, replyParameters, replyMarkup);
    }

    public DocumentUpload withReplyParameters(Optional<ReplyParameters> reply) {
        return new DocumentUpload(chatId, fileName, content, threadId, caption, parseMode, reply, replyMarkup);
    }

    public DocumentUpload withReplyMarkup(ReplyKeyboard markup) {
        return new DocumentUpload(
                chatId, fileName, content, threadId, caption, parseMode, replyParameters, Optional.of(markup));
    }
}
