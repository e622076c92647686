package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Files: those that a chat holds are shown and fetched, and the bot takes them; the page itself does not offer to send one yet. */
class FilesIT extends BrowserJourney {

    private static final String REFUSAL = "I can't read files yet. Describe it in text, or tell me its path.";

    private static final String SEND = """
            async ({ name, caption, type, base64 }) => {
              const headers = { "X-Switchboard-Key": localStorage.getItem("switchboard.key") };
              const body = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
              const { upload } = await (await fetch("/api/uploads", { method: "POST", headers, body })).json();
              const response = await fetch(`/api/chats/${location.hash.slice(1)}/messages`, {
                method: "POST",
                headers: { ...headers, "Content-Type": "application/json" },
                body: JSON.stringify({ text: caption, files: [{ upload, name, type }] }),
              });
              return response.status;
            }""";

    private static final String COPY = """
            async ({ text, base64 }) => {
              const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
              const item = { "image/png": new Blob([bytes], { type: "image/png" }) };
              if (text) item["text/plain"] = new Blob([text], { type: "text/plain" });
              await navigator.clipboard.write([new ClipboardItem(item)]);
            }""";

    /** As a file manager's copy comes: the file and its name. Tells whether the browser would have gone on to paste. */
    private static final String PASTE_A_FILE = """
            area => {
              const data = new DataTransfer();
              data.items.add(new File(["name,amount"], "orders.png", { type: "image/png" }));
              data.setData("text/plain", "orders.png");
              return area.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
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

    private void isStored(String name, String caption, String type, byte[] content) {
        var file = Map.of("name", name, "caption", caption, "type", type, "base64", base64(content));
        assertThat(tab.page().evaluate(SEND, file)).isEqualTo(200);
    }

    private static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }

    /** Drops a file as the window system does. */
    private void drops(Path file, Locator onto) {
        var box = onto.boundingBox();
        var cdp = tab.context().newCDPSession(tab.page());
        for (var type : List.of("dragEnter", "dragOver", "drop")) {
            var data = new JsonObject();
            data.add("items", new JsonArray());
            data.add("files", new JsonArray());
            data.getAsJsonArray("files").add(file.toString());
            data.addProperty("dragOperationsMask", 1);
            var event = new JsonObject();
            event.addProperty("type", type);
            event.addProperty("x", box.x + box.width / 2);
            event.addProperty("y", box.y + box.height / 2);
            event.add("data", data);
            cdp.send("Input.dispatchDragEvent", event);
        }
        cdp.detach();
    }

    /** The sentence is shown; it is taken away, so that the next one is another. */
    private void isRefused() {
        assertThat(client.toast(REFUSAL)).hasCount(1);
        client.toast(REFUSAL).evaluate("node => node.remove()");
    }

    private Locator card(String name) {
        return client.log().getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
    }

    @Test
    void aFileOfAStoredChatIsShownWithItsCaptionAndComesBackByteForByte() throws IOException {
        var content = noise(300_000);
        client.startsAChat("Document");
        isStored("Übersicht 2026.bin", "for your eyes", "application/octet-stream", content);
        assertThat(client.answer("for your eyes")).isVisible();

        tab.page().reload();

        assertThat(client.own("for your eyes")).containsText("300 KB");
        var download =
                tab.page().waitForDownload(() -> card("Übersicht 2026.bin").click());
        assertThat(download.suggestedFilename()).isEqualTo("Übersicht 2026.bin");
        assertThat(bytes(download)).isEqualTo(content);
    }

    @Test
    void aPictureOfAStoredChatIsShownAndOpenedInFullSize() throws IOException {
        var content = picture(640);
        client.startsAChat("Picture");
        isStored("image.png", "look", "image/png", content);

        var photo = client.own("look").getByRole(AriaRole.IMG, new Locator.GetByRoleOptions().setName("Photo"));
        assertThat(photo).isVisible();
        assertThat(photo).hasJSProperty("naturalWidth", 640);
        assertThat(client.button("Go to the end")).isHidden();
        assertThat(client.answer("look")).isVisible();
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

    @Test
    void aDroppedFileIsRefusedInOneSentenceAndThePageStays() throws IOException {
        var file = Files.writeString(dir.resolve("orders.csv"), "name,amount\nAda,12\n");
        client.startsAChat("Dropped");
        var form = tab.page().getByRole(AriaRole.FORM, new Page.GetByRoleOptions().setName("Write a message"));
        assertThat(form.getByRole(AriaRole.BUTTON)).hasCount(2); // Commands and Send
        client.composer().fill("half a thought");
        for (var place : List.of(client.log(), client.composer(), client.entry("Dropped"))) {
            drops(file, place);

            isRefused();
        }
        assertThat(client.title()).hasText("Dropped");
        assertThat(client.composer()).hasValue("half a thought");
        assertThat(client.messages()).hasCount(0);
    }

    @Test
    void aPastedPictureIsRefusedAndOneThatComesWithItsTextPastesTheText() throws IOException {
        client.startsAChat("Pasted");
        client.composer().focus();
        tab.page().evaluate(COPY, Map.of("text", "", "base64", base64(picture(8))));
        tab.page().keyboard().press("Control+V");
        isRefused();
        assertThat(client.composer()).hasValue("");

        tab.page().evaluate(COPY, Map.of("text", "Total: 12", "base64", base64(picture(8))));
        tab.page().keyboard().press("Control+V");
        assertThat(client.composer()).hasValue("Total: 12");
        assertThat(client.toast(REFUSAL)).hasCount(0);

        assertThat(client.composer().evaluate(PASTE_A_FILE)).isEqualTo(false);
        isRefused();
        assertThat(client.composer()).hasValue("Total: 12");
        client.title().click();
        assertThat(tab.page().locator("body").evaluate(PASTE_A_FILE)).isEqualTo(false);
        isRefused();
    }
}
