package switchboard.telegram.update;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;
import switchboard.telegram.view.BotApiRequests;
import switchboard.telegram.view.OpenQuestions;

/** What the front says by itself, without a chat of the engine. Thread-safe. */
final class Replies {

    private static final Duration AGAIN_AFTER = Duration.ofHours(1);
    private static final int OCCASIONS_KEPT = 1_000;

    private final ActorSystem<?> system;
    private final ActorRef<Outbox.Command> outbox;
    private final OpenQuestions questions;
    private final Clock clock;
    private final Map<String, Instant> occasions = new LinkedHashMap<>();

    Replies(ActorSystem<?> system, ActorRef<Outbox.Command> outbox, OpenQuestions questions, Clock clock) {
        this.system = system;
        this.outbox = outbox;
        this.questions = questions;
        this.clock = clock;
    }

    /** Replies to the message. */
    CompletionStage<Void> say(Inbound.Source source, String text) {
        var message = BotApiRequests.plain(
                source.chat(), text, Optional.of(source.message()).filter(id -> id != 0));
        outbox.tell(new Outbox.Write(source.chat(), message, Kind.REPLY, Optional.empty(), system.ignoreRef()));
        return nothing();
    }

    CompletionStage<Void> tell(Inbound.Tell tell) {
        return tell.occasion().isEmpty() || isDue(tell.occasion()) ? say(tell.source(), tell.text()) : nothing();
    }

    /** Answers the press of a button. */
    CompletionStage<Void> answer(String callbackId, String text) {
        outbox.tell(new Outbox.Answer(AnswerCallbackQuery.builder()
                .callbackQueryId(callbackId)
                .text(text.length() <= 200 ? text : text.substring(0, 199) + "…")
                .build()));
        return nothing();
    }

    /** Removes the buttons of a message that a crash has left behind; a message whose question is open keeps them. */
    void takeButtons(Inbound.Source pressed) {
        if (questions.askedIn(pressed.chat(), pressed.message()).isEmpty()) {
            var edit = BotApiRequests.withoutButtons(pressed.chat(), pressed.message());
            outbox.tell(new Outbox.Write(pressed.chat(), edit, Kind.REPLY, Optional.empty(), system.ignoreRef()));
        }
    }

    /** Whether this occasion has not come up within the hour; notes that it has now. */
    synchronized boolean isDue(String occasion) {
        var now = clock.instant();
        var last = occasions.get(occasion);
        if (last != null && !now.isBefore(last) && now.isBefore(last.plus(AGAIN_AFTER))) {
            return false;
        }
        occasions.put(occasion, now);
        if (occasions.size() > OCCASIONS_KEPT) {
            occasions.remove(occasions.keySet().iterator().next());
        }
        return true;
    }

    static CompletionStage<Void> nothing() {
        return CompletableFuture.completedFuture(null);
    }
}
