package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Files from the person: chosen, dropped, pasted. The bot says that it cannot take them yet. */
class FilesIT extends BrowserJourney {

    private static final String DROP = """
            (area, { name, type, base64, kind }) => {
              const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
              const data = new DataTransfer();
              data.items.add(new File([bytes], name, { type }));
              for (const each of kind === "paste" ? ["paste"] : ["dragenter", "dragover", "drop"]) {
                const what = { bubbles: true, cancelable: true };
                const target = each === "drop" ? document.querySelector("#drop") : area;
                target.dispatchEvent(each === "paste"
                  ? new ClipboardEvent("paste", { ...what, clipboardData: data })
                  : new DragEvent(each, { ...what, dataTransfer: data }));
              }
            }""";

    private static byte[] picture(int side) throws IOException {
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (var x = 0; x < side; x++) {
            for (var y = 0; y < side; y++) {
                image.setRGB(x, y, new Color(x * 255 / side, y * 255 / side, 160).getRGB());
            }
        }
        var png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private static byte[] noise(int bytes) {
        var noise = new byte[bytes];
        new Random(7).nextBytes(noise);
        return noise;
    }

    private static byte[] bytes(Download download) throws IOException {
        return Files.readAllBytes(download.path());
    }

    private void comes(Locator area, String kind, String name, String type, byte[] content) {
        area.evaluate(
                DROP,
                Map.of(
                        "name",
                        name,
                        "type",
                        type,
                        "base64",
                        Base64.getEncoder().encodeToString(content),
                        "kind",
                        kind));
    }

    private Locator card(String name) {
        return client.log().getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
    }

    @Test
    void aFileIsChosenSentWithItsCaptionAndComesBackByteForByte() throws IOException {
        var content = noise(300_000);
        client.startsAChat("Chosen");
        tab.page()
                .waitForFileChooser(() -> client.button("Attach files").click())
                .setFiles(new FilePayload("Übersicht 2026.bin", "application/octet-stream", content));
        assertThat(tab.page().getByRole(AriaRole.LIST, named("Files to send"))).containsText("Übersicht 2026.bin");

        client.says("for your eyes");

        assertThat(client.own("for your eyes")).containsText("300 KB");
        var download =
                tab.page().waitForDownload(() -> card("Übersicht 2026.bin").click());
        assertThat(download.suggestedFilename()).isEqualTo("Übersicht 2026.bin");
        assertThat(bytes(download)).isEqualTo(content);
        assertThat(client.answer("I can't read files yet. Please describe it in text."))
                .isVisible();
        assertThat(tab.page().getByRole(AriaRole.LIST, named("Files to send"))).isHidden();
    }

    @Test
    void aFileIsDroppedOntoTheConversation() throws IOException {
        var content = "name,amount\nAda,12\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        client.startsAChat("Dropped");

        comes(tab.page().locator("#conversation"), "drop", "orders.csv", "text/csv", content);
        assertThat(tab.page().getByText("Drop files to attach them")).isHidden();
        client.button("Remove orders.csv").click();
        assertThat(tab.page().getByRole(AriaRole.LIST, named("Files to send"))).isHidden();
        comes(tab.page().locator("#conversation"), "drop", "orders.csv", "text/csv", content);
        client.button("Send").click();

        var download = tab.page().waitForDownload(() -> card("orders.csv").click());
        assertThat(bytes(download)).isEqualTo(content);
    }

    @Test
    void aPictureIsPastedShownAndOpenedInFullSize() throws IOException {
        var content = picture(640);
        client.startsAChat("Pasted");

        comes(client.composer(), "paste", "image.png", "image/png", content);
        client.says("look");

        var photo = client.own("look").getByRole(AriaRole.IMG, new Locator.GetByRoleOptions().setName("Photo"));
        assertThat(photo).isVisible();
        assertThat(photo).hasJSProperty("naturalWidth", 640);
        assertThat(client.button("Go to the end")).isHidden();
        assertThat(client.answer("I can't read photos yet. Please describe it in text."))
                .isVisible();
        client.own("look")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Open the photo"))
                .click();
        var dialog = tab.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog).isVisible();
        var download = tab.page()
                .waitForDownload(
                        () -> dialog.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Download"))
                                .click());
        assertThat(bytes(download)).isEqualTo(content);
        tab.page().keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
    }

    private static com.microsoft.playwright.Page.GetByRoleOptions named(String name) {
        return new com.microsoft.playwright.Page.GetByRoleOptions().setName(name);
    }
}
