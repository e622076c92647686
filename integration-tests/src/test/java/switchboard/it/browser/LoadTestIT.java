package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.it.anthropic.ClaudeCli;
import switchboard.it.journey.BotProcess;

/** {@code ./switchboard load-test} as a person runs it, and its page in a browser. */
class LoadTestIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ENDS_WITHIN_MINUTES = 5;

    @TempDir
    Path dir;

    private String printed = "";

    private int run(String... arguments) throws Exception {
        var nowhere = URI.create("http://127.0.0.1:9");
        var environment = ClaudeCli.environment(Files.createDirectories(dir.resolve("home")), nowhere);
        ClaudeCli.find().ifPresent(cli -> environment.put("CLAUDE_CLI_PATH", cli.toString()));
        Files.writeString(dir.resolve(".env"), "TELEGRAM_BOT_TOKEN=1:nobody-may-use-this\nMAX_CONCURRENT_QUERIES=2\n");
        var log = Files.createTempFile(dir, "run", ".log");
        var all = new ArrayList<>(List.of("load-test"));
        all.addAll(List.of(arguments));
        var process = BotProcess.launch(dir, environment, log.toFile(), all.toArray(String[]::new));
        try {
            assertThat(process.waitFor(ENDS_WITHIN_MINUTES, TimeUnit.MINUTES))
                    .as(Files.readString(log))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        printed = Files.readString(log);
        return process.exitValue();
    }

    private JsonNode report(String directory) throws IOException {
        return JSON.readTree(dir.resolve(directory).resolve("report.json").toFile());
    }

    private static double metric(JsonNode report, String name) {
        for (var metric : report.path("metrics")) {
            if (metric.path("name").asText().equals(name)) {
                return metric.path("value").asDouble();
            }
        }
        throw new AssertionError("no " + name + " in " + report.path("metrics"));
    }

    @Test
    void everyAnswerIsExaminedAndThePageShowsIt() throws Exception {
        var exit =
                run("--chats", "6", "--messages", "2", "--duration", "3s", "--model-delay", "100ms", "--report", "one");

        assertThat(exit).as(printed).isZero();
        assertThat(printed)
                .contains("12 of 12 answered", "acknowledged", "report.html")
                .doesNotContain("nobody-may-use");
        var report = report("one");
        assertThat(metric(report, "answered")).isEqualTo(12);
        assertThat(metric(report, "lost")).isZero();
        assertThat(metric(report, "429s")).isZero();
        assertThat(metric(report, "cpu")).isPositive();
        assertThat(metric(report, "p50.final"))
                .isGreaterThanOrEqualTo(metric(report, "p50.queued"))
                .isGreaterThanOrEqualTo(100);
        assertThat(report.at("/settings/chats").asText()).isEqualTo("6");

        var again = run(
                "--chats",
                "6",
                "--messages",
                "2",
                "--pattern",
                "burst",
                "--model-delay",
                "100ms",
                "--report",
                "two",
                "--compare",
                "one/report.json",
                "--fail-if",
                "p50.final<600s,answered<12");

        assertThat(again).as(printed).isOne();
        assertThat(printed).contains("ratio", "Beyond its limit: p50.final<");
        assertThat(printed).doesNotContain("Beyond its limit: answered");
        thePageShows(dir.resolve("one/report.html"));
    }

    private static void thePageShows(Path file) throws IOException {
        try (var browser = Browser.start(Browser.assumeInstalled());
                var tab = browser.tab(options -> options.setColorScheme(ColorScheme.DARK))) {
            var page = tab.page();
            page.setContent(Files.readString(file));
            assertThat(page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("final")))
                    .hasCount(1);
            assertThat(page.getByRole(AriaRole.IMG)).hasCount(10);
            assertThat(page.locator("tr", new Page.LocatorOptions().setHas(named(page, "answered"))))
                    .containsText("12");
            assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(22, 25, 29)");
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(255, 255, 255)");
            page.setViewportSize(360, 700);
            assertThat(page.evaluate(AppearanceIT.WIDER_THAN_THE_SCREEN)).isEqualTo(0);
        }
    }

    private static Locator named(Page page, String name) {
        return page.getByRole(
                AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void aBotThatIsKilledMeanwhileLosesNothing() throws Exception {
        var exit = run(
                "--chats",
                "5",
                "--messages",
                "4",
                "--duration",
                "12s",
                "--model-delay",
                "300ms",
                "--kill-every",
                "8s",
                "--report",
                "killed");

        assertThat(exit).as(printed).isZero();
        var report = report("killed");
        assertThat(metric(report, "kills")).isPositive();
        assertThat(metric(report, "away")).isPositive();
        assertThat(metric(report, "answered") + metric(report, "refused")).isEqualTo(20);
        assertThat(report.path("away")).isNotEmpty();
    }

    @Test
    void theRealClaudeAnswersFromItsWholeConversation() throws Exception {
        ClaudeCli.assumeInstalled();

        var exit = run(
                "--agent",
                "claude",
                "--chats",
                "3",
                "--messages",
                "3",
                "--duration",
                "6s",
                "--model-delay",
                "200ms",
                "--report",
                "claude");

        assertThat(exit).as(printed).isZero();
        assertThat(metric(report("claude"), "answered")).isEqualTo(9);
        assertThat(metric(report("claude"), "processes")).isGreaterThan(1);
        assertThat(metric(report("claude"), "forgetful")).isZero();
    }

    @Test
    void wrongUseIsSaidInOneSentence() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(printed).contains("--kill-every", "--fail-if", "load-test");

        assertThat(run("--model-delay", "soon")).isEqualTo(2);
        assertThat(printed).contains("soon is no duration: say 500ms, 30s, 5m or 2h.");

        assertThat(run("--fail-if", "speed<1")).isOne();
        assertThat(printed).contains("--fail-if does not know speed<1").doesNotContain("\tat ");
    }
}
