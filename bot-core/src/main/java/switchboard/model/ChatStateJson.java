package switchboard.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session file's JSON: the five fields of the plan ({@code version, chat_id, session_id, working_dir, saved_at}) by
 * their names, and optional ones for all else. Files of the TypeScript bot, which have just the five, load; fields that
 * it does not know are passed over.
 */
public final class ChatStateJson {

    /** The only version there is. */
    public static final int VERSION = 1;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(Path.class, ToStringSerializer.instance)
                    .addDeserializer(Path.class, new PathDeserializer()))
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .build();

    private ChatStateJson() {}

    /** Writes a state as of {@code now}. */
    public static ObjectNode write(ChatState state, Instant now) {
        var file = MAPPER.createObjectNode();
        file.put("version", VERSION);
        file.put("chat_id", state.id().chat());
        if (state.id().topic() != 0) {
            file.put("thread_id", state.id().topic());
        }
        file.put("session_id", state.session().id().value());
        file.put("working_dir", state.session().directory().toString());
        file.put("saved_at", now.toString());
        file.setAll((ObjectNode) MAPPER.valueToTree(Rest.of(state)));
        return file;
    }

    /**
     * Reads a state.
     *
     * @throws IOException with one plain sentence if this is not a session file
     */
    public static ChatState read(JsonNode file) throws IOException {
        if (!file.isObject() || file.path("version").asInt() != VERSION) {
            throw new IOException("not a session file of version " + VERSION);
        }
        if (!file.path("chat_id").canConvertToLong()
                || file.path("session_id").asText().isBlank()
                || file.path("working_dir").asText().isBlank()) {
            throw new IOException("a session file needs chat_id, session_id and working_dir");
        }
        try {
            return read(file, MAPPER.treeToValue(file, Rest.class));
        } catch (JsonProcessingException broken) {
            throw new IOException("the session file cannot be read: " + broken.getOriginalMessage(), broken);
        } catch (IllegalArgumentException | DateTimeException broken) {
            throw new IOException("the session file cannot be read: " + broken.getMessage(), broken);
        }
    }

    private static ChatState read(JsonNode file, Rest rest) {
        var saved = file.hasNonNull("saved_at")
                ? Instant.parse(file.path("saved_at").asText())
                : Instant.EPOCH;
        var session = new Session(
                new SessionId(file.path("session_id").asText()),
                !Boolean.FALSE.equals(rest.sessionUsed),
                Path.of(file.path("working_dir").asText()),
                rest.sessionTitle,
                rest.sessionOpening,
                rest.sessionAt == null ? saved : rest.sessionAt);
        return new ChatState(
                new ChatId(file.path("chat_id").asLong(), file.path("thread_id").asLong()),
                session,
                rest.settings == null ? Settings.NONE : rest.settings,
                orEmpty(rest.pastSessions),
                rest.chatTitle,
                rest.usage == null ? Usage.NONE : rest.usage,
                rest.lastActivity == null ? saved : rest.lastActivity,
                orEmpty(rest.inbox),
                rest.flight,
                orEmpty(rest.deliveries),
                rest.paused,
                orEmpty(rest.seen),
                rest.lastPrompt,
                rest.lastError,
                Optional.ofNullable(rest.movingTo).flatMap(ChatId::parse).orElse(null),
                rest.notices == null ? Map.of() : rest.notices,
                orEmpty(rest.open));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** What the plan's file does not have; every field may be missing. */
    record Rest(
            @Nullable Boolean sessionUsed,
            @Nullable String sessionTitle,
            @Nullable String sessionOpening,
            @Nullable Instant sessionAt,
            @Nullable String chatTitle,
            @Nullable Instant lastActivity,
            @Nullable Settings settings,
            @Nullable Usage usage,
            @Nullable List<Session> pastSessions,
            @Nullable List<Entry> inbox,
            @Nullable Flight flight,
            @Nullable List<Delivery> deliveries,
            boolean paused,
            @Nullable List<Long> seen,
            @Nullable String lastPrompt,
            @Nullable String lastError,
            @Nullable String movingTo,
            @Nullable Map<TurnId, String> notices,
            @Nullable List<String> open) {

        static Rest of(ChatState state) {
            var session = state.session();
            return new Rest(
                    session.used(),
                    session.title(),
                    session.opening(),
                    session.at(),
                    state.chatTitle(),
                    state.lastActivity(),
                    state.settings(),
                    state.usage(),
                    state.past(),
                    state.inbox(),
                    state.flight(),
                    state.deliveries(),
                    state.paused(),
                    state.seen(),
                    state.lastPrompt(),
                    state.lastError(),
                    state.movingTo() == null ? null : state.movingTo().toString(),
                    state.notices(),
                    state.open());
        }
    }

    private static final class PathDeserializer extends JsonDeserializer<Path> {
        @Override
        public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Path.of(parser.getValueAsString());
        }
    }
}
