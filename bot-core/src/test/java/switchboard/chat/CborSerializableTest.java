package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.ChatStateJson;
import switchboard.model.Content;
import switchboard.model.DayLimit;
import switchboard.model.Prompt;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.TurnId;
import switchboard.model.Wording;

/** A chat and its front may be in different JVMs, so all messages between them must arrive unchanged. */
class CborSerializableTest {

    private static final int TIMES = 300;

    private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.parseString(
                    // So that nothing is written that nobody reads.
                    "pekko.serialization.jackson.jackson-cbor.deserialization-features.FAIL_ON_UNKNOWN_PROPERTIES = on")
            .withFallback(ConfigFactory.parseResources("switchboard/serialization.conf"))
            .withFallback(ConfigFactory.load()));

    private final SerializationTestKit serialization = new SerializationTestKit(KIT.system());

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    /** Every record that passes between a chat and what is outside of it. */
    static Stream<Class<?>> messages() {
        var commands = records(ChatProtocol.External.class).toList();
        var replies = commands.stream()
                .flatMap(command -> Arrays.stream(command.getRecordComponents()))
                .map(RecordComponent::getGenericType)
                .filter(type -> type instanceof ParameterizedType with && with.getRawType() == ActorRef.class)
                .map(type -> (Class<?>) ((ParameterizedType) type).getActualTypeArguments()[0])
                .distinct()
                .flatMap(CborSerializableTest::records);
        return Stream.of(commands.stream(), replies, records(ChatProtocol.Event.class))
                .flatMap(each -> each);
    }

    @Test
    void everyRecordOfTheProtocolIsAmongTheMessages() {
        assertThat(messages())
                .contains(ChatProtocol.Submit.class, ChatProtocol.SeenInPart.class, ChatProtocol.Closing.class)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ChatProtocol.class.getDeclaredClasses())
                        .filter(Class::isRecord)
                        .toList());
        assertThat(ChatProtocol.Command.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(ChatProtocol.External.class, ChatProtocol.Internal.class);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void itIsTheSameAfterARoundTrip(Class<?> message) throws IOException {
        assertThat(SerializationExtension.get(KIT.system())
                        .serializerFor(message)
                        .getClass()
                        .getName())
                .isEqualTo(KIT.system().settings().config().getString("pekko.actor.serializers.jackson-cbor"));
        var seed = new Random().nextLong();
        System.out.println("CborSerializableTest: " + message.getSimpleName() + ", seed " + seed);
        var random = new Random(seed);

        serialization.verifySerialization(new Filler(random, Optionals.ABSENT).record(message), true);
        serialization.verifySerialization(new Filler(random, Optionals.PRESENT).record(message), true);
        for (var time = 0; time < TIMES; time++) {
            serialization.verifySerialization(new Filler(random, Optionals.RANDOM).record(message), true);
        }
    }

    /** A front of an earlier version does not say who it is that speaks. */
    @Test
    void whoIsNotNamedIsNobody() throws IOException {
        for (var type : List.of(
                ChatProtocol.Submit.class,
                ChatProtocol.Edit.class,
                ChatProtocol.Invoke.class,
                ChatProtocol.Answer.class,
                ChatProtocol.AnswerQueued.class)) {
            var serializer = (SerializerWithStringManifest)
                    SerializationExtension.get(KIT.system()).serializerFor(type);

            assertThat(serializer.fromBinary(withEmptyLists(type), type.getName()))
                    .hasFieldOrPropertyWithValue("caller", Caller.NOBODY);
        }
    }

    /** A message in CBOR that has nothing but lists, which are empty. */
    private static byte[] withEmptyLists(Class<?> type) {
        var lists = Arrays.stream(type.getRecordComponents())
                .filter(each -> each.getType() == List.class)
                .map(RecordComponent::getName)
                .toList();
        var cbor = new ByteArrayOutputStream();
        cbor.write(0xA0 + lists.size());
        for (var list : lists) {
            cbor.write(0x60 + list.length());
            cbor.writeBytes(list.getBytes(StandardCharsets.US_ASCII));
            cbor.write(0x80);
        }
        return cbor.toByteArray();
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(CborSerializableTest::records);
    }

    private enum Optionals {
        ABSENT,
        PRESENT,
        RANDOM
    }

    /** Makes records of any kind, with whatever their types allow. */
    private static final class Filler {

        private static final ObjectMapper MAPPER = new ObjectMapper();
        private static final List<String> WORDS =
                List.of("", "x", "two words", "läuft 🙂\n\n```java\n\"\"\"", "null", "§");
        private static final List<JsonNode> TREES = Stream.of(
                        "null",
                        "true",
                        "\"\"",
                        "-7",
                        "5000000000",
                        "0.125",
                        "123456789012345678901234567890",
                        "[]",
                        """
                        {"command": "ls", "null": null, "type": "text", "deep": [{"at": 1.5}, [false, 1e300]]}""")
                .map(Filler::tree)
                .toList();
        private static final ActorRef<Object> ACTOR = KIT.createTestProbe().ref();

        private final Random random;
        private final Optionals optionals;
        private final Map<Class<?>, Supplier<Object>> leaves = new HashMap<>();

        Filler(Random random, Optionals optionals) {
            this.random = random;
            this.optionals = optionals;
            leaves.put(boolean.class, random::nextBoolean);
            leaves.put(int.class, random::nextInt);
            leaves.put(Integer.class, random::nextInt);
            leaves.put(long.class, random::nextLong);
            leaves.put(Long.class, random::nextLong);
            leaves.put(double.class, random::nextDouble);
            leaves.put(String.class, () -> any(WORDS));
            leaves.put(Duration.class, () -> Duration.ofNanos(random.nextLong()));
            leaves.put(Instant.class, () -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
            leaves.put(Path.class, () -> Path.of("/work/" + any(List.of("a b", "ä:1%20", "c?"))));
            leaves.put(JsonNode.class, () -> any(TREES));
            leaves.put(ActorRef.class, () -> ACTOR);
            leaves.put(TurnId.class, TurnId::random);
            leaves.put(SessionId.class, SessionId::random);
            leaves.put(ChatId.class, () -> new ChatId(-1 - random.nextInt(1000), random.nextInt(3)));
            leaves.put(LocalDate.class, () -> LocalDate.EPOCH.plusDays(random.nextInt(30_000)));
            leaves.put(DayLimit.class, () -> new DayLimit(0.01 + random.nextInt(1000)));
            leaves.put(Prompt.class, this::prompt);
            leaves.put(Wording.class, this::wording);
            leaves.put(ChatState.class, this::state);
        }

        Object record(Class<?> type) {
            var components = type.getRecordComponents();
            var values = Arrays.stream(components)
                    .map(each -> isAbsent(each.getAnnotatedType()) ? null : value(each.getGenericType()))
                    .toArray();
            try {
                var made = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                made.setAccessible(true);
                return made.newInstance(values);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(type + " cannot be made", impossible);
            }
        }

        private boolean isAbsent(AnnotatedElement component) {
            return component.isAnnotationPresent(Nullable.class) && isLeftOut();
        }

        private boolean isLeftOut() {
            return switch (optionals) {
                case ABSENT -> true;
                case PRESENT -> false;
                case RANDOM -> random.nextBoolean();
            };
        }

        private Object value(Type type) {
            return type instanceof ParameterizedType with
                    ? value((Class<?>) with.getRawType(), with.getActualTypeArguments())
                    : value((Class<?>) type);
        }

        private Object value(Class<?> raw, Type[] of) {
            if (raw == List.class) {
                return some(of[0]).toList();
            }
            if (raw == Set.class) {
                return new HashSet<>(some(of[0]).toList());
            }
            if (raw == Map.class) {
                var map = new HashMap<>();
                some(of[0]).forEach(key -> map.put(key, value(of[1])));
                return map;
            }
            return value(raw);
        }

        private Object value(Class<?> type) {
            var leaf = leaves.get(type);
            if (leaf != null) {
                return leaf.get();
            }
            if (type.isEnum()) {
                return any(Arrays.asList(type.getEnumConstants()));
            }
            return type.isSealed() ? value(any(Arrays.asList(type.getPermittedSubclasses()))) : record(type);
        }

        private Stream<Object> some(Type type) {
            return isLeftOut()
                    ? Stream.of()
                    : IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(each -> value(type));
        }

        private Prompt prompt() {
            var content = IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(each -> (Content) value(Content.class))
                    .toList();
            return new Prompt(TurnId.random(), content, random.nextBoolean(), isLeftOut() ? null : any(WORDS), (Instant)
                    value(Instant.class));
        }

        private Wording wording() {
            var pieces = IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(each -> (Wording.Piece) value(Wording.Piece.class))
                    .toList();
            return new Wording(any(WORDS), random.nextInt(3), pieces);
        }

        private ChatState state() {
            if (isLeftOut()) {
                return ChatState.of((ChatId) value(ChatId.class), Session.fresh(Path.of("/work"), null, (Instant)
                        value(Instant.class)));
            }
            try (var file = ChatState.class.getResourceAsStream("session-files/every-part.json")) {
                return ChatStateJson.read(MAPPER.readTree(file)).accept(prompt());
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private static JsonNode tree(String json) {
            try {
                return MAPPER.readTree(json);
            } catch (JsonProcessingException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
