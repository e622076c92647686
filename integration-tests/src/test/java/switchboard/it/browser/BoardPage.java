package switchboard.it.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The board as a person uses it. */
record BoardPage(Page page) {

    /** The session with that title. */
    Locator row(String title) {
        return page.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator(".row-title")
                                .getByText(title, new Locator.GetByTextOptions().setExact(true))));
    }

    Locator state(String title) {
        return row(title).locator(".state");
    }

    /** One of the totals, by its words. */
    Locator figure(String words) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Totals"))
                .locator(".figure")
                .filter(new Locator.FilterOptions().setHasText(words))
                .locator("b");
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
