package switchboard.telegram.view;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import switchboard.chat.ChatProtocol;
import switchboard.model.TurnId;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * The live messages of one chat's turns. A live message is sent, edited while the turn runs, and frozen when other messages come
 * below it; then the turn continues in a new one. Used by one actor.
 *
 * @param <T> the messages of that actor
 */
final class LiveMessages<T> {

    /** The outcome of sending a live message; for {@link #onSent}. */
    record Sent(TurnId turn, Outbox.Outcome outcome) {}

    /** The outcome of freezing a live message; for {@link #onFrozen}. */
    record Frozen(TurnId turn, int message, Outbox.Outcome outcome) {}

    /** The messages that come back to the actor. */
    record Steps<T>(Function<Sent, T> sent, Function<Frozen, T> frozen, SaidAbove.Steps<T> above) {}

    /**
     * What a turn leaves to its answer.
     *
     * @param isStored whether a restart would find the same memo
     * @param age how long the turn's message has been there; zero if that is not known
     */
    record Left(TurnMemo memo, boolean isStored, Duration age) {}

    private static final Duration TYPING_EVERY = Duration.ofSeconds(4);

    private final ChatWriter<T> writer;
    private final Clock clock;
    private final Steps<T> steps;
    private final BooleanSupplier mayCome;
    private final Supplier<List<QueueNotice.Open>> open;
    private final ViewMemory memory;
    private final SaidAbove<T> above;
    private final BiConsumer<TurnId, Integer> wrote;
    private final Map<TurnId, LiveTurn> turns = new LinkedHashMap<>();
    private long typedAt;

    /**
     * @param mayCome whether a new live message may come now; not while an answer is sent or waits, because it would come below
     * @param open the questions that are open
     * @param memory keeps the place of a turn's notice or live message
     * @param wrote gets each message that shows a turn at work
     */
    LiveMessages(
            ChatWriter<T> writer,
            Clock clock,
            Steps<T> steps,
            BooleanSupplier mayCome,
            Supplier<List<QueueNotice.Open>> open,
            ViewMemory memory,
            BiConsumer<TurnId, Integer> wrote) {
        this.writer = writer;
        this.clock = clock;
        this.steps = steps;
        this.above = new SaidAbove<>(writer, steps.above());
        this.mayCome = mayCome;
        this.open = open;
        this.memory = memory;
        this.wrote = wrote;
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    /** Whether the outcome of a turn's message is not known yet. */
    boolean isUnsettled(TurnId id) {
        var turn = turns.get(id);
        return turn != null && turn.isUnsettled();
    }

    /** Whether the outcome of every message is known. */
    boolean isSettled() {
        return turns.values().stream().noneMatch(LiveTurn::isUnsettled);
    }

    void onWaiting(ChatProtocol.Waiting waiting) {
        if (!turns.containsKey(waiting.turn())) {
            bury();
        }
        var turn = turn(waiting.turn(), waiting.message());
        if (waiting.ahead() > 0) {
            turn.waitsBehind(waiting.ahead());
            refresh(turn);
        } else {
            typing();
        }
    }

    /** Changes the prompt's notice. If there is none, another message has told the person. */
    void onHeld(ChatProtocol.Held held) {
        var hasNotice = turns.containsKey(held.turn())
                || memory.live(held.turn()).message().isPresent();
        if (hasNotice) {
            var turn = turn(held.turn(), held.message());
            turn.waits(Texts.of("hold.notice"), BotApiRequests.keys(held.buttons()));
            refresh(turn);
        }
    }

    /** Shows the new words of a prompt in its notice. One on hold may have none, and then a reply says that they count. */
    void onRevised(ChatProtocol.Revised revised) {
        var words = Texts.of("queue.quoted", Markdown.text(revised.words()));
        var turn = turns.get(revised.turn());
        if (turn != null) {
            turn.revised(words);
            refresh(turn);
        } else if (revised.mayReply()) {
            writer.say(Texts.of("edit.taken", words), List.of(), BotApiRequests.number(revised.message()));
        }
    }

    /** Most files are there before anybody could read the notice, so it comes only after a while. */
    void onFetching(ChatProtocol.Fetching fetching) {
        var turn = turn(fetching.turn(), fetching.message());
        turn.fetches(QueueNotice.fetching(fetching), clock.instant());
        refresh(turn);
    }

    void onTranscribing(ChatProtocol.Transcribing transcribing) {
        var turn = turn(transcribing.turn(), transcribing.message());
        turn.fetches(QueueNotice.transcribing(transcribing), clock.instant());
        refresh(turn);
    }

    void onQueued(ChatProtocol.Queued queued) {
        var turn = turn(queued.turn(), queued.message());
        if (turn.isRunning()) {
            return; // a person has answered it and it waits to continue; its live message says enough
        }
        turn.waits(QueueNotice.inLine(queued));
        refresh(turn);
    }

    void onStarted(ChatProtocol.Started started) {
        var turn = turn(started.turn(), started.message());
        turn.starts(clock.instant());
        if (turn.buried && !turn.sending) {
            turn.ref.message().ifPresent(writer::delete); // the notice has scrolled away
            keep(turn, turn.ref.at(Optional.empty()));
            turn.buried = false;
        } else if (turn.ref.message().isPresent()) {
            turn.ref = turn.ref.at(turn.ref.message()); // its notice becomes its live message
            if (!turn.ref.equals(memory.live(turn.id))) {
                keep(turn, turn.ref);
            }
        }
        typing();
    }

    /** The turn of this id. A turn that is new here continues in the message of an earlier view, below the frozen messages. */
    private LiveTurn turn(TurnId id, @Nullable String prompt) {
        return turns.computeIfAbsent(id, unknown -> {
            var turn = new LiveTurn(unknown, prompt, memory.live(unknown));
            turn.buried = turn.ref.notice(); // other messages may have come below it
            return turn;
        });
    }

    void add(ChatProtocol.Progressed progressed) {
        var turn = turns.get(progressed.turn());
        if (turn != null) {
            turn.add(progressed.progress());
        }
    }

    /** @param more questions of the turn that a person has not answered */
    void asking(TurnId turn, int more) {
        var found = turns.get(turn);
        if (found != null) {
            found.asking += more;
        }
    }

    /**
     * Whether the whole text of a turn so far is above the next message. If not, {@link #onShownAbove} and the others get the
     * outcome.
     */
    boolean isAbove(TurnId id) {
        var turn = turns.get(id);
        return turn == null || !turn.isRunning() || above.isShown(turn);
    }

    void onShownAbove(SaidAbove.Shown shown, boolean mayRepeat) {
        above.onShown(shown, mayRepeat).ifPresent(turn -> keep(turn, turn.ref));
    }

    void showAboveAgain(TurnId id) {
        above.again(id);
    }

    void drop(TurnId id) {
        above.forget(id);
        memory.forget(id);
        var turn = turns.remove(id);
        if (turn != null) {
            turn.ref.message().ifPresent(writer::delete);
        }
    }

    void stopping(TurnId id) {
        var turn = turns.get(id);
        if (turn != null) {
            turn.stops();
            refresh(turn);
        }
    }

    /** The turn's answer is there. It goes into the live message, or below if that is removed. */
    void ended(TurnId id) {
        var turn = turns.get(id);
        if (turn != null) {
            turn.ended = true;
        }
    }

    /** Gives up a turn to its answer, which begins in the message that the turn leaves. */
    Left leave(TurnId id) {
        above.forget(id);
        var turn = turns.remove(id);
        var left = memory.leave(id);
        var live = turn == null ? left.memo().live() : turn.ref;
        var isBuried = turn == null ? live.notice() && left.memo().parts().isEmpty() : turn.buried;
        if (isBuried) {
            live.message().ifPresent(writer::delete);
            live = live.at(Optional.empty());
        }
        goBelowTheAnswer();
        var memo = left.memo().with(live);
        return new Left(
                memo,
                left.isStored() && memo.equals(left.memo()),
                turn == null ? Duration.ZERO : turn.age(clock.instant()));
    }

    void onTick() {
        turns.values().forEach(this::refresh);
        var isSilent = turns.values().stream()
                .anyMatch(turn -> turn.isRunning()
                        && turn.asking == 0
                        && turn.ref.message().isEmpty());
        if (isSilent && clock.millis() - typedAt > TYPING_EVERY.toMillis()) {
            typing();
        }
    }

    private void typing() {
        typedAt = clock.millis();
        writer.typing();
    }

    private void refresh(LiveTurn turn) {
        var now = clock.instant();
        turn.notice(open.get());
        var text = turn.text(now);
        var keys = turn.keys();
        var isNew = !text.equals(turn.shown) || !keys.equals(turn.shownKeys);
        if (turn.isDue(now) && mayCome.getAsBoolean()) {
            buryNotices();
            turn.sending = true;
            turn.passing = !turn.isRunning();
            turn.shown = text;
            turn.shownKeys = keys;
            writer.send(
                    text, Kind.REPLY, turn.prompt, keys, outcome -> steps.sent().apply(new Sent(turn.id, outcome)));
        } else if (turn.ref.message().isPresent() && !turn.isUnsettled() && isNew) {
            turn.shown = text;
            turn.shownKeys = keys;
            writer.preview(turn.ref.message().get(), text, keys);
        }
    }

    void onSent(Sent sent) {
        var turn = turns.get(sent.turn());
        var message = sent.outcome() instanceof Outbox.Outcome.Written written
                ? ChatWriter.messageId(written)
                : Optional.<Integer>empty();
        if (turn == null) {
            message.ifPresent(writer::delete); // the prompt was dropped meanwhile
            return;
        }
        turn.sending = false;
        turn.unshowable = message.isEmpty();
        turn.appears(clock.instant());
        keep(turn, turn.isRunning() ? turn.ref.at(message) : turn.ref.noticedAt(message));
        if (turn.buried && turn.isRunning()) {
            turn.buried = false;
            turn.ref.message().ifPresent(passed -> goBelow(turn, passed));
        }
    }

    /** The text of the turn's live message comes again below, so the message is removed. */
    void withdraw(TurnId id) {
        var turn = turns.get(id);
        if (turn == null || !turn.isRunning()) {
            return;
        }
        turn.passing = true;
        if (!turn.isUnsettled()) {
            turn.ref.message().ifPresent(message -> goBelow(turn, message));
        }
    }

    /** Other messages came below a message while it was on its way. The turn must continue below them. */
    private void goBelow(LiveTurn turn, int passed) {
        if (turn.passing || turn.ended) {
            takeAway(turn, passed);
        } else {
            freeze(turn, passed);
        }
    }

    /** Other messages have come below the live messages. */
    void bury() {
        for (var turn : turns.values()) {
            if (turn.ended) {
                continue;
            }
            if (turn.isRunning() && turn.ref.message().isPresent()) {
                freeze(turn, turn.ref.message().get());
            } else if (turn.ref.message().isPresent() || turn.sending) {
                turn.buried = true;
            }
        }
    }

    /** A live message or an answer comes below the notices of waiting turns, which later continue below it. */
    private void buryNotices() {
        turns.values().stream()
                .filter(turn -> !turn.isRunning())
                .filter(turn -> turn.ref.message().isPresent() || turn.sending)
                .forEach(turn -> turn.buried = true);
    }

    /** The answer may come in new messages. What later turns show must be below them, also the answer of one that has ended. */
    private void goBelowTheAnswer() {
        turns.values().stream()
                .filter(turn -> turn.ended)
                .filter(turn -> turn.ref.message().isPresent() || turn.sending)
                .forEach(turn -> turn.buried = true);
        bury();
    }

    private void freeze(LiveTurn turn, int message) {
        if (turn.isUnsettled()) {
            return; // it is already being frozen
        }
        turn.freeze()
                .ifPresentOrElse(
                        staying -> writer.edit(
                                message,
                                staying,
                                Kind.FINAL,
                                List.of(),
                                outcome -> steps.frozen().apply(new Frozen(turn.id, message, outcome))),
                        () -> takeAway(turn, message));
    }

    private void takeAway(LiveTurn turn, int message) {
        writer.delete(message);
        keep(turn, turn.ref.at(Optional.empty()));
    }

    /** The chat stores a frozen text only now, because a text that is not shown must not be missing below. */
    void onFrozen(Frozen frozen) {
        var turn = turns.get(frozen.turn());
        if (turn == null) {
            return;
        }
        var isShown = frozen.outcome() instanceof Outbox.Outcome.Written;
        if (!isShown) {
            writer.delete(frozen.message()); // all of its text comes again below
        }
        turn.frozen(isShown);
        keep(turn, turn.ref);
    }

    private void keep(LiveTurn turn, LiveMessageState ref) {
        turn.ref = ref;
        memory.keep(turn.id, ref);
        if (turn.isRunning()) {
            ref.message().ifPresent(message -> wrote.accept(turn.id, message));
        }
    }
}
