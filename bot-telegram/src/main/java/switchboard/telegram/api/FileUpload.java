package switchboard.telegram.api;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.util.ByteString;
import org.telegram.telegrambots.meta.api.objects.ReplyParameters;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.ReplyKeyboard;

/**
 * A file to send.
 *
 * @param medium the form in which people see it
 * @param fileName the name the reader sees
 * @param threadId the topic
 * @param caption 0-1024 characters after parsing
 * @param parseMode the caption's markup; empty for plain text
 */
public record FileUpload(
        long chatId,
        Medium medium,
        String fileName,
        Content content,
        OptionalInt threadId,
        Optional<String> caption,
        Optional<String> parseMode,
        Optional<ReplyParameters> replyParameters,
        Optional<ReplyKeyboard> replyMarkup) {

    /** A form in which Telegram shows files. */
    public enum Medium {
        DOCUMENT("sendDocument", "document"),
        PHOTO("sendPhoto", "photo"),
        VIDEO("sendVideo", "video"),
        AUDIO("sendAudio", "audio"),
        ANIMATION("sendAnimation", "animation");

        private final String method;
        private final String field;

        Medium(String method, String field) {
            this.method = method;
            this.field = field;
        }

        /** The method of the Bot API that sends one. */
        public String method() {
            return method;
        }

        /** The parameter with the file; also the type of such a piece of an album. */
        public String field() {
            return field;
        }
    }

    /** The file's bytes. */
    public sealed interface Content {

        long size();

        static Content of(String text) {
            return new Bytes(ByteString.fromArray(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    public record Bytes(ByteString bytes) implements Content {

        @Override
        public long size() {
            return bytes.size();
        }

        @Override
        public String toString() {
            return "Bytes(" + size() + ")";
        }
    }

    /**
     * A file on the disk, which is read while it is sent. Its size does not change.
     *
     * @param path no link
     */
    public record OnDisk(Path path, long size) implements Content {}

    /** A document with only its name and content. */
    public static FileUpload of(long chatId, String fileName, Content content) {
        return new FileUpload(
                chatId,
                Medium.DOCUMENT,
                fileName,
                content,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public FileUpload as(Medium other) {
        return new FileUpload(
                chatId, other, fileName, content, threadId, caption, parseMode, replyParameters, replyMarkup);
    }

    public FileUpload inThread(int thread) {
        return withThread(OptionalInt.of(thread));
    }

    public FileUpload withoutThread() {
        return withThread(OptionalInt.empty());
    }

    private FileUpload withThread(OptionalInt thread) {
        return new FileUpload(
                chatId, medium, fileName, content, thread, caption, parseMode, replyParameters, replyMarkup);
    }

    public FileUpload withCaption(String text, Optional<String> mode) {
        return new FileUpload(
                chatId, medium, fileName, content, threadId, Optional.of(text), mode, replyParameters, replyMarkup);
    }

    public FileUpload withReplyParameters(Optional<ReplyParameters> reply) {
        return new FileUpload(chatId, medium, fileName, content, threadId, caption, parseMode, reply, replyMarkup);
    }

    public FileUpload withReplyMarkup(ReplyKeyboard markup) {
        return new FileUpload(
                chatId, medium, fileName, content, threadId, caption, parseMode, replyParameters, Optional.of(markup));
    }
}
