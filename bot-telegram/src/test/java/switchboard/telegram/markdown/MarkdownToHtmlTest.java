package switchboard.telegram.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownToHtmlTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void markdownIsShownAsItWasMeant(String what, String markdown, String html) {
        Rendered rendered = MarkdownToHtml.render(markdown);

        assertThat(rendered.html()).isEqualTo(html);
        assertThat(TelegramHtml.read(html)).isEqualTo(new TelegramHtml.Message(rendered.text(), rendered.entities()));
    }

    static Stream<Arguments> golden() {
        return Stream.of(
                arguments("nothing", "", ""),
                arguments("escapes", "a < b && c > \"d\" &lt;", "a &lt; b &amp;&amp; c &gt; &quot;d&quot; &lt;"),
                arguments("heading", "# Use **now**", "<b>Use now</b>"),
                arguments("heading with code", "## `a` and b\ntext", "<code>a</code><b> and b</b>\n\ntext"),
                arguments("underlined heading", "Title\n=====\nx", "<b>Title</b>\n\nx"),
                arguments("emphasis", "**b** *i* ~~s~~ ***bi***", "<b>b</b> <i>i</i> <s>s</s> <i><b>bi</b></i>"),
                arguments("emphasis in itself", "**a **b** c**", "<b>a b c</b>"),
                arguments("cut around code", "**a `b` c**", "<b>a </b><code>b</code><b> c</b>"),
                arguments("not strikethrough", "~5 to ~6 minutes", "~5 to ~6 minutes"),
                arguments("unfinished", "**bold and `code", "**bold and `code"),
                arguments("snake case", "a_b_c and 2*3*4", "a_b_c and 2<i>3</i>4"),
                arguments("code", "`a<b>` ``c`d``", "<code>a&lt;b&gt;</code> <code>c`d</code>"),
                arguments("line breaks", "a\nb  \nc\\\nd<br>e", "a\nb\nc\nd\ne"),
                arguments("paragraphs", "a\n\n\n\nb\n", "a\n\nb"),
                arguments("rule", "a\n\n---\n\nb", "a\n\n———\n\nb"),
                arguments("raw html", "<b>x</b> <script>", "&lt;b&gt;x&lt;/b&gt; &lt;script&gt;"),
                arguments("html block", "<div>\n*x*\n</div>", "&lt;div&gt;\n*x*\n&lt;/div&gt;"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenCode")
    void codeKeepsItsLanguageAndItsLines(String what, String markdown, String html) {
        markdownIsShownAsItWasMeant(what, markdown, html);
    }

    static Stream<Arguments> goldenCode() {
        return Stream.of(
                arguments("plain", "```\na\n\n b\n```", "<pre>a\n\n b</pre>"),
                arguments("language", "```c++\nx<y;\n```", "<pre><code class=\"language-c++\">x&lt;y;</code></pre>"),
                arguments("odd language", "```a\"b\nx\n```", "a&quot;b\n<pre>x</pre>"),
                arguments(
                        "file name",
                        "```java A.java\nx\n```",
                        "A.java\n<pre><code class=\"language-java\">x</code></pre>"),
                arguments("still open", "a\n```sh\nls", "a\n\n<pre><code class=\"language-sh\">ls</code></pre>"),
                arguments("nothing but a word", "a\n```sh\n```\nb", "a\n\n<pre>sh</pre>\n\nb"),
                arguments("empty", "a\n```\n```\nb", "a\n\nb"),
                arguments("tabs", "```\n\ta\n ab\tb\n```", "<pre>    a\n ab b</pre>"),
                arguments("indented", "    a\n      b", "<pre>a\n  b</pre>"),
                arguments("in a quote", "> ```\n> a\n> ```", "<blockquote><pre>a</pre></blockquote>"),
                arguments("in an item", "- do\n  ```\n   a\n  ```\n- end", "• do\n<pre> a</pre>\n• end"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenLists")
    void listsKeepTheirMarkersAndDepth(String what, String markdown, String html) {
        markdownIsShownAsItWasMeant(what, markdown, html);
    }

    static Stream<Arguments> goldenLists() {
        return Stream.of(
                arguments("bullets", "a\n\n- b\n* c", "a\n\n• b\n\n• c"),
                arguments("nested", "- a\n  - b\n    - c\n- d", "• a\n  • b\n    • c\n• d"),
                arguments("numbers", "3. a\n4. b", "3. a\n4. b"),
                arguments("numbers with gaps", "1. a\n2. b\n5. e", "1. a\n2. b\n5. e"),
                arguments("numbers left to Markdown", "1. a\n1. b\n1. c", "1. a\n2. b\n3. c"),
                arguments("brackets", "1) a\n2) b", "1) a\n2) b"),
                arguments("loose", "- a\n\n  b\n- c", "• a\n\n  b\n\n• c"),
                arguments("lazy line", "- a\nb", "• a\n  b"),
                arguments("tasks", "- [ ] a\n- [x] **b**\n1. [X] c", "☐ a\n☑ <b>b</b>\n\n1. ☑ c"),
                arguments("no task", "- [link] a", "• [link] a"),
                arguments("item that goes on", "- - <!---->\n    a\n  - b", "\u00A0\u00A0\u00A0\u00A0a\n  • b"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenQuotes")
    void quotesAreFlatAndLongOnesFold(String what, String markdown, String html) {
        markdownIsShownAsItWasMeant(what, markdown, html);
    }

    static Stream<Arguments> goldenQuotes() {
        return Stream.of(
                arguments("quote", "a\n\n> b\n> *c*\n\nd", "a\n\n<blockquote>b\n<i>c</i></blockquote>\n\nd"),
                arguments("two", "> a\n\n> b", "<blockquote>a</blockquote>\n\n<blockquote>b</blockquote>"),
                arguments("nested", "> a\n>> b", "<blockquote>a\n\nb</blockquote>"),
                arguments("four lines", "> 1\n> 2\n> 3\n> 4", "<blockquote>1\n2\n3\n4</blockquote>"),
                arguments("five", "> 1\n> 2\n> 3\n> 4\n> 5", "<blockquote expandable>1\n2\n3\n4\n5</blockquote>"),
                arguments("in an item", "- a\n  > b\n- c", "• a\n<blockquote>b</blockquote>\n• c"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenLinks")
    void whatTelegramWouldDropOfALinkIsText(String what, String markdown, String html) {
        markdownIsShownAsItWasMeant(what, markdown, html);
    }

    static Stream<Arguments> goldenLinks() {
        return Stream.of(
                arguments(
                        "link",
                        "[a](https://b.de/?c=1&d=\"2\" \"t\")",
                        link("https://b.de/?c=1&amp;d=%222%22", "a").replace("%22", "&quot;")),
                arguments(
                        "bold link",
                        "**a [b](http://c.de) d**",
                        "<b>a </b>" + link("http://c.de", "<b>b</b>") + "<b> d</b>"),
                arguments("code in a link", "[`a`](http://b.de)", link("http://b.de", "a")),
                arguments("autolink", "<https://a.de>", link("https://a.de", "https://a.de")),
                arguments("tg", "[a](tg://user?id=1)", link("tg://user?id=1", "a")),
                arguments("no text", "[](http://a.de)", link("http://a.de", "http://a.de")),
                arguments("image", "![a *b*](http://c.de/d.png)", link("http://c.de/d.png", "a <i>b</i>")),
                arguments("bare image", "![](http://c.de/d.png)", link("http://c.de/d.png", "http://c.de/d.png")),
                arguments("file", "[a](src/A.java#L1)", "a (src/A.java#L1)"),
                arguments("anchor", "[a](#b)", "a"),
                arguments("script", "[a](javascript:b)", "a (javascript:b)"),
                arguments("no dot in the host", "[a](http://localhost:8080/b)", "a (http://localhost:8080/b)"),
                arguments("mail", "[a](mailto:b@c.de) <b@c.de>", "a (b@c.de) b@c.de"),
                arguments("reference", "[a]\n\n[a]: http://b.de", link("http://b.de", "a") + "\n\n[a]: http://b.de"));
    }

    private static String link(String address, String text) {
        return "<a href=\"" + address + "\">" + text + "</a>";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenTables")
    void tablesAreReadableOnAPhone(String what, String markdown, String html) {
        markdownIsShownAsItWasMeant(what, markdown, html);
    }

    static Stream<Arguments> goldenTables() {
        return Stream.of(
                arguments(
                        "columns",
                        "| Name | n |\n|---|--:|\n| `a` | 1 |\n| **bcd** ef | 23 |",
                        "<pre>Name   |  n\n-------+---\na      |  1\nbcd ef | 23</pre>"),
                arguments(
                        "wide characters",
                        "| 名 | x |\n|---|---|\n| 日本 | 👨‍👩‍👧 |\n| a | b |",
                        "<pre>名   | x\n-----+---\n日本 | 👨‍👩‍👧\na    | b</pre>"),
                arguments(
                        "too wide",
                        "| Name | What |\n|---|---|\n| a | a text of over forty columns in one `cell` |\n| b | |",
                        "<b>Name: a</b>\nWhat: a text of over forty columns in one <code>cell</code>\n\n"
                                + "<b>Name: b</b>\nWhat: –"),
                arguments(
                        "links",
                        "| a |\n|---|\n| [b](http://c.de) |",
                        "<b>a: </b><a href=\"http://c.de\"><b>b</b></a>"),
                arguments(
                        "more cells than columns", "| a |\n|---|\n| b | c | d |", "<pre>a\n---------\nb | c | d</pre>"),
                arguments("only a head", "| a | b |\n|---|---|", "<pre>a | b\n--+--</pre>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"```yes", "```yes\n```", "~~~ yes\n\n~~~", "> ```yes\n> ```"})
    void aFenceWithNothingButAWordShowsTheWord(String markdown) {
        assertThat(MarkdownToHtml.render(markdown).html()).contains("<pre>yes</pre>");
    }

    @Test
    void halfASurrogatePairIsReplaced() {
        assertThat(MarkdownToHtml.render("a\uD83D b \uDE00").text()).isEqualTo("a\uFFFD b \uFFFD");
    }

    @Test
    void whatShowsNothingIsBlank() {
        assertThat(MarkdownToHtml.render(" \n\u200B\u00A0").isBlank()).isTrue();
        assertThat(MarkdownToHtml.render("—").isBlank()).isFalse();
    }

    @Test
    void veryDeepNestingIsShownAsText() {
        assertThat(MarkdownToHtml.render(">".repeat(20_000) + "deep").text()).endsWith(">deep");
        assertThat(MarkdownToHtml.render("*_".repeat(20_000) + "a" + "_*".repeat(20_000))
                        .text())
                .contains("a");
    }

    @Test
    void whatCannotBeRenderedIsShownAsItIs() {
        var rendered = MarkdownToHtml.render("**a** < b", markdown -> {
            throw new IllegalStateException("as the test wants it");
        });

        assertThat(rendered).isEqualTo(new Rendered("**a** &lt; b", "**a** < b", 0));
    }
}
