package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ViewportSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

/** What a person does while Claude is at work: decides, stops, replies. */
class TurnsIT extends BrowserJourney {

    private void willTouch(String prompt, String file) {
        claude.when(
                prompt,
                Script.call("Bash", Map.of("command", "touch " + file, "description", "make a file"))
                        .thenSay("Done with " + file + "."));
    }

    @Test
    void aPermissionThatIsAllowedIsCarriedOut() {
        willTouch("make it", "allowed");
        client.startsAChat("Allow").says("make it");
        var question = client.answer("touch allowed");
        assertThat(client.state()).hasText("waiting for you");
        assertThat(client.entry("Allow")).containsText("waiting for you");
        var presses = new ArrayList<Route>();
        tab.page().route("**/presses", presses::add);

        var allow = Client.key(question, "Allow");
        allow.click();

        assertThat(allow).hasAttribute("aria-busy", "true");
        assertThat(work().resolve("allowed")).doesNotExist();
        tab.page().waitForCondition(() -> !presses.isEmpty());
        presses.forEach(Route::resume);
        assertThat(client.toast("Allowed")).isVisible();
        assertThat(client.answer("Done with allowed.")).isVisible();
        assertThat(question).containsText("Allowed");
        assertThat(question.getByRole(AriaRole.BUTTON, named("Allow"))).hasCount(0);
        assertThat(work().resolve("allowed")).exists();
        assertThat(client.state()).hasText("idle");
    }

    @Test
    void onAPhoneEveryKeyOfAPermissionIsTapped() {
        try (var phone = browser.tab(options -> options.setViewportSize(new ViewportSize(390, 780))
                .setHasTouch(true)
                .setIsMobile(true))) {
            var there = Client.open(phone, bot);
            there.button(there.chats().getByRole(AriaRole.LINK).count() == 0 ? "Start a chat" : "New chat")
                    .tap();
            phone.page().getByLabel("Title of the new chat").fill("Thumb");
            there.button("Create").tap();
            for (var label : List.of("Deny", "Allow", "Always")) {
                willTouch("tap " + label, "tapped-" + label);
                there.composer().fill("tap " + label);
                there.button("Send").tap();
                var question = there.answer("touch tapped-" + label);
                assertThat(Client.key(question, label)).isVisible();

                Client.key(question, label).tap();

                assertThat(there.answer("Done with tapped-" + label + ".")).isVisible();
                assertThat(Client.key(question, label)).hasCount(0);
            }
        }
        assertThat(work().resolve("tapped-Deny")).doesNotExist();
        assertThat(work().resolve("tapped-Allow")).exists();
        assertThat(work().resolve("tapped-Always")).exists();
    }

    @Test
    void aPermissionThatIsDeniedIsNotCarriedOut() {
        willTouch("do not make it", "denied");
        client.startsAChat("Deny").says("do not make it");
        var question = client.answer("touch denied");

        Client.key(question, "Deny").click();

        assertThat(client.answer("Done with denied.")).isVisible();
        assertThat(question).containsText("Denied");
        assertThat(question.getByRole(AriaRole.BUTTON, named("Deny"))).hasCount(0);
        assertThat(work().resolve("denied")).doesNotExist();
    }

    @Test
    void aPressOnAQuestionThatIsNoLongerOpenSaysSoAndDecidesNothing() {
        willTouch("make it late", "late");
        client.startsAChat("Late").says("make it late");
        var question = client.answer("touch late");
        assertThat(Client.key(question, "Allow")).isVisible();
        try (var second = browser.tab()) {
            var deaf = new AtomicBoolean();
            second.page().routeWebSocket("**/socket", socket -> {
                var server = socket.connectToServer();
                server.onMessage(frame -> {
                    if (!deaf.get() || frame.text().contains("\"type\":\"answer\"")) {
                        socket.send(frame.text());
                    }
                });
            });
            var stale = Client.open(second, bot).goesTo("Late");
            assertThat(Client.key(stale.answer("touch late"), "Allow")).isVisible();
            deaf.set(true);
            Client.key(question, "Deny").click();
            assertThat(client.answer("Done with late.")).isVisible();

            Client.key(stale.answer("touch late"), "Allow").click();

            assertThat(stale.toast("no longer open")).isVisible();
        }
        assertThat(work().resolve("late")).doesNotExist();
    }

    @Test
    void aQuestionThatIsShownAsAFileSaysWhatBecameOfIt() {
        claude.when(
                "write it",
                Script.call("Write", Map.of("file_path", "long.txt", "content", "a line\n".repeat(2_000)))
                        .thenSay("I leave it."));
        client.startsAChat("Long").says("write it");
        var question = client.answer("wants to use Write");
        assertThat(question.getByRole(AriaRole.LINK)).not().hasCount(0);

        Client.key(question, "Deny").click();

        assertThat(client.answer("I leave it.")).isVisible();
        assertThat(question).containsText("Denied");
        assertThat(Client.key(question, "Deny")).hasCount(0);
    }

    @Test
    void theStopButtonEndsTheTurnAndKeepsWhatWasSaid() {
        claude.when(
                "count for ever",
                Script.say("One, two, three, and so on. ".repeat(40)).hold("counting"));
        client.startsAChat("Button").says("count for ever");
        claude.awaitHeld("counting");
        assertThat(client.live("One, two,")).containsText("⏳");

        client.head().getByRole(AriaRole.BUTTON, named("Stop")).click();

        assertThat(client.answer("⏹ Stopped")).isVisible();
        assertThat(client.state()).hasText("idle");
        assertThat(client.head().getByRole(AriaRole.BUTTON, named("Stop"))).isHidden();
        client.says("still there?");
        assertThat(client.answer("You said: still there?")).containsText("count for ever");
    }

    @Test
    void theCommandStopEndsTheTurn() {
        claude.when(
                "count on",
                Script.say("Four, five, six, and so on. ".repeat(40)).hold("more"));
        client.startsAChat("Command").says("count on");
        claude.awaitHeld("more");
        assertThat(client.live("Four, five,")).containsText("⏳");

        client.says("/stop");

        assertThat(client.answer("⏹ Stopped")).isVisible();
        assertThat(client.state()).hasText("idle");
        assertThat(client.live("")).hasCount(0);
    }

    @Test
    void aReplyQuotesWhatItAnswersAndLeadsBackToIt() {
        client.startsAChat("Reply").says("the first thing");
        var first = client.answer("You said: the first thing");
        assertThat(first).isVisible();

        first.hover();
        first.getByRole(AriaRole.BUTTON, named("Reply")).click();
        assertThat(client.composer()).isFocused();
        assertThat(tab.page().locator("#compose-context")).containsText("Reply to Switchboard");
        client.says("about that");

        var quote = client.own("about that")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Switchboard"));
        assertThat(quote).containsText("You said: the first thing");
        assertThat(client.answer("You said: ").last()).containsText("about that");
        quote.click();
        assertThat(first).isFocused();
    }

    @Test
    void aMessageThatIsEditedSaysSoAndIsAskedAgainByAButton() {
        client.startsAChat("Edit").says("helo");
        assertThat(client.answer("You said: helo")).isVisible();
        assertThat(client.state()).hasText("idle");
        client.composer().fill("half a thought");

        client.own("helo").hover();
        client.own("helo").getByRole(AriaRole.BUTTON, named("Edit")).click();
        assertThat(client.composer()).isFocused();
        assertThat(client.composer()).hasValue("helo");
        assertThat(tab.page().locator("#compose-context")).containsText("Edit your message");
        client.says("hello");

        assertThat(client.own("hello")).containsText("edited");
        assertThat(client.own("helo")).hasCount(0);
        assertThat(client.composer()).hasValue("half a thought");
        Client.key(client.answer("done with the earlier version"), "^Ask again$")
                .click();
        assertThat(client.answer("You said: hello")).isVisible();
        client.composer().fill("");
        client.composer().press("ArrowUp");
        assertThat(client.composer()).hasValue("hello");
        client.composer().press("Escape");
        assertThat(client.composer()).hasValue("");
        tab.page().reload();
        assertThat(client.own("hello")).containsText("edited");
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
