package switchboard.it.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.command.SlashCommands;

/** The papers are true where a machine can tell: what they name is there. */
class PapersTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().resolve("..").normalize();
    private static final int MOST_WORDS_OF_README = 900;

    private static final Sources SOURCES = Sources.of(ROOT);
    private static final Map<Path, String> PAPERS = papers();

    @Test
    void theReadmeIsShort() {
        assertThat(paper("README.md").strip().split("\\s+")).hasSizeLessThanOrEqualTo(MOST_WORDS_OF_README);
    }

    @Test
    void everyLinkLeadsToAFileAndAHeading() {
        var broken = new TreeSet<String>();
        PAPERS.forEach((paper, text) -> Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)]*))?\\)")
                .matcher(text)
                .results()
                .filter(link -> !leadsSomewhere(paper, link))
                .forEach(link -> broken.add(ROOT.relativize(paper) + ": " + link.group())));

        assertThat(broken).isEmpty();
    }

    private boolean leadsSomewhere(Path paper, MatchResult link) {
        var target = link.group(1).isEmpty()
                ? paper
                : paper.resolveSibling(link.group(1)).normalize();
        return Files.exists(target)
                && (link.group(2) == null || headings(target).contains(link.group(2)));
    }

    private List<String> headings(Path paper) {
        return Pattern.compile("(?m)^#+ (.*)$")
                .matcher(PAPERS.getOrDefault(paper, ""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void everyTypeAndPackageThatIsNamedExists() {
        var unknown = new TreeSet<String>();
        PAPERS.forEach((paper, text) -> Pattern.compile("`([^`\n]+)`")
                .matcher(withoutBlocks(text))
                .results()
                .map(name -> name.group(1))
                .filter(name -> !SOURCES.knows(name))
                .forEach(name -> unknown.add(ROOT.relativize(paper) + ": " + name)));

        assertThat(unknown).isEmpty();
    }

    @Test
    void everyPackageIsOnTheMap() {
        assertThat(SOURCES.shipped())
                .isNotEmpty()
                .allMatch(name -> paper("docs/architecture.md").contains("\n| `" + name + "` | "));
    }

    /** What begins with a capital letter there is a type, unless it is somebody outside ({@code actor}, {@code as}). */
    @Test
    void everyActorAndMessageOfADiagramExists() {
        var diagrams = blocks(paper("docs/architecture.md"), "mermaid").toList();

        assertThat(diagrams).isNotEmpty().allSatisfy(diagram -> {
            assertThat(diagram).as("it would end a statement").doesNotContain(";");
            var outside = names(diagram, "(?m)^\\s*(?:actor (?=\\w+$)|participant (?=\\w+ as ))(\\w+)");
            assertThat(names(diagram, "\\b([A-Z]\\w*(?:\\.\\w+)*)"))
                    .filteredOn(name -> !outside.contains(name) && !name.equals("Note"))
                    .isNotEmpty()
                    .filteredOn(name -> !SOURCES.knows(name))
                    .isEmpty();
        });
    }

    @Test
    void everyActorOfTheTreeExists() {
        var tree = blocks(paper("docs/architecture.md"), "").findFirst().orElseThrow();

        assertThat(tree.lines().map(line -> line.replaceFirst("^[│├└─ ]*(\\w+).*", "$1")))
                .isNotEmpty()
                .allMatch(SOURCES::knows);
    }

    @Test
    void everyInvariantNamesTestsThatExist() {
        var rows = paper("docs/invariants.md")
                .lines()
                .filter(line -> line.startsWith("| ") && !line.equals("| invariant | test |"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(50).allSatisfy(row -> {
            var cells = row.split(" \\| ", -1);
            assertThat(cells).hasSize(2);
            assertThat(cells[1]).matches("`[\\w.#]+`(, `[\\w.#]+`)* \\|");
            assertThat(Pattern.compile("`([^`]+)`").matcher(cells[1]).results().map(test -> test.group(1)))
                    .allMatch(SOURCES::isTest);
        });
    }

    @Test
    void everySettingIsDescribedWithItsDefault() {
        var described = paper("docs/configuration.md");

        assertThat(SOURCES.settings()).hasSizeGreaterThan(15).allSatisfy((name, value) -> {
            var row = described
                    .lines()
                    .filter(line -> line.startsWith("| `" + name + "` | "))
                    .findFirst();
            assertThat(row).as(name).isPresent();
            assertThat(row.get().split(" \\| ", -1)[1])
                    .as(name)
                    .matches(cell -> value.isEmpty() || cell.equals("`" + value + "`"));
        });
        assertThat(names(paper(".env.example"), "(?m)^#?([A-Z_]+)="))
                .allSatisfy(name -> assertThat(described).contains("`" + name + "`"));
    }

    @Test
    void everySlashCommandIsInTheReadme() {
        assertThat(SlashCommands.installed().listed())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(paper("README.md")).contains("`/" + command.name() + "`"));
    }

    @Test
    void eachOfThe32CommandsOfTheTypeScriptBotHasItsCommandHere() {
        var rows = Pattern.compile("(?m)^\\| `/(\\w+)` \\| `/(\\w+)` \\|")
                .matcher(paper("docs/moving-from-typescript.md"))
                .results()
                .toList();
        var installed = SlashCommands.installed();

        assertThat(rows.stream().map(row -> row.group(1)))
                .containsExactlyInAnyOrder(
                        ("start new stop c kill dc status pending resume restart retry handoff model provider worktree branch"
                                        + " merge think plan compact cost cd file image pdf docx html undo diff skill"
                                        + " bookmarks sessions")
                                .split(" ", -1));
        for (var row : rows) {
            var here = installed.find(row.group(2));
            assertThat(here).as(row.group(2)).isPresent();
            var sameName = installed.find(row.group(1));
            assertThat(sameName)
                    .as("a mover types what it was called there: /" + row.group(1))
                    .isEqualTo(here);
        }
    }

    @Test
    void theFiguresOfTheReadmeAreThoseOfTheLastWholePass() {
        var promise = paper("README.md")
                .lines()
                .dropWhile(line -> !line.startsWith("**Kill it anywhere"))
                .takeWhile(line -> !line.isBlank());
        var figures = promise.flatMap(line -> names(line, "\\b(\\d[\\d,]+)\\b").stream())
                .toList();

        assertThat(figures)
                .hasSize(3)
                .allMatch(figure -> paper("docs/faults.md").matches("(?s).*(?<![\\d,])" + figure + "(?![\\d,]).*"));
    }

    @Test
    void theLinesThatEmbedTheEngineAreThoseThatRun() throws IOException {
        var test = "integration-tests/src/test/java/switchboard/it/paper/EmbedIT.java";
        var running = squeezed(Files.readString(ROOT.resolve(test)));
        var lines = blocks(paper("README.md"), "java")
                .findFirst()
                .orElseThrow()
                .lines()
                .toList();

        assertThat(lines).hasSize(6);
        assertThat(lines.getFirst()).startsWith("var environment = Map.of(");
        assertThat(lines.stream().skip(1))
                .allSatisfy(line ->
                        assertThat(running).contains(squeezed(line.replace("Path.of(\"/srv/project\")", "project"))));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    private String paper(String name) {
        try {
            return Files.readString(ROOT.resolve(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> names(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static Stream<String> blocks(String text, String language) {
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
                .matcher(text)
                .results()
                .map(block -> block.group(1));
    }

    private static String withoutBlocks(String text) {
        return text.replaceAll("(?ms)^```.*?^```$", "");
    }

    private static Map<Path, String> papers() {
        var papers = new TreeMap<Path, String>();
        try (var docs = Files.walk(ROOT.resolve("docs"))) {
            for (var paper : Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(each -> each.toString().endsWith(".md"))
                    .toList()) {
                papers.put(paper, Files.readString(paper));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return papers;
    }
}
