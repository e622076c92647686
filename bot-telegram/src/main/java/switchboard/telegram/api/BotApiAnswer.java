package switchboard.telegram.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;
import switchboard.telegram.api.TelegramApi.Batch;
import switchboard.telegram.api.TelegramApi.Received;

/**
 * One answer of the Bot API server. Reading is tolerant, because gateways answer with HTML, and Telegram adds fields and types.
 *
 * @param method the method called
 * @param status the HTTP status
 * @param retryAfter the header of that name
 * @param body the text, without the token
 */
record BotApiAnswer(String method, int status, Optional<String> retryAfter, String body) {
    private static final PacedLog LOG = new PacedLog(LoggerFactory.getLogger(BotApiAnswer.class));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> IDENTITY = List.of("message_id", "message_thread_id", "date", "chat");
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

    /** Penalties of four hours have been seen. A longer one is a mistake, and would silence a chat for good. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(6);

    private static final int MISDIRECTED = 421;
    private static final int SERVER_ERROR = 500;
    private static final int GATEWAY_TIMEOUT = 504;

    /** The result, with the type that {@code call} defines. */
    <T extends Serializable> T result(PartialBotApiMethod<T> call) {
        JsonNode envelope = envelope();
        try {
            return call.deserializeResponse(body);
        } catch (TelegramApiRequestException | RuntimeException odd) {
            return bareResult(call, envelope, odd);
        }
    }

    /** The failure of a call that has another answer than the one here, such as a file. */
    TelegramException refusal() {
        try {
            envelope();
            return failed(new Failure.Unclear(new ForeignAnswer(status, body)));
        } catch (TelegramException refused) {
            return refused;
        }
    }

    /** The updates of a poll. An update that is not understood keeps its id. */
    Batch updates() {
        var updates = new ArrayList<Received>();
        JsonNode result = envelope().path("result");
        if (!result.isArray()) {
            throw failed(new Failure.Unclear(new ForeignAnswer(status, body)));
        }
        for (JsonNode update : result) {
            ReceivedJson.read(update)
                    .ifPresentOrElse(
                            updates::add, () -> LOG.warn("Telegram sent an update without an id; it is passed over"));
        }
        return new Batch(updates, result.size() - updates.size());
    }

    /**
     * The result with only the fields that identify a message. A call that succeeded must not count as failed because of one
     * other field.
     */
    private <T extends Serializable> T bareResult(PartialBotApiMethod<T> call, JsonNode envelope, Exception odd) {
        if (envelope.path("result") instanceof ObjectNode message && message.has("message_id")) {
            message.retain(IDENTITY);
            try {
                return call.deserializeResponse(envelope.toString());
            } catch (TelegramApiRequestException | RuntimeException still) {
                odd.addSuppressed(still);
            }
        }
        throw failed(new Failure.Unclear(odd));
    }

    /** The whole answer of a call that succeeded. */
    private JsonNode envelope() {
        JsonNode envelope = parsed();
        if (envelope.path("ok").asBoolean()) {
            return envelope;
        }
        throw failed(failure(envelope));
    }

    private JsonNode parsed() {
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree.path("ok").isBoolean()) {
                return tree;
            }
            throw failed(withoutEnvelope());
        } catch (JsonProcessingException noJson) {
            throw failed(withoutEnvelope());
        }
    }

    private Failure failure(JsonNode envelope) {
        int code = envelope.path("error_code").asInt(status);
        String description = envelope.path("description").asText();
        JsonNode parameters = envelope.path("parameters");
        if (code == 429) {
            return new Failure.TooManyRequests(retryAfter(parameters));
        }
        if (code >= SERVER_ERROR) {
            return new Failure.Unavailable(new IOException(code + " " + description));
        }
        JsonNode migrated = parameters.path("migrate_to_chat_id");
        return new Failure.Refused(
                code,
                description,
                migrated.canConvertToLong() ? OptionalLong.of(migrated.longValue()) : OptionalLong.empty());
    }

    /** The failure if something in front of the Bot API server has answered. */
    private Failure withoutEnvelope() {
        IOException cause = new ForeignAnswer(status, body);
        return switch (status) {
            case 413 -> new Failure.Refused(status, "Request Entity Too Large", OptionalLong.empty());
            case 429 -> new Failure.TooManyRequests(retryAfter(JSON.missingNode()));
            case MISDIRECTED -> new Failure.Unreachable(cause);
            case GATEWAY_TIMEOUT -> new Failure.Unclear(cause);
            default -> status >= SERVER_ERROR ? new Failure.Unavailable(cause) : new Failure.Unclear(cause);
        };
    }

    private Duration retryAfter(JsonNode parameters) {
        if (parameters.path("retry_after").isNumber()) {
            return bounded(parameters.path("retry_after").asDouble());
        }
        return retryAfter
                .filter(header -> header.matches("\\d{1,30}"))
                .map(header -> bounded(Double.parseDouble(header)))
                .orElse(DEFAULT_RETRY_AFTER);
    }

    private static Duration bounded(double seconds) {
        return Duration.ofSeconds((long) Math.clamp(seconds, 0, (double) LONGEST_RETRY_AFTER.toSeconds()));
    }

    private TelegramException failed(Failure failure) {
        return new TelegramException(method, failure);
    }
}
