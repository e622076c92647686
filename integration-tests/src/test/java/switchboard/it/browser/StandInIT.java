package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where no {@code claude} is installed. The scenes that take their time run in chats of their own from the beginning. */
class StandInIT extends BrowserJourney {

    private static final List<String> SLOW = List.of("error", "tools", "long");

    @Override
    Map<String, String> settings() throws IOException {
        var settings = settingsWithoutClaude();
        settings.put("PATH", pathWithoutClaude(settings.getOrDefault("PATH", "")));
        settings.put("MAX_CONCURRENT_QUERIES", "8");
        return settings;
    }

    private static String pathWithoutClaude(String path) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(directory -> !Files.exists(Path.of(directory, "claude")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @BeforeAll
    void begin() {
        try (var first = browser.tab()) {
            var there = Client.open(first, bot);
            SLOW.forEach(word -> there.startsAChat(word).says(word));
            assertThat(there.own(SLOW.getLast())).isVisible();
        }
    }

    private Locator banner() {
        return tab.page().getByRole(AriaRole.COMPLEMENTARY, new Page.GetByRoleOptions().setName("Stand-in"));
    }

    /** A chat whose greeting has been read. */
    private void greeted(String title) {
        client.startsAChat(title).says("hello");
        assertThat(client.answer("You said: “hello”")).isVisible();
        assertThat(client.state()).hasText("idle");
    }

    @Test
    void thePageAndTheGreetingSayWhatItIsAndHowToGetTheRealOne() {
        assertThat(banner()).containsText("This is the scripted stand-in, not Claude.");
        assertThat(banner()).containsText("npm install -g @anthropic-ai/claude-code");
        client.startsAChat("Greeting").says("hello");

        var greeting = client.answer("This is not Claude.");
        assertThat(greeting).containsText("npm install -g @anthropic-ai/claude-code");
        assertThat(greeting).containsText("I am only the stand-in and cannot think about it.");
        banner().getByRole(AriaRole.BUTTON).click();
        assertThat(banner()).hasCount(0);
        assertThat(bot.log()).contains("a scripted stand-in answers");
    }

    @Test
    void theNoteStaysClosedOverALostConnection() {
        try (var again = browser.tab()) {
            var sockets = new ArrayList<WebSocketRoute>();
            again.page().routeWebSocket("**/socket", socket -> {
                socket.connectToServer();
                sockets.add(socket);
            });
            var there = Client.open(again, bot);
            var note = again.page().getByRole(AriaRole.COMPLEMENTARY, new Page.GetByRoleOptions().setName("Stand-in"));
            note.getByRole(AriaRole.BUTTON).click();

            sockets.getFirst()
                    .close(new WebSocketRoute.CloseOptions().setCode(4000).setReason("lost"));

            again.page().waitForCondition(() -> sockets.size() == 2);
            there.startsAChat("After the loss").says("hello");
            assertThat(there.answer("You said: “hello”")).isVisible();
            assertThat(note).hasCount(0);
        }
    }

    @Test
    void streamShowsATextWhileItIsWritten() {
        client.startsAChat("Stream").says("stream");

        assertThat(client.live("")).isVisible();
        assertThat(client.state()).containsText("running");
        var answer = client.answer("That is all of it.");
        assertThat(answer).not().containsText("⏳");
        assertThat(answer.locator("pre")).containsText("record Greeting(String to)");
        assertThat(answer.locator("blockquote")).containsText("A stream is only a promise");
    }

    @Test
    void toolsShowsToolsAtWork() {
        client.goesTo("tools");

        assertThat(client.answer("Done: three tools and a subagent with two of its own"))
                .isVisible();
        assertThat(client.state()).hasText("idle");
    }

    @Test
    void permissionIsAllowedAndDenied() {
        greeted("Permission");
        client.says("permission");
        Client.key(client.answer("git commit").filter(withButton("Allow")), "Allow")
                .click();
        assertThat(client.answer("You allowed it this once.")).isVisible();

        client.says("permission");
        Client.key(client.answer("git commit").filter(withButton("Deny")), "Deny")
                .click();

        assertThat(client.answer("You denied it.")).isVisible();
    }

    @Test
    void questionTakesTheThreeChoicesOneAfterAnother() {
        greeted("Question");
        client.says("question");

        for (var choice : List.of("Java", "☐ Tests", "☐ Docs", "☑ Tests", "Done", "Now")) {
            Client.key(client.messages().filter(withButton(choice)), choice).click();
        }

        assertThat(client.answer("Your answers:")).containsText("Java");
        assertThat(client.answer("Your answers:")).containsText("Docs");
        assertThat(client.answer("Your answers:")).not().containsText("Tests");
        assertThat(client.state()).hasText("idle");
    }

    @Test
    void planIsShownAndApproved() {
        greeted("Plan");
        client.says("plan");
        var plan = client.answer("greet people by their names");
        assertThat(plan.last()).containsText("Hello, Ada!");

        Client.key(client.messages().filter(withButton("Start")), "✅ Start").click();

        assertThat(client.answer("You approved the plan")).isVisible();
    }

    @Test
    void errorSaysThatTheServersAreOverloaded() {
        client.goesTo("error");

        assertThat(client.answer("Claude is overloaded right now. /retry asks again."))
                .isVisible();
        assertThat(client.state()).hasText("idle");
    }

    @Test
    void longEndsAsItsBeginningAndAFile() throws IOException {
        client.goesTo("long");

        var card = client.log().getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("a-long-answer.md"));
        assertThat(card).isVisible();
        var download = tab.page().waitForDownload(card::click);
        assertThat(Files.readString(download.path())).endsWith("This is the last line of the long answer.");
    }

    private Locator.FilterOptions withButton(String name) {
        return new Locator.FilterOptions()
                .setHas(tab.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)));
    }
}
