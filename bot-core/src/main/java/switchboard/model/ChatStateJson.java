package switchboard.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session file's JSON: the five fields that the TypeScript bot wrote ({@code version, chat_id, session_id, working_dir,
 * saved_at}), and optional ones for all else. The TypeScript bot's files load. Unknown fields are passed over.
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
    public static String write(ChatState state, Instant now) {
        return write(File.of(state, now, null));
    }

    /** Writes a state as of {@code now} with its revision, for a store that keeps it in the file. */
    public static String write(ChatState state, Instant now, long revision) {
        return write(File.of(state, now, revision));
    }

    private static String write(File file) {
        try {
            return MAPPER.writeValueAsString(file);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("every state has a JSON form", impossible);
        }
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
            return read(MAPPER.treeToValue(file, File.class), file);
        } catch (JsonProcessingException broken) {
            throw new IOException("the session file cannot be read: " + broken.getOriginalMessage(), broken);
        } catch (IllegalArgumentException | DateTimeException broken) {
            throw new IOException("the session file cannot be read: " + broken.getMessage(), broken);
        }
    }

    private static ChatState read(File file, JsonNode tree) {
        var saved = file.savedAt == null ? Instant.EPOCH : file.savedAt;
        var id = new ChatId(file.chatId, file.threadId == null ? 0 : file.threadId);
        var session = new Session(
                new SessionId(file.sessionId),
                file.sessionAgent == null ? Session.FIRST_AGENT : file.sessionAgent,
                !Boolean.FALSE.equals(file.sessionUsed),
                file.workingDir,
                file.sessionTitle,
                file.sessionOpening,
                file.sessionAt == null ? saved : file.sessionAt,
                file.sessionShown == null ? 0 : file.sessionShown,
                file.sessionOrigin,
                file.sessionBrief);
        var state = new ChatState(
                new Address(
                        id,
                        new ChatName(file.chatTitle, file.topicName),
                        Optional.ofNullable(file.movingTo)
                                .flatMap(ChatId::parse)
                                .orElse(null)),
                new Sessions(session, file.pastSessions == null ? List.of() : file.pastSessions, file.importing),
                file.sessionOffers == null ? Offers.NONE : file.sessionOffers,
                file.settings == null ? Settings.NONE : file.settings,
                file.usage == null ? Usage.NONE : file.usage,
                file.lastPrompt == null ? file.queue : file.queue.asking(List.of(new Content.Text(file.lastPrompt))),
                new Receipts(
                        file.receipts.seen(),
                        file.receipts.stop(),
                        file.receipts.lastActivity() == null ? saved : file.receipts.lastActivity(),
                        file.receipts.originals(),
                        file.receipts.heard(),
                        file.receipts.commands()),
                file.undelivered,
                file.memo == null ? EarlierMemo.of(tree, id) : file.memo,
                file.buttons,
                file.places,
                file.changeLog,
                file.shell == null ? ShellCommands.NONE : file.shell);
        return Boolean.TRUE.equals(file.paused) ? state.allHeld() : state;
    }

    /**
     * All fields but the TypeScript bot's may be missing, and so may the time of saving. The parts of the state have their fields in the
     * file itself.
     *
     * @param paused of earlier versions: all of the inbox is on hold; null from now on
     * @param lastPrompt of earlier versions: the text of the queue's last prompt; null from now on
     */
    record File(
            int version,
            long chatId,
            @Nullable Long threadId,
            String sessionId,
            Path workingDir,
            @Nullable Instant savedAt,
            @Nullable Long revision,
            @Nullable String sessionAgent,
            @Nullable Boolean sessionUsed,
            @Nullable String sessionTitle,
            @Nullable String sessionOpening,
            @Nullable Instant sessionAt,
            @Nullable Long sessionShown,
            @Nullable Origin sessionOrigin,
            @Nullable String sessionBrief,
            @Nullable String chatTitle,
            @Nullable String topicName,
            @Nullable Settings settings,
            @Nullable Usage usage,
            @Nullable List<Session> pastSessions,
            @Nullable SessionImport importing,
            @Nullable Offers sessionOffers,
            @JsonUnwrapped Queue queue,
            @JsonUnwrapped Receipts receipts,
            @JsonUnwrapped Answers undelivered,
            @JsonUnwrapped Shortcuts buttons,
            @JsonUnwrapped Bookmarks places,
            @JsonUnwrapped ChangeLog changeLog,
            @Nullable Memo memo,
            @Nullable ShellCommands shell,
            @Nullable String movingTo,
            @Nullable Boolean paused,
            @Nullable String lastPrompt) {

        static File of(ChatState state, Instant now, @Nullable Long revision) {
            var session = state.session();
            return new File(
                    VERSION,
                    state.id().chat(),
                    state.id().topic() == 0 ? null : state.id().topic(),
                    session.id().value(),
                    session.directory(),
                    now,
                    revision,
                    session.agent(),
                    session.used(),
                    session.title(),
                    session.opening(),
                    session.at(),
                    session.shown() == 0 ? null : session.shown(),
                    session.origin(),
                    session.brief(),
                    state.name().chat(),
                    state.name().topic(),
                    state.settings(),
                    state.usage(),
                    state.past(),
                    state.sessions().coming(),
                    state.offers().equals(Offers.NONE) ? null : state.offers(),
                    state.queue(),
                    state.receipts(),
                    state.undelivered(),
                    state.shortcuts(),
                    state.bookmarks(),
                    state.changes(),
                    state.memo().equals(Memo.NONE) ? null : state.memo(),
                    state.shell().equals(ShellCommands.NONE) ? null : state.shell(),
                    state.movingTo() == null ? null : state.movingTo().toString(),
                    null,
                    null);
        }
    }

    private static final class PathDeserializer extends JsonDeserializer<Path> {
        @Override
        public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Path.of(parser.getValueAsString());
        }
    }
}
