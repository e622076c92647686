package switchboard.telegram.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.DeleteMessage;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageCaption;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import switchboard.telegram.api.AlbumUpload;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.api.TelegramApi;

/** One call of the Bot API, with the facts about it that the outbox needs. */
sealed interface Call {

    CompletionStage<? extends Serializable> start(TelegramApi api);

    /** Whether a second execution changes nothing. */
    default boolean repeatable() {
        return false;
    }

    /** The message whose text the call replaces or removes. */
    default OptionalInt supersedes() {
        return OptionalInt.empty();
    }

    /** The message whose text or caption the call changes. */
    default OptionalInt edits() {
        return OptionalInt.empty();
    }

    /** The topic to which the call writes. */
    OptionalInt threadId();

    /** The same call without replying to a message; empty if it does not reply to one. */
    Optional<Call> withoutReply();

    /** The same call in the chat itself, with a line above its text. */
    Call outsideItsTopic(String heading);

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Starts the call. An exception counts as the call's failure. */
    default CompletionStage<? extends Serializable> guarded(TelegramApi api) {
        try {
            return start(api);
        } catch (RuntimeException bug) {
            return CompletableFuture.failedFuture(bug);
        }
    }

    record Method(PartialBotApiMethod<?> method) implements Call {
        private static final ObjectMapper JSON = new ObjectMapper();
        private static final Pattern REPEATABLE =
                Pattern.compile("(edit|delete|set|pin|unpin|close|reopen|hide|unhide|answer|get|stop).*");
        private static final List<String> REPLY = List.of("reply_parameters", "reply_to_message_id");
        private static final String THREAD = "message_thread_id";
        private static final List<String> SAID = List.of("text", "caption");

        @Override
        public CompletionStage<? extends Serializable> start(TelegramApi api) {
            return api.execute(method);
        }

        @Override
        public boolean repeatable() {
            return REPEATABLE
                    .matcher(method.getMethod().toLowerCase(Locale.ROOT))
                    .matches();
        }

        @Override
        public OptionalInt supersedes() {
            Integer messageId = switch (method) {
                case EditMessageText edit -> edit.getMessageId();
                case DeleteMessage delete -> delete.getMessageId();
                default -> null;
            };
            return messageId == null ? OptionalInt.empty() : OptionalInt.of(messageId);
        }

        @Override
        public OptionalInt edits() {
            Integer messageId = switch (method) {
                case EditMessageText edit -> edit.getMessageId();
                case EditMessageCaption edit -> edit.getMessageId();
                default -> null;
            };
            return messageId == null ? OptionalInt.empty() : OptionalInt.of(messageId);
        }

        @Override
        public OptionalInt threadId() {
            JsonNode thread = JSON.<ObjectNode>valueToTree(method).path(THREAD);
            return thread.isInt() ? OptionalInt.of(thread.intValue()) : OptionalInt.empty();
        }

        @Override
        public Optional<Call> withoutReply() {
            ObjectNode parameters = JSON.valueToTree(method);
            if (REPLY.stream().noneMatch(parameters::has)) {
                return Optional.empty();
            }
            parameters.remove(REPLY);
            return Optional.of(with(parameters));
        }

        @Override
        public Call outsideItsTopic(String heading) {
            ObjectNode parameters = JSON.valueToTree(method);
            parameters.remove(REPLY);
            parameters.remove(THREAD);
            String above = parameters.path("parse_mode").asText().equals("HTML") ? escaped(heading) : heading;
            for (String said : SAID) {
                if (parameters.path(said).isTextual()) {
                    parameters.put(said, above + parameters.path(said).asText());
                }
            }
            return with(parameters);
        }

        private Call with(ObjectNode parameters) {
            parameters.remove("method");
            try {
                return new Method(JSON.treeToValue(parameters, method.getClass()));
            } catch (JsonProcessingException notCopied) {
                throw new IllegalStateException(method.getMethod() + " cannot be copied", notCopied);
            }
        }
    }

    record File(FileUpload upload) implements Call {
        @Override
        public CompletionStage<? extends Serializable> start(TelegramApi api) {
            return api.upload(upload);
        }

        @Override
        public OptionalInt threadId() {
            return upload.threadId();
        }

        @Override
        public Call outsideItsTopic(String heading) {
            return new File(outside(upload, heading));
        }

        private static FileUpload outside(FileUpload upload, String heading) {
            String above = upload.parseMode().isPresent() ? escaped(heading) : heading;
            return unplaced(upload).withCaption(above + upload.caption().orElse(""), upload.parseMode());
        }

        private static FileUpload unplaced(FileUpload upload) {
            return upload.withoutThread().withReplyParameters(Optional.empty());
        }

        @Override
        public Optional<Call> withoutReply() {
            return upload.replyParameters().map(reply -> new File(upload.withReplyParameters(Optional.empty())));
        }
    }

    record Album(AlbumUpload album) implements Call {
        @Override
        public CompletionStage<? extends Serializable> start(TelegramApi api) {
            return api.upload(album).thenApply(ArrayList::new);
        }

        @Override
        public OptionalInt threadId() {
            return album.first().threadId();
        }

        @Override
        public Call outsideItsTopic(String heading) {
            return new Album(
                    album.each(file -> file.equals(album.first()) ? File.outside(file, heading) : File.unplaced(file)));
        }

        @Override
        public Optional<Call> withoutReply() {
            return album.first().replyParameters().map(reply -> new Album(album.withReplyParameters(Optional.empty())));
        }
    }
}
