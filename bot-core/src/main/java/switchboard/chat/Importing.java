package switchboard.chat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import switchboard.archive.SessionImports;
import switchboard.files.BlockingWork;
import switchboard.files.Downloads;
import switchboard.model.ChatId;
import switchboard.model.Session;
import switchboard.model.SessionImport;
import switchboard.text.ExplainedException;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * Gets a session that comes as a file, and has it taken over. It tells its chat once, and stops. A chat that begins again asks
 * for the same again.
 *
 * <p>{@code fetching -> taking over -> stopped}
 */
final class Importing {

    private sealed interface Message {}

    private record FromDownloads(Downloads.Reply reply) implements Message {}

    private record Taken(ImportOutcome outcome) implements Message {}

    private final ActorContext<Message> ctx;
    private final ChatId chat;
    private final SessionImport coming;
    private final SessionImports imports;
    private final ActorRef<ChatProtocol.Command> owner;
    private @Nullable BlockingWork work;

    private Importing(
            ActorContext<Message> ctx,
            ChatId chat,
            SessionImport coming,
            SessionImports imports,
            ActorRef<ChatProtocol.Command> owner) {
        this.ctx = ctx;
        this.chat = chat;
        this.coming = coming;
        this.imports = imports;
        this.owner = owner;
    }

    static Behavior<?> create(
            ChatId chat,
            SessionImport coming,
            SessionImports imports,
            ActorRef<Downloads.Command> downloads,
            ActorRef<ChatProtocol.Command> owner) {
        return Behaviors.<Message>setup(ctx -> {
            var importing = new Importing(ctx, chat, coming, imports, owner);
            var files = ctx.messageAdapter(Downloads.Reply.class, FromDownloads::new);
            downloads.tell(new Downloads.Get(chat, List.of(coming.file()), files));
            return Behaviors.receive(Message.class)
                    .onMessage(FromDownloads.class, from -> importing.onDownload(from.reply()))
                    .onMessage(Taken.class, taken -> importing.tell(taken.outcome()))
                    .onSignal(PostStop.class, stopped -> importing.giveUp())
                    .build();
        });
    }

    private Behavior<Message> onDownload(Downloads.Reply reply) {
        return switch (reply) {
            case Downloads.Stalled stalled -> Behaviors.same();
            case Downloads.Settled settled -> {
                if (settled.gone().isEmpty()) {
                    takeOver();
                    yield Behaviors.same();
                }
                var why = settled.gone().getFirst().why();
                yield tell(new ImportOutcome.Refused(Texts.of("import.gone", name(), why)));
            }
        };
    }

    private void takeOver() {
        var taken = new CompletableFuture<Session>();
        work = new BlockingWork(() -> taken.complete(imports.take(chat, coming)), failure -> {
            if (failure != null) {
                taken.completeExceptionally(failure);
            }
        });
        ctx.pipeToSelf(taken, (session, failure) -> new Taken(outcome(session, failure)));
        ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking()).execute(work);
    }

    private ImportOutcome outcome(@Nullable Session session, @Nullable Throwable failure) {
        if (session != null) {
            return new ImportOutcome.Arrived(session);
        }
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof ExplainedException explained) {
            return new ImportOutcome.Refused(explained.sentence());
        }
        ctx.getSystem().log().warn("Chat {}: a session cannot be taken over", chat, cause);
        return new ImportOutcome.Refused(Texts.of("import.failed", name()));
    }

    private String name() {
        return Markdown.text(coming.file().title());
    }

    private Behavior<Message> tell(ImportOutcome outcome) {
        owner.tell(new ChatInternal.Imported(coming, outcome));
        return Behaviors.stopped();
    }

    private Behavior<Message> giveUp() {
        if (work != null) {
            work.giveUp();
        }
        return Behaviors.same();
    }
}
