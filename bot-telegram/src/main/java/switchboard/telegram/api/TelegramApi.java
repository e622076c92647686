package switchboard.telegram.api;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.message.Message;

/**
 * The calls of the Telegram Bot API that the front makes.
 *
 * <p>No call blocks or throws. Every call completes within a bounded time; it fails with a {@link TelegramException} whose
 * {@link Failure} says whether Telegram may have executed it. No call is repeated here, because that is the caller's decision.
 */
public interface TelegramApi {

    /** Calls a method whose parameters are JSON: anything without a file to upload, and not {@link GetUpdates}. */
    <T extends Serializable> CompletionStage<T> execute(PartialBotApiMethod<T> method);

    /** Sends a file as a document (Bot API {@code sendDocument}, 50 MB at most). */
    CompletionStage<Message> upload(DocumentUpload upload);

    /**
     * Waits for updates for up to {@code timeout} seconds of {@code poll}. Only one poll should be under way, because Telegram
     * refuses the older of two (409).
     */
    CompletionStage<Batch> getUpdates(GetUpdates poll);

    /**
     * The updates of one poll in the order of arrival; empty if none came in time.
     *
     * @param passedOver how many more updates came without an id: they cannot be confirmed and come again at once
     */
    record Batch(List<Received> updates, int passedOver) {
        public Batch {
            updates = List.copyOf(updates);
        }

        public Batch(List<Received> updates) {
            this(updates, 0);
        }
    }

    /**
     * One update; without content if it could not be read, so that the offset can still move past it.
     *
     * @param json the update as Telegram sent it
     */
    record Received(long updateId, Optional<Update> update, String json) {}
}
