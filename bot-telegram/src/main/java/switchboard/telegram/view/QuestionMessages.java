package switchboard.telegram.view;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import switchboard.model.ChatId;
import switchboard.model.Question;
import switchboard.telegram.api.Backoff;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;
import switchboard.text.Texts;

/**
 * The messages of one chat's open questions. They are sent, registered so that a reply finds its question, and edited when the
 * question is settled. The messages with buttons are stored, so that the buttons can be removed after a restart. Used by one
 * actor.
 *
 * @param <T> the messages of that actor
 */
final class QuestionMessages<T> {

    /** The outcome of sending a question's message; for {@link #onSent}. */
    record Sent(Question question, Outbox.Outcome outcome) {}

    /**
     * The messages that come back to the actor.
     *
     * @param again with the key of a question to send {@link #again}
     * @param ticked with the key of a question and the outcome of showing its ticks; for {@link #onTicked}
     * @param cleared with a message and the outcome of removing its buttons; for {@link #onCleared}
     */
    record Steps<T>(
            Function<Sent, T> sent,
            Function<String, T> again,
            BiFunction<String, Outbox.Outcome, T> ticked,
            BiFunction<Integer, Outbox.Outcome, T> cleared) {}

    private static final class Shown {
        Question question;
        QuestionText text;

        /** The buttons of its message, or those that it will have after the call under way. */
        List<List<Key>> keys = List.of();

        /** Whether an edit of its ticks is under way. */
        boolean ticking;

        Optional<Integer> message = Optional.empty();

        /** The first message that showed the question. */
        Optional<Integer> first = Optional.empty();

        String settled = "";
        int failures;

        /** Whether its message is being sent. */
        boolean sending;

        /** Whether its message may be there already. */
        boolean unclear;

        /** Whether the question will be sent again later. */
        boolean postponed;

        /** Whether Telegram takes no file here, so that messages show its content. */
        boolean fileless;

        Shown(Question question, QuestionText.Audience audience) {
            this.question = question;
            this.text = QuestionText.of(question, audience);
        }

        /** Whether to try the question without its file; true only once. */
        boolean takeFileless() {
            var isNew = !fileless
                    && text.file()
                            .filter(file -> AnswerText.pieces(file.content()).size() <= AnswerText.MOST_PIECES)
                            .isPresent();
            fileless |= isNew;
            return isNew;
        }
    }

    private final ChatId chat;
    private final ChatWriter<T> writer;
    private final OpenQuestions open;
    private final Steps<T> steps;
    private final ViewMemory memory;
    private final Map<String, Shown> asked = new LinkedHashMap<>();

    /** The messages that have buttons, as far as is known. */
    private final Set<Integer> withButtons = new LinkedHashSet<>();

    /** @param memory keeps the messages that have buttons */
    QuestionMessages(ChatId chat, ChatWriter<T> writer, OpenQuestions open, Steps<T> steps, ViewMemory memory) {
        this.chat = chat;
        this.writer = writer;
        this.open = open;
        this.steps = steps;
        this.memory = memory;
    }

    /** Adds an open question, for {@link #show}. Returns whether it is new. */
    boolean ask(Question question) {
        open.opened(chat, question);
        var before = asked.get(question.key());
        if (before != null && !before.settled.isEmpty()) { // asked again before its message is known
            before.settled = "";
            return true;
        }
        return asked.putIfAbsent(
                        question.key(),
                        new Shown(question, new QuestionText.Audience(chat.isGroup(), open.hasOwner(chat))))
                == null;
    }

    /** The questions that are open, in the order asked. */
    List<QueueNotice.Open> open() {
        return asked.values().stream()
                .filter(shown -> shown.settled.isEmpty())
                .map(shown -> new QueueNotice.Open(shown.question, shown.first))
                .toList();
    }

    /** Shows a question in a message. If it has one already, it is shown again below. */
    void show(String key) {
        var shown = asked.get(key);
        if (shown == null || shown.sending) {
            return;
        }
        if (!shown.settled.isEmpty()) {
            asked.remove(key);
            return;
        }
        shown.message.ifPresent(before -> {
            shown.message = Optional.empty();
            shown.unclear = false;
            close(before, shown, Texts.of("settled.askedBelow"));
        });
        send(shown);
    }

    private void send(Shown shown) {
        Function<Outbox.Outcome, T> then = outcome -> steps.sent().apply(new Sent(shown.question, outcome));
        var text = shown.text;
        shown.sending = true;
        shown.postponed = false;
        shown.keys = text.keys();
        var to = RecordingText.repliesTo(shown.question);
        var markdown = (shown.unclear ? ChatWriter.REPEATED : "") + text.markdown();
        if (text.file().isPresent() && shown.fileless) {
            writer.sayAsItIs(text.file().get().content());
            writer.send(markdown, Kind.FINAL, to, text.keys(), then);
        } else if (text.file().isPresent()) {
            var file = text.file().get();
            writer.upload(
                    new AnswerText.File(file.name(), file.content(), markdown), Kind.FINAL, to, text.keys(), then);
        } else {
            writer.send(markdown, Kind.FINAL, to, text.keys(), then);
        }
    }

    void onSent(Sent what) {
        var question = what.question();
        var shown = asked.get(question.key());
        if (shown == null) {
            return;
        }
        shown.sending = false;
        if (!(what.outcome() instanceof Outbox.Outcome.Written written)) {
            if (what.outcome() instanceof Outbox.Outcome.Rejected && shown.takeFileless()) {
                send(shown);
            } else {
                postpone(shown, what.outcome() instanceof Outbox.Outcome.Uncertain);
            }
            return;
        }
        shown.message = ChatWriter.messageId(written);
        shown.first = shown.first.or(() -> shown.message);
        shown.message.ifPresent(message -> {
            open.shown(chat, message, question);
            withButtons.add(message);
            keepStanding();
        });
        if (!shown.settled.isEmpty()) {
            settle(question.key(), shown.settled);
        } else {
            showTicks(shown);
        }
    }

    /** The ticks of a question have changed, so its message changes. */
    void tick(Question.Choice question) {
        var shown = asked.get(question.key());
        if (shown != null) {
            shown.question = question;
            shown.text = QuestionText.of(question);
            showTicks(shown);
        }
    }

    /** Makes one edit at a time. After ticks in fast succession only the last state is shown. */
    private void showTicks(Shown shown) {
        if (shown.message.isPresent() && !shown.ticking && !shown.keys.equals(shown.text.keys())) {
            shown.ticking = true;
            shown.keys = shown.text.keys();
            writer.editButtons(
                    shown.message.get(), shown.keys, outcome -> steps.ticked().apply(shown.question.key(), outcome));
        }
    }

    void onTicked(String key) {
        var shown = asked.get(key);
        if (shown != null) {
            shown.ticking = false;
            showTicks(shown);
        }
    }

    /** Tries again, because a turn waits for the answer: soon if the question may have arrived, then slowly while it is open. */
    private void postpone(Shown shown, boolean unclear) {
        open.unshowable(chat, shown.question.key());
        var delay = unclear && shown.failures == 0 ? ChatWriter.AGAIN_AFTER : Backoff.MINUTES.after(shown.failures);
        shown.failures++;
        shown.unclear |= unclear;
        shown.postponed = true;
        writer.ctx().scheduleOnce(delay, writer.ctx().getSelf(), steps.again().apply(shown.question.key()));
    }

    /** Shows a question that could not be shown. */
    void again(String key) {
        var shown = asked.get(key);
        if (shown != null && shown.postponed) {
            show(key);
        }
    }

    /** A person is there: postponed questions are sent now. */
    void hurry() {
        List.copyOf(asked.keySet()).forEach(this::again);
    }

    /** Removes the buttons and shows the question's outcome, once its message is there. */
    void settle(String key, String words) {
        open.closed(chat, key);
        var shown = asked.get(key);
        if (shown == null) {
            return;
        }
        shown.settled = words;
        if (shown.message.isEmpty()) {
            return;
        }
        asked.remove(key);
        close(shown.message.get(), shown, words);
    }

    private void close(int message, Shown shown, String words) {
        var text = shown.text.settled(words);
        if (shown.text.file().isPresent() && !shown.fileless) {
            writer.editCaption(message, text, cleared(message));
        } else {
            writer.edit(message, text, Kind.FINAL, List.of(), cleared(message));
        }
    }

    /** Removes buttons that an earlier view has left. */
    void clear(List<Integer> messages) {
        messages.stream().filter(withButtons::add).forEach(message -> writer.takeButtons(message, cleared(message)));
    }

    private Function<Outbox.Outcome, T> cleared(int message) {
        return outcome -> steps.cleared().apply(message, outcome);
    }

    void onCleared(int message) {
        if (withButtons.remove(message)) {
            keepStanding();
        }
    }

    private void keepStanding() {
        memory.keepOpen(withButtons);
    }
}
