package switchboard.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How often those in line hear of their places. */
class ThrottlePlacesTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));

    private final ManualTime time = ManualTime.get(KIT.system());

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void manyInLineAreToldTheirPlacesAtOnceAndThenOnlyTheNewestFourTimesASecond() {
        var throttle = KIT.spawn(Throttle.create(1, Clock.systemUTC()));
        var line = IntStream.range(0, 200)
                .mapToObj(each -> KIT.<Throttle.Reply>createTestProbe())
                .toList();
        line.forEach(each -> throttle.tell(new Throttle.Acquire(each.ref(), false)));
        assertThat(line.getFirst().receiveMessage()).isEqualTo(new Throttle.Granted());
        for (var place = 1; place < line.size(); place++) {
            assertThat(place(line.get(place))).isEqualTo(place);
        }

        line.subList(0, 100).forEach(each -> throttle.tell(new Throttle.Release(each.ref())));
        for (var each : line.subList(1, 101)) {
            assertThat(each.receiveMessage()).isEqualTo(new Throttle.Granted());
        }
        var last = line.getLast();
        last.expectNoMessage(Duration.ZERO);
        time.timePasses(Throttle.TELL_EVERY);
        assertThat(place(last)).isEqualTo(99);
        time.timePasses(Throttle.TELL_EVERY.multipliedBy(8));
        last.expectNoMessage(Duration.ZERO);
    }

    private static int place(TestProbe<Throttle.Reply> probe) {
        return ((Throttle.InLine) probe.receiveMessage()).place();
    }
}
