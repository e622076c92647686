package switchboard.loadtest;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Draws curves and bars as SVG, whose colours come from the page. Pure. */
final class Chart {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 200;
    private static final int LEFT = 56;
    private static final int BOTTOM = 28;
    private static final int TOP = 12;
    private static final int STEPS = 4;

    /** @param values one a second; none where it is not a number */
    record Line(String name, List<Double> values) {}

    private Chart() {}

    /**
     * Curves over time.
     *
     * @param kills seconds at which the bot was killed
     */
    static String curves(String title, List<Line> lines, List<Double> kills) {
        var seconds =
                lines.stream().mapToInt(line -> line.values().size()).max().orElse(0);
        var most = roof(lines.stream()
                .flatMapToDouble(line -> line.values().stream().mapToDouble(Double::doubleValue))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0));
        var svg = new StringBuilder(open(title));
        svg.append(grid(most));
        for (var kill : kills) {
            var x = x(kill, seconds);
            svg.append(tag("<line class='kill' x1='%s' x2='%s' y1='%d' y2='%d'/>", x, x, TOP, HEIGHT - BOTTOM));
        }
        for (var index = 0; index < lines.size(); index++) {
            var values = lines.get(index).values();
            var points = new StringBuilder();
            for (var second = 0; second < values.size(); second++) {
                if (values.get(second).isNaN()) {
                    continue;
                }
                points.append(number(x(second, seconds)))
                        .append(',')
                        .append(number(y(values.get(second), most)))
                        .append(' ');
            }
            svg.append("<polyline class='c")
                    .append(index)
                    .append("' points='")
                    .append(points)
                    .append("'/>");
        }
        svg.append(tag("<text class='axis' x='%d' y='%d'>0 s</text>", LEFT, HEIGHT - 8));
        svg.append(tag(
                "<text class='axis end' x='%d' y='%d'>%d s</text>", WIDTH - 4, HEIGHT - 8, Math.max(0, seconds - 1)));
        return svg.append("</svg>").append(legend(lines)).toString();
    }

    private static String legend(List<Line> lines) {
        var names = new StringBuilder("<p class='legend'>");
        for (var index = 0; index < lines.size(); index++) {
            names.append("<span class='k")
                    .append(index)
                    .append("'></span>")
                    .append(lines.get(index).name())
                    .append(' ');
        }
        return names.append("</p>").toString();
    }

    /** How many messages took about how long; the widths of the bars grow. */
    static String bars(String title, List<LoadReport.Bar> all) {
        var first = 0;
        while (first < all.size() && all.get(first).messages() == 0) {
            first++;
        }
        var bars = all.subList(first, all.size());
        var most =
                roof(bars.stream().mapToDouble(LoadReport.Bar::messages).max().orElse(0));
        var svg = new StringBuilder(open(title)).append(grid(most));
        var wide = (double) (WIDTH - LEFT) / Math.max(1, bars.size());
        for (var index = 0; index < bars.size(); index++) {
            var bar = bars.get(index);
            var y = y((double) bar.messages(), most);
            var name = Metric.number((double) bar.messages()) + ", up to " + Metric.number(bar.upTo()) + " ms";
            svg.append(tag(
                    "<rect class='b' x='%s' y='%s' width='%s' height='%s'><title>%s</title></rect>",
                    LEFT + index * wide + 1, y, Math.max(1, wide - 2), HEIGHT - BOTTOM - y, name));
        }
        if (!bars.isEmpty()) {
            svg.append(tag(
                    "<text class='axis' x='%d' y='%d'>%s ms</text>",
                    LEFT, HEIGHT - 8, Metric.number(bars.getFirst().upTo())));
            svg.append(tag(
                    "<text class='axis end' x='%d' y='%d'>%s ms</text>",
                    WIDTH - 4, HEIGHT - 8, Metric.number(bars.getLast().upTo())));
        }
        return svg.append("</svg>").toString();
    }

    private static String open(String title) {
        return "<h3>" + title + "</h3>"
                + tag("<svg role='img' aria-label='%s' viewBox='0 0 %d %d'>", title, WIDTH, HEIGHT);
    }

    private static String grid(double most) {
        return DoubleStream.iterate(0, step -> step <= STEPS, step -> step + 1)
                .mapToObj(step -> {
                    var value = most * step / STEPS;
                    return tag(
                                    "<line class='rule' x1='%d' x2='%d' y1='%s' y2='%s'/>",
                                    LEFT, WIDTH, y(value, most), y(value, most))
                            + tag(
                                    "<text class='axis end' x='%d' y='%s'>%s</text>",
                                    LEFT - 6, y(value, most) + 4, Metric.number(value));
                })
                .collect(Collectors.joining());
    }

    private static double x(double second, int seconds) {
        return LEFT + second * (WIDTH - LEFT - 4) / Math.max(1, seconds - 1);
    }

    private static double y(double value, double most) {
        return HEIGHT - BOTTOM - value / most * (HEIGHT - BOTTOM - TOP);
    }

    /** The next round number, which the grid divides into four. */
    private static double roof(double most) {
        var roof = 0.04;
        for (var factors = List.of(2.0, 2.5, 2.0); roof < most; ) {
            for (var factor : factors) {
                roof *= roof < most ? factor : 1;
            }
        }
        return roof;
    }

    private static String tag(String form, Object... arguments) {
        var texts = new Object[arguments.length];
        for (var index = 0; index < arguments.length; index++) {
            texts[index] = arguments[index] instanceof Double value ? number(value) : arguments[index];
        }
        return String.format(Locale.ROOT, form, texts);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
