package switchboard.loadtest;

import java.util.Locale;

/**
 * One figure of a load test.
 *
 * @param name such as {@code p99.final}
 */
record Metric(String name, double value, Unit unit) {

    /** What a value counts. */
    enum Unit {
        MILLISECONDS(" ms"),
        MEGABYTES(" MB"),
        COUNT("");

        private final String sign;

        Unit(String sign) {
            this.sign = sign;
        }
    }

    /** The value with its unit, for a person. */
    String text() {
        return number(value) + unit.sign;
    }

    static String number(double value) {
        var isWhole = value == Math.rint(value) || Math.abs(value) >= 100;
        return String.format(Locale.ENGLISH, isWhole ? "%,.0f" : "%,.2f", value);
    }
}
