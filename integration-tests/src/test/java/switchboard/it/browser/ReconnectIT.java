package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

/** An open page while the bot goes and comes back. */
class ReconnectIT extends BrowserJourney {

    @Override
    Map<String, String> settings() throws IOException {
        var settings = super.settings();
        settings.put("HTTP_PORT", String.valueOf(PagesBot.freePort()));
        return settings;
    }

    @Test
    void killedInMidTurnTheBotComesBackAndTheOpenPageGoesOnByItself() throws Exception {
        tab.bearingAbsence();
        claude.when(
                "the saga",
                Script.say("Hear the saga of the switchboard, to its end.").hold("saga"));
        claude.when("the aside", Script.say("A word aside."));
        client.startsAChat("Aside").says("the aside");
        assertThat(client.answer("A word aside.")).isVisible();
        client.startsAChat("Saga").says("the saga");
        claude.awaitHeld("saga");
        assertThat(client.live("Hear the saga of")).containsText("⏳");
        client.composer().fill("written meanwhile");

        bot.kill();

        assertThat(tab.page().getByText("Reconnecting…")).isVisible();
        assertThat(client.live("Hear the saga of")).isVisible();
        client.composer().press("Enter");
        assertThat(tab.page().getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("Not sent")))
                .containsText("Your text is still here.");
        assertThat(client.composer()).hasValue("written meanwhile");
        bot.startAgain();
        assertThat(tab.page().getByText("Reconnecting…")).isHidden();
        claude.awaitHeld("saga");
        claude.release("saga");

        assertThat(client.answer("Hear the saga of the switchboard, to its end."))
                .isVisible();
        assertThat(client.title()).hasText("Saga");
        assertThat(client.own("the saga")).hasCount(1);
        assertThat(client.answer("to its end.")).hasCount(1);
        assertThat(client.state()).hasText("idle");
        assertThat(client.entry("Aside")).hasCount(1);
        assertThat(client.entry("Saga")).hasCount(1);
        client.button("Try again").click();
        assertThat(client.own("written meanwhile")).hasCount(1);
        assertThat(client.answer("You said: written meanwhile")).isVisible();
        client.goesTo("Aside");
        assertThat(client.own("the aside")).hasCount(1);
        assertThat(client.answer("A word aside.")).hasCount(1);
    }

    @Test
    void whatWasUnreadIsUnreadAfterARestart() throws Exception {
        tab.bearingAbsence();
        client.startsAChat("Unread").says("one");
        assertThat(client.answer("You said: one")).isVisible();
        claude.when("two", Script.say("Two it is.").hold("two"));
        client.says("two");
        claude.awaitHeld("two");
        client.startsAChat("Elsewhere");
        claude.release("two");
        assertThat(client.entry("Unread")).containsText("Two it is.");
        assertThat(client.unread("Unread")).hasText("1 unread");

        bot.kill();
        assertThat(tab.page().getByText("Reconnecting…")).isVisible();
        bot.startAgain();

        assertThat(tab.page().getByText("Reconnecting…")).isHidden();
        assertThat(client.unread("Unread")).hasText("1 unread");
        client.goesTo("Unread");
        assertThat(client.log().getByText("New messages")).isVisible();
        assertThat(client.unread("Unread")).isHidden();
    }

    /** The first frame of a new connection tells the chats of the moment it was made, and a new chat is known sooner. */
    @Test
    void aChatMadeWhileThePageReconnectsStaysOpen() {
        try (var second = browser.tab()) {
            var sockets = new ArrayList<WebSocketRoute>();
            var held = new LinkedBlockingQueue<String>();
            var holding = new AtomicBoolean();
            second.page().routeWebSocket("**/socket", socket -> {
                sockets.add(socket);
                socket.connectToServer().onMessage(frame -> {
                    if (holding.get()) {
                        held.add(frame.text());
                    } else {
                        socket.send(frame.text());
                    }
                });
            });
            var there = Client.open(second, bot);
            holding.set(true);
            sockets.getFirst()
                    .close(new WebSocketRoute.CloseOptions().setCode(4000).setReason("lost"));
            second.page().waitForCondition(() -> held.stream().anyMatch(frame -> frame.contains("\"hello\"")));

            there.startsAChat("Just made");
            second.page().waitForCondition(() -> held.stream().anyMatch(frame -> frame.contains("Just made")));
            holding.set(false);
            held.forEach(sockets.getLast()::send);

            there.says("hello");
            assertThat(there.answer("You said: hello")).isVisible();
            assertThat(there.title()).hasText("Just made");
        }
    }

    @Test
    void aConversationThatCouldNotBeFetchedIsFetchedAgain() {
        tab.bearingAbsence();
        client.startsAChat("Fetched").says("one");
        assertThat(client.answer("You said: one")).isVisible();
        client.startsAChat("Meanwhile");
        var failures = new AtomicInteger(2);
        tab.page().route("**/messages?*", fetch -> {
            if (failures.getAndDecrement() > 0) {
                fetch.abort("connectionrefused");
            } else {
                fetch.resume();
            }
        });

        tab.page().reload();
        client.goesTo("Fetched");

        assertThat(client.answer("You said: one")).isVisible();
        assertThat(failures).hasNegativeValue();
    }

    @Test
    void aPageWhoseKeyIsNoLongerValidSaysSo() {
        tab.context().clearCookies();

        client.button("New chat").click();
        tab.page().getByLabel("Title of the new chat").fill("Refused");
        tab.page().keyboard().press("Enter");

        assertThat(tab.page().getByRole(AriaRole.STATUS)).containsText("This page's key is no longer valid");
        tab.expectComplaint("401");
    }
}
