package switchboard.loadtest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import switchboard.load.LoadResult;
import switchboard.text.Texts;

/**
 * A load test's figures, as they are kept in {@code report.json}.
 *
 * @param settings what was asked for, by the names of the options
 * @param metrics the figures by name
 * @param reasons why messages were refused, with their numbers
 * @param seconds what happened in each second
 * @param histograms by phase: how many messages took about how long
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record LoadReport(
        String version,
        Instant at,
        Map<String, String> settings,
        Map<String, String> machine,
        List<Metric> metrics,
        Map<String, Integer> reasons,
        List<Second> seconds,
        Map<String, List<Bar>> histograms,
        List<Away> away) {

    /**
     * @param second since the beginning
     * @param said messages that were to be sent in it
     * @param answered whose whole answer came in it
     * @param median of the times to these answers, in milliseconds; 0 for none
     * @param cpu in cores
     * @param megabytes of memory of the bot and all its processes
     * @param own megabytes of the bot alone, without what it has in common with other processes
     * @param files that the bot has open
     * @param threads of the bot
     */
    record Second(
            int second,
            int said,
            int answered,
            double median,
            double p99,
            double cpu,
            double megabytes,
            double own,
            int files,
            int threads) {}

    /**
     * @param upTo milliseconds; more than the bar before
     */
    record Bar(double upTo, long messages) {}

    /**
     * The bot was killed.
     *
     * @param at seconds since the beginning
     * @param milliseconds until it polled again
     */
    record Away(double at, long milliseconds) {}

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    static LoadReport of(
            String version,
            Instant at,
            Map<String, String> settings,
            Map<String, String> machine,
            LoadResult result,
            Figures.Usage usage) {
        var figures = new Figures(result, usage);
        return new LoadReport(
                version,
                at,
                settings,
                machine,
                figures.metrics(),
                result.reasons(),
                figures.seconds(),
                figures.histograms(),
                usage.kills().stream()
                        .map(kill -> new Away(kill.atMicros() / 1e6, kill.away().toMillis()))
                        .toList());
    }

    /** @throws IllegalArgumentException with one sentence for a person, if there is no report in the file */
    static LoadReport read(Path file) {
        try {
            return JSON.readValue(file.toFile(), LoadReport.class);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(Texts.of("load.noReport", file), unreadable);
        }
    }

    /**
     * Writes {@code report.json} and {@code report.html}.
     *
     * @param isNamed whether the files are in a directory of this report's own below
     * @return the page
     */
    Path write(Path directory, boolean isNamed) throws IOException {
        var own =
                isNamed ? directory.resolve("load-test-" + STAMP.format(at.atZone(ZoneId.systemDefault()))) : directory;
        Files.createDirectories(own);
        JSON.writeValue(own.resolve("report.json").toFile(), this);
        return Files.writeString(own.resolve("report.html"), ReportPage.of(this));
    }
}
