package switchboard.telegram.api;

import java.io.Serializable;
import java.nio.file.Path;
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

    /** Sends a file (50 MB at most at Telegram's own server). */
    CompletionStage<Message> upload(FileUpload upload);

    /** Sends files as one album. Completes with a message for each, in order. */
    CompletionStage<List<Message>> upload(AlbumUpload album);

    /**
     * Writes one of Telegram's files to the disk; completes when all of it is there. If that fails, a part may be there. Who
     * cancels the stage's future ends the download.
     *
     * @param path the {@code file_path} that {@code getFile} has answered, relative
     * @param target is overwritten; its directory exists
     * @param most the most bytes; a larger file is {@link Failure.Refused} with code 413
     * @return the number of bytes
     */
    CompletionStage<Long> download(String path, Path target, long most);

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
