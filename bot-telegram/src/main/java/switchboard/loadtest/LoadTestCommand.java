package switchboard.loadtest;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import switchboard.load.LoadPlan;
import switchboard.text.Texts;

/** The command line of the load test. Exit codes: 0, 1 where a limit is passed or the test could not run, 2 wrong use. */
@Command(
        name = "load-test",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Runs a bot of its own with the settings of this machine, under load, and reports how it did. Needs no"
                        + " account, and uses none.")
public final class LoadTestCommand implements Callable<Integer> {

    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final double DEFAULT_SECONDS = 30;

    private enum Agent {
        STANDIN,
        CLAUDE
    }

    private enum Switch {
        ON,
        OFF
    }

    private enum Consent {
        YES,
        NO
    }

    @Option(names = "--chats", defaultValue = "50", paramLabel = "N", description = "Chats (default ${DEFAULT-VALUE}).")
    private int chats;

    @Option(
            names = "--messages",
            defaultValue = "3",
            paramLabel = "N",
            description = "Messages in each chat (default ${DEFAULT-VALUE}).")
    private int messages;

    @Option(
            names = "--pattern",
            defaultValue = "open",
            paramLabel = "P",
            description =
                    "open: at random times (default); spread: at equal distances; both whether or not earlier messages are"
                            + " answered. burst: everybody at once, and again once all are answered.")
    private LoadPlan.Pattern pattern = LoadPlan.Pattern.OPEN;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Messages a second over all chats (default: so that the test takes --duration).")
    private @Nullable Double rate;

    @Option(
            names = "--duration",
            paramLabel = "T",
            converter = DurationConverter.class,
            description = "How long messages are sent, such as 30s or 2h; with --rate it decides how many there are.")
    private @Nullable Duration duration;

    @Option(
            names = "--agent",
            defaultValue = "standin",
            description =
                    "standin: scripted, in the bot itself (default); claude: the real CLI, which talks to a scripted model"
                            + " on this machine.")
    private Agent agent = Agent.STANDIN;

    @Option(
            names = "--paid",
            defaultValue = "no",
            description = "yes: the CLI talks to the real model and the account is charged. Only with --agent claude.")
    private Consent paid = Consent.NO;

    @Option(
            names = "--model-delay",
            defaultValue = "500ms",
            paramLabel = "T",
            converter = DurationConverter.class,
            description = "How long the scripted model thinks (default ${DEFAULT-VALUE}).")
    private Duration modelDelay = Duration.ZERO;

    @Option(
            names = "--limits",
            defaultValue = "on",
            description = "Whether Telegram's flood limits hold: on (default) or off.")
    private Switch limits = Switch.ON;

    @Option(
            names = "--kill-every",
            paramLabel = "T",
            converter = DurationConverter.class,
            description = "Kills the bot so often, and starts it again.")
    private Duration killEvery = Duration.ZERO;

    @Option(
            names = "--patience",
            defaultValue = "60s",
            paramLabel = "T",
            converter = DurationConverter.class,
            description =
                    "After so long without any sign of life, what has no answer is lost (default ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ZERO;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description =
                    "An option for the JVM of the bot under load, such as -XX:TieredStopAtLevel=1. May be given more than"
                            + " once.")
    private List<String> jvm = new ArrayList<>();

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Of the random times (default 1).")
    private long seed;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Writes report.html and report.json there (default: load-test-TIME in this directory).")
    private @Nullable Path report;

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description = "Also prints the figures beside those of a report.json.")
    private @Nullable Path compare;

    @Option(
            names = "--fail-if",
            paramLabel = "LIMIT",
            description =
                    "Exit status 1 if a figure is beyond this, such as 'p99.final>2s' or 'cpu>100'. May be given more than"
                            + " once. Anything lost, doubled or misplaced always counts.")
    private List<String> failIf = new ArrayList<>();

    private final LoadTestHost host;
    private final PrintWriter out;

    private LoadTestCommand(LoadTestHost host, PrintWriter out) {
        this.host = host;
        this.out = out;
    }

    /** Runs the command; returns its exit code. */
    public static int run(LoadTestHost host, List<String> arguments, PrintWriter out, PrintWriter err) {
        return new CommandLine(new LoadTestCommand(host, out))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    if (failure instanceof IllegalArgumentException || failure instanceof IOException) {
                        err.println(Texts.of("start.failed", String.valueOf(failure.getMessage())));
                        err.flush();
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw failure;
                })
                .execute(arguments.toArray(String[]::new));
    }

    /** Returns whether everything is within its limits, as an exit code. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (paid == Consent.YES && agent != Agent.CLAUDE) {
            throw new IllegalArgumentException(Texts.of("load.paidStandIn"));
        }
        var limit = FailIf.read(failIf);
        var earlier = compare == null ? null : LoadReport.read(compare);
        var run = new LoadTestRun(
                host.with(jvm),
                new LoadTestRun.Settings(
                        plan(), agent == Agent.CLAUDE, paid == Consent.YES, limits == Switch.ON, killEvery),
                out);
        var found = run.report();
        out.print(ReportTable.of(found));
        if (earlier != null) {
            out.print("\n" + ReportTable.beside(found, earlier));
        }
        out.println("\n"
                + Texts.of("load.written", found.write(report == null ? host.directory() : report, report == null)));
        var passed = limit.stream().filter(each -> each.holds(found.metrics())).toList();
        passed.forEach(each -> out.println(Texts.of("load.passed", each)));
        out.flush();
        return passed.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private LoadPlan plan() {
        var seconds = duration == null ? DEFAULT_SECONDS : duration.toMillis() / 1e3;
        var each = rate != null && duration != null ? (int) Math.max(1, Math.round(rate * seconds / chats)) : messages;
        var perSecond = rate == null ? chats * each / Math.max(0.001, seconds) : rate;
        return new LoadPlan(chats, each, pattern, perSecond, modelDelay, patience, seed);
    }

    /** Reads {@code 500ms}, {@code 2s}, {@code 5m} and {@code 2h}. */
    static final class DurationConverter implements CommandLine.ITypeConverter<Duration> {
        @Override
        public Duration convert(String typed) {
            var found = DURATION.matcher(typed);
            if (!found.matches()) {
                throw new CommandLine.TypeConversionException(Texts.of("load.duration", typed));
            }
            var seconds = switch (found.group(2)) {
                case "ms" -> 0.001;
                case "s" -> 1;
                case "m" -> 60;
                default -> 3_600;
            };
            return Duration.ofNanos((long) (Double.parseDouble(found.group(1)) * seconds * 1e9));
        }
    }
}
