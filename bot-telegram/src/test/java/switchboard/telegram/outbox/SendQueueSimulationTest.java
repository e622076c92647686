package switchboard.telegram.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.telegram.outbox.SendQueue.Ready;

/** Ten minutes of many streams on virtual time, with slow answers, refusals and retries. */
class SendQueueSimulationTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long TRAFFIC_ENDS = 600 * SECOND;
    private static final long LATEST = 1800 * SECOND;

    /** @param message the live message that is written to, or 0 */
    private record Op(Kind kind, int message, int number) {}

    private record Started(long chatId, Op op, long at) {}

    private record Event(long at, Runnable run) {}

    private final SendQueue<Op> queue = new SendQueue<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at));
    private final List<Started> started = new ArrayList<>();
    private final List<Long> activities = new ArrayList<>();
    private final Map<Long, List<Op>> offered = new TreeMap<>();
    private final Map<Long, List<Op>> delivered = new TreeMap<>();
    private final Set<Long> underWay = new HashSet<>();
    private Random random = new Random(0);
    private long now;
    private int numbers;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noLimitIsExceededAndNothingThatMustBeDeliveredIsLost(long seed) {
        random = new Random(seed);
        for (long chat = 1; chat <= 60; chat++) {
            stream(chat % 6 == 0 ? -chat : chat, 1, random.nextLong(10 * SECOND));
        }
        run();

        assertThat(delivered).isEqualTo(offered);
        assertThat(mostWithin(SECOND, allTimes())).isLessThanOrEqualTo(30);
        started.stream().map(Started::chatId).distinct().forEach(this::limitsOfTheChatHold);
        assertThat(started.stream().filter(start -> start.op.kind == Kind.PREVIEW))
                .hasSizeGreaterThan(1000);
        noPreviewOvertakesItsFinal();
        now += 3600 * SECOND;
        queue.next(now);
        assertThat(queue.lanes()).isZero();
    }

    private void limitsOfTheChatHold(long chatId) {
        List<Long> times = started.stream()
                .filter(start -> start.chatId == chatId)
                .map(Started::at)
                .toList();
        if (chatId < 0) {
            assertThat(mostWithin(60 * SECOND, times)).isLessThanOrEqualTo(19);
            assertThat(mostWithin(SECOND, times)).isEqualTo(1);
        } else {
            assertThat(mostWithin(SECOND, times)).isLessThanOrEqualTo(3);
            assertThat(mostWithin(10 * SECOND, times)).isLessThanOrEqualTo(12);
            assertThat(mostWithin(60 * SECOND, times)).isLessThanOrEqualTo(62);
        }
    }

    private void noPreviewOvertakesItsFinal() {
        var closed = new HashSet<String>();
        for (Started start : started) {
            String message = start.chatId + "/" + start.op.message;
            if (start.op.kind == Kind.FINAL) {
                closed.add(message);
            } else if (start.op.kind == Kind.PREVIEW) {
                assertThat(closed).doesNotContain(message);
            }
        }
    }

    /** One message of a chat: frames, now and then another message, the final text, and so on with the next. */
    private void stream(long chatId, int message, long from) {
        long ends = from + (5 + random.nextLong(60)) * SECOND;
        for (long at = from; at < ends; at += (200 + random.nextLong(400)) * 1_000_000) {
            at(at, () -> queue.preview(chatId, message, new Op(Kind.PREVIEW, message, ++numbers), now));
            if (random.nextInt(50) == 0) {
                at(at, () -> must(chatId, new Op(Kind.REPLY, 0, ++numbers)));
            }
            if (random.nextInt(20) == 0) {
                at(at, () -> typing(chatId));
            }
        }
        at(ends, () -> {
            must(chatId, new Op(Kind.FINAL, message, ++numbers));
            if (now < TRAFFIC_ENDS) {
                stream(chatId, message + 1, now + random.nextLong(5 * SECOND));
            }
        });
    }

    private void must(long chatId, Op op) {
        offered.computeIfAbsent(chatId, id -> new ArrayList<>()).add(op);
        OptionalInt supersedes = op.message == 0 ? OptionalInt.empty() : OptionalInt.of(op.message);
        queue.write(chatId, op.kind, supersedes, op, now);
    }

    private void typing(long chatId) {
        if (queue.activity(chatId, now)) {
            activities.add(now);
        }
    }

    private void run() {
        while (now < LATEST) {
            for (Optional<Ready<Op>> next = queue.next(now); next.isPresent(); next = queue.next(now)) {
                start(next.get());
            }
            Event event = events.peek();
            long wake = queue.wakeAt(now);
            if (event == null && wake == SendQueue.NEVER) {
                return;
            }
            now = Math.min(wake, event == null ? SendQueue.NEVER : event.at);
            while (event != null && event.at <= now) {
                events.remove();
                event.run.run();
                event = events.peek();
            }
        }
    }

    private void start(Ready<Op> ready) {
        assertThat(underWay.add(ready.chatId())).isTrue();
        started.add(new Started(ready.chatId(), ready.op(), now));
        long answered = now + (20 + random.nextLong(random.nextInt(10) == 0 ? 8000 : 300)) * 1_000_000;
        at(answered, () -> finish(ready));
    }

    private void finish(Ready<Op> ready) {
        underWay.remove(ready.chatId());
        int luck = random.nextInt(100);
        if (luck < 1) {
            queue.throttled(ready, Duration.ofSeconds(1 + random.nextInt(20)), Duration.ZERO, now);
        } else if (luck < 3 && ready.kind().mustDeliver()) {
            queue.again(ready, ready.op(), now + random.nextLong(10 * SECOND));
        } else if (luck < 3) {
            queue.lost(ready);
        } else {
            queue.done(ready);
            if (ready.kind().mustDeliver()) {
                delivered
                        .computeIfAbsent(ready.chatId(), id -> new ArrayList<>())
                        .add(ready.op());
            }
        }
    }

    private void at(long time, Runnable run) {
        events.add(new Event(time, run));
    }

    private List<Long> allTimes() {
        var times = new ArrayList<Long>(activities);
        started.forEach(start -> times.add(start.at));
        times.sort(Comparator.naturalOrder());
        return times;
    }

    /** The most of the (sorted) times that lie within any span of less than the window. */
    private static int mostWithin(long window, List<Long> times) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (times.get(last) - times.get(first) >= window) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
