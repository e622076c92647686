package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each part of a state under any order of its transitions, compared with a plain model. Each part also survives its JSON. */
class StatePartsRandomTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final int STEPS = 5_000;
    private static final ChatState FRESH = ChatState.of(ChatId.of(1), session(0));

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @BeforeEach
    void tellTheSeed() {
        System.out.println("StatePartsRandomTest: seed " + seed);
    }

    /** A prompt is in one place at a time, and those in a place keep their order. */
    @Test
    void aQueueKeepsEachPromptOnceAndInOrder() throws IOException {
        var queue = Queue.EMPTY;
        var waiting = new ArrayList<TurnId>();
        var held = new ArrayList<TurnId>();
        for (var step = 0; step < STEPS; step++) {
            var some = Stream.concat(waiting.stream(), held.stream())
                    .filter(each -> random.nextInt(3) == 0)
                    .collect(Collectors.toSet());
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    var prompt = prompt(step);
                    queue = queue.append(prompt).asking(prompt.content());
                    waiting.add(prompt.id());
                }
                case 2 -> queue = queue.append(new SessionSwitch(session(step)));
                case 3 -> {
                    queue = queue.hold(new Placed(prompt(step), session(step)));
                    held.add(prompt(step).id());
                }
                case 4 -> {
                    queue = queue.holdAll(session(0));
                    held.addAll(waiting);
                    waiting.clear();
                }
                case 5 -> {
                    queue = queue.resume(some);
                    held.stream().filter(some::contains).forEach(waiting::add);
                    held.removeAll(some);
                }
                case 6 -> {
                    queue = queue.drop(some);
                    waiting.removeAll(some);
                    held.removeAll(some);
                }
                default -> queue = next(queue, waiting);
            }
            assertThat(queue.waiting().map(Prompt::id)).as(said(step)).containsExactlyElementsOf(waiting);
            assertThat(queue.onHold().map(Prompt::id)).as(said(step)).containsExactlyElementsOf(held);
            assertThat(queue.placed(session(0))).hasSameSizeAs(waiting);
            var isWaiting = queue.current() != null && !queue.current().begun();
            assertThat(queue.backlog()).isEqualTo(waiting.size() + held.size() + (isWaiting ? 1 : 0));
        }
        assertThat(again(state(Sessions.of(session(0)), queue)).queue()).isEqualTo(queue);
    }

    /** Takes the next item out of the inbox, or ends the turn in flight. */
    private Queue next(Queue queue, List<TurnId> waiting) {
        if (queue.current() != null) {
            return queue.with(random.nextBoolean() ? null : queue.current().begin());
        }
        return queue.head()
                .map(head -> switch (head) {
                    case SessionSwitch move -> queue.withoutHead();
                    case Prompt prompt -> fly(queue, prompt, waiting);
                    case Placed placed -> fly(queue, placed.prompt(), waiting);
                })
                .orElse(queue);
    }

    private static Queue fly(Queue queue, Prompt prompt, List<TurnId> waiting) {
        waiting.remove(prompt.id());
        return queue.withoutHead().with(CurrentTurn.of(prompt, session(0)));
    }

    /** The present session and the past ones are different ones; what was said in is not lost before 20 others came. */
    @Test
    void sessionsAreListedOnceNewestFirst() throws IOException {
        var sessions = Sessions.of(session(0));
        for (var step = 1; step < STEPS; step++) {
            var known = random.nextBoolean() || sessions.past().isEmpty()
                    ? sessions.present()
                    : sessions.past().get(random.nextInt(sessions.past().size()));
            var before = sessions;
            switch (random.nextInt(5)) {
                case 0 -> {
                    sessions = sessions.enter(session(step));
                    assertThat(sessions.has(before.present()))
                            .isEqualTo(before.present().used());
                }
                case 1 -> sessions = sessions.enter(known);
                case 2 -> {
                    sessions = sessions.workedIn(known.usedAt(NOW.plusSeconds(step)));
                    assertThat(sessions.known(known).used()).isTrue();
                }
                case 3 -> sessions = sessions.workedIn(known.usedAt(NOW)).notWorkedIn(known);
                default -> sessions = sessions.renumber(known.id(), known.numbered(new SessionId("r" + step)));
            }
            var ids = Stream.concat(Stream.of(sessions.present()), sessions.past().stream())
                    .map(Session::id)
                    .toList();
            assertThat(ids).as(said(step)).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(Sessions.MOST_PAST + 1);
            assertThat(sessions.past()).as(said(step)).allMatch(Session::used);
        }
        assertThat(again(state(sessions, Queue.EMPTY)).sessions()).isEqualTo(sessions);
    }

    @Test
    void theNewestMessagesAreKnownAndAStopOvertakesWhatWasSaidBefore() throws IOException {
        var state = FRESH;
        var taken = new ArrayList<Long>();
        var last = NOW;
        @Nullable Long stop = null;
        for (var step = 0; step < STEPS; step++) {
            if (random.nextInt(5) == 0 && !taken.isEmpty()) {
                state = state.hold();
                stop = taken.getLast();
            } else {
                var pause = Duration.ofHours(random.nextInt(10) == 0 ? 200 : 1);
                var first = (long) random.nextInt(1_000);
                var messages = LongStream.range(first, first + random.nextInt(3))
                        .boxed()
                        .toList();
                stop = pause.toDays() < 6 ? stop : null;
                last = last.plus(pause);
                state = state.saw(messages, last);
                taken.addAll(messages);
            }
            var kept = taken.subList(Math.max(0, taken.size() - Receipts.MOST_SEEN), taken.size());
            assertThat(state.receipts()).as(said(step)).isEqualTo(new Receipts(kept, stop, last));
            var wasBefore = stop != null && !kept.isEmpty() && kept.getLast() < stop;
            assertThat(state.receipts().wasSaidBeforeStop()).as(said(step)).isEqualTo(wasBefore);
        }
        assertThat(again(state).receipts()).isEqualTo(state.receipts());
    }

    @Test
    void answersArePendingUntilTheyAreDeliveredAndTheirMemosWithThem() throws IOException {
        var state = FRESH;
        var pending = new LinkedHashMap<TurnId, PendingAnswer>();
        var memos = new HashMap<TurnId, IntNode>();
        @Nullable String error = null;
        for (var step = 0; step < STEPS; step++) {
            var one = pending.keySet().stream()
                    .skip(random.nextInt(pending.size() + 1))
                    .findFirst();
            switch (random.nextInt(3)) {
                case 0 -> {
                    var outcome = random.nextBoolean() ? Outcome.answered("a") : Outcome.failed("", "e" + step);
                    var prompt = prompt(step);
                    state = state.accept(prompt).end(prompt.id(), outcome, Cost.NONE, NOW);
                    pending.put(prompt.id(), new PendingAnswer(prompt.id(), outcome, Cost.NONE, "m" + step, NOW));
                    error = outcome.kind() == Outcome.Kind.FAILED ? outcome.reason() : null;
                }
                case 1 -> {
                    var turn = one.orElse(prompt(step).id());
                    state = state.with(state.memo().with(turn, IntNode.valueOf(step)));
                    if (one.isPresent()) {
                        memos.put(turn, IntNode.valueOf(step));
                    }
                }
                default -> {
                    var turn = one.orElse(prompt(step).id());
                    state = state.with(ChatState::undelivered, answers -> answers.delivered(turn));
                    pending.remove(turn);
                    memos.remove(turn);
                }
            }
            assertThat(state.undelivered())
                    .as(said(step))
                    .isEqualTo(new Answers(List.copyOf(pending.values()), error, List.of()));
            assertThat(state.memo().turns()).as(said(step)).isEqualTo(memos);
        }
        assertThat(again(state)).isEqualTo(state);
    }

    /** A file is kept until it is confirmed, and one that a turn has sent until that turn ends. */
    @Test
    void filesAreKeptUntilTheyAreConfirmedAndWhatATurnHasSentUntilItEnds() throws IOException {
        var prompt = prompt(0);
        var state = FRESH.accept(prompt);
        var files = new LinkedHashMap<String, OutgoingFile>();
        for (var step = 1; step < STEPS; step++) {
            var key = "f" + random.nextInt(20);
            var known = files.get(key);
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    var call = random.nextBoolean() ? null : new OutgoingFile.Call(prompt.id(), "r" + step);
                    var file = new OutgoingFile(key, Path.of("/" + key), "a.txt", null, step, "m", call, false, null);
                    state = state.with(ChatState::undelivered, answers -> answers.send(file));
                    files.merge(key, file, (old, same) -> call == null ? old : old.joinedBy(call));
                }
                case 2 -> {
                    state = state.with(ChatState::undelivered, answers -> answers.change(key, OutgoingFile::begin));
                    files.computeIfPresent(key, (same, file) -> file.begin());
                }
                case 3 -> {
                    var reference = "m" + step;
                    state = state.with(
                            ChatState::undelivered, answers -> answers.change(key, file -> file.sentAs(reference)));
                    var isKept = known != null && known.isOf(prompt.id());
                    files.computeIfPresent(key, (same, file) -> isKept ? file.sentAs(reference) : null);
                }
                case 4 -> {
                    state = state.with(ChatState::undelivered, answers -> answers.without(key));
                    files.remove(key);
                }
                default -> {
                    var over = prompt.id();
                    state = state.end(over, Outcome.answered("a"), Cost.NONE, NOW)
                            .with(ChatState::undelivered, answers -> answers.delivered(over));
                    files.values().removeIf(file -> !file.isPending());
                    prompt = prompt(step);
                    state = state.accept(prompt);
                }
            }
            assertThat(state.undelivered().files()).as(said(step)).containsExactlyElementsOf(files.values());
            assertThat(state.undelivered().outgoing()).as(said(step)).allMatch(OutgoingFile::isPending);
        }
        assertThat(again(state)).isEqualTo(state);
    }

    @Test
    void theNewestButtonsAreKnown() throws IOException {
        var state = FRESH;
        var offered = new ArrayList<Shortcut>();
        for (var step = 0; step < STEPS; step++) {
            var some = random.ints(random.nextInt(4), 0, 300)
                    .distinct()
                    .mapToObj(each -> Shortcut.to("a" + each))
                    .toList();
            state = state.with(ChatState::shortcuts, shortcuts -> shortcuts.with(some));
            if (!tail(offered).containsAll(some)) {
                offered.removeAll(some);
                offered.addAll(some);
            }
            assertThat(state.shortcuts().known()).as(said(step)).isEqualTo(tail(offered));
        }
        assertThat(again(state).shortcuts()).isEqualTo(state.shortcuts());
    }

    private static List<Shortcut> tail(List<Shortcut> offered) {
        return offered.subList(Math.max(0, offered.size() - Shortcuts.MOST), offered.size());
    }

    private String said(int step) {
        return "step " + step + " of seed " + seed;
    }

    private static ChatState again(ChatState state) throws IOException {
        return ChatStateJson.read(new ObjectMapper().readTree(ChatStateJson.write(state, NOW)));
    }

    private static ChatState state(Sessions sessions, Queue queue) {
        return new ChatState(
                FRESH.address(),
                sessions,
                FRESH.offers(),
                FRESH.settings(),
                FRESH.usage(),
                queue,
                FRESH.receipts(),
                FRESH.undelivered(),
                FRESH.memo(),
                FRESH.shortcuts(),
                FRESH.bookmarks(),
                FRESH.changes(),
                FRESH.shell());
    }

    private static Prompt prompt(int number) {
        return new Prompt(new TurnId("t" + number), "prompt " + number, true, "m" + number, NOW);
    }

    private static Session session(int number) {
        return new Session(
                new SessionId("s" + number), Session.FIRST_AGENT, false, Path.of("/" + number), null, null, NOW, 0);
    }
}
