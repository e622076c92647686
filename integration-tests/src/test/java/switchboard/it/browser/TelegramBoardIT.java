package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.FakeBotApi;

/** The board of the bot on Telegram. */
class TelegramBoardIT extends BrowserJourney {

    private static final long ADA = 111;

    private final FakeBotApi telegram = FakeBotApi.start().patience(Browser.PATIENCE);
    private BoardPage board;

    @Override
    Map<String, String> settings() throws IOException {
        var settings = super.settings();
        settings.put("TELEGRAM_BOT_TOKEN", telegram.token());
        settings.put("TELEGRAM_API_ROOT", telegram.root().toString());
        settings.put("TELEGRAM_ALLOWED_USERS", String.valueOf(ADA));
        return settings;
    }

    @Override
    Path sessions() {
        return dir.resolve("sessions");
    }

    @Override
    @BeforeEach
    void openThePage() {
        tab = browser.tab();
        tab.page().navigate(bot.opening());
        tab.page().waitForURL(bot.page());
        board = new BoardPage(tab.page());
    }

    @AfterAll
    void closeTelegram() {
        telegram.close();
        assertThat(telegram.violations()).as("what Telegram had to complain of").isEmpty();
    }

    @Test
    void aChatOfTelegramIsFollowedAndStoppedAndItsPersonSeesIt() {
        claude.when("a long story", Script.say("Once upon a time. ".repeat(50)).hold("story"));
        var chat = telegram.privateChat(telegram.person(ADA, "Ada"));
        assertThat(tab.page()).hasURL(bot.at("/board"));
        chat.says("a long story");
        claude.awaitHeld("story");
        assertThat(board.state("Ada")).containsText("running");

        board.button("Stop Ada").click();

        chat.awaitMessage("⏹ Stopped");
        assertThat(board.state("Ada")).hasText("idle");
        assertThat(board.link("Open Ada")).hasAttribute("href", "https://t.me/" + telegram.botUsername());
        assertThat(board.link("Chats")).isHidden();
    }

    @Test
    void everyTopicIsFollowedUnderItsOwnName() {
        var forum = telegram.forum(-1001234567890L, "Work").with(telegram.person(ADA, "Ada"));
        var topic = forum.createsTopic("<i>Bugs</i>");
        topic.says("/ask hello");
        topic.awaitAnswer("You said: hello");
        forum.says("/ask good morning");
        forum.awaitAnswer("You said: good morning");
        assertThat(board.row("Work › <i>Bugs</i>")).containsText("chat -1001234567890_" + topic.thread());
        assertThat(board.row("Work › General")).isVisible();

        topic.renamesTopic("Defects");
        assertThat(board.row("Work › Defects")).isVisible();
        assertThat(board.row("Work › <i>Bugs</i>")).hasCount(0);
        topic.says("/title Release");
        assertThat(board.row("Release")).containsText("Work › Defects");
    }

    @Test
    void theBoardNeedsItsKeyAndThereIsNoChatPage() {
        try (var stranger = browser.tab()) {
            stranger.page().navigate(bot.page());
            assertThat(stranger.page().getByText("This page needs its key")).isVisible();
            stranger.expectComplaint("401");
        }
        tab.page().navigate(bot.at("/"));
        assertThat(tab.page()).hasURL(bot.at("/board"));
        assertThat(board.page()).hasTitle("Board · Switchboard");
    }
}
