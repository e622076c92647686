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
 * {@link Failure} says whether Telegram may have executed it. No call is repeated here: that is for the caller to decide.
 */
public interface TelegramApi {

    /** Calls a method whose parameters are JSON: anything without a file to upload, and not {@link GetUpdates}. */
    <T extends Serializable> CompletionStage<T> execute(PartialBotApiMethod<T> method);

    /** Sends a file as a document (Bot API {@code sendDocument}, 50 MB at most). */
    CompletionStage<Message> upload(DocumentUpload upload);

    /**
     * Waits for updates for up to {@code timeout} seconds of {@code poll}. At most one poll should be under way: Telegram
     * refuses the older of two (409).
     */
    CompletionStage<Batch> getUpdates(GetUpdates poll);

    /**
     * What one poll brought, in the order of arrival; empty when nothing happened in time.
     *
     * @param passedOver how many more it brought that have no id: they cannot be confirmed and come again at once
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
     * One update; without content when it could not be read, so that the offset still moves past it.
     *
     * @param json the update as Telegram sent it
     */
    record Received(long updateId, Optional<Update> update, String json) {}
}
