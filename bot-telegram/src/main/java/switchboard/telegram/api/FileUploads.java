package switchboard.telegram.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.telegram.telegrambots.meta.api.methods.send.SendDocument;
import org.telegram.telegrambots.meta.api.methods.send.SendMediaGroup;
import org.telegram.telegrambots.meta.api.objects.InputFile;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.text.Texts;

/** The calls of the Bot API that send files. */
final class FileUploads {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALBUM = "sendMediaGroup";

    /** Makes a call with a form. */
    @FunctionalInterface
    interface Caller {
        /** @param size of the form's files */
        CompletionStage<BotApiAnswer> call(String method, RequestEntity form, long size);
    }

    private final Caller caller;
    private final Executor threads;

    /** @param threads may block */
    FileUploads(Caller caller, Executor threads) {
        this.caller = caller;
        this.threads = threads;
    }

    CompletionStage<Message> send(FileUpload upload) {
        var method = new SendDocument(Long.toString(upload.chatId()), new InputFile());
        return send(upload.medium().method(), List.of(upload), upload.content().size())
                .thenApply(answer -> answer.result(method));
    }

    CompletionStage<List<Message>> send(AlbumUpload album) {
        var method = new SendMediaGroup(Long.toString(album.first().chatId()), List.of());
        return send(ALBUM, album.files(), album.size()).thenApply(answer -> List.copyOf(answer.result(method)));
    }

    private CompletionStage<BotApiAnswer> send(String method, List<FileUpload> files, long size) {
        return CompletableFuture.supplyAsync(() -> form(method, files), threads)
                .thenCompose(form -> caller.call(method, form, size));
    }

    private static RequestEntity form(String method, List<FileUpload> files) {
        files.forEach(file -> requireWhole(method, file.content()));
        try {
            var fields = fields(files.getFirst());
            if (!method.equals(ALBUM)) {
                var file = files.getFirst();
                addCaption(fields, file);
                return MultipartForm.of(
                        fields,
                        List.of(new MultipartForm.Part(file.medium().field(), file.fileName(), file.content())));
            }
            var parts = new ArrayList<MultipartForm.Part>();
            var media = JSON.createArrayNode();
            for (var file : files) {
                parts.add(new MultipartForm.Part("file" + parts.size(), file.fileName(), file.content()));
                addPiece(media, file, "attach://" + parts.getLast().field());
            }
            fields.put("media", JSON.writeValueAsString(media));
            return MultipartForm.of(fields, parts);
        } catch (JsonProcessingException notEncoded) {
            throw new IllegalStateException("a form without a JSON form", notEncoded);
        }
    }

    /** A file that is gone or has changed would break off in the middle, as if the connection had. */
    private static void requireWhole(String method, FileUpload.Content content) {
        if (!(content instanceof FileUpload.OnDisk file)) {
            return;
        }
        try {
            var facts = Files.readAttributes(file.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!facts.isRegularFile() || facts.size() != file.size()) {
                throw gone(method);
            }
        } catch (IOException gone) {
            throw gone(method);
        }
    }

    private static TelegramException gone(String method) {
        return new TelegramException(method, Failure.Refused.here(Texts.of("send.gone")));
    }

    private static Map<String, String> fields(FileUpload upload) throws JsonProcessingException {
        var fields = new LinkedHashMap<String, String>();
        fields.put("chat_id", Long.toString(upload.chatId()));
        upload.threadId().ifPresent(thread -> fields.put("message_thread_id", Integer.toString(thread)));
        if (upload.replyParameters().isPresent()) {
            fields.put(
                    "reply_parameters",
                    JSON.writeValueAsString(upload.replyParameters().get()));
        }
        if (upload.replyMarkup().isPresent()) {
            fields.put(
                    "reply_markup", JSON.writeValueAsString(upload.replyMarkup().get()));
        }
        return fields;
    }

    private static void addCaption(Map<String, String> fields, FileUpload upload) {
        upload.caption().ifPresent(caption -> fields.put("caption", caption));
        upload.parseMode().ifPresent(mode -> fields.put("parse_mode", mode));
    }

    private static void addPiece(ArrayNode media, FileUpload file, String reference) {
        var piece = media.addObject().put("type", file.medium().field()).put("media", reference);
        file.caption().ifPresent(caption -> piece.put("caption", caption));
        file.parseMode().ifPresent(mode -> piece.put("parse_mode", mode));
    }
}
