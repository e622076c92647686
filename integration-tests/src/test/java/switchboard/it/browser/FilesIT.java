package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ViewportSize;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.FakeMessagesApi;
import switchboard.it.anthropic.TurnRequest;

/** Files that a person adds to a message in the page, and how the conversation shows them. */
class FilesIT extends BrowserJourney {

    /** The page's way to the bot, once it is slowed down. */
    private @Nullable CDPSession network;

    @BeforeEach
    void withoutLimit() {
        network = null;
    }

    private static final String COPY = """
            async ({ text, base64 }) => {
              const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
              const item = { "image/png": new Blob([bytes], { type: "image/png" }) };
              if (text) item["text/plain"] = new Blob([text], { type: "text/plain" });
              await navigator.clipboard.write([new ClipboardItem(item)]);
            }""";

    /** As a file manager's copy comes: the file and its name. */
    private static final String PASTE_A_FILE = """
            area => {
              const data = new DataTransfer();
              data.items.add(new File(["name,amount"], "orders.csv", { type: "text/csv" }));
              data.setData("text/plain", "orders.csv");
              return area.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
            }""";

    /** A short video of a canvas. */
    private static final String RECORD = """
            async () => {
              const canvas = document.createElement("canvas");
              Object.assign(canvas, { width: 64, height: 48 });
              const context = canvas.getContext("2d");
              const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: "video/webm" });
              const pieces = [];
              recorder.ondataavailable = event => pieces.push(event.data);
              const ended = new Promise(resolve => (recorder.onstop = resolve));
              recorder.start();
              const until = performance.now() + 600;
              while (performance.now() < until) {
                context.fillStyle = `hsl(${performance.now()} 80% 50%)`;
                context.fillRect(0, 0, 64, 48);
                await new Promise(requestAnimationFrame);
              }
              recorder.stop();
              await ended;
              return new File(pieces, "clip.webm", { type: "video/webm" });
            }""";

    private static final String DROP_A_VIDEO = """
            async () => {
              const data = new DataTransfer();
              data.items.add(await (%s)());
              document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
            }""".formatted(RECORD);

    private static final String A_VIDEO = """
            async () => {
              const bytes = new Uint8Array(await (await (%s)()).arrayBuffer());
              return btoa(String.fromCharCode(...bytes));
            }""".formatted(RECORD);

    private static final String SWIPE_LEFT = """
            stage => {
              const at = (type, x) => stage.dispatchEvent(
                  new PointerEvent(type, { pointerId: 1, pointerType: "touch", clientX: x, clientY: 300, bubbles: true }));
              at("pointerdown", 300);
              at("pointerup", 120);
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

    /** A second of a sound. */
    private static byte[] silence() throws IOException {
        var format = new AudioFormat(8_000, 8, 1, true, false);
        var sound = new AudioInputStream(new ByteArrayInputStream(new byte[8_000]), format, 8_000);
        var wav = new ByteArrayOutputStream();
        AudioSystem.write(sound, AudioFileFormat.Type.WAVE, wav);
        return wav.toByteArray();
    }

    private static byte[] bytes(Download download) throws IOException {
        return Files.readAllBytes(download.path());
    }

    private static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(dir.resolve(name), content);
    }

    private static Path newest(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .orElseThrow();
        }
    }

    /** Without the file that could not be fetched for a while. */
    @Override
    String printed() {
        return super.printed().replaceAll("(?m)^.*WARN {2}Downloads - Cannot fetch a file.*\n(?: {4}.*\n)*", "");
    }

    /** Where what people send lies for Claude. */
    private Path files() throws IOException {
        return Files.createDirectories(dir.resolve("home/.local/share/switchboard/files"));
    }

    /** Chooses files in the picker. */
    private void adds(Path... files) {
        var chooser =
                tab.page().waitForFileChooser(() -> client.button("Add files").click());
        chooser.setFiles(files);
    }

    /** Drops files as the window system does. */
    private void drops(Locator onto, Path... files) {
        var box = onto.boundingBox();
        var cdp = tab.context().newCDPSession(tab.page());
        for (var type : List.of("dragEnter", "dragOver", "drop")) {
            var data = new JsonObject();
            data.add("items", new JsonArray());
            var names = new JsonArray();
            for (var file : files) {
                names.add(file.toString());
            }
            data.add("files", names);
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

    /** @param bytesPerSecond -1 for no limit */
    private void throttleUploads(int bytesPerSecond) {
        if (network == null) {
            network = tab.context().newCDPSession(tab.page());
            network.send("Network.enable");
        }
        var conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", 0);
        conditions.addProperty("downloadThroughput", -1);
        conditions.addProperty("uploadThroughput", bytesPerSecond);
        network.send("Network.emulateNetworkConditions", conditions);
    }

    /** The files that are to be sent. */
    private Locator tray() {
        return tab.page()
                .getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Files to send"))
                .getByRole(AriaRole.LISTITEM);
    }

    private Locator added(String name) {
        return tray().filter(new Locator.FilterOptions().setHasText(name));
    }

    private Locator progress(String name) {
        return added(name).getByRole(AriaRole.PROGRESSBAR);
    }

    private Locator card(String name) {
        return client.log().getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
    }

    private static Locator within(Locator place, AriaRole role, String name) {
        return place.getByRole(role, new Locator.GetByRoleOptions().setName(name));
    }

    private TurnRequest asked(String words) {
        return claude.awaitRequest(request -> request.prompt().contains(words), FakeMessagesApi.PATIENCE);
    }

    @Test
    void aPastedScreenshotReachesClaudeAsAPicture() throws IOException {
        client.startsAChat("Screenshot");
        client.composer().focus();
        tab.page().evaluate(COPY, Map.of("text", "", "base64", base64(picture(320))));
        tab.page().keyboard().press("Control+V");
        assertThat(added("screenshot-")).isVisible();

        client.says("what is wrong here?");

        assertThat(asked("what is wrong here?").files()).containsExactly("image image/png");
        assertThat(tray()).hasCount(0);
        var photo = within(client.own("what is wrong here?"), AriaRole.IMG, "Photo");
        assertThat(photo).hasJSProperty("naturalWidth", 320);
        assertThat(client.button("Go to the end")).isHidden();
        assertThat(client.answer("what is wrong here?")).isVisible();
    }

    @Test
    void aPictureThatComesWithItsTextPastesTheTextAndACopiedFileIsAdded() throws IOException {
        client.startsAChat("Pasted");
        client.composer().focus();
        tab.page().evaluate(COPY, Map.of("text", "Total: 12", "base64", base64(picture(8))));
        tab.page().keyboard().press("Control+V");
        assertThat(client.composer()).hasValue("Total: 12");
        assertThat(tray()).hasCount(0);

        assertThat(client.composer().evaluate(PASTE_A_FILE)).isEqualTo(false);
        assertThat(added("orders.csv")).isVisible();
        client.title().click();
        assertThat(tab.page().locator("body").evaluate(PASTE_A_FILE)).isEqualTo(false);
        assertThat(added("orders.csv")).hasCount(2);
        assertThat(client.composer()).hasValue("Total: 12");
    }

    @Test
    void severalFilesAreOneMessageWithAGridAndOnePrompt() throws IOException {
        client.startsAChat("Album");
        adds(file("one.png", picture(64)), file("two.png", picture(48)), file("three.png", picture(32)));
        adds(file("notes.txt", "the notes".getBytes(StandardCharsets.UTF_8)));
        assertThat(tray()).hasCount(4);
        client.composer().fill("compare them");
        client.button("Send").click();

        var album = client.own("compare them");
        assertThat(within(album, AriaRole.BUTTON, "Open the photo")).hasCount(3);
        assertThat(card("notes.txt")).isVisible();
        assertThat(client.messages()
                        .filter(new Locator.FilterOptions().setHas(tab.page().locator(".album"))))
                .hasCount(1);
        var request = asked("compare them");
        assertThat(request.files()).containsOnly("image image/png").hasSize(3);
        assertThat(request.mentions("the notes")).isTrue();
        tab.page().reload();
        assertThat(within(client.own("compare them"), AriaRole.BUTTON, "Open the photo"))
                .hasCount(3);

        within(album, AriaRole.BUTTON, "Open the photo").first().click();
        var box = tab.page().getByRole(AriaRole.DIALOG);
        assertThat(box).containsText("1 of 3");
        tab.page().keyboard().press("ArrowRight");
        assertThat(box).containsText("2 of 3");
        assertThat(within(box, AriaRole.IMG, "Photo")).hasJSProperty("naturalWidth", 48);
        box.locator(".lightbox-stage").evaluate(SWIPE_LEFT);
        assertThat(box).containsText("3 of 3");
        assertThat(within(box, AriaRole.BUTTON, "Next")).isHidden();
        var download = tab.page()
                .waitForDownload(() -> within(box, AriaRole.LINK, "Download").click());
        assertThat(download.suggestedFilename()).isEqualTo("three.png");
        assertThat(bytes(download)).isEqualTo(picture(32));
        tab.page().keyboard().press("Escape");
        assertThat(box).hasCount(0);
        assertThat(within(album, AriaRole.BUTTON, "Open the photo").nth(2)).isFocused();
    }

    @Test
    void droppedFilesAreAddedWhereverTheyFallAndComeBackByteForByte() throws IOException {
        var content = noise(300_000);
        client.startsAChat("Dropped");
        client.composer().fill("for your eyes");
        drops(client.log(), file("Übersicht 2026.bin", content));
        drops(client.entry("Dropped"), file("page.html", "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8)));
        drops(
                client.composer(),
                file("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8)));
        assertThat(tray()).hasCount(3);
        assertThat(client.title()).hasText("Dropped");
        client.composer().press("Enter");

        assertThat(client.own("for your eyes")).containsText("300 KB");
        for (var name : List.of("Übersicht 2026.bin", "page.html", "drawing.svg")) {
            var download = tab.page().waitForDownload(() -> card(name).click());
            assertThat(download.suggestedFilename()).isEqualTo(name);
        }
        var download =
                tab.page().waitForDownload(() -> card("Übersicht 2026.bin").click());
        assertThat(bytes(download)).isEqualTo(content);
    }

    @Test
    void whatCannotBeSentIsSaidBeforeItIsUploaded() throws IOException {
        var uploads = new ArrayList<String>();
        tab.context().onRequest(request -> {
            if (request.url().endsWith("/api/uploads")) {
                uploads.add(request.url());
            }
        });
        client.startsAChat("Too much");
        var huge = dir.resolve("holiday.mov");
        try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(120_000_000);
        }

        adds(huge, file("nothing.txt", new byte[0]));

        assertThat(client.toast("“holiday.mov” has 120 MB. Files can have up to 100 MB here."))
                .containsText("Tell me its path instead.");
        assertThat(client.toast("“nothing.txt” is empty.")).isVisible();
        assertThat(tray()).hasCount(0);
        assertThat(uploads).isEmpty();
        drops(client.log(), Files.createDirectories(dir.resolve("a folder")));
        assertThat(client.toast("Folders can't be added.")).isVisible();
        var many = new Path[11];
        for (var i = 0; i < many.length; i++) {
            many[i] = file("f" + i + ".txt", new byte[] {1});
        }
        adds(many);
        assertThat(client.toast("You can send up to 10 files at once.")).isVisible();
        assertThat(tray()).hasCount(10);
    }

    @Test
    void theProgressOfEachUploadIsShownAndItCanBeCancelled() throws IOException {
        client.startsAChat("Slow");
        throttleUploads(200_000);
        adds(file("large.bin", noise(8_000_000)), file("larger.bin", noise(8_000_000)));

        assertThat(progress("large.bin")).isVisible();
        assertThat(added("larger.bin")).containsText("% of 8.0 MB");
        client.composer().fill("without the larger one");
        client.button("Cancel the upload of larger.bin").click();
        client.button("Cancel the upload of large.bin").click();
        assertThat(tray()).hasCount(0);
        throttleUploads(-1);
        adds(file("small.txt", new byte[] {1}));
        client.composer().press("Enter");

        assertThat(card("small.txt")).isVisible();
        assertThat(client.messages()).hasCount(2);
        assertThat(card("large.bin")).hasCount(0);
    }

    @Test
    void anUploadThatBreaksOffStaysAndIsSentOnce() throws IOException {
        client.startsAChat("Broken");
        tab.page().route("**/api/uploads", Route::abort);
        adds(file("kept.txt", "kept".getBytes(StandardCharsets.UTF_8)));
        assertThat(added("kept.txt")).containsText("Not uploaded");
        client.says("with a file");
        assertThat(tab.page().getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("Not sent")))
                .containsText("It is still here.");
        assertThat(client.composer()).hasValue("with a file");
        assertThat(added("kept.txt")).isVisible();
        tab.page().unroute("**/api/uploads");
        client.button("Upload kept.txt again").click();
        assertThat(added("kept.txt")).not().containsText("Not uploaded");

        // The answer is lost: whether it was sent is not known, and here it was.
        tab.page().route("**/messages", route -> {
            route.fetch();
            route.abort();
        });
        client.button("Try again").click();
        assertThat(card("kept.txt")).hasCount(1);
        tab.page().unroute("**/messages");

        assertThat(client.own("with a file")).hasCount(1);
        assertThat(tray()).hasCount(0);
        assertThat(client.composer()).hasValue("");
        assertThat(client.answer("with a file")).hasCount(1);
        tab.expectComplaint("ERR_FAILED");
    }

    @Test
    void anUploadedFileStaysOverAReload() throws IOException {
        client.startsAChat("Reloaded");
        adds(file("draft.txt", "half a thought".getBytes(StandardCharsets.UTF_8)));
        client.composer().fill("see the draft");
        assertThat(progress("draft.txt")).isHidden();

        tab.page().reload();

        assertThat(added("draft.txt")).isVisible();
        client.button("Send").click();
        assertThat(card("draft.txt")).isVisible();
        assertThat(asked("see the draft").mentions("half a thought")).isTrue();
    }

    @Test
    void aVideoIsShownWhereItStands() {
        client.startsAChat("Video");
        tab.page().evaluate(DROP_A_VIDEO);
        assertThat(added("clip.webm")).isVisible();
        client.says("watch");

        var video = client.own("watch").locator("video");
        assertThat(video).isVisible();
        assertThat(video).hasJSProperty("videoWidth", 64);
        assertThat(video).hasAttribute("width", "64");
    }

    @Test
    void whatTheBotSendsIsShownTheSameWay() throws IOException {
        Files.write(work().resolve("chart.png"), picture(200));
        Files.writeString(work().resolve("report.html"), "<script>alert(1)</script>");
        client.startsAChat("From the bot");
        client.says("/file chart.png");
        var photo = within(client.answer(""), AriaRole.BUTTON, "Open the photo");
        assertThat(photo).isVisible();
        assertThat(photo.getByRole(AriaRole.IMG)).hasJSProperty("naturalWidth", 200);

        client.says("/file report.html");

        var download = tab.page().waitForDownload(() -> card("report.html").click());
        assertThat(download.suggestedFilename()).isEqualTo("report.html");
    }

    @Test
    void gifsVideosAndSoundsOfTheBotPlayWhereTheyStand() throws Exception {
        var gif = new BufferedImage(20, 10, BufferedImage.TYPE_BYTE_INDEXED);
        ImageIO.write(gif, "gif", work().resolve("spin.gif").toFile());
        Files.write(work().resolve("talk.wav"), silence());
        client.startsAChat("Played");
        Files.write(work().resolve("screen.webm"), Base64.getDecoder().decode((String)
                tab.page().evaluate(A_VIDEO)));

        client.says("/file spin.gif");
        var shown = client.log().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Open GIF"));
        assertThat(shown.getByRole(AriaRole.IMG)).hasJSProperty("naturalWidth", 20);

        client.says("/file screen.webm");
        assertThat(client.log().locator("video")).hasJSProperty("videoWidth", 64);

        client.says("/file talk.wav");
        var player = client.log().getByRole(AriaRole.GROUP, new Locator.GetByRoleOptions().setName("talk.wav"));
        within(player, AriaRole.BUTTON, "Play talk.wav").click();
        assertThat(player).containsText("/ 0:01");
        assertThat(card("talk.wav")).isVisible();
    }

    @Test
    void whatABrowserCannotShowIsDownloadedUnlessItIsDeleted() throws Exception {
        var broken = Arrays.copyOf(picture(64), 12);
        Files.write(work().resolve("broken.png"), broken);
        client.startsAChat("Broken pictures");
        client.says("/file broken.png");

        var download = tab.page().waitForDownload(() -> card("broken.png").click());
        assertThat(download.suggestedFilename()).isEqualTo("broken.png");
        assertThat(bytes(download)).isEqualTo(broken);

        adds(file("old.png", picture(64)));
        client.says("look");
        assertThat(within(client.own("look"), AriaRole.IMG, "Photo")).hasJSProperty("naturalWidth", 64);
        Files.delete(newest(sessions().resolve("telegram/files")));
        tab.page().reload();
        assertThat(client.own("look")).containsText("Photo is no longer here");
        assertThat(within(client.own("look"), AriaRole.BUTTON, "Open the photo"))
                .hasCount(0);
        tab.expectComplaint("404");
    }

    @Test
    void whatCannotBeFetchedYetIsSaidOnBothPagesAndRunsInTheEnd() throws Exception {
        client.startsAChat("Fetched");
        var chat = tab.page().url().replaceFirst(".*#", "");
        var place = Files.writeString(files().resolve(chat), "no directory can be here");
        var board = new BoardPage(tab.context().newPage());
        board.page().navigate(bot.at("/board"));
        adds(file("late.png", picture(32)));
        client.says("what is late?");

        assertThat(client.state()).containsText("getting your photo");
        assertThat(client.answer("Getting your photo takes longer than usual. I'll keep trying."))
                .isVisible();
        assertThat(client.button("Stop")).isVisible();
        assertThat(client.entry("Fetched")).containsText("getting your photo");
        assertThat(board.state("Fetched")).containsText("getting your photo");
        board.page().getByLabel("Filter the sessions").fill("getting");
        assertThat(board.row("Fetched")).isVisible();
        assertThat(board.button("Stop Fetched")).isVisible();

        Files.delete(place);

        assertThat(asked("what is late?").files()).containsExactly("image image/png");
        assertThat(client.answer("You said")).isVisible();
        assertThat(client.state()).hasText("idle");
    }

    @Test
    void whatIsSentBeforeItIsUploadedCanStillBeLeftOut() throws IOException {
        client.startsAChat("Left out");
        throttleUploads(200_000);
        adds(file("big.bin", noise(8_000_000)), file("bigger.bin", noise(8_000_000)));
        client.says("without both");
        var leaving = client.log().getByLabel("Being sent");
        assertThat(leaving).containsText("% of 8.0 MB");
        assertThat(tray()).hasCount(0);
        leavingThePageIsAskedAbout();
        within(leaving, AriaRole.BUTTON, "Cancel the upload of bigger.bin").click();
        assertThat(leaving).not().containsText("bigger.bin");
        within(leaving, AriaRole.BUTTON, "Cancel the upload of big.bin").click();

        assertThat(client.answer("without both")).isVisible();
        assertThat(asked("without both").files()).isEmpty();
        adds(file("alone.bin", noise(8_000_000)));
        client.button("Send").click();
        within(leaving, AriaRole.BUTTON, "Cancel the upload of alone.bin").click();
        assertThat(leaving).hasCount(0);
        assertThat(client.own("")).hasCount(1);
        tab.page().reload();
        assertThat(client.own("without both")).isVisible();
        Awaitility.await()
                .atMost(Browser.PATIENCE)
                .untilAsserted(() ->
                        assertThat(sessions().resolve("telegram/uploads")).isDirectoryNotContaining("glob:**.part"));
    }

    /** A person who wants to stay. */
    private void leavingThePageIsAskedAbout() {
        var asked = new ArrayList<String>();
        tab.page().onDialog(dialog -> {
            asked.add(dialog.type());
            dialog.dismiss();
        });
        tab.page().evaluate("() => setTimeout(() => location.reload())");
        tab.page().waitForCondition(() -> asked.contains("beforeunload"));
    }

    @Test
    void onAPhoneFilesFitAndAreLargeEnoughToTouch() throws IOException {
        try (var phone = browser.tab(options -> options.setViewportSize(new ViewportSize(375, 740))
                .setHasTouch(true)
                .setIsMobile(true))) {
            var there = Client.open(phone, bot);
            there.startsAChat("Pocket files");
            var page = phone.page();
            assertThat(there.button("Take a photo")).isVisible();
            page.locator("#attach-input").setInputFiles(new Path[] {
                file("a.png", picture(600)),
                file("b.png", picture(400)),
                file("a-rather-long-name-of-a-file-that-does-not-fit.txt", new byte[] {1})
            });
            assertThat(page.evaluate(AppearanceIT.WIDER_THAN_THE_SCREEN)).isEqualTo(0);
            assertThat(AppearanceIT.tooSmall(page)).isEmpty();
            there.composer().fill("pocket");
            there.button("Send").tap();

            assertThat(there.own("pocket").locator(".album")).isVisible();
            assertThat(page.evaluate(AppearanceIT.WIDER_THAN_THE_SCREEN)).isEqualTo(0);
            assertThat(AppearanceIT.tooSmall(page)).isEmpty();
            within(there.own("pocket"), AriaRole.BUTTON, "Open the photo")
                    .first()
                    .tap();
            assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
            assertThat(AppearanceIT.tooSmall(page)).isEmpty();
            page.getByRole(AriaRole.DIALOG)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close"))
                    .tap();
            assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        }
    }
}
