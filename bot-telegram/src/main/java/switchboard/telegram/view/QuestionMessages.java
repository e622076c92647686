package switchboard.telegram.view;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import switchboard.model.ChatId;
import switchboard.model.Question;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;

/**
 * The messages of one chat's open questions: sent, known by their place so that a reply finds its question, and edited
 * when the question is settled. Used by one actor.
 *
 * @param <T> the messages of that actor
 */
final class QuestionMessages<T> {

    /** What became of sending a question's message; for {@link #onSent}. */
    record Sent(Question question, boolean again, Outbox.Outcome outcome) {}

    private static final class Shown {
        final QuestionText text;
        Optional<Integer> message = Optional.empty();
        String settled = "";

        Shown(QuestionText text) {
            this.text = text;
        }
    }

    private final ChatId chat;
    private final Writer<T> writer;
    private final OpenQuestions open;
    private final Function<Sent, T> sent;
    private final Map<String, Shown> asked = new HashMap<>();

    QuestionMessages(ChatId chat, Writer<T> writer, OpenQuestions open, Function<Sent, T> sent) {
        this.chat = chat;
        this.writer = writer;
        this.open = open;
        this.sent = sent;
    }

    void ask(Question question) {
        var shown = new Shown(QuestionText.of(question));
        asked.put(question.key(), shown);
        open.opened(chat, question);
        send(question, shown, false);
    }

    private void send(Question question, Shown shown, boolean again) {
        Function<Outbox.Outcome, T> then = outcome -> sent.apply(new Sent(question, again, outcome));
        var text = shown.text;
        if (text.file().isPresent()) {
            var file = text.file().get();
            writer.upload(
                    new AnswerText.File(file.name(), file.content(), text.markdown()),
                    Kind.FINAL,
                    Optional.empty(),
                    text.keys(),
                    then);
        } else {
            writer.send(text.markdown(), Kind.FINAL, Optional.empty(), text.keys(), then);
        }
    }

    void onSent(Sent what) {
        var question = what.question();
        var shown = asked.get(question.key());
        if (shown == null) {
            return;
        }
        if (what.outcome() instanceof Outbox.Outcome.Written written) {
            shown.message = Writer.messageId(written);
            shown.message.ifPresent(message -> open.shown(chat, message, question));
            if (!shown.settled.isEmpty()) {
                settle(question.key(), shown.settled);
            }
        } else if (what.outcome() instanceof Outbox.Outcome.Uncertain && !what.again()) {
            send(question, shown, true);
        }
    }

    /** Takes the buttons away and says what became of the question, once its message is there. */
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
        var text = shown.text.settled(words);
        if (shown.text.file().isPresent()) {
            writer.editCaption(shown.message.get(), text);
        } else {
            writer.edit(shown.message.get(), text, Kind.FINAL, List.of());
        }
    }
}
