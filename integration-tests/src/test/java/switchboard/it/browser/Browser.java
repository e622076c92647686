package switchboard.it.browser;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.it.anthropic.FakeMessagesApi;

/** A real Chromium without a window, which finds no host but this machine. Belongs to the thread that started it. */
final class Browser implements AutoCloseable {

    /** What an assertion about a page waits. */
    static final Duration PATIENCE = FakeMessagesApi.PATIENCE;

    private static final Logger LOG = LoggerFactory.getLogger(Browser.class);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--use-fake-device-for-media-stream", // a microphone that beeps
            "--autoplay-policy=no-user-gesture-required",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1");

    private static final List<String> CLIPBOARD = List.of("clipboard-read", "clipboard-write");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /** The executable; without one the calling test is skipped, and the log says why. */
    static Path assumeInstalled() {
        var found = find();
        if (found.isEmpty()) {
            var reason = "No Chromium was found, neither in CHROMIUM_PATH nor as " + String.join(", ", NAMES)
                    + " on the PATH. Install it (apt-get install chromium) or set CHROMIUM_PATH";
            LOG.warn("Skipped: {}", reason);
            Assumptions.abort(reason);
        }
        return found.orElseThrow();
    }

    private static Optional<Path> find() {
        var named = System.getenv("CHROMIUM_PATH");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        var directories = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .filter(directory -> !directory.isBlank())
                .toList();
        return NAMES.stream()
                .flatMap(name -> directories.stream().map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path executable) {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(ARGUMENTS));
        return new Browser(playwright, chromium);
    }

    /** A page of a profile of its own: no cookie, nothing stored. */
    Tab tab() {
        return tab(options -> options);
    }

    Tab tab(UnaryOperator<com.microsoft.playwright.Browser.NewContextOptions> with) {
        return new Tab(chromium.newContext(
                with.apply(new com.microsoft.playwright.Browser.NewContextOptions().setPermissions(CLIPBOARD))));
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
