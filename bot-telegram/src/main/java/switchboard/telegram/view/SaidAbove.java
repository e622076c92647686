package switchboard.telegram.view;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import switchboard.model.TurnId;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;

/**
 * Shows the whole text of a turn before its question to a person, part by part, so that the text is above the question. Used by
 * one actor.
 *
 * <p>For each turn: {@code (edit of its live message | send) -> send ... -> above}
 *
 * @param <T> the messages of that actor
 */
final class SaidAbove<T> {

    /** The outcome of a part; for {@link #onShown}. */
    record Shown(TurnId turn, Outbox.Outcome outcome) {}

    /**
     * The messages that come back to the actor.
     *
     * @param again with a turn whose part may not have arrived; for {@link #again}
     */
    record Steps<T>(Function<Shown, T> shown, Function<TurnId, T> again) {}

    /** The text of a turn that is being shown. */
    private static final class Passage {
        final LiveTurn turn;
        final Deque<AnswerText.Part> parts;

        /** The live message, which becomes the first part. */
        Optional<Integer> live;

        Optional<Integer> replyTo;

        Passage(LiveTurn turn, List<AnswerText.Part> parts) {
            this.turn = turn;
            this.parts = new ArrayDeque<>(parts);
            this.live = turn.ref.message();
            this.replyTo = turn.ref.above().isEmpty() ? turn.prompt : Optional.empty();
        }
    }

    private final ChatWriter<T> writer;
    private final Steps<T> steps;
    private final Map<TurnId, Passage> passages = new HashMap<>();

    SaidAbove(ChatWriter<T> writer, Steps<T> steps) {
        this.writer = writer;
        this.steps = steps;
    }

    /** Whether the whole text of a turn is above the next message. If not, this begins to show it. */
    boolean isShown(LiveTurn turn) {
        if (turn.isUnsettled()) {
            return false;
        }
        var parts = turn.rise();
        if (parts.isEmpty()) {
            return true;
        }
        var passage = new Passage(turn, parts);
        passages.put(turn.id, passage);
        write(passage, "");
        return false;
    }

    private void write(Passage passage, String mark) {
        Function<Outbox.Outcome, T> then = outcome -> steps.shown().apply(new Shown(passage.turn.id, outcome));
        if (passage.parts.getFirst() instanceof AnswerText.File file) {
            var marked = new AnswerText.File(file.name(), file.content(), mark + file.caption());
            writer.upload(marked, Kind.FINAL, passage.replyTo, List.of(), then);
            return;
        }
        var text = ((AnswerText.Text) passage.parts.getFirst()).markdown();
        if (passage.live.isPresent()) {
            writer.edit(passage.live.get(), text, Kind.FINAL, List.of(), then);
        } else {
            writer.send(mark + text, Kind.FINAL, passage.replyTo, List.of(), then);
        }
    }

    /**
     * Continues with the next part. A part that may not have arrived is sent again with a mark. If Telegram refuses a part, this
     * ends, and the answer shows the whole text.
     *
     * @param mayRepeat false if nothing may be sent again
     * @return the turn, once it is known whether its text is above
     */
    Optional<LiveTurn> onShown(Shown shown, boolean mayRepeat) {
        var passage = passages.get(shown.turn());
        if (passage == null) {
            return Optional.empty();
        }
        return switch (shown.outcome()) {
            case Outbox.Outcome.Written written -> next(passage);
            case Outbox.Outcome.Uncertain unclear -> {
                if (!mayRepeat || passage.turn.ended) {
                    yield end(passage, false);
                }
                writer.ctx()
                        .scheduleOnce(
                                ChatWriter.AGAIN_AFTER,
                                writer.ctx().getSelf(),
                                steps.again().apply(passage.turn.id));
                yield Optional.empty();
            }
            case Outbox.Outcome.Rejected refused -> {
                if (passage.live.isEmpty()) {
                    yield end(passage, false);
                }
                passage.live = Optional.empty(); // somebody has deleted the live message
                write(passage, "");
                yield Optional.empty();
            }
        };
    }

    private Optional<LiveTurn> next(Passage passage) {
        passage.parts.remove();
        passage.live = Optional.empty();
        passage.replyTo = Optional.empty();
        if (passage.parts.isEmpty()) {
            return end(passage, true);
        }
        write(passage, "");
        return Optional.empty();
    }

    private Optional<LiveTurn> end(Passage passage, boolean isShown) {
        passages.remove(passage.turn.id);
        passage.turn.risen(isShown);
        return Optional.of(passage.turn);
    }

    /** Sends a part again that may have arrived. */
    void again(TurnId turn) {
        var passage = passages.get(turn);
        if (passage != null) {
            write(passage, ChatWriter.REPEATED);
        }
    }

    /** The turn is delivered or dropped. */
    void forget(TurnId turn) {
        passages.remove(turn);
    }
}
