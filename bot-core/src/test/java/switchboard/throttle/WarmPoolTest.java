package switchboard.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.Patience;
import switchboard.throttle.WarmPool.Busy;
import switchboard.throttle.WarmPool.Gone;
import switchboard.throttle.WarmPool.Hibernate;
import switchboard.throttle.WarmPool.Idle;
import switchboard.throttle.WarmPool.Spare;

class WarmPoolTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofMillis(20);
    private static final long PLENTY = 8L << 30;
    private static final WarmPool.Command MARK =
            new Gone(KIT.<Hibernate>createTestProbe().ref());

    private final ManualTime time = ManualTime.get(KIT.system());
    private final AtomicLong free = new AtomicLong(PLENTY);
    private final TestProbe<Throttle.Pressure> throttle = KIT.createTestProbe();
    private final TestProbe<Hibernate> ann = KIT.createTestProbe();
    private final TestProbe<Hibernate> bob = KIT.createTestProbe();
    private final TestProbe<Hibernate> cid = KIT.createTestProbe();
    private final TestProbe<WarmPool.Command> handled = KIT.createTestProbe();
    private ActorRef<WarmPool.Command> pool = poolOf(2);

    private ActorRef<WarmPool.Command> poolOf(int most) {
        return KIT.spawn(Behaviors.monitor(
                WarmPool.Command.class, handled.ref(), WarmPool.create(1, most, free::get, throttle.ref())));
    }

    /** A pool whose cap depends on the memory, with room for so many processes more. */
    private void poolByMemory(int more) {
        KIT.stop(pool);
        room(more);
        pool = poolOf(0);
    }

    private void room(int more) {
        free.set(WarmPool.KEPT_FREE + more * WarmPool.PROCESS_MEMORY);
    }

    @AfterEach
    void stopThePool() {
        KIT.stop(pool);
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void beyondTheCapTheOneUsedLeastRecentlyHibernates() {
        use(ann);
        use(bob);
        use(ann);

        pool.tell(new Busy(cid.ref()));

        bob.expectMessage(new Hibernate());
        settle();
        ann.expectNoMessage(QUIET);
    }

    @Test
    void oneProcessEndsForOneThatComes() {
        use(ann);
        use(bob);

        pool.tell(new Busy(cid.ref()));
        pool.tell(new Idle(cid.ref()));

        ann.expectMessage(new Hibernate());
        settle();
        bob.expectNoMessage(QUIET);
        pool.tell(new Gone(ann.ref()));
        settle();
        bob.expectNoMessage(QUIET);
    }

    @Test
    void aGrantedTurnGoesOverTheCapWhereNoProcessIsIdle() {
        pool.tell(new Busy(ann.ref()));
        pool.tell(new Busy(bob.ref()));
        pool.tell(new Busy(cid.ref()));
        settle();
        ann.expectNoMessage(QUIET);

        pool.tell(new Idle(bob.ref()));

        bob.expectMessage(new Hibernate());
    }

    @Test
    void aProcessThatIsGivenWorkIsAskedAgainWhenItIsIdle() {
        use(ann);
        pool.tell(new Busy(bob.ref()));
        pool.tell(new Busy(cid.ref()));
        ann.expectMessage(new Hibernate());

        pool.tell(new Busy(ann.ref()));
        pool.tell(new Idle(ann.ref()));

        ann.expectMessage(new Hibernate());
    }

    @Test
    void aProcessThatDidNotHibernateIsAskedAgainWhenItIsIdle() {
        use(ann);
        pool.tell(new Busy(bob.ref()));
        pool.tell(new Busy(cid.ref()));
        ann.expectMessage(new Hibernate());

        pool.tell(new Idle(ann.ref()));

        ann.expectMessage(new Hibernate());
    }

    @Test
    void aProcessWhoseOwnerStopsMakesRoom() {
        pool.tell(new Busy(ann.ref()));
        use(bob);
        ann.stop();
        throttle.expectTerminated(ann.ref());
        settle();

        pool.tell(new Busy(cid.ref()));
        settle();

        bob.expectNoMessage(QUIET);
    }

    @Test
    void whileMemoryIsLowIdleProcessesEndOneByOneAndGrantsWait() {
        use(ann);
        use(bob);
        settle();
        free.set(WarmPool.LOW_MEMORY - 1);

        time.timePasses(LOOK_EVERY);
        throttle.expectMessage(new Throttle.Pressure(true));
        ann.expectMessage(new Hibernate());
        settle();
        bob.expectNoMessage(QUIET);
        time.timePasses(LOOK_EVERY);
        bob.expectMessage(new Hibernate());

        free.set(PLENTY);
        time.timePasses(LOOK_EVERY);
        assertThat(throttle.receiveMessage()).isEqualTo(new Throttle.Pressure(false));
    }

    @Test
    void oneThatNobodyNeedsYetIsTheFirstToEnd() {
        use(ann);
        pool.tell(new Spare(bob.ref()));

        pool.tell(new Busy(cid.ref()));

        bob.expectMessage(new Hibernate());
        settle();
        ann.expectNoMessage(QUIET);
    }

    @Test
    void oneThatNobodyNeedsYetStartsOnlyWhereThereIsRoom() {
        var answer = KIT.<WarmPool.Room>createTestProbe();
        use(ann);
        pool.tell(new WarmPool.AskRoom(answer.ref()));
        answer.expectMessage(new WarmPool.Room(true));

        use(bob);
        pool.tell(new WarmPool.AskRoom(answer.ref()));
        answer.expectMessage(new WarmPool.Room(false));

        pool.tell(new Gone(bob.ref()));
        free.set(WarmPool.SPARE_MEMORY - 1);
        pool.tell(new WarmPool.AskRoom(answer.ref()));
        answer.expectMessage(new WarmPool.Room(false));
    }

    @Test
    void asManyStayAliveAsTheMemoryHasRoomFor() {
        poolByMemory(2);
        use(ann);
        use(bob);
        settle();
        ann.expectNoMessage(QUIET);

        use(cid);

        ann.expectMessage(new Hibernate());
    }

    @Test
    void whereProcessesUseLessThanExpectedMoreStayAlive() {
        poolByMemory(1);
        use(ann);
        room(1);
        time.timePasses(LOOK_EVERY);

        use(bob);

        settle();
        ann.expectNoMessage(QUIET);
    }

    @Test
    void whereTheMemoryShrinksTheOnesUsedLeastRecentlyEndDownToTheSmallestCap() {
        poolByMemory(3);
        use(ann);
        use(bob);
        use(cid);
        settle();
        room(-1);

        time.timePasses(LOOK_EVERY);
        ann.expectMessage(new Hibernate());
        pool.tell(new Gone(ann.ref()));
        settle();
        bob.expectNoMessage(QUIET);

        time.timePasses(LOOK_EVERY);
        bob.expectMessage(new Hibernate());
        pool.tell(new Gone(bob.ref()));
        settle();
        time.timePasses(LOOK_EVERY);
        settle();
        cid.expectNoMessage(QUIET);
    }

    private void use(TestProbe<Hibernate> process) {
        pool.tell(new Busy(process.ref()));
        pool.tell(new Idle(process.ref()));
    }

    /** Returns when the pool has dealt with everything it was told before. */
    private void settle() {
        pool.tell(MARK);
        handled.fishForMessage(
                Patience.ENOUGH,
                command -> command.equals(MARK) ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
    }
}
