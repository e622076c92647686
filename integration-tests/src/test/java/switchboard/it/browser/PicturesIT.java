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

    @Override
    Map<String, String> settings() throws IOException {
        var settings = super.settings();
        settings.put("CLAUDE_WORKING_DIR", Files.createDirectories(dir.resolve("projects/shop")).toString());
        settings.put("CLAUDE_MODEL", "opus");
        settings.put("MAX_CONCURRENT_QUERIES", "2");
        for (var project : new String[] {"billing", "docs", "crawler", "infra"}) {
            Files.createDirectories(dir.resolve("projects").resolve(project));
        }
        return settings;
    }

    private static Script spending(Script script, int thousands) {
        return script.usage(new Round.Usage(1_200, 900, thousands * 1_000, 4_000));
    }

    @BeforeAll
    void letThemWork() {
        claude.when("Round prices", spending(Script.say(PRICES), 41));
        claude.when("Why does the worker", spending(Script.say(REVIEW), 87));
        claude.when("Tag 2.4", Script.call("Bash", Map.of(
                "command", "git tag -s v2.4.0 -m \"Release 2.4.0\" && git push origin v2.4.0",
                "description", "Tag the release and push it")));
        claude.when("Find dead links", spending(Script.call("Bash", Map.of("command", "sleep 600", "description", "Check 1,318 links")), 23));
        claude.when("Move the pages", spending(Script.say("I read the old pages first.").hold("docs"), 12));
        try (var first = browser.tab()) {
            var there = Client.open(first, bot);
            begin(there, "Checkout prices", "shop", "Round prices the same way everywhere");
            assertThat(there.answer("Money.of")).isVisible();
            begin(there, "Worker shutdown", "billing", "Why does the worker not stop on SIGTERM?");
            assertThat(there.answer("Shall I commit it?")).isVisible();
            begin(there, "Release 2.4", "infra", "Tag 2.4 and push it");
            assertThat(Client.key(there.answer("git tag"), "Allow")).isVisible();
        }
    }

    private void begin(Client there, String title, String project, String prompt) {
        there.startsAChat(title);
        if (!project.equals("shop")) {
            there.says("/cd " + dir.resolve("projects").resolve(project));
            assertThat(there.answer(project)).isVisible();
        }
        there.says(prompt);
        assertThat(there.own(prompt)).isVisible();
    }

    @Test
    void takeThePictures() {
        assertThat(client.entry("Release 2.4")).isVisible();
    }
}
