package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Any order of transitions: each accepted prompt ends exactly once, in order, and never are two in flight. */
class ChatStateRandomTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final int STEPS = 200_000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** What must become of each prompt, kept by the test: how often it ended or was dropped. */
    private final Map<TurnId, Integer> ends = new HashMap<>();

    /** The line as it should be: the prompt in flight is no part of it. */
    private final List<Entry> line = new ArrayList<>();

    private @Nullable Prompt flying;
    private boolean paused;
    private int accepted;
    private long messages;
    private ChatState state = ChatState.of(ChatId.of(1), Session.fresh(Path.of("/"), null, NOW));
    private SessionId session = state.session().id();

    @Test
    void anyOrderOfTransitionsEndsEachPromptOnceAndInOrder() {
        System.out.println("ChatStateRandomTest: seed " + seed);
        for (var step = 0; step < STEPS; step++) {
            step();
            settle();
            check(step);
        }
        drain();
        assertThat(ends).as("seed %d", seed).hasSize(accepted);
        assertThat(ends.values()).as("seed %d", seed).containsOnly(1);
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> accept();
            case 4, 5, 6 -> end();
            case 7 -> state = flying == null ? state : state.begin(flying.id(), NOW);
            case 8 -> state = flying == null ? state : state.again(flying.id(), state.session());
            case 9 -> {
                state = state.hold();
                paused |= line.stream().anyMatch(Prompt.class::isInstance);
            }
            case 10 -> {
                state = state.goOn();
                paused = false;
            }
            case 11 -> move();
            case 12 -> moveNow();
            case 13 -> dropOne();
            case 14 -> {
                state = state.dropAll();
                dropPrompts(line);
            }
            case 15 -> renew();
            case 16 -> stale();
            case 17 -> state = state.saw(List.of(++messages), NOW);
            case 18 -> state = state.unasked(TurnId.random(), Outcome.answered("by the way"), Cost.NONE, NOW);
            default -> deliver();
        }
    }

    private void accept() {
        var prompt = new Prompt(TurnId.random(), "p" + accepted++, true, null, NOW);
        state = state.accept(prompt);
        line.add(prompt);
        paused = false;
    }

    private void end() {
        if (flying != null) {
            var turn = flying.id();
            state = state.end(turn, Outcome.answered("done"), Cost.NONE, NOW);
            state = state.end(turn, Outcome.answered("twice"), Cost.NONE, NOW);
            ended(turn);
            flying = null;
        }
    }

    private void move() {
        var to = Session.fresh(Path.of("/"), null, NOW).usedAt(NOW);
        state = state.move(to);
        line.add(new Move(to));
    }

    private void moveNow() {
        state = state.moveNow();
        var first = firstMove();
        first.ifPresent(move -> dropPrompts(line.subList(0, line.indexOf(move))));
    }

    private Optional<Entry> firstMove() {
        return line.stream().filter(Move.class::isInstance).findFirst();
    }

    private void dropOne() {
        var waiting = state.waiting().toList();
        if (!waiting.isEmpty()) {
            var victim = waiting.get(random.nextInt(waiting.size()));
            state = state.drop(victim.id());
            line.remove(victim);
            ended(victim.id());
        }
    }

    private void renew() {
        if (random.nextInt(4) == 0) {
            state = state.renew(null, NOW);
            dropPrompts(line);
            line.clear();
            paused = false;
            session = state.session().id();
        }
    }

    private void stale() {
        var nobody = TurnId.random();
        state = state.begin(nobody, NOW)
                .end(nobody, Outcome.cancelled(""), Cost.NONE, NOW)
                .drop(nobody)
                .part(nobody, 0, "x");
    }

    private void deliver() {
        for (var delivery : state.deliveries()) {
            state = state.delivered(delivery.id());
        }
    }

    private void dropPrompts(List<Entry> from) {
        from.removeIf(entry -> {
            if (entry instanceof Prompt prompt) {
                ended(prompt.id());
                return true;
            }
            return false;
        });
    }

    private void ended(TurnId turn) {
        ends.merge(turn, 1, Integer::sum);
    }

    /** What is free to go goes: moves take effect, one prompt is in flight. */
    private void settle() {
        while (flying == null && !line.isEmpty() && !(paused && line.getFirst() instanceof Prompt)) {
            switch (line.removeFirst()) {
                case Move move -> session = move.to().id();
                case Prompt prompt -> flying = prompt;
            }
        }
        paused &= !line.isEmpty();
    }

    private void check(int step) {
        var flight = state.flight();
        var isRight = state.inbox().equals(line)
                && (flight == null ? flying == null : flight.prompt().equals(flying))
                && state.session().id().equals(session)
                && state.paused() == paused
                && state.seen().size() <= ChatState.MOST_SEEN
                && state.past().size() <= ChatState.MOST_PAST;
        assertThat(isRight).as("seed %d, step %d: %s", seed, step, state).isTrue();
    }

    private void drain() {
        state = state.goOn();
        paused = false;
        settle();
        while (flying != null) {
            end();
            settle();
        }
        deliver();
        assertThat(state.atRest()).as("seed %d", seed).isTrue();
    }
}
