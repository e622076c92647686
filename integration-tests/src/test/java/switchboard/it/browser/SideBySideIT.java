package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.FakeMessagesApi;
import switchboard.it.anthropic.Script;

/** Several conversations at once. */
class SideBySideIT extends BrowserJourney {

    @Test
    void ofTwoChatsAtWorkEachShowsItsOwnAnswerAndTheOtherOneIsMarkedUnread() {
        claude.when(
                "the red story",
                Script.say("The red fox ran through the red wood.").hold("red"));
        claude.when(
                "the blue story",
                Script.say("The blue whale swam in the blue sea.").hold("blue"));
        client.startsAChat("Red").says("the red story");
        client.startsAChat("Blue").says("the blue story");
        claude.awaitHeld("red");
        claude.awaitHeld("blue");
        assertThat(client.entry("Red")).containsText("running");
        assertThat(client.entry("Blue")).containsText("running");
        assertThat(tab.page().getByTitle("All sessions on one board")).containsText("2 of 3 running");

        claude.release("red");

        assertThat(client.entry("Red")).containsText("The red fox ran through the red wood.");
        assertThat(client.unread("Red")).isVisible();
        assertThat(client.entry("Red")).not().containsText("running");
        assertThat(tab.page()).hasTitle(Pattern.compile("^\\(\\d\\) Blue · Switchboard$"));
        assertThat(client.title()).hasText("Blue");
        assertThat(client.state()).containsText("running");
        assertThat(client.message("red")).hasCount(0);
        claude.release("blue");
        assertThat(client.answer("The blue whale swam in the blue sea.")).isVisible();
        assertThat(client.unread("Blue")).isHidden();

        client.goesTo("Red");

        assertThat(client.answer("The red fox ran through the red wood.")).isVisible();
        assertThat(client.answer("The red fox")).hasCount(1);
        assertThat(client.message("blue")).hasCount(0);
        assertThat(client.unread("Red")).isHidden();
        assertThat(tab.page()).hasTitle("Red · Switchboard");
    }

    @Test
    void whatIsReadInOneTabIsReadInTheOther() {
        client.startsAChat("Here").says("hello");
        assertThat(client.answer("You said: hello")).isVisible();
        try (var second = browser.tab()) {
            var there = Client.open(second, bot);
            there.startsAChat("Elsewhere");
            client.says("and now");
            assertThat(client.answer("You said: and now")).isVisible();
            assertThat(there.entry("Here")).containsText("You said: and now");
            assertThat(there.unread("Here")).isHidden();
        }
    }

    @Test
    void aTopicIsASessionOfItsOwn() {
        client.startsAChat("Project").says("first words");
        assertThat(client.answer(FakeMessagesApi.echo("first words", List.of())))
                .isVisible();

        client.button("New topic in this chat").click();
        tab.page().getByLabel("Name of the new topic").fill("tests");
        tab.page().keyboard().press("Enter");
        assertThat(client.title()).hasText("tests");
        client.says("words of the topic");

        assertThat(client.answer(FakeMessagesApi.echo("words of the topic", List.of())))
                .isVisible();
        assertThat(client.message("first words")).hasCount(0);
        client.goesTo("Project").says("second words");
        assertThat(client.answer(FakeMessagesApi.echo("second words", List.of("first words"))))
                .isVisible();
        assertThat(client.message("words of the topic")).hasCount(0);
        assertThat(claude.requests().stream()
                        .filter(request -> request.prompt().contains("words"))
                        .map(request -> request.sessionId())
                        .distinct())
                .hasSize(2);
        tab.page().getByTitle("All sessions on one board").click();
        var board = new BoardPage(tab.page());
        assertThat(board.row("Project › tests")).isVisible();
        assertThat(board.row("Project")).isVisible();
    }

    @Test
    void aReloadInMidTurnShowsTheSameAndGoesOn() {
        claude.when(
                "the long way",
                Script.say("We walk, and walk, and then we are there.").hold("way"));
        client.startsAChat("Walk").says("the long way");
        claude.awaitHeld("way");
        assertThat(client.live("We walk, and")).containsText("⏳");

        tab.page().reload();

        assertThat(client.title()).hasText("Walk");
        assertThat(client.live("We walk, and")).containsText("⏳");
        assertThat(client.own("the long way")).hasCount(1);
        assertThat(client.state()).containsText("running");
        claude.release("way");
        assertThat(client.answer("and then we are there.")).isVisible();
        assertThat(client.state()).hasText("idle");
        assertThat(client.answer("We walk")).hasCount(1);
        assertThat(client.own("the long way")).hasCount(1);
    }

    @Test
    void aChatIsRenamedInPlace() {
        client.startsAChat("Old name");

        client.button("Rename this chat").click();
        tab.page().getByLabel("Title of this chat").fill("New name");
        tab.page().keyboard().press("Enter");

        assertThat(client.title()).hasText("New name");
        assertThat(client.entry("New name")).isVisible();
        assertThat(client.entry("Old name")).hasCount(0);
        tab.page().reload();
        assertThat(client.title()).hasText("New name");
    }
}
