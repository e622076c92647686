package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

/** The board beside the chats. */
class BoardIT extends BrowserJourney {

    private BoardPage board;

    @Override
    Map<String, String> settings() throws IOException {
        var settings = super.settings();
        settings.put("MAX_CONCURRENT_QUERIES", "2");
        return settings;
    }

    @BeforeEach
    void openTheBoard() {
        board = new BoardPage(tab.context().newPage());
        board.page().navigate(bot.at("/board"));
    }

    @Test
    void theBoardFollowsTwoChatsThatRunAskAndRestAndAThirdInLine() {
        claude.when("write the report", Script.say("The report is written.").hold("report"));
        claude.when(
                "tidy up",
                Script.say("I tidy up.")
                        .hold("tidy")
                        .thenCall("Bash", Map.of("command", "touch tidy", "description", "tidy"))
                        .thenSay("All tidy."));
        client.startsAChat("Report").says("write the report");
        client.startsAChat("Tidy").says("tidy up");
        claude.awaitHeld("report");
        claude.awaitHeld("tidy");
        assertThat(board.state("Report")).containsText("running");
        assertThat(board.state("Tidy")).containsText("running");
        assertThat(board.figure("running")).hasText("2 of 2");
        client.startsAChat("Third").says("hello");
        assertThat(board.state("Third")).hasText("1st in line");
        assertThat(board.figure("in line")).hasText("1");

        claude.release("tidy");

        assertThat(board.state("Tidy")).hasText("waiting for you");
        assertThat(board.figure("waiting for you")).hasText("1");
        assertThat(board.page()).hasTitle("(1) Board · Switchboard");
        assertThat(board.state("Third")).hasText("idle");
        client.goesTo("Tidy");
        Client.key(client.answer("touch tidy"), "Allow").click();
        claude.release("report");
        assertThat(board.state("Tidy")).hasText("idle");
        assertThat(board.state("Report")).hasText("idle");
        assertThat(board.figure("running")).hasText("0 of 2");
        assertThat(board.figure("waiting for you")).hasText("0");
        assertThat(board.row("Report")).containsText("work");
        assertThat(work().resolve("tidy")).exists();
    }

    @Test
    void aTurnIsStoppedFromTheBoard() {
        claude.when("never end", Script.say("On and on it goes. ".repeat(30)).hold("never"));
        client.startsAChat("Endless").says("never end");
        claude.awaitHeld("never");
        assertThat(board.state("Endless")).containsText("running");

        board.button("Stop Endless").click();

        assertThat(board.state("Endless")).hasText("idle");
        assertThat(board.button("Stop Endless")).isHidden();
        assertThat(client.answer("⏹ Stopped")).isVisible();
    }

    @Test
    void aSessionIsRenamedFoundAndOpenedFromTheBoard() {
        client.startsAChat("Draft").says("hello");
        assertThat(client.answer("You said: hello")).isVisible();
        client.startsAChat("Another");

        board.button("Rename Draft").click();
        board.page().getByLabel("Title of this session").fill("Final");
        board.page().keyboard().press("Enter");

        assertThat(board.row("Final")).isVisible();
        assertThat(board.row("Draft")).hasCount(0);
        board.page().getByLabel("Filter the sessions").fill("nothing like it");
        assertThat(board.page().getByText("No session matches this filter.")).isVisible();
        board.page().getByLabel("Filter the sessions").fill("final");
        assertThat(board.row("Final")).isVisible();
        board.link("Open Final").click();
        var opened = new Client(board.page());
        assertThat(opened.own("hello")).isVisible();
        assertThat(opened.answer("You said: hello")).isVisible();
    }

    @Test
    void theBoardAndTheChatsLeadToEachOther() {
        client.startsAChat("Way");
        tab.page().getByTitle("All sessions on one board").click();
        assertThat(tab.page()).hasURL(bot.at("/board"));

        new BoardPage(tab.page()).link("Chats").click();

        assertThat(client.entry("Way")).isVisible();
        assertThat(bot.log()).doesNotContain("ERROR");
    }
}
