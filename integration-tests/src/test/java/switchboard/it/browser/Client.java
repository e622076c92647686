package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** The chat page as a person uses it: what is there is found by its role and its words. */
record Client(Page page) {

    /** Comes by the address that the bot shows. */
    static Client open(Tab tab, PagesBot bot) {
        tab.page().navigate(bot.opening());
        tab.page().waitForURL(bot.page() + "**");
        assertThat(tab.page()
                        .getByRole(
                                AriaRole.HEADING,
                                new Page.GetByRoleOptions()
                                        .setName("Switchboard")
                                        .setExact(true)))
                .isVisible();
        return new Client(tab.page());
    }

    // The list

    Locator chats() {
        return page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Chats"));
    }

    /** A chat's or topic's entry. */
    Locator entry(String title) {
        return chats().getByRole(AriaRole.LINK)
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator(".line-title")
                                .getByText(title, new Locator.GetByTextOptions().setExact(true))));
    }

    Locator unread(String title) {
        return entry(title).getByTitle(Pattern.compile("unread message"));
    }

    Client startsAChat(String title) {
        button("New chat").click();
        page.getByLabel("Title of the new chat").fill(title);
        page.keyboard().press("Enter");
        assertThat(title()).hasText(title);
        return this;
    }

    Client goesTo(String title) {
        entry(title).click();
        assertThat(title()).hasText(title);
        return this;
    }

    // The conversation

    Locator title() {
        return page.getByRole(AriaRole.MAIN).getByRole(AriaRole.HEADING);
    }

    Locator head() {
        return page.locator("#head");
    }

    /** What the open chat is doing, in words. */
    Locator state() {
        return head().locator(".state");
    }

    Locator log() {
        return page.getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Conversation"));
    }

    Locator messages() {
        return log().getByRole(AriaRole.ARTICLE);
    }

    /** The messages that contain a text. */
    Locator message(String text) {
        return messages().filter(new Locator.FilterOptions().setHasText(text));
    }

    /** The bot's messages that contain a text and do not show a turn at work: what such a message says is not final. */
    Locator answer(String text) {
        return said(text).filter(new Locator.FilterOptions().setHasNot(stop()));
    }

    /** The bot's messages that contain a text and show a turn at work. */
    Locator live(String text) {
        return said(text).filter(new Locator.FilterOptions().setHas(stop()));
    }

    private Locator said(String text) {
        return log().getByLabel(Pattern.compile("^Switchboard, ")).filter(new Locator.FilterOptions().setHasText(text));
    }

    private Locator stop() {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("⏹ Stop"));
    }

    /** The person's messages that contain a text. */
    Locator own(String text) {
        return log().getByLabel(Pattern.compile("^You, ")).filter(new Locator.FilterOptions().setHasText(text));
    }

    /** A button below a message, by words of its label in their case: "Allow" is not "Always allow". */
    static Locator key(Locator message, String label) {
        return message.getByRole(AriaRole.GROUP, new Locator.GetByRoleOptions().setName("Buttons"))
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile(label)));
    }

    // The composer

    Locator composer() {
        return page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message"));
    }

    Client says(String text) {
        composer().fill(text);
        composer().press("Enter");
        return this;
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator toast(String text) {
        return page.locator(".toast").filter(new Locator.FilterOptions().setHasText(text));
    }
}
