package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SameSiteAttribute;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

/** The first minute with Switchboard: nothing configured, no chat yet. */
class FirstStartIT extends BrowserJourney {

    @Test
    void aNewcomerStartsAChatAndSeesTheAnswerComeAndStand() {
        claude.when(
                "tell me a story",
                Script.say("Once upon a time there was a **switchboard**.").hold("story"));
        assertThat(client.title()).hasText("Many Claude Code sessions, one switchboard");
        assertThat(client.button("Start a chat")).isFocused();

        tab.page().keyboard().press("Enter");
        tab.page().getByLabel("Title of the new chat").fill("Stories");
        client.button("Create").click();
        assertThat(client.title()).hasText("Stories");
        assertThat(client.composer()).isFocused();
        assertThat(client.log()).containsText("This chat is a Claude Code session of its own");
        client.says("tell me a story");

        assertThat(client.own("tell me a story")).isVisible();
        claude.awaitHeld("story");
        assertThat(client.live("Once upon")).containsText("⏳");
        assertThat(client.state()).containsText("running");
        assertThat(client.entry("Stories")).containsText("running");
        claude.release("story");
        var answer = client.answer("there was a switchboard.");
        assertThat(answer.locator("strong")).hasText("switchboard");
        assertThat(answer).not().containsText("⏳");
        assertThat(answer.getByRole(
                        AriaRole.BUTTON, new com.microsoft.playwright.Locator.GetByRoleOptions().setName("Stop")))
                .hasCount(0);
        assertThat(client.state()).hasText("idle");
        assertThat(client.messages()).hasCount(2);
        assertThat(claude.requests()).hasSize(1);
        assertThat(claude.requests().getFirst().workingDirectory()).isEqualTo(work().toString());
    }

    @Test
    void theKeyBecomesACookieThatNoScriptReadsAndGoesFromTheAddress() {
        assertThat(tab.page()).hasURL(bot.page());
        assertThat(tab.page().title()).doesNotContain(bot.key());

        var cookies = tab.context().cookies();
        assertThat(cookies).singleElement().satisfies(cookie -> {
            assertThat(cookie.value).doesNotContain(bot.key());
            assertThat(cookie.httpOnly).isTrue();
            assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
        });
        assertThat(tab.page().evaluate("document.cookie")).isEqualTo("");
        assertThat(tab.page().content()).doesNotContain(bot.key());
    }

    @Test
    void withoutTheKeyThePageSaysWhereToFindIt() {
        try (var stranger = browser.tab()) {
            stranger.page().navigate(bot.page());

            assertThat(stranger.page()
                            .getByText(
                                    "This page needs its key: open the address that Switchboard printed when it started.",
                                    new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            stranger.expectComplaint("401");
        }
    }
}
