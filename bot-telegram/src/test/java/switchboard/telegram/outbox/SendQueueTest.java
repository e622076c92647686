package switchboard.telegram.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import switchboard.telegram.outbox.SendQueue.Ready;

class SendQueueTest {
    private static final long ADA = 11;
    private static final long BOB = 22;
    private static final long CY = 33;
    private static final long DOT = 44;
    private static final long GROUP = -100;
    private static final int LIVE = 7;
    private static final OptionalInt NONE = OptionalInt.empty();

    private final SendQueue<String> queue = new SendQueue<>();

    @Test
    void aPrivateChatMayBurstThreeWritesAndThenOneASecond() {
        for (int i = 0; i < 5; i++) {
            queue.write(ADA, Kind.REPLY, NONE, "m" + i, 0);
        }

        assertThat(sendAll(0)).containsExactly("m0", "m1", "m2");
        assertThat(queue.wakeAt(0)).isEqualTo(seconds(1));
        assertThat(sendAll(seconds(0.999))).isEmpty();
        assertThat(sendAll(seconds(1))).containsExactly("m3");
        assertThat(sendAll(seconds(2))).containsExactly("m4");
    }

    @Test
    void theLastTokenIsKeptFromPreviews() {
        queue.write(ADA, Kind.REPLY, NONE, "a", 0);
        queue.write(ADA, Kind.REPLY, NONE, "b", 0);
        sendAll(0);
        queue.preview(ADA, LIVE, "frame", 0);

        assertThat(queue.wakeAt(0)).isEqualTo(seconds(1.5));
        queue.write(ADA, Kind.FINAL, NONE, "final", seconds(0.1));
        assertThat(sendAll(seconds(0.1))).containsExactly("final");
        assertThat(sendAll(seconds(1.9))).isEmpty();
        assertThat(sendAll(seconds(2))).containsExactly("frame");
    }

    @Test
    void onlyTheNewestPreviewOfAMessageIsSent() {
        queue.preview(ADA, LIVE, "one", 0);
        queue.preview(ADA, LIVE, "two", 0);
        queue.preview(ADA, LIVE, "three", 0);

        assertThat(sendAll(0)).containsExactly("three");
        assertThat(queue.wakeAt(0)).isEqualTo(SendQueue.NEVER);
    }

    @Test
    void aPreviewEqualToWhatWasSentLastIsDropped() {
        queue.preview(ADA, LIVE, "one", 0);
        sendAll(0);
        queue.preview(ADA, LIVE, "two", seconds(1));
        queue.preview(ADA, LIVE, "one", seconds(1));

        assertThat(queue.wakeAt(seconds(1))).isEqualTo(SendQueue.NEVER);
    }

    @Test
    void aFailedPreviewIsNotSentAgainButMayBeOfferedAgain() {
        queue.preview(ADA, LIVE, "one", 0);
        queue.lost(take(0));
        assertThat(queue.wakeAt(0)).isEqualTo(SendQueue.NEVER);

        queue.preview(ADA, LIVE, "one", 0);
        assertThat(sendAll(seconds(2))).containsExactly("one");
    }

    @Test
    void aFinalEditDropsThePreviewsOfItsMessageBeforeAndAfterIt() {
        queue.preview(ADA, LIVE, "frame", 0);
        queue.preview(ADA, LIVE + 1, "other", 0);
        queue.write(ADA, Kind.FINAL, OptionalInt.of(LIVE), "final", 0);
        queue.preview(ADA, LIVE, "late", 0);

        assertThat(sendAll(0)).containsExactly("final");
        queue.preview(ADA, LIVE, "later", seconds(1));
        assertThat(sendAll(seconds(60))).containsExactly("other");
    }

    @Test
    void aStreamGoesOnAfterAnEditThatIsNotFinal() {
        queue.preview(ADA, LIVE, "frame", 0);
        queue.write(ADA, Kind.REPLY, OptionalInt.of(LIVE), "edit", 0);
        queue.preview(ADA, LIVE, "next", 0);

        assertThat(sendAll(0)).containsExactly("edit");
        assertThat(sendAll(seconds(2))).containsExactly("next");
    }

    @Test
    void oneWriteOfALaneIsUnderWayAtATime() {
        queue.write(ADA, Kind.REPLY, NONE, "a", 0);
        queue.write(ADA, Kind.REPLY, NONE, "b", 0);
        Ready<String> a = take(0);

        assertThat(queue.next(seconds(60))).isEmpty();
        assertThat(queue.wakeAt(seconds(60))).isEqualTo(SendQueue.NEVER);
        queue.done(a);
        assertThat(take(seconds(60)).op()).isEqualTo("b");
    }

    @Test
    void theMostUrgentKindGoesFirstAndThenWhatWaitsLongest() {
        queue.write(ADA, Kind.REPLY, NONE, "latest reply", 3);
        queue.write(BOB, Kind.REPLY, NONE, "reply", 2);
        queue.write(CY, Kind.REPLY, NONE, "earlier reply", 1);
        queue.preview(GROUP, LIVE, "frame", 0);
        queue.write(DOT, Kind.FINAL, NONE, "final", 3);

        assertThat(sendAll(3)).containsExactly("final", "earlier reply", "reply", "latest reply");
        assertThat(sendAll(seconds(1))).containsExactly("frame");
    }

    @Test
    void theStalestOfTheLiveMessagesIsRefreshedFirst() {
        queue.preview(ADA, 1, "one", 0);
        queue.preview(ADA, 2, "two", 0);
        assertThat(sendAll(1)).containsExactly("one");
        queue.preview(ADA, 1, "one again", seconds(1));

        assertThat(sendAll(seconds(1.6))).containsExactly("two");
    }

    @Test
    void aGroupIsWrittenToNineteenTimesAMinuteAndFifteenByPreviews() {
        var sent = new ArrayList<String>();
        for (int i = 0; i < 600; i++) {
            queue.preview(GROUP, LIVE, "frame " + i, seconds(i / 10.0));
            if (i >= 500 && i % 10 == 0) {
                queue.write(GROUP, Kind.REPLY, NONE, "must " + i, seconds(i / 10.0));
            }
            sent.addAll(sendAll(seconds(i / 10.0)));
        }

        assertThat(sent).hasSize(19).filteredOn(op -> op.startsWith("frame")).hasSizeLessThanOrEqualTo(15);
    }

    @Test
    void framesComeSlowerTheLongerAStreamLasts() {
        var starts = new ArrayList<Long>();
        for (long now = 0; now < seconds(400); now += seconds(0.1)) {
            queue.preview(ADA, LIVE, "frame " + now, now);
            if (!sendAll(now).isEmpty()) {
                starts.add(now);
            }
        }

        assertThat(starts.get(1) - starts.get(0)).isEqualTo(seconds(1.5));
        assertThat(gapAfter(starts, 100)).isEqualTo(seconds(3));
        assertThat(gapAfter(starts, 350)).isEqualTo(seconds(5));
    }

    @Test
    void aThrottledLaneIsSilentForTheTimeAskedAndASecondAndTheJitter() {
        queue.write(ADA, Kind.REPLY, NONE, "a", 0);
        queue.write(ADA, Kind.REPLY, NONE, "b", 0);
        queue.throttled(take(0), Duration.ofSeconds(7), Duration.ofMillis(250), 0);
        queue.write(ADA, Kind.FINAL, NONE, "final", 0);

        assertThat(queue.wakeAt(0)).isEqualTo(seconds(8.25));
        assertThat(queue.activity(ADA, seconds(8))).isFalse();
        assertThat(sendAll(seconds(8.2))).isEmpty();
        assertThat(sendAll(seconds(8.25))).containsExactly("a", "b", "final");
    }

    @Test
    void aThrottledPreviewStaysUnlessANewerOneCame() {
        queue.preview(ADA, LIVE, "old", 0);
        Ready<String> old = take(0);
        queue.throttled(old, Duration.ofSeconds(1), Duration.ZERO, 0);
        assertThat(sendAll(seconds(3))).containsExactly("old");

        queue.preview(BOB, LIVE, "old", seconds(3));
        Ready<String> overtaken = take(seconds(3));
        queue.preview(BOB, LIVE, "new", seconds(3));
        queue.throttled(overtaken, Duration.ofSeconds(1), Duration.ZERO, seconds(3));
        assertThat(sendAll(seconds(9))).containsExactly("new");
    }

    @Test
    void aThrottledLaneDelaysNoOther() {
        queue.write(ADA, Kind.FINAL, NONE, "a", 0);
        queue.throttled(take(0), Duration.ofSeconds(1000), Duration.ZERO, 0);
        queue.write(BOB, Kind.REPLY, NONE, "b", 0);
        queue.preview(CY, LIVE, "c", 0);

        assertThat(sendAll(0)).containsExactly("b", "c");
    }

    @Test
    void threeThrottledChatsWithinTenSecondsPauseEverything() {
        throttle(ADA, 0, 15);
        throttle(BOB, seconds(4), 20);
        queue.write(DOT, Kind.FINAL, NONE, "before", seconds(5));
        assertThat(sendAll(seconds(5))).containsExactly("before");
        throttle(CY, seconds(9), 5);
        queue.write(DOT, Kind.FINAL, NONE, "after", seconds(9));

        assertThat(queue.wakeAt(seconds(9))).isEqualTo(seconds(9 + 20 + 1));
        assertThat(queue.activity(DOT, seconds(10))).isFalse();
        assertThat(sendAll(seconds(29.9))).doesNotContain("after");
        assertThat(sendAll(seconds(30))).contains("after");
    }

    @Test
    void whatIsPutOffStaysAtTheHeadOfItsLane() {
        queue.write(ADA, Kind.FINAL, NONE, "a", 0);
        queue.write(ADA, Kind.FINAL, NONE, "b", 0);
        queue.preview(ADA, LIVE, "frame", 0);
        queue.again(take(0), "a plain", seconds(4));

        assertThat(sendAll(seconds(3.9))).isEmpty();
        assertThat(sendAll(seconds(4))).containsExactly("a plain", "b");
    }

    @Test
    void typingIsShownOnceASecondOrNotAtAll() {
        assertThat(queue.activity(ADA, 0)).isTrue();
        assertThat(queue.activity(ADA, seconds(0.9))).isFalse();
        assertThat(queue.activity(BOB, seconds(0.9))).isTrue();
        assertThat(queue.activity(ADA, seconds(1))).isTrue();
        assertThat(queue.wakeAt(seconds(1))).isEqualTo(SendQueue.NEVER);
    }

    @Test
    void aRefusedTypingSilencesTheWholeLane() {
        queue.silence(ADA, Duration.ofSeconds(3), Duration.ZERO, 0);
        queue.write(ADA, Kind.FINAL, NONE, "final", 0);

        assertThat(queue.wakeAt(0)).isEqualTo(seconds(4));
    }

    @Test
    void aLaneVanishesWhenItIsEmptyAndHasCooledDown() {
        queue.write(ADA, Kind.FINAL, NONE, "a", 0);
        queue.preview(GROUP, LIVE, "frame", 0);
        sendAll(0);
        queue.silence(BOB, Duration.ofSeconds(100), Duration.ZERO, 0);
        sendAll(seconds(50));
        assertThat(queue.lanes()).isEqualTo(3);

        sendAll(seconds(61));
        assertThat(queue.lanes()).isEqualTo(1);
        sendAll(seconds(100 + 1 + 4 * 60));
        assertThat(queue.lanes()).isZero();
    }

    @Test
    void aPreviewCannotBeQueuedAsAWrite() {
        assertThatThrownBy(() -> queue.write(ADA, Kind.PREVIEW, NONE, "x", 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void throttle(long chatId, long now, long seconds) {
        queue.write(chatId, Kind.REPLY, NONE, "throttled", now);
        queue.throttled(take(now), Duration.ofSeconds(seconds), Duration.ZERO, now);
    }

    private Ready<String> take(long now) {
        return queue.next(now).orElseThrow();
    }

    /** Sends what may go at that moment; every write is done at once. */
    private List<String> sendAll(long now) {
        var sent = new ArrayList<String>();
        for (Optional<Ready<String>> next = queue.next(now); next.isPresent(); next = queue.next(now)) {
            sent.add(next.get().op());
            queue.done(next.get());
        }
        return sent;
    }

    private static long gapAfter(List<Long> starts, int seconds) {
        int i = 0;
        while (starts.get(i) < seconds(seconds)) {
            i++;
        }
        return starts.get(i + 1) - starts.get(i);
    }

    private static long seconds(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
