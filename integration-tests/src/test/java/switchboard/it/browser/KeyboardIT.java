package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

/** Without a mouse, and without seeing. */
class KeyboardIT extends BrowserJourney {

    private static final int MOST_STEPS = 40;

    private Keyboard keyboard() {
        return tab.page().keyboard();
    }

    /** Presses the key until that has the focus. */
    private void step(String key, Locator to) {
        for (var at = 0; at < MOST_STEPS; at++) {
            if (Boolean.TRUE.equals(to.evaluate("node => node === document.activeElement"))) {
                return;
            }
            keyboard().press(key);
        }
        assertThat(to).isFocused();
    }

    @Test
    void aChatIsStartedSpokenToAndLeftByKeysAlone() {
        step("Tab", client.button("New chat"));
        keyboard().press("Enter");
        keyboard().type("By keys");
        keyboard().press("Enter");
        assertThat(client.title()).hasText("By keys");
        assertThat(client.composer()).isFocused();
        keyboard().type("first line");
        keyboard().press("Shift+Enter");
        keyboard().type("second line");
        keyboard().press("Enter");
        assertThat(client.answer("You said: first line\nsecond line")).isVisible();

        step("Shift+Tab", client.button("New chat"));
        keyboard().press("Enter");
        keyboard().type("Other");
        keyboard().press("Enter");
        assertThat(client.title()).hasText("Other");
        keyboard().press("Alt+ArrowDown");

        assertThat(client.title()).hasText("By keys");
        assertThat(client.composer()).isFocused();
        keyboard().press("Alt+ArrowUp");
        assertThat(client.title()).hasText("Other");
        step("Shift+Tab", client.entry("By keys"));
        keyboard().press("Enter");
        assertThat(client.title()).hasText("By keys");
    }

    @Test
    void aPermissionIsGivenByKeysAlone() {
        claude.when(
                "by hand",
                Script.call("Bash", Map.of("command", "touch by-keys", "description", "make a file"))
                        .thenSay("Made by keys."));
        client.startsAChat("Allowing").says("by hand");
        var allow = Client.key(client.answer("touch by-keys"), "Allow");
        assertThat(allow).isVisible();

        step("Shift+Tab", allow);
        keyboard().press("Enter");

        assertThat(client.answer("Made by keys.")).isVisible();
        assertThat(client.composer()).isFocused();
        assertThat(work().resolve("by-keys")).exists();
    }

    @Test
    void theMenuOfCommandsIsWalkedAndNarrowedByKeys() {
        client.startsAChat("Menu");
        var menu = tab.page().getByRole(AriaRole.LISTBOX, new Page.GetByRoleOptions().setName("Commands"));
        assertThat(menu).isHidden();

        keyboard().type("/");

        var options = menu.getByRole(AriaRole.OPTION);
        assertThat(options.first()).hasAttribute("aria-selected", "true");
        keyboard().press("ArrowDown");
        assertThat(options.nth(1)).hasAttribute("aria-selected", "true");
        assertThat(client.composer()).hasAttribute("aria-activedescendant", Pattern.compile(".+"));
        keyboard().press("ArrowUp");
        keyboard().press("ArrowUp");
        assertThat(options.last()).hasAttribute("aria-selected", "true");
        keyboard().type("statu");
        assertThat(options).hasCount(1);
        keyboard().press("Tab");
        assertThat(client.composer()).hasValue("/status ");
        assertThat(menu).isHidden();
        keyboard().press("Enter");
        assertThat(client.answer("Bot Status")).isVisible();

        keyboard().type("/");
        assertThat(menu).isVisible();
        keyboard().press("Escape");
        assertThat(menu).isHidden();
        assertThat(client.composer()).hasValue("/");
    }

    @Test
    void whoHearsThePageFindsItsPartsByRoleAndName() {
        client.startsAChat("Heard").says("hello");
        assertThat(client.answer("You said: hello")).isVisible();

        assertThat(tab.page().locator("body")).matchesAriaSnapshot("""
                - region "Overview":
                  - heading "Switchboard" [level=1]
                  - button "Light or dark"
                  - button "New chat"
                  - link /of 3 running/
                  - navigation "Chats":
                    - list:
                      - listitem:
                        - link /Heard/
                - main:
                  - heading "Heard" [level=2]
                  - button "Rename this chat"
                  - button "New topic in this chat"
                  - link "Board of all sessions"
                  - log "Conversation":
                    - article /You, \\d+/: /hello/
                    - article /Switchboard, \\d+/
                  - form "Write a message":
                    - button "Add files"
                    - textbox "Message"
                    - button "Commands"
                    - button "Record a voice message"
                """);
        assertThat(client.entry("Heard")).hasAttribute("aria-current", "page");
        assertThat(client.log()).hasAttribute("aria-live", "off");
    }

    @Test
    void eachAnswerIsReadOutOnceWhenItIsComplete() {
        claude.when("speak slowly", Script.say("The first answer, in full.").hold("slowly"));
        client.startsAChat("Spoken");
        tab.page().evaluate("""
                () => {
                  window.heard = [];
                  new MutationObserver(changes => changes.forEach(change =>
                    change.addedNodes.forEach(node => heard.push(node.textContent))))
                    .observe(document.querySelector("[aria-live=polite]"), { childList: true });
                }""");
        client.says("speak slowly");
        claude.awaitHeld("slowly");
        assertThat(client.live("The first answer")).containsText(Pattern.compile("⏳ \\d"));
        claude.release("slowly");
        tab.page().waitForFunction("() => heard.some(words => words.includes('in full.'))");
        client.says("and again");
        tab.page().waitForFunction("() => heard.some(words => words.includes('You said: and again'))");

        @SuppressWarnings("unchecked")
        var heard = (List<String>) tab.page().evaluate("heard");
        assertThat(heard).noneMatch(words -> words.contains("⏳"));
        assertThat(heard.stream().filter(words -> words.equals("Switchboard: The first answer, in full.")))
                .hasSize(1);
        assertThat(heard.stream().filter(words -> words.startsWith("Switchboard: You said: and again")))
                .hasSize(1);
    }
}
