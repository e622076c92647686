package switchboard.it.bench;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.objects.chat.Chat;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.telegram.api.AlbumUpload;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.api.TelegramApi;

/** A Telegram that takes every message and keeps none. */
final class Sink implements TelegramApi {

    /** One permit for each message taken. */
    final Semaphore messages = new Semaphore(0);

    private final AtomicInteger ids = new AtomicInteger();

    @Override
    @SuppressWarnings("unchecked") // of the methods called here only sendMessage gives a message
    public <T extends Serializable> CompletionStage<T> execute(PartialBotApiMethod<T> method) {
        if (!(method instanceof SendMessage)) {
            return (CompletionStage<T>) CompletableFuture.completedStage(Boolean.TRUE);
        }
        var message = Message.builder()
                .messageId(ids.incrementAndGet())
                .chat(Chat.builder().id(1L).type("private").build())
                .date(0)
                .build();
        messages.release();
        return (CompletionStage<T>) CompletableFuture.completedStage(message);
    }

    @Override
    public CompletionStage<Message> upload(FileUpload upload) {
        return CompletableFuture.failedStage(new UnsupportedOperationException("no file is sent here"));
    }

    @Override
    public CompletionStage<List<Message>> upload(AlbumUpload album) {
        return CompletableFuture.failedStage(new UnsupportedOperationException("no file is sent here"));
    }

    @Override
    public CompletionStage<Long> download(String path, Path target, long most) {
        return CompletableFuture.failedStage(new UnsupportedOperationException("no file is fetched here"));
    }

    @Override
    public CompletionStage<Batch> getUpdates(GetUpdates poll) {
        return CompletableFuture.failedStage(new UnsupportedOperationException("nobody polls here"));
    }
}
