package switchboard.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.simulation.Sequences;
import switchboard.simulation.Simulation;
import switchboard.throttle.Throttle.Acquire;
import switchboard.throttle.Throttle.Command;
import switchboard.throttle.Throttle.Granted;
import switchboard.throttle.Throttle.InLine;
import switchboard.throttle.Throttle.Pressure;
import switchboard.throttle.Throttle.Release;
import switchboard.throttle.Throttle.Reply;

/**
 * Any order of requests, releases, deaths, low memory and pauses. There are never too many permits, and nobody waits while one is free.
 * Those who return go first; otherwise the order of the requests holds. Whoever asks hears a place at once and the newest place
 * soon after, never the same place twice and no faster than a person can read, and gets a permit in the end.
 */
class ThrottleModelTest {

    private static final int CALLERS = 6;
    private static final Simulation SIMULATION = new Simulation(ConfigFactory.empty());

    private enum Kind {
        ACQUIRE,
        ACQUIRE_FIRST,
        RELEASE,
        DIE,
        MEMORY_LOW,
        MEMORY_FINE,
        PAUSES,
        GOES_ON
    }

    private record Step(Kind kind, int caller) {}

    @AfterAll
    static void close() {
        SIMULATION.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void permitsAreNeverMoreThanThereAreAndEveryoneIsGrantedInTurn(int limit) {
        var name = "ThrottleModelTest, " + limit + " permits";
        Sequences.check(name, SIMULATION, 1000, 40, ThrottleModelTest::any, () -> new World(limit));
    }

    private static Step any(Random random) {
        var kind = switch (random.nextInt(22)) {
            case 0, 1, 2, 3, 4, 5, 6 -> Kind.ACQUIRE;
            case 7, 8, 9 -> Kind.ACQUIRE_FIRST;
            case 10, 11, 12, 13, 14, 15 -> Kind.RELEASE;
            case 16, 17 -> Kind.DIE;
            case 18 -> Kind.MEMORY_LOW;
            case 19 -> Kind.MEMORY_FINE;
            case 20 -> Kind.PAUSES;
            default -> Kind.GOES_ON;
        };
        return new Step(kind, random.nextInt(CALLERS));
    }

    /** One throttle, and those who call it. */
    private static final class World implements Sequences.World<Step> {

        private final Model model;
        private final ActorRef<Command> throttle;
        private final List<ActorRef<Reply>> callers = new ArrayList<>();
        private final Map<ActorRef<Reply>, List<Reply>> heard = new HashMap<>();

        World(int limit) {
            model = new Model(limit);
            throttle = SIMULATION.spawn(
                    Simulation.spied(Command.class, Throttle.create(limit, Clock.systemUTC()), model::on));
            for (var each = 0; each < CALLERS; each++) {
                callers.add(caller());
            }
        }

        private ActorRef<Reply> caller() {
            var replies = new ArrayList<Reply>();
            var caller = SIMULATION.<Reply>listener(replies::add);
            heard.put(caller, replies);
            return caller;
        }

        @Override
        public void take(Step step) {
            var caller = callers.get(step.caller());
            switch (step.kind()) {
                case ACQUIRE -> throttle.tell(new Acquire(caller, false));
                case ACQUIRE_FIRST -> throttle.tell(new Acquire(caller, true));
                case RELEASE -> throttle.tell(new Release(caller));
                case DIE -> die(step.caller());
                case MEMORY_LOW -> throttle.tell(new Pressure(true));
                case MEMORY_FINE -> throttle.tell(new Pressure(false));
                case PAUSES -> throttle.tell(new Throttle.Pause(true));
                case GOES_ON -> throttle.tell(new Throttle.Pause(false));
            }
        }

        /** Another caller takes the place of one that dies, whose permit nobody gives back for it. */
        private void die(int caller) {
            SIMULATION.stop(callers.get(caller));
            heard.remove(callers.get(caller));
            callers.set(caller, caller());
        }

        @Override
        public void check(boolean settled) {
            if (!settled) {
                return;
            }
            heard.forEach((caller, replies) -> {
                var all = plain(replies);
                assertThat(all.stream().filter(GRANTED::equals).count())
                        .as("grants")
                        .isEqualTo((long) model.grants.getOrDefault(caller, 0));
                if (model.asking.contains(caller)) {
                    assertThat(all).as("told at once").last().isNotEqualTo(GRANTED);
                }
            });
            var before = heard.values().stream().mapToInt(List::size).sum();
            SIMULATION.pass(Throttle.TELL_EVERY);
            SIMULATION.settle();
            assertThat(heard.values().stream().mapToInt(List::size).sum() - before)
                    .as("told in one go")
                    .isLessThanOrEqualTo(model.asking.size());
            model.asking.forEach(caller -> assertThat(plain(Objects.requireNonNull(heard.get(caller))))
                    .as("the newest place")
                    .last()
                    .isEqualTo(model.place(caller)));
            model.holders.forEach(caller -> assertThat(plain(Objects.requireNonNull(heard.get(caller))))
                    .last()
                    .isEqualTo(GRANTED));
        }

        @Override
        public void finish() {
            throttle.tell(new Pressure(false));
            throttle.tell(new Throttle.Pause(false));
            SIMULATION.settle();
            assertThat(heard.keySet())
                    .as("the living")
                    .containsAll(model.holders)
                    .containsAll(model.line());
            while (!model.holders.isEmpty()) {
                throttle.tell(new Release(model.holders.getFirst()));
                SIMULATION.settle();
            }
            check(true);
            assertThat(model.line()).as("who waits for ever").isEmpty();
            callers.forEach(SIMULATION::stop);
            SIMULATION.stop(throttle);
            SIMULATION.settle();
        }

        /** How long it takes is an estimate, and not part of the model. */
        private static List<String> plain(List<Reply> replies) {
            return replies.stream()
                    .map(reply -> switch (reply) {
                        case Granted granted -> GRANTED;
                        case InLine line -> place(line.place(), line.busy(), line.limit());
                    })
                    .toList();
        }
    }

    private static String place(int place, int busy, int limit) {
        return "place " + place + ", " + busy + " of " + limit + " busy";
    }

    private static final String GRANTED = "granted";

    /** What must come of each command that the throttle has taken, in the order in which it took them. */
    private static final class Model {

        private final int limit;
        private final List<ActorRef<Reply>> holders = new ArrayList<>();
        private final List<ActorRef<Reply>> returning = new ArrayList<>();
        private final List<ActorRef<Reply>> asking = new ArrayList<>();
        private final Map<ActorRef<Reply>, Integer> grants = new HashMap<>();
        private boolean low;
        private boolean paused;

        Model(int limit) {
            this.limit = limit;
        }

        List<ActorRef<Reply>> line() {
            return Stream.concat(returning.stream(), asking.stream()).toList();
        }

        void on(Command command) {
            switch (command) {
                case Acquire acquire -> {
                    if (!holders.contains(acquire.who()) && !line().contains(acquire.who())) {
                        (acquire.first() ? returning : asking).add(acquire.who());
                    }
                }
                case Release release -> {
                    holders.remove(release.who());
                    returning.remove(release.who());
                    asking.remove(release.who());
                }
                case Pressure pressure -> low = pressure.low();
                case Throttle.Pause pause -> paused = pause.on();
                case Throttle.Close close -> throw new IllegalArgumentException("no step closes");
                case Throttle.TellPlaces tell -> {}
            }
            while (!paused && holders.size() < (low ? 1 : limit) && !line().isEmpty()) {
                var next = line().getFirst();
                returning.remove(next);
                asking.remove(next);
                holders.add(next);
                grants.merge(next, 1, Integer::sum);
            }
        }

        private String place(ActorRef<Reply> who) {
            return ThrottleModelTest.place(line().indexOf(who) + 1, holders.size(), limit);
        }
    }
}
