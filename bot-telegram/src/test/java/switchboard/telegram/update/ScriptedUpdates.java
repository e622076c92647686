package switchboard.telegram.update;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.telegram.api.AlbumUpload;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.api.TelegramApi;
import switchboard.telegram.api.TelegramException;

/** A Telegram whose polls a test answers one by one. It has no other methods. */
final class ScriptedUpdates implements TelegramApi {

    /** A poll that waits for its answer. */
    record Poll(GetUpdates request, CompletableFuture<Batch> answer) {

        int offset() {
            return request.getOffset();
        }

        void brings(Update... updates) {
            answer.complete(new Batch(Stream.of(updates)
                    .map(update -> new Received(update.getUpdateId(), Optional.of(update), Updates.json(update)))
                    .toList()));
        }

        void bringsUnreadable(long updateId) {
            answer.complete(
                    new Batch(List.of(new Received(updateId, Optional.empty(), "{\"update_id\":" + updateId + "}"))));
        }

        /** Updates that have no id. */
        void bringsNameless(int updates) {
            answer.complete(new Batch(List.of(), updates));
        }

        void fails(Failure failure) {
            answer.completeExceptionally(new TelegramException("getUpdates", failure));
        }
    }

    private final Queue<Poll> polls = new ConcurrentLinkedQueue<>();

    /** The next poll. */
    Poll poll() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(this::isPolled);
        return polls.remove();
    }

    boolean isPolled() {
        return !polls.isEmpty();
    }

    @Override
    public CompletionStage<Batch> getUpdates(GetUpdates poll) {
        var answer = new CompletableFuture<Batch>();
        polls.add(new Poll(poll, answer));
        return answer;
    }

    @Override
    public <T extends Serializable> CompletionStage<T> execute(PartialBotApiMethod<T> method) {
        throw new AssertionError(method);
    }

    @Override
    public CompletionStage<Message> upload(FileUpload upload) {
        throw new AssertionError(upload);
    }

    @Override
    public CompletionStage<List<Message>> upload(AlbumUpload album) {
        throw new AssertionError(album);
    }

    @Override
    public CompletionStage<Long> download(String path, Path target, long most) {
        throw new AssertionError(path);
    }
}
