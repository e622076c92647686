package switchboard.chat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import switchboard.chat.ChatProtocol.Command;
import switchboard.command.Reaction;
import switchboard.files.BlockingWork;
import switchboard.files.OutgoingCopy;
import switchboard.files.OutgoingFiles;
import switchboard.model.ChatId;
import switchboard.text.ExplainedException;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/** Performs a chat's effects that may block, on threads for that. Used by one actor. */
final class BlockingEffects {

    private final ActorContext<Command> ctx;
    private final ChatId id;
    private final OutgoingFiles files;
    private final Executor threads;
    private int working;

    BlockingEffects(ActorContext<Command> ctx, ChatId id, OutgoingFiles files) {
        this.ctx = ctx;
        this.id = id;
        this.files = files;
        this.threads = ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    /** Whether work of a command has not come back yet. */
    boolean isWorking() {
        return working > 0;
    }

    <T> void work(Reaction.Work<T> wanted, Asker asker) {
        var value = new CompletableFuture<T>();
        var work = new BlockingWork(() -> value.complete(wanted.work().call()), failure -> {
            if (failure != null) {
                value.completeExceptionally(failure);
            }
        });
        var result = value.orTimeout(wanted.within().toMillis(), TimeUnit.MILLISECONDS)
                .<Reaction.Result<T>>thenApply(Reaction.Done::new)
                .exceptionally(failure -> {
                    work.giveUp();
                    return new Reaction.Failed<>(sentence(failure, wanted.within()));
                });
        working++;
        ctx.pipeToSelf(result, (known, never) -> {
            working--;
            return new ChatInternal.Continue(now -> wanted.then().apply(now, Objects.requireNonNull(known)), asker);
        });
        threads.execute(work);
    }

    private String sentence(Throwable failure, Duration within) {
        var cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return switch (cause) {
            case ExplainedException explained -> explained.sentence();
            case TimeoutException late -> Texts.of("work.late", HumanText.inWords(within));
            default -> {
                ctx.getSystem().log().warn("Chat {}: work of a command has failed", id, cause);
                yield Texts.of("work.failed");
            }
        };
    }

    void copy(Effect.CopyFile effect) {
        copied(() -> files.copy(id, effect.directory(), effect.file()), effect.message());
    }

    void keep(Effect.KeepMade effect) {
        copied(() -> files.keep(id, effect.name(), effect.content()), effect.message());
    }

    private void copied(Supplier<OutgoingCopy> copying, @Nullable String message) {
        ctx.pipeToSelf(CompletableFuture.supplyAsync(copying, threads), (result, failure) -> {
            if (failure != null) {
                ctx.getSystem().log().warn("Chat {}: files cannot be read", id, failure);
            }
            return new ChatInternal.Copied(
                    result == null ? new OutgoingCopy.Refused(Texts.of("send.unreadable")) : result, message);
        });
    }

    void discard(Effect.DiscardCopy effect) {
        var log = ctx.getSystem().log();
        threads.execute(() -> {
            try {
                files.discard(effect.copy());
            } catch (RuntimeException failure) {
                log.warn("Chat {}: the copy of a file stays for now", id, failure);
            }
        });
    }
}
