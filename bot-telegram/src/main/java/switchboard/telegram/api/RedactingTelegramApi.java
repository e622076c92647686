package switchboard.telegram.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.ReplyKeyboard;
import switchboard.model.Secrets;
import switchboard.text.Texts;

/** Strikes secrets out of everything that is sent: texts, captions, buttons, and files that are text. */
public final class RedactingTelegramApi implements TelegramApi {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a method's name is written, but not read
            .build();

    /** The members of methods whose texts people read. */
    private static final Set<String> TEXTS =
            Set.of("text", "caption", "title", "name", "description", "url", "quote", "input_field_placeholder");

    private final TelegramApi api;
    private final Secrets secrets;
    private final Executor threads;

    /** @param threads may block on files */
    public RedactingTelegramApi(TelegramApi api, Secrets secrets, Executor threads) {
        this.api = api;
        this.secrets = secrets;
        this.threads = threads;
    }

    @Override
    public <T extends Serializable> CompletionStage<T> execute(PartialBotApiMethod<T> method) {
        try {
            return api.execute(struck(method));
        } catch (JsonProcessingException bug) {
            return CompletableFuture.failedFuture(bug);
        }
    }

    /** The value without secrets; the same object if there are none, as nearly always. */
    private <V> V struck(V value) throws JsonProcessingException {
        JsonNode json = JSON.valueToTree(value);
        if (!strike(json)) {
            return value;
        }
        @SuppressWarnings("unchecked")
        var type = (Class<V>) value.getClass();
        return JSON.treeToValue(json, type);
    }

    /** Strikes secrets out of a tree; returns whether there were any. Ids and the like are not texts. */
    private boolean strike(JsonNode json) {
        var found = false;
        for (var member : json.properties()) {
            var value = member.getValue();
            if (value.isTextual() && TEXTS.contains(member.getKey())) {
                var struck = secrets.strike(value.textValue());
                found |= !struck.equals(value.textValue());
                member.setValue(TextNode.valueOf(struck));
            } else {
                found |= strike(value);
            }
        }
        if (json.isArray()) {
            for (var each : json) {
                found |= strike(each);
            }
        }
        return found;
    }

    @Override
    public CompletionStage<Message> upload(FileUpload upload) {
        return CompletableFuture.supplyAsync(() -> struck(upload), threads).thenCompose(api::upload);
    }

    @Override
    public CompletionStage<List<Message>> upload(AlbumUpload album) {
        return CompletableFuture.supplyAsync(() -> album.each(this::struck), threads)
                .thenCompose(api::upload);
    }

    private FileUpload struck(FileUpload upload) {
        try {
            return new FileUpload(
                    upload.chatId(),
                    upload.medium(),
                    secrets.strike(upload.fileName()),
                    struck(upload.medium(), upload.content()),
                    upload.threadId(),
                    upload.caption().map(secrets::strike),
                    upload.parseMode(),
                    upload.replyParameters(),
                    struck(upload.replyMarkup()));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("a keyboard without a JSON form", bug);
        }
    }

    /** Of a file on the disk nothing is struck out, because people want it as it is: one with a secret is not sent. */
    private FileUpload.Content struck(FileUpload.Medium medium, FileUpload.Content content) {
        return switch (content) {
            case FileUpload.OnDisk file -> {
                if (hasSecret(file)) {
                    throw new TelegramException(medium.method(), Failure.Refused.here(Texts.of("send.secret")));
                }
                yield file;
            }
            case FileUpload.Bytes bytes -> struck(bytes);
        };
    }

    private boolean hasSecret(FileUpload.OnDisk file) {
        try (var bytes = Files.newInputStream(file.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return secrets.isIn(bytes);
        } catch (IOException gone) {
            return false; // then nothing is sent
        }
    }

    private FileUpload.Content struck(FileUpload.Bytes content) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content.bytes().toArray()))
                    .toString();
        } catch (CharacterCodingException notText) {
            return content; // not our text
        }
        var struck = secrets.strike(text);
        return struck.equals(text) ? content : FileUpload.Content.of(struck);
    }

    private Optional<ReplyKeyboard> struck(Optional<ReplyKeyboard> markup) throws JsonProcessingException {
        return markup.isEmpty() ? markup : Optional.of(struck(markup.get()));
    }

    @Override
    public CompletionStage<Long> download(String path, Path target, long most) {
        return api.download(path, target, most);
    }

    @Override
    public CompletionStage<Batch> getUpdates(GetUpdates poll) {
        return api.getUpdates(poll);
    }
}
