package switchboard.it.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** Every text that people read, rendered as long as it can become. */
class CatalogueTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().resolve("..").normalize();
    private static final Path CATALOGUE = ROOT.resolve("bot-core/src/main/resources/switchboard/texts.properties");

    /** For each key where its text is shown, and what its arguments are. */
    private static final Path EXAMPLES =
            ROOT.resolve("integration-tests/src/test/resources/switchboard/it/paper/texts.examples");

    /** How many characters a place has. */
    private static final Map<String, Integer> PLACES = Map.of(
            "message", 4096, "caption", 1024, "alert", 200, "menu", 256, "button", 64, "part", 4096, "console", 4096,
            "page", 4096);

    private static final Map<String, Object> SAMPLES = Map.ofEntries(
            Map.entry("count", 9999),
            Map.entry("number", "999999"),
            Map.entry("percent", 100),
            Map.entry("chat", "-1001234567890123:1234567890"),
            Map.entry("folder", Markdown.code("/" + "d".repeat(1000))),
            Map.entry("folders", (Markdown.code("/" + "d".repeat(1000)) + ", ").repeat(2)),
            Map.entry("path", "/" + "d".repeat(1000)),
            Map.entry("folderName", "f".repeat(20)),
            Map.entry("label", "l".repeat(28)),
            Map.entry("typed", Markdown.code("t".repeat(500))),
            Map.entry("word", Markdown.text("*".repeat(100))),
            Map.entry("command", "c".repeat(32)),
            Map.entry("title", Markdown.text("*".repeat(64))),
            Map.entry("quoted", Markdown.text("*".repeat(60))),
            Map.entry("model", Markdown.code("claude-" + "m".repeat(60))),
            Map.entry("name", "Claude Code"),
            Map.entry("short", "default"),
            Map.entry("files", "9,999 files"),
            Map.entry("paths", (Markdown.code("/" + "d".repeat(100)) + ", ").repeat(5) + "and 9,999 more"),
            Map.entry("titles", ("“" + Markdown.text("*".repeat(60)) + "”, ").repeat(5) + "and 99 more"),
            Map.entry("mode", "bypassPermissions"),
            Map.entry("meaning", "edits files without asking, asks before commands"),
            Map.entry("reason", Markdown.text("r".repeat(1000))),
            Map.entry("line", "w".repeat(200)),
            Map.entry("sentence", "w".repeat(60)),
            Map.entry("tokens", HumanText.tokens(999_949_999)),
            Map.entry("usd", HumanText.usd(9999.99)),
            Map.entry("time", HumanText.elapsed(Duration.ofMinutes(599_999))),
            Map.entry("zone", "00:00 (America/Argentina/ComodRivadavia)"),
            Map.entry("ago", "9,999d ago"),
            Map.entry("digits", "59"),
            Map.entry("hash", "f".repeat(64)),
            Map.entry("icon", "🗜"));

    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)");

    private static final Map<String, String> TEXTS = read(CATALOGUE);
    private static final Map<String, String> GIVEN = read(EXAMPLES);
    private static final TextCalls CODE = TextCalls.of(ROOT);

    @Test
    void everyTextIsUsedAndEveryTextThatIsUsedExists() {
        var used = new TreeSet<String>();
        CODE.calls().forEach(call -> used.add(call.key()));

        assertThat(used).isEqualTo(TEXTS.keySet());
        assertThat(CODE.dynamic()).isEmpty();
    }

    @Test
    void everyTextGetsAsManyArgumentsAsItHas() {
        var wrong = CODE.calls().stream()
                .filter(call -> call.arguments() != arguments(TEXTS.getOrDefault(call.key(), "")))
                .toList();

        assertThat(wrong).isEmpty();
    }

    @Test
    void noKeyStandsTwice() throws IOException {
        for (var file : List.of(CATALOGUE, EXAMPLES)) {
            var keys = Files.readAllLines(file).stream()
                    .filter(line -> line.contains("=") && !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf('=')))
                    .toList();
            assertThat(keys).doesNotHaveDuplicates();
        }
    }

    @Test
    void everyTextHasAnExampleAndFitsInItsPlaceWhenItIsLongest() {
        assertThat(GIVEN.keySet()).isEqualTo(TEXTS.keySet());
        var wrong = new TreeMap<String, String>();
        GIVEN.forEach((key, example) -> {
            var words = example.split(" ", -1);
            var samples =
                    Arrays.stream(words).skip(1).map(CatalogueTest::sample).toArray();
            var text = Texts.of(key, samples);
            var isWhole = samples.length == arguments(text(key))
                    && Stream.of(samples).allMatch(each -> text.contains(MessageFormat.format("{0}", each)))
                    && !text.contains("{");
            if (!isWhole || text.isBlank() || text.length() > place(words[0])) {
                wrong.put(key, text.length() + " characters: " + text);
            }
        });

        assertThat(wrong).isEmpty();
    }

    private static String text(String key) {
        return Objects.requireNonNull(TEXTS.get(key), key);
    }

    private static int place(String name) {
        return Objects.requireNonNull(PLACES.get(name), name);
    }

    private static Object sample(String name) {
        return Objects.requireNonNull(SAMPLES.get(name), name);
    }

    @Test
    void noneOneAndManyAreToldInTheirForms() {
        var wrong = new TreeMap<String, List<String>>();
        TEXTS.forEach((key, pattern) -> Pattern.compile("\\{(\\d),choice,")
                .matcher(pattern)
                .results()
                .map(found -> Integer.parseInt(found.group(1)))
                .forEach(index -> {
                    var forms = Stream.of(0, 1, 2, 100)
                            .map(count -> counted(key, index, count))
                            .toList();
                    var isPlural =
                            forms.get(0).equals(forms.get(2)) && forms.get(2).equals(forms.get(3));
                    if (!isPlural || forms.get(1).equals(forms.get(2))) {
                        wrong.put(key, forms);
                    }
                }));

        assertThat(wrong).isEmpty();
    }

    /** The text with this count, which is then blotted out. */
    private static String counted(String key, int index, int count) {
        var arguments = new Object[arguments(text(key))];
        Arrays.fill(arguments, "x");
        arguments[index] = count;
        return Texts.of(key, arguments).replace(Integer.toString(count), "#");
    }

    @Test
    void whatPeopleReadIsInTheCatalogueAndNotInTheCode() {
        assertThat(CODE.literals()).isEmpty();
    }

    private static int arguments(String pattern) {
        return ARGUMENT.matcher(pattern)
                .results()
                .map(MatchResult::group)
                .mapToInt(each -> each.charAt(1) - '0' + 1)
                .max()
                .orElse(0);
    }

    private static Map<String, String> read(Path file) {
        var read = new Properties();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        var sorted = new TreeMap<String, String>();
        read.stringPropertyNames().forEach(key -> sorted.put(key, read.getProperty(key)));
        return sorted;
    }
}
