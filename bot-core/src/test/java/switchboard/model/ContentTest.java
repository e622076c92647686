package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.model.Content.Attachment;
import switchboard.model.Content.Quote;
import switchboard.model.Content.Text;

class ContentTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final int PROMPTS = 2_000;
    private static final List<String> PIECES = List.of("a", " ", "\n", "\"", "> ", "🙂", "\u2028");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @ParameterizedTest
    @CsvSource({
        "MESSAGE, Bob, Replying to the message of Bob",
        "PART_OF_MESSAGE, Bob, Replying to this part of the message of Bob",
        "PART_OF_MESSAGE, , Replying to this part of a message",
        "OWN_MESSAGE, , Replying to your message",
        "PART_OF_OWN_MESSAGE, , Replying to this part of your message",
        "FORWARD, Bob, Forwarded from Bob",
        "SUMMARY, , 'Summary of an earlier session, which you continue. It was written for you'"
    })
    void aQuoteSaysWhoseWordsTheyAre(Quote.Origin origin, @Nullable String author, String title) {
        assertThat(new Quote(origin, author, "It fails\n\nin `main`").text())
                .isEqualTo("> " + title + ":\n> It fails\n> \n> in `main`");
    }

    @Test
    void anAttachmentIsNamedInOneLine() {
        assertThat(new Attachment("f1", Attachment.Kind.FILE, "two\nlines.pdf", "application/pdf", 7L).text())
                .isEqualTo("(Attached file, which cannot be opened here: two lines.pdf, application/pdf, 7 bytes)");
        assertThat(new Attachment("f1", Attachment.Kind.PHOTO, null, null, null).text())
                .isEqualTo("(Attached photo, which cannot be opened here)");
    }

    @Test
    void inPlaceOfAFileThatNobodyHasTheAgentGetsTheReason() {
        assertThat(new Attachment("f1", Attachment.Kind.VOICE, null, "audio/ogg", 7L).missing("It has expired."))
                .isEqualTo(
                        new Text("(Attached voice, which could not be fetched: audio/ogg, 7 bytes. It has expired.)"));
    }

    @Test
    void theFirstWordsAreThePersonsOwnThenTheNamesOfTheFilesAndThenAQuotes() {
        var quote = new Quote(Quote.Origin.MESSAGE, "Bob", "It fails");
        var named = new Attachment("f1", Attachment.Kind.FILE, "my\nreport.pdf", null, null);
        var nameless = new Attachment("f2", Attachment.Kind.VOICE, null, null, null);

        assertThat(Prompt.brief(List.of(named, quote, new Text("why\nthat?")), 60))
                .isEqualTo("why that?");
        assertThat(Prompt.brief(List.of(quote, named, nameless, new Text(" ")), 60))
                .isEqualTo("my report.pdf, Voice message");
        assertThat(Prompt.brief(List.of(quote), 60)).isEqualTo("Replying to the message of Bob: It fails");
    }

    /** A kind that is added is tried by itself. */
    @Test
    void anyContentIsTheSameAfterARoundTrip() throws IOException {
        System.out.println("ContentTest: seed " + seed);
        for (var i = 0; i < PROMPTS; i++) {
            var content =
                    Stream.generate(this::any).limit(1 + random.nextInt(4)).toList();
            var state = ChatState.of(ChatId.of(1), Session.fresh(Path.of("/"), null, NOW))
                    .accept(new Prompt(TurnId.random(), content, true, null, NOW))
                    .accept(new Prompt(TurnId.random(), List.of(any()), false, "m", NOW));

            var file = new ObjectMapper().readTree(ChatStateJson.write(state, NOW));
            assertThat(ChatStateJson.read(file)).as("seed %d", seed).isEqualTo(state);
        }
    }

    private Content any() {
        var kinds = Content.class.getPermittedSubclasses();
        var kind = kinds[random.nextInt(kinds.length)];
        var components = kind.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var values = Arrays.stream(components).map(this::value).toArray();
            return (Content) kind.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException broken) {
            throw new LinkageError(broken.getMessage(), broken);
        }
    }

    private @Nullable Object value(RecordComponent component) {
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class) && random.nextBoolean()) {
            return null;
        }
        var type = component.getType();
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        return switch (type.getSimpleName()) {
            case "String" -> words();
            case "boolean" -> random.nextBoolean();
            case "int", "Integer" -> random.nextInt();
            case "long", "Long" -> random.nextLong();
            case "double", "Double" -> random.nextDouble();
            default -> throw new IllegalArgumentException("the test cannot make a " + type);
        };
    }

    private String words() {
        return random.ints(random.nextInt(12), 0, PIECES.size())
                .mapToObj(PIECES::get)
                .reduce("", String::concat);
    }
}
