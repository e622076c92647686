package switchboard.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import switchboard.it.anthropic.ClaudeCli;
import switchboard.it.anthropic.FakeMessagesApi;
import switchboard.it.journey.BotProcess;
import switchboard.process.ProcessMark;

/**
 * The world of a class of journeys: one bot in local mode with its own directories. Each journey has a page of its own, with a
 * fresh profile, and makes its own chats; none sees an empty list but the first.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserJourney {

    Path dir;
    FakeMessagesApi claude;
    Browser browser;
    PagesBot bot;
    Tab tab;
    Client client;

    /** One browser serves all classes; it ends with the last of them. */
    @RegisterExtension
    final BeforeAllCallback sharing = context -> {
        var chromium = Browser.assumeInstalled();
        browser = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Browser.class, key -> Browser.start(chromium), Browser.class);
    };

    /** A journey that fails tells what its page shows. */
    @RegisterExtension
    final TestExecutionExceptionHandler picture = (context, failure) -> {
        if (tab == null || failure instanceof TestAbortedException) {
            throw failure;
        }
        var name = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName() + ".png";
        tab.page().screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "browser", name)));
        throw new AssertionError(
                failure.getMessage() + "\nThe page shows:\n" + tab.page().innerText("body"), failure);
    };

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        dir = directory.toRealPath();
        claude = FakeMessagesApi.start();
        bot = startBot();
    }

    @BeforeEach
    void openThePage() {
        tab = browser.tab();
        client = Client.open(tab, bot);
    }

    @AfterEach
    void closeThePage() {
        tab.close();
    }

    @AfterAll
    void close() throws Exception {
        if (claude == null) {
            return; // skipped
        }
        if (bot != null) {
            bot.close();
            assertThat(printed()).doesNotContain("Exception", "\tat ").doesNotContain(bot.key());
        }
        claude.close();
        assertThat(ProcessMark.carrying(mark())).as("Claude processes left").isEmpty();
    }

    /** Starts the bot of this class. */
    PagesBot startBot() throws Exception {
        return PagesBot.start(dir, settings());
    }

    /** What the bot has printed; a class leaves out the faults that its journeys make. */
    String printed() {
        return bot.log();
    }

    /** A bot without a token, with the real CLI. */
    Map<String, String> settings() throws IOException {
        var cli = ClaudeCli.assumeInstalled();
        var settings = settingsWithoutClaude();
        settings.put("CLAUDE_CLI_PATH", cli.toString());
        return settings;
    }

    Map<String, String> settingsWithoutClaude() throws IOException {
        var settings =
                new HashMap<>(ClaudeCli.environment(Files.createDirectories(dir.resolve("home")), claude.root()));
        settings.put("SESSION_DIR", dir.resolve("sessions").toString());
        settings.put("CLAUDE_WORKING_DIR", Files.createDirectories(work()).toString());
        settings.put("ALLOWED_PATHS", dir.toString());
        settings.put("SHUTDOWN_TIMEOUT_MS", "500");
        settings.put("HTTP_PORT", "0");
        settings.put("SPARE_PROCESSES", "0");
        return settings;
    }

    Path work() {
        return dir.resolve("work");
    }

    /** Where this bot keeps its sessions. */
    Path sessions() {
        return dir.resolve("sessions/local");
    }

    /** What the marks of this bot's Claude processes begin with. */
    String mark() {
        return BotProcess.mark(sessions());
    }
}
