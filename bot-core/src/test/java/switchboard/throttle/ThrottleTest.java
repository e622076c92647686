package switchboard.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import switchboard.ManualClock;
import switchboard.throttle.Throttle.Acquire;
import switchboard.throttle.Throttle.Granted;
import switchboard.throttle.Throttle.InLine;
import switchboard.throttle.Throttle.Release;
import switchboard.throttle.Throttle.Reply;

class ThrottleTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final TestProbe<Reply> ann = KIT.createTestProbe();
    private final TestProbe<Reply> bob = KIT.createTestProbe();
    private final TestProbe<Reply> cid = KIT.createTestProbe();
    private final AtomicBoolean holds = new AtomicBoolean();
    private ActorRef<Throttle.Command> throttle = KIT.spawn(Throttle.create(1, clock));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void permitsAreGrantedInTheOrderAsked() {
        acquire(ann, bob, cid);

        assertThat(ann.receiveMessage()).isEqualTo(new Granted());
        assertThat(bob.receiveMessage()).isEqualTo(new InLine(1, 1, 1, Duration.ZERO));
        assertThat(cid.receiveMessage()).isEqualTo(new InLine(2, 1, 1, Duration.ZERO));
        release(ann);
        assertThat(bob.receiveMessage()).isEqualTo(new Granted());
        assertThat(cid.receiveMessage()).isEqualTo(new InLine(1, 1, 1, Duration.ZERO));
        release(bob);
        assertThat(cid.receiveMessage()).isEqualTo(new Granted());
    }

    @Test
    void asManyRunAtOnceAsThereArePermits() {
        throttle = KIT.spawn(Throttle.create(2, clock));
        acquire(ann, bob, cid);

        assertThat(ann.receiveMessage()).isEqualTo(new Granted());
        assertThat(bob.receiveMessage()).isEqualTo(new Granted());
        assertThat(cid.receiveMessage()).isEqualTo(new InLine(1, 2, 2, Duration.ZERO));
    }

    @Test
    void whoGoesOnWithAnAnswerStandsAtTheHeadOfTheLine() {
        acquire(ann, bob);
        bob.receiveMessage();
        acquireFirst(cid);

        assertThat(bob.receiveMessage()).isEqualTo(new InLine(2, 1, 1, Duration.ZERO));
        release(ann);
        assertThat(cid.receiveMessage()).as("its place is shown to nobody").isEqualTo(new Granted());
    }

    @Test
    void thoseWhoGoOnKeepTheirOrderAmongThemselves() {
        acquire(ann);
        acquireFirst(bob);
        acquireFirst(cid);

        release(ann);
        assertThat(bob.receiveMessage()).isEqualTo(new Granted());
        release(bob);
        assertThat(cid.receiveMessage()).isEqualTo(new Granted());
    }

    @Test
    void thePermitOfAHolderThatStopsComesBack() {
        acquire(ann, bob);
        bob.receiveMessage();

        ann.stop();

        assertThat(bob.receiveMessage()).isEqualTo(new Granted());
    }

    @Test
    void thePermitOfAHolderThatCrashesComesBackAlsoThroughAnAdapter() {
        var turn = KIT.spawn(crashingTurn());
        turn.tell("acquire");
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(holds::get);
        acquireOnce(bob);
        assertThat(bob.receiveMessage()).isEqualTo(new InLine(1, 1, 1, Duration.ZERO));

        turn.tell("crash");

        assertThat(bob.receiveMessage()).isEqualTo(new Granted());
    }

    @Test
    void whoStopsWhileWaitingLeavesTheLine() {
        acquire(ann, bob, cid);
        cid.receiveMessage();

        bob.stop();

        assertThat(cid.receiveMessage()).isEqualTo(new InLine(1, 1, 1, Duration.ZERO));
    }

    @Test
    void aPlaceIsToldOnlyWhenItChanges() {
        acquire(ann, bob);
        assertThat(bob.receiveMessage()).isEqualTo(new InLine(1, 1, 1, Duration.ZERO));

        acquire(cid);
        acquire(bob);
        cid.receiveMessage();
        release(cid);
        release(ann);

        assertThat(bob.receiveMessage()).isEqualTo(new Granted());
    }

    @Test
    void theEstimateGrowsWithThePlace() {
        acquire(ann, bob);
        ann.receiveMessage();
        bob.receiveMessage();
        clock.pass(Duration.ofSeconds(10));
        release(ann);
        assertThat(bob.receiveMessage()).isEqualTo(new Granted());

        acquire(ann, cid);

        assertThat(ann.receiveMessage()).isEqualTo(new InLine(1, 1, 1, Duration.ofSeconds(10)));
        assertThat(cid.receiveMessage()).isEqualTo(new InLine(2, 1, 1, Duration.ofSeconds(20)));
    }

    @Test
    void twoReleasesGiveOnePermitBack() {
        acquire(ann, bob, cid);
        bob.receiveMessage();
        cid.receiveMessage();

        release(ann);
        release(ann);

        assertThat(bob.receiveMessage()).isEqualTo(new Granted());
        assertThat(cid.receiveMessage()).isEqualTo(new InLine(1, 1, 1, Duration.ZERO));
        release(bob);
        assertThat(cid.receiveMessage()).isEqualTo(new Granted());
    }

    @Test
    void whileMemoryIsLowOneTurnRunsAtATime() {
        throttle = KIT.spawn(Throttle.create(3, clock));
        throttle.tell(new Throttle.Pressure(true));
        acquire(ann, bob, cid);

        assertThat(ann.receiveMessage()).isEqualTo(new Granted());
        assertThat(bob.receiveMessage()).isEqualTo(new InLine(1, 1, 3, Duration.ZERO));
        assertThat(cid.receiveMessage()).isEqualTo(new InLine(2, 1, 3, Duration.ZERO));
        release(ann);
        assertThat(bob.receiveMessage()).isEqualTo(new Granted());
        assertThat(cid.receiveMessage()).isEqualTo(new InLine(1, 1, 3, Duration.ZERO));
        throttle.tell(new Throttle.Pressure(false));
        assertThat(cid.receiveMessage()).isEqualTo(new Granted());
    }

    @Test
    void whileItIsPausedNobodyGetsAPermitAndThenAllDoInTurn() {
        throttle.tell(new Throttle.Pause(true));
        acquire(ann, bob);

        assertThat(ann.receiveMessage()).isEqualTo(new InLine(1, 0, 1, Duration.ZERO));
        assertThat(bob.receiveMessage()).isEqualTo(new InLine(2, 0, 1, Duration.ZERO));
        throttle.tell(new Throttle.Pause(false));
        assertThat(ann.receiveMessage()).isEqualTo(new Granted());
        assertThat(bob.receiveMessage()).isEqualTo(new InLine(1, 1, 1, Duration.ZERO));
    }

    @Test
    void aClosedThrottleGrantsNothing() {
        acquire(ann, bob);
        bob.receiveMessage();

        throttle.tell(new Throttle.Close());
        release(ann);

        assertThat(bob.receiveMessage()).isEqualTo(new InLine(1, 0, 1, Duration.ZERO));
    }

    @SafeVarargs
    private void acquire(TestProbe<Reply>... who) {
        for (var each : who) {
            acquireOnce(each);
        }
    }

    private void acquireOnce(TestProbe<Reply> who) {
        throttle.tell(new Acquire(who.ref(), false));
    }

    private void acquireFirst(TestProbe<Reply> who) {
        throttle.tell(new Acquire(who.ref(), true));
    }

    private void release(TestProbe<Reply> who) {
        throttle.tell(new Release(who.ref()));
    }

    private Behavior<String> crashingTurn() {
        return Behaviors.setup(ctx -> {
            var permit = ctx.messageAdapter(Reply.class, Object::toString);
            return Behaviors.receive(String.class)
                    .onMessageEquals("acquire", () -> {
                        throttle.tell(new Acquire(permit, false));
                        return Behaviors.same();
                    })
                    .onMessageEquals("crash", () -> {
                        throw new IllegalStateException("as it should");
                    })
                    .onAnyMessage(granted -> {
                        holds.set(true);
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
