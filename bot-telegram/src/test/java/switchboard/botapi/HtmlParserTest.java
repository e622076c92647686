package switchboard.botapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlParserTest {

    @Test
    void tagsBecomeEntitiesOfThePlainText() {
        assertThat(parsed("<b>bold</b> <i>it</i> <tg-spoiler>s</tg-spoiler> <a href=\"https://a.b/?x=1&amp;y\">l</a>"))
                .isEqualTo(new FormattedText(
                        "bold it s l",
                        List.of(
                                new Entity("bold", 0, 4),
                                new Entity("italic", 5, 2),
                                new Entity("spoiler", 8, 1),
                                new Entity("text_link", 10, 1, "https://a.b/?x=1&y"))));
    }

    @Test
    void codeInPreGivesItsLanguage() {
        assertThat(parsed("<pre><code class=\"language-java\">int x;</code></pre>")
                        .entities())
                .containsExactly(new Entity("pre", 0, 6, "java"));
        assertThat(parsed("<pre><code>int x;</code></pre>").entities()).containsExactly(new Entity("pre", 0, 6));
    }

    @Test
    void aQuoteMayBeExpandable() {
        assertThat(parsed("<blockquote expandable>q</blockquote>").entities())
                .containsExactly(new Entity("expandable_blockquote", 0, 1));
    }

    @Test
    void fourNamedReferencesAndNumbersAreKnownAndTheRestIsText() {
        assertThat(parsed("&lt;&gt;&amp;&quot;&#65;&#x1F600;&nbsp;&").text()).isEqualTo("<>&\"A😀&nbsp;&");
    }

    @Test
    void offsetsAreUtf16Units() {
        assertThat(parsed("😀<b>x</b>").entities()).containsExactly(new Entity("bold", 2, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>x</p>                    | Unsupported start tag \"p\" at byte offset 0",
                "é<br>                       | Unsupported start tag \"br\" at byte offset 2",
                "1 < 2                       | Unsupported start tag \"\" at byte offset 2",
                "<b>x                        | Can't find end tag corresponding to start tag \"b\"",
                "<b><i>x</b></i>             | Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\"",
                "x</b>                       | Unexpected end tag at byte offset 1",
                "x<b                         | Unclosed start tag at byte offset 1",
                "<span>x</span>              | Tag \"span\" must have class \"tg-spoiler\" at byte offset 0",
            })
    void brokenMarkupIsRefusedInTelegramsWords(String html, String complaint) {
        assertThatThrownBy(() -> parsed(html)).hasMessage("Bad Request: can't parse entities: " + complaint);
    }

    @Test
    void stylesAreCutAroundCodeAndQuotesDoNotNest() {
        assertThat(parsed("<b>a<code>c</code>b</b>").entities())
                .containsExactly(new Entity("bold", 0, 1), new Entity("code", 1, 1), new Entity("bold", 2, 1));
        assertThat(parsed("<blockquote>a<blockquote>b</blockquote></blockquote>")
                        .entities())
                .containsExactly(new Entity("blockquote", 0, 2));
        assertThat(parsed("<a href=\"https://a.b\">x<code>c</code></a>").entities())
                .containsExactly(new Entity("text_link", 0, 2, "https://a.b"));
        assertThat(parsed("<b>a<b>b</b></b>").entities()).containsExactly(new Entity("bold", 0, 2));
    }

    @Test
    void outerWhitespaceGoesAndEntitiesMoveAlong() {
        assertThat(parsed(" \n x <b> y </b> \n"))
                .isEqualTo(new FormattedText("x  y", List.of(new Entity("bold", 3, 1))));
        assertThat(parsed("<b> \n</b>")).isEqualTo(FormattedText.EMPTY);
    }

    @Test
    void tabsBecomeSpacesAndCarriageReturnsGo() {
        assertThat(parsed("a\tb\r\n<b>c</b>"))
                .isEqualTo(new FormattedText("a b\nc", List.of(new Entity("bold", 4, 1))));
    }

    @Test
    void onlyAHundredEntitiesCountAndLinksComeBeforeStyles() {
        FormattedText text = parsed("<i>x</i> ".repeat(150) + "<a href=\"https://a.b\">l</a>");

        assertThat(text.entities()).hasSize(100);
        assertThat(text.entities().get(99).type()).isEqualTo("text_link");
    }

    @Test
    void linksThatLeadNowhereAreDropped() {
        assertThat(parsed("<a href=\"javascript:x\">l</a>").entities()).isEmpty();
        assertThat(parsed("<a href=\"tg://user?id=7\">l</a>").entities())
                .containsExactly(new Entity("text_mention", 0, 1, "7"));
    }

    private static FormattedText parsed(String html) {
        FormattedText raw = HtmlParser.parse(html);
        return FormattedText.normalized(raw.text(), raw.entities());
    }
}
