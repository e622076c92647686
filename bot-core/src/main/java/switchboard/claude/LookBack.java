package switchboard.claude;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import switchboard.model.SessionId;

/**
 * What a resumed job has done in earlier processes, read from Claude Code's transcript off the actor's thread: before it goes
 * on, and when it is over. Used by one actor.
 */
final class LookBack {

    /** What may have been at work when the job was cut off. */
    record Before(Running job, List<CutTool> tools) implements ClaudeProtocol.Internal {}

    /**
     * What was said to the job's prompt.
     *
     * @param text null if it cannot be read
     * @param denied whether Claude Code refused a call of it by itself, for no answer came through
     */
    record After(Running job, @Nullable String text, boolean denied) implements ClaudeProtocol.Internal {

        String answer() {
            return Objects.requireNonNullElse(text, "");
        }

        /**
         * Whether it was killed once more just as it went on, so that Claude Code takes it for done, though nothing was said to
         * it (2.1.330, tried out). A command of Claude Code's own is answered by nothing.
         */
        boolean wasCutTwice() {
            var prompt = job.job;
            return job.result == null
                    && job.push == null
                    && !job.stopped
                    && prompt != null
                    && prompt.literal()
                    && text != null
                    && text.isBlank();
        }
    }

    private final ActorContext<ClaudeProtocol.Command> ctx;
    private final Path configDirectory;

    /** @param configDirectory Claude Code's */
    LookBack(ActorContext<ClaudeProtocol.Command> ctx, Path configDirectory) {
        this.ctx = ctx;
        this.configDirectory = configDirectory;
    }

    /** {@link Before} comes back. */
    void before(Running running) {
        var job = Objects.requireNonNull(running.job);
        ctx.pipeToSelf(
                offDispatcher(ctx, () -> SessionTranscript.cutOff(job, configDirectory)),
                (tools, failure) -> new Before(
                        running,
                        failure == null ? tools : unreadable(job.session().id(), failure)));
    }

    private List<CutTool> unreadable(SessionId session, Throwable failure) {
        warn(session, failure);
        return List.of(new CutTool("", "what exactly is not known: Claude's transcript cannot be read"));
    }

    /** {@link After} comes back. */
    void after(Running running) {
        var job = Objects.requireNonNull(running.job);
        var session = job.session().id();
        ctx.pipeToSelf(
                offDispatcher(
                        ctx,
                        () -> new After(
                                running,
                                SessionTranscript.answerTo(job.turn(), session, configDirectory),
                                SessionTranscript.hasDenied(job, configDirectory))),
                (read, failure) -> {
                    if (failure != null) {
                        warn(session, failure);
                    }
                    return read == null ? new After(running, null, false) : read;
                });
    }

    private void warn(SessionId session, Throwable failure) {
        ctx.getLog().warn("Cannot read the transcript of session {}", session, failure);
    }

    static <T> CompletionStage<T> offDispatcher(ActorContext<?> ctx, Callable<T> work) {
        var done = new CompletableFuture<T>();
        ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking()).execute(() -> {
            try {
                done.complete(work.call());
            } catch (Exception failure) {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }
}
