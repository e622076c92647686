package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotCaret;
import com.microsoft.playwright.options.ViewportSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Round;
import switchboard.it.anthropic.Script;

/**
 * The pictures of the README, of chats that really went so. {@code -Dpictures} puts them into {@code docs/}; otherwise they are
 * only taken.
 */
class PicturesIT extends BrowserJourney {

    private static final long LARGEST = 200_000;

    private static final String REVIEW = """
            The retry loop **swallows the interrupt**: `Thread.sleep` throws, the flag is cleared, and the worker goes on for \
            ever. Two more things stand in the way of a clean stop:

            * `close()` waits for the queue, but nothing wakes the consumer
            * the timeout is in seconds, the caller passes milliseconds

            ```java
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return Outcome.CANCELLED;
            }
            ```

            With that and a poison pill in `close()`, all **214 tests pass**. Shall I commit it?""";

    private static final String PRICES = """
            Prices are rounded in three places, and not alike:

            | where | how | 19.995 |
            |---|---|---:|
            | cart | half up | 20.00 |
            | invoice | half even | 20.00 |
            | export | cut off | 19.99 |

            I would round **once**, in `Money.of`, and let the three call it.""";

    private static final String LIMITS = """
            I read the old limits first: every host gets two connections and one request a second, whatever its robots.txt \
            says. ...\s""";

    @Override
    Map<String, String> settings() throws IOException {
        var settings = super.settings();
        settings.put("CLAUDE_WORKING_DIR", project("billing").toString());
        settings.put("CLAUDE_MODEL", "opus");
        settings.put("MAX_CONCURRENT_QUERIES", "2");
        return settings;
    }

    private Path project(String name) throws IOException {
        return Files.createDirectories(dir.resolve("projects").resolve(name));
    }

    @BeforeAll
    void letThemWork() throws IOException {
        var check = Files.writeString(project("docs").resolve("check-links"), "#!/bin/sh\nsleep 600\n");
        Files.setPosixFilePermissions(check, PosixFilePermissions.fromString("rwxr-xr-x"));
        claude.when(
                "Round prices",
                Script.say(PRICES)
                        .usage(new Round.Usage(1_200, 900, 41_000, 4_000))
                        .hold("prices"));
        claude.when("Why does the worker", Script.say(REVIEW).usage(new Round.Usage(1_500, 1_100, 87_000, 9_000)));
        claude.when(
                "Yes, on a branch",
                bash(
                        "git switch -c clean-stop && git commit -am \"Stop the worker cleanly\"",
                        "Commit on a new branch"));
        claude.when("dead links", bash("./check-links --all site/", "Check 1,318 links"));
        claude.when("slow hosts", Script.say(LIMITS).hold("limits"));
        try (var first = browser.tab()) {
            var there = Client.open(first, bot);
            begin(there, "Checkout prices", "shop", "Round prices the same way everywhere");
            there.startsAChat("Worker shutdown");
            claude.awaitHeld("prices");
            claude.release("prices");
            assertThat(there.unread("Checkout prices")).isVisible();
            there.says("Why does the worker not stop on SIGTERM?");
            assertThat(there.answer("Shall I commit it?")).isVisible();
            there.says("Yes, on a branch");
            assertThat(Client.key(there.answer("git switch"), "Allow")).isVisible();
            begin(there, "Documentation", "docs", "Find the dead links and fix them");
            Client.key(there.answer("check-links"), "Allow").click();
            assertThat(there.live("")).isVisible();
            begin(there, "Crawler limits", "crawler", "Be gentler with slow hosts");
            claude.awaitHeld("limits");
            assertThat(there.live("")).isVisible();
            begin(there, "Release 2.4", "infra", "Write the release notes since v2.3");
            assertThat(there.state()).hasText("1st in line");
        }
    }

    private static Script bash(String command, String description) {
        return Script.call("Bash", Map.of("command", command, "description", description));
    }

    private void begin(Client there, String title, String project, String prompt) throws IOException {
        there.startsAChat(title).says("/cd " + project(project));
        assertThat(there.answer("projects/" + project)).isVisible();
        there.says(prompt);
        assertThat(there.own(prompt)).isVisible();
    }

    @Test
    void theChatPageWithOneChatAskingTwoRunningAndOneInLine() throws IOException {
        tab.page().setViewportSize(1280, 900);
        client.goesTo("Worker shutdown");
        assertThat(Client.key(client.answer("git switch"), "Allow")).isInViewport();
        assertThat(client.entry("Documentation")).containsText("./check-links");
        assertThat(client.entry("Release 2.4")).containsText("1st in line");

        take(tab.page(), "client.png");
    }

    @Test
    void theBoardWithAllOfThem() throws IOException {
        try (var dark =
                browser.tab(options -> options.setColorScheme(ColorScheme.DARK).setViewportSize(1280, 640))) {
            Client.open(dark, bot);
            dark.page().navigate(bot.at("/board"));
            var board = new BoardPage(dark.page());
            assertThat(board.state("Documentation")).containsText("./check-links");
            assertThat(board.state("Worker shutdown")).hasText("waiting for you");
            assertThat(board.figure("running")).hasText("2 of 2");

            take(dark.page(), "board.png");
        }
    }

    @Test
    void aConversationOnAPhone() throws IOException {
        try (var phone = browser.tab(options -> options.setColorScheme(ColorScheme.DARK)
                .setViewportSize(new ViewportSize(390, 780))
                .setHasTouch(true)
                .setIsMobile(true)
                .setDeviceScaleFactor(2))) {
            var there = Client.open(phone, bot).goesTo("Worker shutdown");
            assertThat(Client.key(there.answer("git switch"), "Allow")).isInViewport();

            take(phone.page(), "phone.png");
        }
    }

    private static void take(Page page, String name) throws IOException {
        var directory = System.getProperty("pictures") == null ? Path.of("target/browser") : Path.of("../docs");
        var file = directory.resolve(name);
        page.mouse().move(0, 0);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(file)
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setCaret(ScreenshotCaret.HIDE));
        assertThat(Files.size(file)).as(name).isLessThan(LARGEST);
    }
}
