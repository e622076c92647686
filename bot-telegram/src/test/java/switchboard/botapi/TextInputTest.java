package switchboard.botapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found in the texts of a bot. */
class TextInputTest {

    private static final Set<String> FOUND = Set.of("bot_command", "url", "mention");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/pending shows them            | /pending",
                "See /help, or /cd@my_bot.      | /help,/cd@my_bot",
                "(/new) \"/stop\" /retry!       | /new,/stop,/retry",
                "and/or src/main                | ''",
                "1/2 é/x я/да _/x               | ''",
                "/etc/passwd //comment          | ''",
                "/usr/ </b> a>/c /d>            | ''",
                "/tmp                           | /tmp",
                "/                              | ''",
                "/ä /aä                         | ''",
                "/with-dash /x.y                | /with,/x",
                "/cmd@ab                        | /cmd",
                "/cmd@bot/more                  | ''",
                "https://a.b/help?q=/x          | ''",
            })
    void aCommandStandsByItself(String text, String commands) {
        assertThat(String.join(",", found(html(text.replace("<", "&lt;")), "bot_command")))
                .isEqualTo(commands);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Open http://localhost:4711/board. Then  | http://localhost:4711/board",
                "(https://a.b/c_(d)) https://a.b/c!?     | https://a.b/c_(d),https://a.b/c",
                "<https://a.b>, \"https://c.d\"          | https://a.b,https://c.d",
                "HTTPS://A.B/#top: https:// http://.     | HTTPS://A.B/#top",
                "main.py README.md ftp://a.b             | ''",
            })
    void anAddressEndsBeforeTheMarksOfItsSentence(String text, String addresses) {
        assertThat(String.join(",", found(html(text.replace("<", "&lt;")), "url")))
                .isEqualTo(addresses);
    }

    @Test
    void aCommandOfSixtyFourLettersIsFoundAndALongerOneIsNot() {
        assertThat(found(html("/" + "x".repeat(64) + " /" + "y".repeat(65)), "bot_command"))
                .containsExactly("/" + "x".repeat(64));
    }

    @Test
    void nothingIsFoundInCodeLinksAndMentions() {
        assertThat(html("<code>/a</code> <pre>/b</pre> <pre><code class=\"language-sh\">/c</code></pre>"
                                + " <a href=\"https://a.b\">/d</a> <a href=\"tg://user?id=7\">@ada</a> /e")
                        .entities())
                .extracting(Entity::type)
                .containsExactly("code", "pre", "pre", "text_link", "text_mention", "bot_command");
        assertThat(found(html("half <code>/he</code>lp"), "bot_command")).isEmpty();
    }

    @Test
    void commandsAreFoundInStylesAndQuotes() {
        assertThat(html("<b>See /a</b> <i>/b</i>\n<blockquote>/c</blockquote>").entities())
                .containsExactly(
                        new Entity("bold", 0, 6),
                        new Entity("bot_command", 4, 2),
                        new Entity("bot_command", 7, 2),
                        new Entity("italic", 7, 2),
                        new Entity("blockquote", 10, 2),
                        new Entity("bot_command", 10, 2));
        assertThat(found(html("<blockquote>/he</blockquote>lp"), "bot_command"))
                .as("a quote's border in a command")
                .isEmpty();
    }

    @Test
    void aStyleThatEndsInACommandIsCutThere() {
        assertThat(html("<b>See /he</b>lp <i>x</i>").entities())
                .containsExactly(
                        new Entity("bold", 0, 4),
                        new Entity("bot_command", 4, 5),
                        new Entity("bold", 4, 3),
                        new Entity("italic", 10, 1));
        assertThat(html("/he<b>lp it</b>").entities())
                .containsExactly(new Entity("bot_command", 0, 5), new Entity("bold", 3, 2), new Entity("bold", 5, 3));
    }

    @Test
    void whereTwoHaveCharactersInCommonOneOfThemContainsTheOther() {
        var random = new Random(11);
        for (int run = 0; run < 2_000; run++) {
            var given = new ArrayList<Entity>();
            for (String type : List.of("bold", "code", "blockquote", "text_link")) {
                int from = random.nextInt(20);
                given.add(new Entity(
                        type, from, 1 + random.nextInt(10), type.equals("text_link") ? "https://a.b" : null));
            }
            var text = FormattedText.normalized("on /help and https://a.b/c see @ada", given)
                    .withFound();

            for (Entity a : text.entities()) {
                for (Entity b : text.entities()) {
                    boolean apart = a.end() <= b.offset() || b.end() <= a.offset();
                    boolean nested = (a.offset() <= b.offset() && b.end() <= a.end())
                            || (b.offset() <= a.offset() && a.end() <= b.end());
                    assertThat(apart || nested || !(FOUND.contains(a.type()) || FOUND.contains(b.type())))
                            .as("%s and %s of %s", a, b, text)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void ofAHundredEntitiesTheGivenOnesComeFirst() {
        var text = html("<i>x</i> ".repeat(98) + "/a /b /c");

        assertThat(text.entities()).hasSize(100);
        assertThat(found(text, "bot_command")).containsExactly("/a", "/b");
        assertThat(found(html("<i>x</i> ".repeat(150) + "/a"), "bot_command")).isEmpty();
        assertThat(html("<i>x</i> ".repeat(98) + "<b>x /</b>a").entities())
                .as("a style that is cut in two")
                .hasSize(100);
    }

    @Test
    void theyAreFoundInTextsDraftsAndCaptionsHoweverTheyAreFormatted() {
        var entities = Json.array()
                .add(Json.object().put("type", "bold").put("offset", 2).put("length", 4));

        var given = TextInput.message(params("text", " /help", "", entities));

        assertThat(given.entities()).containsExactly(new Entity("bot_command", 0, 5), new Entity("bold", 1, 4));
        assertThat(found(TextInput.message(params("text", "/help", "", Json.array())), "bot_command"))
                .containsExactly("/help");
        assertThat(found(TextInput.draft(params("text", "/help", "HTML", Json.array())), "bot_command"))
                .containsExactly("/help");
        assertThat(found(TextInput.caption(params("caption", "/help", "", Json.array())), "bot_command"))
                .containsExactly("/help");
    }

    private static FormattedText html(String html) {
        return TextInput.message(params("text", html, "HTML", Json.array()));
    }

    private static Params params(String name, String text, String mode, JsonNode entities) {
        ObjectNode json = Json.object().put(name, text).put("parse_mode", mode);
        return new Params(json.set("entities", entities), Map.of());
    }

    private static List<String> found(FormattedText text, String type) {
        return text.entities().stream()
                .filter(e -> e.type().equals(type))
                .map(e -> text.text().substring(e.offset(), e.end()))
                .toList();
    }
}
