package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import switchboard.git.TestRepository;
import switchboard.it.anthropic.Script;

/** Diffs in messages and in files: side by side in a wide window, unified in a narrow one, and never as HTML. */
class DiffsIT extends BrowserJourney {

    private static final String DIFF = """
            diff --git a/src/Greeting.java b/src/Greeting.java
            index 3b18e51..a042389 100644
            --- a/src/Greeting.java
            +++ b/src/Greeting.java
            @@ -8,7 +8,8 @@ class Greeting {
                 private final String name;

                 String words() {
            -        return "Hello " + name;
            +        var time = clock.now();
            +        return "Hello, " + name + "<img src=x onerror=\\"document.title='run'\\">";
                 }
            \s
                 void log() {
            diff --git a/<b>old</b>.txt b/new.txt
            similarity index 100%
            rename from <b>old</b>.txt
            rename to new.txt
            diff --git a/logo.png b/logo.png
            new file mode 100644
            index 0000000..1b2c3d4
            Binary files /dev/null and b/logo.png differ
            """;

    private static Locator button(Locator within, String name) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static double left(Locator node) {
        return node.boundingBox().x;
    }

    private static double top(Locator node) {
        return node.boundingBox().y;
    }

    private static void take(Page page, String name) {
        page.mouse().move(0, 0);
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/browser", name)));
    }

    private Locator shown(String title) {
        claude.when("show the " + title, Script.say("Here:\n\n```diff\n" + DIFF + "```\n\nThat is it."));
        client.startsAChat(title).says("show the " + title);
        return client.answer("That is it.").locator(".diff");
    }

    @Test
    void aDiffInAMessageIsSideBySideInAWideWindowAndUnifiedOnAPhone() {
        tab.page().setViewportSize(1400, 900);
        var diff = shown("Greeting");
        var removed = diff.locator(".removed code");
        var added = diff.locator(".added code");
        assertThat(added).hasCount(2);

        assertThat(top(added.first())).as("side by side").isEqualTo(top(removed));
        assertThat(left(added.first())).isGreaterThan(left(removed) + 200);
        take(tab.page(), "diff-light.png");
        tab.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        take(tab.page(), "diff-dark.png");
        tab.page().setViewportSize(390, 844);
        assertThat(top(added.first())).as("unified").isGreaterThan(top(removed));
        assertThat(left(added.first())).isEqualTo(left(removed));
        assertThat(tab.page().evaluate(AppearanceIT.WIDER_THAN_THE_SCREEN)).isEqualTo(0);
        assertThat(AppearanceIT.tooSmall(tab.page())).isEmpty();
        take(tab.page(), "diff-phone.png");
    }

    @Test
    void aDiffIsTextOnlyAndCopiedAsItWasWritten() {
        var diff = shown("Tags");
        assertThat(diff.locator(".diff-name")).hasText(new String[] {"src/Greeting.java", "new.txt", "logo.png"});
        assertThat(diff.getByText("was <b>old</b>.txt")).isVisible();
        assertThat(diff.locator("img, b")).hasCount(0);
        assertThat(tab.page()).hasTitle(Pattern.compile("Tags"));

        button(diff, "Copy code").click();

        assertThat(diff).containsText("Copied");
        assertThat(tab.page().evaluate("navigator.clipboard.readText()")).isEqualTo(DIFF.stripTrailing());
        button(diff, "Enlarge").click();
        var dialog = tab.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog.locator(".added code")).hasCount(2);
        assertThat(dialog.locator(".diff-bar")).containsText("+2 −1");
        tab.page().keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
    }

    @Test
    void whatTheCommandShowsIsSideBySide() {
        var made = TestRepository.make(work(), dir.resolve("of-git"));
        made.write("a.txt", "second\n");
        made.write("new file", "<b>x</b>\n");
        tab.page().setViewportSize(1400, 900);
        client.startsAChat("Command").says("/diff");

        var diff = client.answer("2 files, +2 −1").locator(".diff");
        assertThat(diff.locator(".diff-name")).hasText(new String[] {"a.txt", "new file"});
        assertThat(left(diff.locator(".added code").first())).isGreaterThan(left(diff.locator(".removed code")) + 200);
        assertThat(Client.key(client.answer("2 files, +2 −1"), "Commit")).isVisible();
        take(tab.page(), "diff-command.png");
    }

    @Test
    void aDiffThatCameAsAFileIsShownOnRequestFileByFileIfItIsLong() throws IOException {
        var files = IntStream.range(0, 40)
                .mapToObj(file -> """
                        diff --git a/file-%1$d b/file-%1$d
                        --- a/file-%1$d
                        +++ b/file-%1$d
                        @@ -1,1 +1,60 @@
                        -before %1$d and after
                        +before %1$d or after
                        """.formatted(file)
                        + IntStream.range(0, 59)
                                .mapToObj(line -> "+<i>line</i> " + line + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
        Files.writeString(work().resolve("work.diff"), files);
        Files.writeString(work().resolve("odd.diff"), "+++ what\n-<i>ever</i>\n");
        client.startsAChat("Files").says("/file work.diff");
        var card = client.answer("work.diff");

        button(card, "Show the changes").click();

        var dialog = tab.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog).hasAccessibleName("work.diff");
        assertThat(dialog.locator(".diff-name")).hasCount(40);
        var last = dialog.locator(".diff-file").last();
        assertThat(dialog.locator(".diff-file[open]")).not().hasCount(40);
        assertThat(dialog.locator(".diff-file").first()).hasAttribute("open", "");
        assertThat(last.locator(".diff-line")).hasCount(0);
        last.getByText("file-39").click();
        assertThat(last.locator(".diff-line")).hasCount(61);
        assertThat(last.locator("mark")).hasText(new String[] {"and", "or"});
        assertThat(last.locator(".added code").last()).hasText("<i>line</i> 58");
        assertThat(left(last.locator(".added code").first())).isGreaterThan(left(last.locator(".removed code")) + 200);
        take(tab.page(), "diff-file.png");
        button(dialog, "Close").click();
        client.says("/file odd.diff");
        button(client.answer("odd.diff"), "Show the changes").click();
        assertThat(tab.page().getByRole(AriaRole.DIALOG).locator(".removed")).hasText("-<i>ever</i>");
    }
}
