package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ViewportSize;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

/** Dark and light, large and small. */
class AppearanceIT extends BrowserJourney {

    /** By how many pixels. */
    static final String WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - innerWidth";

    private static final int SMALLEST_TOUCH = 44;

    /** The brightness of the page's ground, 0 to 255. */
    private static double ground(Page page) {
        var colour = String.valueOf(page.evaluate("() => { const c = document.createElement('canvas').getContext('2d');"
                + " c.fillStyle = getComputedStyle(document.body).backgroundColor; c.fillRect(0, 0, 1, 1);"
                + " return c.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((a, b) => a + b) / 3; }"));
        return Double.parseDouble(colour);
    }

    @Test
    void thePageFollowsTheSystemUntilAPersonChooses() {
        try (var dark = browser.tab(options -> options.setColorScheme(ColorScheme.DARK))) {
            var page = dark.page();
            var there = Client.open(dark, bot);
            assertThat(ground(page)).isLessThan(60);

            there.button("Light or dark").click();
            assertThat(ground(page)).isGreaterThan(200);
            page.reload();
            assertThat(there.button("Light or dark")).isVisible();
            assertThat(ground(page)).isGreaterThan(200);
            page.navigate(bot.at("/board"));
            assertThat(there.button("Light or dark")).isVisible();
            assertThat(ground(page)).isGreaterThan(200);
            there.button("Light or dark").click();
            assertThat(ground(page)).isLessThan(60);
        }
        assertThat(ground(tab.page())).isGreaterThan(200);
        tab.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertThat(ground(tab.page())).isLessThan(60);
    }

    @Test
    void onAPhoneListAndConversationTakeTurnsAndNothingSticksOut() {
        claude.when("something wide", Script.say("""
                A [link](https://example.org/%s), code and a table:

                ```java
                %s
                ```

                | one | two | three |
                |---|---|---|
                | %s | %s | %s |
                """.formatted(
                        "x".repeat(200), "call(".repeat(60), "wide ".repeat(9), "wide ".repeat(9), "w".repeat(60))));
        try (var phone = browser.tab(options -> options.setViewportSize(new ViewportSize(390, 844))
                .setHasTouch(true)
                .setIsMobile(true)
                .setDeviceScaleFactor(2))) {
            var page = phone.page();
            var there = Client.open(phone, bot);
            there.button(there.chats().getByRole(AriaRole.LINK).count() == 0 ? "Start a chat" : "New chat")
                    .tap();
            page.getByLabel("Title of the new chat").fill("Pocket");
            there.button("Create").tap();
            assertThat(there.title()).hasText("Pocket");
            assertThat(there.chats()).isHidden();

            there.composer().fill("something wide");
            there.button("Send").tap();

            assertThat(there.answer("A link, code and a table")).isVisible();
            assertThat(there.state()).hasText("idle");
            assertThat(page.evaluate(WIDER_THAN_THE_SCREEN)).isEqualTo(0);
            assertThat(page.evaluate(
                            "document.querySelector('#log').scrollWidth - document.querySelector('#log').clientWidth"))
                    .isEqualTo(0);
            assertThat(tooSmall(page)).isEmpty();
            there.button("Back to the chats").tap();
            assertThat(there.entry("Pocket")).isVisible();
            assertThat(there.composer()).isHidden();
            assertThat(tooSmall(page)).isEmpty();
            page.navigate(bot.at("/board"));
            assertThat(page.getByRole(AriaRole.ROWHEADER)
                            .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("Pocket")))
                    .isVisible();
            assertThat(page.evaluate(WIDER_THAN_THE_SCREEN)).isEqualTo(0);
            assertThat(tooSmall(page)).isEmpty();
        }
    }

    /** The buttons in sight that a finger would miss. */
    static List<?> tooSmall(Page page) {
        return (List<?>) page.evaluate(
                "least => [...document.querySelectorAll('button, a.icon-button, nav a')].filter(each => each.checkVisibility()"
                        + " && !each.closest('.visually-hidden, .text') && each.getBoundingClientRect().width > 0"
                        + " && getComputedStyle(each).visibility === 'visible'"
                        + " && each.getBoundingClientRect().height < least)"
                        + ".map(each => each.outerHTML.slice(0, 120) + each.getBoundingClientRect().height)",
                SMALLEST_TOUCH);
    }
}
