package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Any order of transitions. Each accepted prompt ends exactly once, in the session for which it was asked, and in order unless it
 * was on hold. Nothing on hold runs unless a person resumes it. Two prompts are never in flight.
 */
class ChatStateRandomTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final int STEPS = 200_000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** What must become of each prompt, kept by the test: how often it ended or was dropped. */
    private final Map<TurnId, Integer> ends = new HashMap<>();

    /** The line as it should be: the prompt in flight is no part of it. */
    private final List<QueueItem> line = new ArrayList<>();

    private final List<Prompt> held = new ArrayList<>();

    /** The directory for which a prompt was asked; each session has one of its own. */
    private final Map<TurnId, Path> places = new HashMap<>();

    private @Nullable Prompt flying;
    private int accepted;
    private int sessions;
    private long messages;

    /** The message of the stop in force, and what was said last. */
    private long stop = -1;

    private long said = Long.MAX_VALUE;
    private ChatState state = ChatState.of(ChatId.of(1), Session.fresh(Path.of("/0"), null, NOW));
    private Path here = Path.of("/0");

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
        switch (random.nextInt(25)) {
            case 0, 1, 2, 3 -> accept();
            case 4, 5, 6 -> end();
            case 7 -> state = flying == null ? state : state.begin(flying.id(), NOW);
            case 8 -> again();
            case 9 -> hold();
            case 10 -> goOn(held.stream().filter(each -> random.nextBoolean()).toList());
            case 11 -> move();
            case 12 -> moveNow();
            case 13 -> dropOne();
            case 14 -> {
                state = state.with(ChatState::queue, queue -> queue.dropAll());
                dropPrompts(line);
                dropHeld();
            }
            case 15 -> renew();
            case 16 -> stale();
            case 17 -> say(++messages);
            case 18 -> say(random.nextLong(messages + 1));
            case 19 -> state = state.unasked(TurnId.random(), Outcome.answered("by the way"), Cost.NONE, NOW);
            case 20 -> neverBegan();
            case 21 -> prepare();
            case 22 -> revise();
            case 23 -> askInstead();
            default -> deliver();
        }
    }

    /** What is said comes late if its number is not the newest. */
    private void say(long number) {
        state = state.saw(List.of(number), NOW);
        said = number;
    }

    private void accept() {
        var prompt = new Prompt(TurnId.random(), "p" + accepted++, true, null, NOW);
        places.put(prompt.id(), destination());
        state = state.accept(prompt);
        if (said < stop) {
            held.add(prompt);
        } else {
            line.add(prompt);
        }
    }

    private Path destination() {
        return line.stream()
                .filter(SessionSwitch.class::isInstance)
                .map(entry -> ((SessionSwitch) entry).to().directory())
                .reduce((first, last) -> last)
                .orElse(here);
    }

    private void hold() {
        state = state.hold();
        stop = said == Long.MAX_VALUE ? stop : said;
        waiting().forEach(held::add);
        line.removeIf(entry -> !(entry instanceof SessionSwitch));
    }

    private void goOn(List<Prompt> chosen) {
        var ids = new HashSet<TurnId>();
        chosen.forEach(each -> ids.add(each.id()));
        state = state.with(ChatState::queue, queue -> queue.resume(Set.copyOf(ids)));
        held.removeAll(chosen);
        line.addAll(chosen);
    }

    private void again() {
        var current = state.current();
        if (current != null) {
            var where = current.session();
            state = state.again(current.id(), random.nextBoolean() ? where : where.renewed(NOW));
        }
    }

    private void neverBegan() {
        if (flying != null) {
            state = state.neverBegan(flying.id());
        }
    }

    /** Its prompt becomes another. */
    private void prepare() {
        if (flying != null) {
            var content = List.<Content>of(new Content.Text("prepared " + random.nextInt(9)));
            state = state.prepare(flying.id(), content);
            flying = flying.with(content);
        }
    }

    /** The message of one that has not begun is edited. */
    private void revise() {
        var all = new ArrayList<>(waiting());
        all.addAll(held);
        Optional.ofNullable(flying).ifPresent(all::add);
        if (!all.isEmpty()) {
            var before = all.get(random.nextInt(all.size()));
            var content = List.<Content>of(new Content.Text("revised " + random.nextInt(9)));
            var hasBegun = state.queue().hasBegun(before.id());
            state = state.with(ChatState::queue, queue -> queue.revise(before.id(), content));
            if (!hasBegun) {
                line.replaceAll(each -> each.equals(before) ? before.with(content) : each);
                held.replaceAll(each -> each.equals(before) ? before.with(content) : each);
                flying = before.equals(flying) ? before.with(content) : flying;
            }
        }
    }

    /** What the message of the turn in flight says by now comes next, where that turn runs. */
    private void askInstead() {
        var turn = state.current();
        if (turn != null) {
            var prompt = new Prompt(TurnId.random(), "p" + accepted++, true, null, NOW);
            places.put(prompt.id(), turn.session().directory());
            state = state.acceptInstead(prompt).with(ChatState::queue, queue -> queue.stop(turn.id()));
            line.addFirst(prompt);
        }
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
        var to = Session.fresh(Path.of("/" + ++sessions), null, NOW).usedAt(NOW);
        state = state.move(to);
        line.add(new SessionSwitch(to));
    }

    private void moveNow() {
        var moves = state.queue().moves().toList();
        if (!moves.isEmpty()) {
            var move = moves.get(random.nextInt(moves.size()));
            state = state.with(ChatState::queue, queue -> queue.from(move));
            dropPrompts(line.subList(0, line.indexOf(move)));
        }
    }

    private void dropOne() {
        var all = new ArrayList<>(waiting());
        all.addAll(held);
        if (!all.isEmpty()) {
            var victim = all.get(random.nextInt(all.size()));
            state = state.with(ChatState::queue, queue -> queue.drop(victim.id()));
            line.remove(victim);
            held.remove(victim);
            ended(victim.id());
        }
    }

    private List<Prompt> waiting() {
        return line.stream()
                .filter(Prompt.class::isInstance)
                .map(Prompt.class::cast)
                .toList();
    }

    private void renew() {
        if (random.nextInt(4) == 0) {
            state = state.renew(null, NOW);
            dropPrompts(line);
            line.clear();
            dropHeld();
        }
    }

    private void stale() {
        var nobody = TurnId.random();
        state = state.begin(nobody, NOW)
                .end(nobody, Outcome.cancelled(""), Cost.NONE, NOW)
                .with(ChatState::queue, queue -> queue.drop(nobody))
                .with(ChatState::queue, queue -> queue.resume(Set.of(nobody)))
                .with(ChatState::memo, memo -> memo.with(nobody, TextNode.valueOf("x")));
    }

    private void deliver() {
        for (var answer : state.answers()) {
            state = state.with(ChatState::undelivered, answers -> answers.delivered(answer.id()));
        }
    }

    private void dropHeld() {
        held.forEach(each -> ended(each.id()));
        held.clear();
    }

    private void dropPrompts(List<QueueItem> from) {
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
        while (flying == null && !line.isEmpty()) {
            switch (line.removeFirst()) {
                case SessionSwitch move -> here = move.to().directory();
                case Prompt prompt -> flying = prompt;
                case Placed placed -> throw new IllegalStateException("the test has none");
            }
        }
    }

    private void check(int step) {
        var current = state.current();
        var isRight = state.queue().inbox().stream()
                        .map(ChatStateRandomTest::plain)
                        .toList()
                        .equals(line)
                && state.onHold().toList().equals(held)
                && (current == null ? flying == null : current.prompt().equals(flying))
                && (current == null || current.session().directory().equals(places.get(current.id())))
                && state.session().directory().equals(here)
                && state.receipts().seen().size() <= Receipts.MOST_SEEN
                && state.past().size() <= Sessions.MOST_PAST;
        assertThat(isRight).as("seed %d, step %d: %s", seed, step, state).isTrue();
    }

    private static QueueItem plain(QueueItem entry) {
        return entry instanceof Placed placed ? placed.prompt() : entry;
    }

    private void drain() {
        goOn(List.copyOf(held));
        settle();
        while (flying != null) {
            end();
            settle();
        }
        deliver();
        assertThat(state.atRest()).as("seed %d", seed).isTrue();
    }
}
