package switchboard.loadtest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import switchboard.text.Texts;

/** A limit on a figure: {@code p99.final>2s}. */
record FailIf(String metric, boolean above, double limit) {

    private static final Pattern FORM =
            Pattern.compile("([a-z0-9.]+)\\s*([<>])\\s*(\\d+(?:\\.\\d+)?)\\s*(ms|s|MB|GB)?");

    /** What no load may do. */
    private static final List<String> ALWAYS =
            List.of("lost>0", "doubled>0", "misplaced>0", "disordered>0", "forgetful>0");

    /** Factors to milliseconds and megabytes. */
    private static final Map<String, Double> UNITS = Map.of("ms", 1.0, "s", 1_000.0, "MB", 1.0, "GB", 1_024.0);

    /**
     * What a person has set, and what always holds.
     *
     * @param typed limits, divided by commas
     * @throws IllegalArgumentException with one sentence for a person
     */
    static List<FailIf> read(List<String> typed) {
        return Stream.concat(ALWAYS.stream(), typed.stream().flatMap(each -> Stream.of(each.split(","))))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(FailIf::one)
                .toList();
    }

    private static FailIf one(String typed) {
        var found = FORM.matcher(typed);
        if (!found.matches() || !Figures.isMetric(found.group(1))) {
            throw new IllegalArgumentException(Texts.of("load.failIf", typed, Figures.metricNames()));
        }
        return new FailIf(found.group(1), found.group(2).equals(">"), limit(found));
    }

    private static double limit(Matcher found) {
        var factor = Optional.ofNullable(found.group(4)).map(UNITS::get).orElse(1.0);
        return Double.parseDouble(found.group(3)) * factor;
    }

    /** Whether a report's figure is beyond the limit. */
    boolean holds(List<Metric> metrics) {
        return metrics.stream()
                .filter(each -> each.name().equals(metric))
                .anyMatch(each -> above ? each.value() > limit : each.value() < limit);
    }

    @Override
    public String toString() {
        return String.format(Locale.ENGLISH, "%s%s%s", metric, above ? ">" : "<", Metric.number(limit));
    }
}
