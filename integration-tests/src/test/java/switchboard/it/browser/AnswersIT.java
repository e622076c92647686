package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

/** Answers as they grow and as they stand. */
class AnswersIT extends BrowserJourney {

    private static String lines(String word, int count) {
        return IntStream.range(0, count)
                .mapToObj(at -> word + " line " + at + ".")
                .collect(Collectors.joining("\n\n"));
    }

    @Test
    void aLongAnswerGrowsInPlaceAndAReaderFurtherUpIsNotMoved() {
        claude.when("the first part", Script.say(lines("Old", 60)));
        claude.when(
                "the second part",
                Script.say(lines("New", 60))
                        .inChunksOf(40)
                        .slowly(Duration.ofMillis(150))
                        .hold("growing"));
        client.startsAChat("Reading").says("the first part");
        assertThat(client.answer("Old line 59.")).isVisible();
        client.says("the second part");
        var live = client.live("New line 2.");
        assertThat(live).containsText("⏳");
        var name = live.getAttribute("data-message");

        client.log().hover();
        tab.page().mouse().wheel(0, -600);
        var down = client.button("Go to the end");
        assertThat(down).isVisible();
        var mark = client.log().getByText("Old line 40.");
        mark.scrollIntoViewIfNeeded();
        var before = mark.boundingBox();

        claude.release("growing");
        var growing = client.log().locator("[data-message='" + name + "']");
        assertThat(growing).containsText("New line 25.");
        assertThat(mark.boundingBox().y).isEqualTo(before.y);
        assertThat(growing).not().containsText("⏳");
        assertThat(mark.boundingBox().y).isEqualTo(before.y);
        assertThat(growing).containsText("New line 59.");
        assertThat(client.answer("New line")).hasCount(1);
        down.click();
        assertThat(client.log().getByText("New line 59.")).isInViewport();
        assertThat(down).isHidden();
    }

    @Test
    void whoIsAtTheEndStaysThereWhileAnAnswerGrows() {
        claude.when("tell on", Script.say(lines("More", 50)).inChunksOf(60).slowly(Duration.ofMillis(60)));
        client.startsAChat("Following").says("tell on");

        assertThat(client.log().getByText("More line 20.")).isInViewport();
        assertThat(client.log().getByText("More line 49.")).isInViewport();
        assertThat(client.live("")).hasCount(0);
        assertThat(client.button("Go to the end")).isHidden();
    }

    @Test
    void anAnswerOfSixtyThousandCharactersStandsAsItsBeginningAndAFileThatHoldsAllOfIt() throws IOException {
        var text = IntStream.range(0, 300)
                .mapToObj(at -> "## Chapter %1$d 章\n\n%2$s\n\n```java\nif (a < b && c > %1$d) { run(\"<b>\"); }\n```"
                        .formatted(at, "Words upon words 👩‍👩‍👧. ".repeat(6)))
                .collect(Collectors.joining("\n\n"));
        assertThat(text.length()).isGreaterThan(60_000);
        claude.when("all of it", Script.say(text).inChunksOf(4000));
        client.startsAChat("Long").says("all of it");

        var card = client.log().getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("chapter-0-章.md"));
        assertThat(card).isVisible();
        assertThat(client.answer("Chapter 0 章").locator("pre").first())
                .hasText("if (a < b && c > 0) { run(\"<b>\"); }");
        var download = tab.page().waitForDownload(card::click);

        assertThat(download.suggestedFilename()).isEqualTo("chapter-0-章.md");
        assertThat(Files.readString(download.path())).isEqualTo(text);
        assertThat(client.state()).hasText("idle");
    }

    @Test
    void codeIsCopiedAsItWasWritten() {
        claude.when("show code", Script.say("Here:\n\n```python\nif a < b:\n    print(\"<hi>\")\n```\n\nThat is all."));
        client.startsAChat("Code").says("show code");

        client.answer("That is all.")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Copy code"))
                .click();

        assertThat(client.answer("That is all.")).containsText("Copied");
        assertThat(tab.page().evaluate("navigator.clipboard.readText()")).isEqualTo("if a < b:\n    print(\"<hi>\")");
    }

    @Test
    void aCommandInAnAnswerIsRunByAPressOnIt() {
        claude.when(
                "what now",
                Script.say("Send **what you like, or /pending, which** shows the queue (see https://a.b/help). "
                        + "Not `/clear`, src/main, and/or /etc/passwd."));
        client.startsAChat("Commands").says("what now");
        var answer = client.answer("shows the queue");
        assertThat(answer.getByRole(AriaRole.LINK)).hasAttribute("href", "https://a.b/help");
        var command = answer.locator(".text").getByRole(AriaRole.BUTTON);
        assertThat(command).hasText("/pending");
        assertThat(answer.locator("strong")).hasText("what you like, or /pending, which");
        client.composer().fill("half a thought");

        command.click();

        assertThat(client.own("/pending")).hasCount(1);
        assertThat(client.answer("The queue is empty.")).isVisible();
        assertThat(client.composer()).hasValue("half a thought");
        assertThat(client.composer()).isFocused();
    }

    @Test
    void whatLooksLikeHtmlIsShownAndNotRun() {
        var nasty = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script> & <b>bold</b>";
        client.startsAChat("<i>Nasty</i>").says(nasty);

        assertThat(client.own(nasty)).isVisible();
        assertThat(client.answer("You said: " + nasty)).isVisible();
        assertThat(client.log().locator("img, script, b b")).hasCount(0);
        assertThat(tab.page()).hasTitle(Pattern.compile("<i>Nasty</i> · Switchboard$"));
    }
}
