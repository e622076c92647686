package switchboard.chat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import switchboard.chat.ChatProtocol.Command;
import switchboard.command.Reaction;
import switchboard.files.OutgoingCopy;
import switchboard.files.OutgoingFiles;
import switchboard.model.ChatId;
import switchboard.text.Texts;

/** Performs a chat's effects on files, on threads that may block. Used by one actor. */
final class FileWork {

    private final ActorContext<Command> ctx;
    private final ChatId id;
    private final OutgoingFiles files;
    private final Executor threads;

    FileWork(ActorContext<Command> ctx, ChatId id, OutgoingFiles files) {
        this.ctx = ctx;
        this.id = id;
        this.files = files;
        this.threads = ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    void find(Effect.FindFiles effect) {
        var found =
                CompletableFuture.supplyAsync(() -> files.find(id, effect.find().search()), threads);
        ctx.pipeToSelf(found, (result, failure) -> {
            warn(failure);
            return new ChatInternal.Continue(
                    now -> result == null
                            ? Reaction.say(now, Texts.of("send.unreadable"))
                            : effect.find().then().apply(now, result),
                    effect.message());
        });
    }

    void copy(Effect.CopyFile effect) {
        var copied = CompletableFuture.supplyAsync(() -> files.copy(id, effect.directory(), effect.file()), threads);
        ctx.pipeToSelf(copied, (result, failure) -> {
            warn(failure);
            return new ChatInternal.Copied(
                    result == null ? new OutgoingCopy.Refused(Texts.of("send.unreadable")) : result, effect.message());
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

    private void warn(@Nullable Throwable failure) {
        if (failure != null) {
            ctx.getSystem().log().warn("Chat {}: files cannot be read", id, failure);
        }
    }
}
