package switchboard.telegram.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.telegram.telegrambots.meta.api.objects.MessageEntity;

class EntityTextTest {

    @Test
    void plainWordsAreTakenLiterallyWhateverTheyLookLike() {
        var typed = "# 2 * 3 * 4, **not bold**, [a](b), `c`, <b>, \\_ and\n```\n> more";

        assertThat(EntityText.of(typed, null).markdown()).isEqualTo(typed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "see it | it | bold | see **it**",
                "see it | it | italic | see *it*",
                "see it | it | strikethrough | see ~~it~~",
                "see it | it | code | see `it`",
                "see a`b | a`b | code | see ``a`b``",
                "see `b | `b | code | see `` `b ``",
                "see it | it | underline | see it",
                "see it | it | spoiler | see it",
                "see @it | @it | mention | see @it",
                "see  it  now | \" it \" | bold | \"see  **it**  now\""
            })
    void anEntityBecomesItsMark(String text, String marked, String type, String markdown) {
        assertThat(of(text, entity(type, text, marked)).markdown()).isEqualTo(markdown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://ci.example/42 | [report](https://ci.example/42)",
                "https://x.example/a_(b) | [report](<https://x.example/a_(b)>)",
                "https://x.example/a b | [report](https://x.example/a%20b)",
                "report/ | report"
            })
    void aLinkedWordKeepsItsAddress(String address, String markdown) {
        assertThat(of("the report", link("the report", "report", address)).markdown())
                .isEqualTo("the " + markdown);
    }

    @Test
    void anAddressThatIsItsOwnTextIsWrittenOnce() {
        assertThat(of("https://x.example", link("https://x.example", "https://x.example", "https://x.example/"))
                        .markdown())
                .isEqualTo("https://x.example");
    }

    @Test
    void codeIsAFenceWithItsLanguageOnLinesOfItsOwn() {
        var text = "this: int x = `1`;\nand so on";
        var code = entity("pre", text, "int x = `1`;");
        code.setLanguage("java");

        assertThat(of(text, code).markdown()).isEqualTo("this: \n```java\nint x = `1`;\n```\nand so on");
    }

    @Test
    void aFenceIsLongerThanWhatStandsInIt() {
        var text = "```\nx\n```";

        assertThat(of(text, entity("pre", text, text)).markdown()).isEqualTo("````\n```\nx\n```\n````");
    }

    @Test
    void codeOfSeveralLinesIsAFenceToo() {
        assertThat(of("a\nb", entity("code", "a\nb", "a\nb")).markdown()).isEqualTo("```\na\nb\n```");
    }

    @Test
    void aQuoteEndsBeforeTheNextLine() {
        var text = "he said\nno way\nnever\nso what?";

        assertThat(of(text, entity("blockquote", text, "no way\nnever")).markdown())
                .isEqualTo("he said\n> no way\n> never\n\nso what?");
    }

    @Test
    void entitiesLieInEachOther() {
        var text = "all of it is here";

        assertThat(of(
                                text,
                                entity("italic", text, "it"),
                                entity("bold", text, "of it is"),
                                link(text, "of it is", "https://x.example"))
                        .markdown())
                .isEqualTo("all **[of *it* is](https://x.example)** here");
    }

    @Test
    void entitiesThatOverlapArePartedAndNothingIsLost() {
        assertThat(of("abcdef", new MessageEntity("bold", 0, 4), new MessageEntity("italic", 2, 4))
                        .markdown())
                .isEqualTo("**ab*cd****ef*");
    }

    @Test
    void aMarkHoldsForEachLine() {
        assertThat(of("a \n\nb", new MessageEntity("bold", 0, 5)).markdown()).isEqualTo("**a** \n\n**b**");
    }

    @Test
    void placesAreCountedInUtf16Units() {
        var text = "👩‍👩‍👧 bold 🎉 end";

        assertThat(of(text, entity("bold", text, "bold 🎉")).markdown()).isEqualTo("👩‍👩‍👧 **bold 🎉** end");
    }

    @Test
    void anEntityWhosePlaceIsNotInTheTextIsPassedOver() {
        assertThat(of("hi", new MessageEntity("bold", 1, 9), new MessageEntity("code", -1, 2))
                        .markdown())
                .isEqualTo("hi");
    }

    @Test
    void anEntityOverTheCutOfAPasteIsOneAgain() {
        var first = of("x int a;", entity("pre", "x int a;", "int a;"));
        var next = of("int b; y", entity("pre", "int b; y", "int b;"));

        assertThat(first.plus("\n", next).markdown()).isEqualTo("x \n```\nint a;\nint b;\n```\n y");
        assertThat(first.plus("\n", of("int b;", entity("code", "int b;", "int b;")))
                        .markdown())
                .isEqualTo("x \n```\nint a;\n```\n`int b;`");
    }

    @Test
    void partsKeepTheirEntities() {
        var text = of("/ask  see it", entity("bold", "/ask  see it", "see it"));

        assertThat(text.part(4, text.length()).strip().markdown()).isEqualTo("**see it**");
    }

    @Test
    void aCutIsMadeBetweenCharacters() {
        assertThat(EntityText.plain("ab🎉cd").cut(4).text()).isEqualTo("ab…");
        assertThat(EntityText.plain("abcd").cut(4).text()).isEqualTo("abcd");
    }

    @Test
    void whateverTheEntitiesEveryCharacterStaysInItsOrder() {
        var random = new Random(7);
        var types = List.of("bold", "italic", "strikethrough", "code", "pre", "blockquote", "text_link");
        for (var round = 0; round < 2_000; round++) {
            var text = random.ints(random.nextInt(30), 'a', 'z')
                    .mapToObj(letter -> letter % 5 == 0 ? "\n" : Character.toString(letter))
                    .reduce("", String::concat);
            var entities = new ArrayList<MessageEntity>();
            for (var i = 0; i < 4 && !text.isEmpty(); i++) {
                var from = random.nextInt(text.length());
                var entity = new MessageEntity(
                        types.get(random.nextInt(types.size())), from, 1 + random.nextInt(text.length() - from));
                entity.setUrl("https://1");
                entities.add(entity);
            }

            var markdown = EntityText.of(text, entities).markdown();
            assertThat(markdown.replace("https://1", "").replaceAll("[^a-y]", ""))
                    .isEqualTo(text.replaceAll("[^a-y]", ""));
        }
    }

    private static EntityText of(String text, MessageEntity... entities) {
        return EntityText.of(text, Arrays.asList(entities));
    }

    private static MessageEntity entity(String type, String text, String marked) {
        return new MessageEntity(type, text.indexOf(marked), marked.length());
    }

    private static MessageEntity link(String text, String marked, String address) {
        var entity = entity("text_link", text, marked);
        entity.setUrl(address);
        return entity;
    }
}
