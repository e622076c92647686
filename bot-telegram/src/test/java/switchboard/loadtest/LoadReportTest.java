package switchboard.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.load.LoadPlan;
import switchboard.load.LoadResult;
import switchboard.load.LoadResult.Faults;
import switchboard.load.LoadResult.Message;
import switchboard.load.Mark;

class LoadReportTest {

    private static final long MILLI = 1_000;
    private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    Path dir;

    /** The first is answered after 800 ms, the second after twice that, and the third never. */
    private static LoadReport report(int factor) {
        var messages = List.of(
                message(1, 0, 800L * factor),
                message(2, 500, 500 + 1_600L * factor),
                new Message(
                        new Mark(3, 1, "aaaaaa"),
                        0,
                        LoadResult.NEVER,
                        LoadResult.NEVER,
                        LoadResult.NEVER,
                        LoadResult.NEVER,
                        false),
                new Message(
                        new Mark(4, 1, "aaaaaa"),
                        0,
                        LoadResult.NEVER,
                        LoadResult.NEVER,
                        LoadResult.NEVER,
                        LoadResult.NEVER,
                        true));
        var result = new LoadResult(
                LoadPlan.usual(),
                messages,
                new Faults(0, 1, 0, 0, 0),
                Map.of("The <queue> is full.", 1),
                Duration.ofMillis(2_100));
        var samples = List.of(
                new Resources.Sample(0, Duration.ofSeconds(1), 100L << 20, 1, new Resources.Held(60L << 20, 90, 40)),
                new Resources.Sample(
                        1_000 * MILLI, Duration.ofMillis(1_500), 120L << 20, 3, new Resources.Held(64L << 20, 95, 41)),
                new Resources.Sample(
                        2_000 * MILLI, Duration.ofSeconds(2), 110L << 20, 2, new Resources.Held(61L << 20, 91, 40)));
        var usage = new Figures.Usage(
                6, 0, samples, List.of(new Killer.Kill(1_200 * MILLI, Duration.ofMillis(900))), 2_000);
        return LoadReport.of("1", AT, Map.of("chats", "4"), Map.of("cores", "2"), result, usage);
    }

    private static Message message(int chat, long due, long last) {
        return new Message(
                new Mark(chat, 1, "aaaaaa"),
                due * MILLI,
                (due + 20) * MILLI,
                (due + 50) * MILLI,
                last * MILLI,
                last * MILLI,
                false);
    }

    private static double metric(LoadReport report, String name) {
        return report.metrics().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void theFiguresAreThoseOfTheRun() {
        var report = report(1);

        assertThat(metric(report, "p50.final")).isBetween(799.0, 801.0);
        assertThat(metric(report, "max.final")).isBetween(1_599.0, 1_601.0);
        assertThat(metric(report, "max.acknowledged")).isBetween(19.9, 20.1);
        assertThat(metric(report, "answered")).isEqualTo(2);
        assertThat(metric(report, "lost")).isOne();
        assertThat(metric(report, "refused")).isOne();
        assertThat(metric(report, "repeated")).isOne();
        assertThat(metric(report, "calls")).isEqualTo(3);
        assertThat(metric(report, "cpu")).isEqualTo(500);
        assertThat(metric(report, "memory")).isEqualTo(120);
        assertThat(metric(report, "processes")).isEqualTo(3);
        assertThat(metric(report, "away")).isEqualTo(900);
    }

    @Test
    void eachSecondHasWhatHappenedInIt() {
        var seconds = report(1).seconds();

        assertThat(seconds).hasSize(3);
        assertThat(seconds.getFirst().said()).isEqualTo(4);
        assertThat(seconds.getFirst().answered()).isOne();
        assertThat(seconds.getFirst().cpu()).isEqualTo(0.5);
        assertThat(seconds.get(1).answered()).isZero();
        assertThat(seconds.get(1).own()).isEqualTo(64);
        assertThat(seconds.get(1).files()).isEqualTo(95);
        assertThat(seconds.get(1).threads()).isEqualTo(41);
        assertThat(seconds.get(2).median()).isEqualTo(1_600);
    }

    @Test
    void whatIsWrittenIsReadAgainAndComparedByRatios() throws IOException {
        var page = report(1).write(dir, true);
        var earlier = LoadReport.read(page.resolveSibling("report.json"));

        assertThat(dir.relativize(page).toString()).startsWith("load-test-2026");
        assertThat(earlier).isEqualTo(report(1));
        assertThat(ReportTable.beside(report(2), earlier).lines())
                .anySatisfy(line -> assertThat(line).contains("p50.final").endsWith("2.00"));
    }

    @Test
    void thePageHasTheFiguresAndLoadsNothing() {
        var page = ReportPage.of(report(1));

        assertThat(page)
                .contains(
                        "<th scope='row'>final</th>",
                        "1 message was refused: The &lt;queue&gt; is full.",
                        "class='kill'")
                .doesNotContain("{{", "<script", "src=", "href=", "NaN", "<queue>");
    }

    @Test
    void theTableHasAFigureARow() {
        assertThat(ReportTable.of(report(1)).lines())
                .anySatisfy(line -> assertThat(line).contains("acknowledged").contains("20"))
                .anySatisfy(line -> assertThat(line).contains("memory").endsWith("120 MB"));
    }

    @Test
    void aFileWithoutAReportIsSaid() throws IOException {
        var file = Files.writeString(dir.resolve("other.json"), "[]");

        assertThatThrownBy(() -> LoadReport.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--compare: " + file);
    }
}
