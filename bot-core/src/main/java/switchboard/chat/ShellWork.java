package switchboard.chat;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import switchboard.chat.ChatProtocol.Command;
import switchboard.files.BlockingWork;
import switchboard.model.ChatId;
import switchboard.model.ShellRequest;
import switchboard.shell.Shell;
import switchboard.shell.ShellResult;
import switchboard.text.Texts;

/** Performs a chat's effects on its shell, on threads that may block. Used by one actor. */
final class ShellWork {

    /** After so long people are notified that a command is still running. */
    private static final Duration LASTS = Duration.ofSeconds(2);

    /** Before it has begun. */
    private static final ShellResult STOPPED =
            new ShellResult.Ended(ShellResult.How.STOPPED, 0, Duration.ZERO, new ShellResult.InMessage(""));

    private final ActorContext<Command> ctx;
    private final ChatId id;
    private final Shell shell;
    private final Executor threads;

    /** The run that was begun last, or is about to begin. */
    private @Nullable Run last;

    private record Run(String key, BlockingWork work) {}

    ShellWork(ActorContext<Command> ctx, ChatId id, Shell shell) {
        this.ctx = ctx;
        this.id = id;
        this.shell = shell;
        this.threads = ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    void run(Effect.RunShell effect) {
        threads.execute(work(effect.request()));
        ctx.scheduleOnce(LASTS, ctx.getSelf(), new ChatInternal.ShellLasts(effect.request()));
    }

    /** The stop may come first: the command begins only once that is stored, and a stop waits for nothing. */
    void stop(Effect.StopShell effect) {
        var work = work(effect.request());
        if (!work.isGivenUp()) {
            work.giveUp();
        }
    }

    private BlockingWork work(ShellRequest request) {
        var run = last;
        if (run == null || !run.key().equals(request.key())) {
            var self = ctx.getSelf();
            var result = new AtomicReference<ShellResult>(STOPPED);
            run = new Run(
                    request.key(),
                    new BlockingWork(
                            () -> result.set(shell.run(id, request)),
                            failure -> self.tell(new ChatInternal.ShellEnded(
                                    request, result(Objects.requireNonNull(result.get()), failure)))));
            last = run;
        }
        return run.work();
    }

    private ShellResult result(ShellResult result, @Nullable Throwable failure) {
        if (failure == null || failure instanceof InterruptedIOException) {
            return result;
        }
        ctx.getSystem().log().warn("Chat {}: a shell command cannot be run", id, failure);
        return new ShellResult.Refused(Texts.of("shell.broken"));
    }

    void endLeftovers(Effect.EndShellLeftovers effect) {
        threads.execute(() -> shell.endLeftovers(id, effect.request()));
    }
}
