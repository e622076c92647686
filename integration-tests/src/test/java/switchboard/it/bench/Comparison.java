package switchboard.it.bench;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The same turns by the bot and by the bare CLI, and how much longer the bot takes. */
final class Comparison {

    /** The turns of one side. */
    private static final class Side {
        final Samples whole = new Samples();
        final Samples toModel = new Samples();
        final Samples fromModel = new Samples();

        void add(Turn turn) {
            whole.add(turn.whole());
            toModel.add(turn.toModel());
            fromModel.add(turn.fromModel());
        }
    }

    private final Side bot = new Side();
    private final Side bare = new Side();

    void bot(Turn turn) {
        bot.add(turn);
    }

    void bare(Turn turn) {
        bare.add(turn);
    }

    /** @param goal what the bot may add to the median */
    void print(String title, String goal) {
        var report = new Report(
                title + " (" + bot.whole.count() + " by each, alternating)",
                "milliseconds",
                "bot",
                "bare `claude`",
                "the bot adds",
                "goal");
        row(report, "median", side -> side.whole, Samples::median, goal);
        row(report, "90th percentile", side -> side.whole, Samples::p90, "");
        row(report, "median, from the words to the model's request", side -> side.toModel, Samples::median, "");
        row(report, "median, from the model's last byte to the answer", side -> side.fromModel, Samples::median, "");
        report.print();
    }

    private void row(
            Report report, String what, Function<Side, Samples> part, ToDoubleFunction<Samples> figure, String goal) {
        var ofBot = figure.applyAsDouble(part.apply(bot));
        var ofBare = figure.applyAsDouble(part.apply(bare));
        report.row(what, Report.number(ofBot), Report.number(ofBare), Report.number(ofBot - ofBare), goal);
    }
}
