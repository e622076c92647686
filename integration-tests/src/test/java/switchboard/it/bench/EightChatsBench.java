package switchboard.it.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import switchboard.it.telegram.Chat;

/** Eight warm chats asked at the same moment, against eight bare CLIs asked at the same moment, until the last has answered. */
class EightChatsBench extends Testbed {

    private static final int EIGHT = 8;
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 20;

    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final List<Chat> chats = new ArrayList<>();
    private final List<BareClaude> bare = new ArrayList<>();

    /** One side: how long the rounds took, and the CPU time that this JVM (bot and fakes) spent in them. */
    private static final class Side {
        final Samples wall = new Samples();
        final Samples cpu = new Samples();
    }

    @Test
    void eightAtOnceAreSlowedByTheCpuTheyShareAndNothingElse() throws Exception {
        startBot();
        for (var i = 0; i < EIGHT; i++) {
            chats.add(newChat());
            bare.add(newBareClaude());
        }
        var byBot = new Side();
        var byItself = new Side();
        for (var round = 0; round < WARM_UP + ROUNDS; round++) {
            var isMeasured = round >= WARM_UP;
            measure(this::askAllChats, isMeasured ? byBot : new Side());
            measure(this::askAllBare, isMeasured ? byItself : new Side());
        }
        bare.forEach(BareClaude::close);
        print(byBot, byItself);
    }

    /** A round; returns its length in nanoseconds. */
    private interface Asking {
        long ask() throws IOException, InterruptedException;
    }

    private void measure(Asking asking, Side side) throws IOException, InterruptedException {
        var cpu = machine.getProcessCpuTime();
        side.wall.add(asking.ask());
        side.cpu.add(machine.getProcessCpuTime() - cpu);
    }

    private long askAllChats() {
        var before = calls();
        var start = System.nanoTime();
        var asked = chats.stream().map(this::ask).toList();
        var last = start;
        for (var i = 0; i < EIGHT; i++) {
            last = Math.max(last, await(chats.get(i), asked.get(i), before).shown());
        }
        return last - start;
    }

    private long askAllBare() throws InterruptedException {
        var start = System.nanoTime();
        var asked = bare.stream().map(this::ask).toList();
        var last = start;
        for (var i = 0; i < EIGHT; i++) {
            last = Math.max(last, await(bare.get(i), asked.get(i)).shown());
        }
        return last - start;
    }

    private void print(Side byBot, Side byItself) throws IOException {
        var cores = Runtime.getRuntime().availableProcessors();
        var own = (byBot.cpu.median() - byItself.cpu.median()) / (byBot.wall.median() * cores);
        new Report(
                        titled("Eight chats at once") + " (" + byBot.wall.count() + " rounds by each, alternating)",
                        "milliseconds until the last answer",
                        "bot",
                        "bare `claude`",
                        "ratio",
                        "goal")
                .row(
                        "median",
                        Report.number(byBot.wall.median()),
                        Report.number(byItself.wall.median()),
                        String.format(Locale.ROOT, "%.2f", byBot.wall.median() / byItself.wall.median()),
                        "about 1")
                .row("90th percentile", Report.number(byBot.wall.p90()), Report.number(byItself.wall.p90()), "", "")
                .row(
                        "CPU time of this JVM (bot and fakes)",
                        Report.number(byBot.cpu.median()),
                        Report.number(byItself.cpu.median()),
                        "",
                        "")
                .row(
                        "of the machine's CPU, the bot's share",
                        String.format(Locale.ROOT, "%.0f %%", own * 100),
                        "",
                        "",
                        "")
                .print();
    }
}
