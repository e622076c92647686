package switchboard.telegram.outbox;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.objects.chat.Chat;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.telegram.api.AlbumUpload;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.api.TelegramApi;
import switchboard.telegram.api.TelegramException;

/**
 * A Telegram that answers as scripted, and otherwise with a message; it keeps what it was asked. Answers to buttons are kept
 * apart and never acknowledged.
 */
final class ScriptedTelegram implements TelegramApi {
    private final List<Object> calls = new CopyOnWriteArrayList<>();
    private final List<AnswerCallbackQuery> answers = new CopyOnWriteArrayList<>();
    private final Queue<CompletableFuture<Void>> script = new ConcurrentLinkedQueue<>();

    /** The next call not yet scripted fails so. */
    ScriptedTelegram fails(Failure failure) {
        script.add(CompletableFuture.failedFuture(new TelegramException("scripted", failure)));
        return this;
    }

    /** The next call not yet scripted is answered when the future completes. */
    CompletableFuture<Void> waits() {
        var answer = new CompletableFuture<Void>();
        script.add(answer);
        return answer;
    }

    /** The methods and documents asked for, in order. */
    List<Object> calls() {
        return calls;
    }

    List<AnswerCallbackQuery> answers() {
        return answers;
    }

    static Message message() {
        return Message.builder()
                .messageId(9)
                .date(1)
                .chat(Chat.builder().id(5L).type("private").build())
                .build();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends Serializable> CompletionStage<T> execute(PartialBotApiMethod<T> method) {
        if (method instanceof AnswerCallbackQuery answer) {
            answers.add(answer);
            return new CompletableFuture<>();
        }
        return (CompletionStage<T>) answer(method);
    }

    @Override
    public CompletionStage<Message> upload(FileUpload upload) {
        return answer(upload);
    }

    @Override
    public CompletionStage<List<Message>> upload(AlbumUpload album) {
        return answer(album).thenApply(message -> new ArrayList<>(List.of(message, message)));
    }

    @Override
    public CompletionStage<Long> download(String path, Path target, long most) {
        throw new AssertionError(path);
    }

    @Override
    public CompletionStage<Batch> getUpdates(GetUpdates poll) {
        return CompletableFuture.completedFuture(new Batch(List.of()));
    }

    private CompletionStage<Message> answer(Object call) {
        calls.add(call);
        CompletableFuture<Void> scripted = script.poll();
        return (scripted == null ? CompletableFuture.<Void>completedFuture(null) : scripted)
                .thenApply(nothing -> message());
    }
}
