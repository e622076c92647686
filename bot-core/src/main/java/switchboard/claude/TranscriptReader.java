package switchboard.claude;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import switchboard.agent.AgentProtocol;
import switchboard.model.AgentQuery;
import switchboard.model.ChatId;
import switchboard.model.InterruptedTool;
import switchboard.model.Secrets;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * Reads from Claude Code's transcript, off the actor's thread, what a resumed job has done in earlier processes: before the job
 * continues, and when it is over. Used by one actor.
 */
final class TranscriptReader {

    /**
     * How far the job had come when it was cut off.
     *
     * @param begun whether Claude Code has the job's prompt. If not, an earlier prompt may have been cut off, and must not
     *     continue
     * @param tools the calls that may have been at work
     * @param stopped the answer up to the point where a person stopped the job, which may be the only trace of the stop; empty if
     *     nobody stopped it
     */
    record Before(AgentRun job, boolean begun, List<InterruptedTool> tools, Optional<String> stopped)
            implements AgentProtocol.Internal {}

    /**
     * The answer to the job's prompt.
     *
     * @param text empty if it is not known
     * @param unanswered whether the model is known not to have said the last word
     * @param denied whether Claude Code refused one of the job's calls by itself, because no answer arrived
     */
    record After(AgentRun job, String text, boolean unanswered, boolean denied) implements AgentProtocol.Internal {

        /**
         * Whether the job was killed again just as it continued. Claude Code then takes it for done although it is not (2.1.330,
         * tried out). Claude Code's own commands do not count: the model says nothing to them.
         */
        boolean wasCutTwice() {
            var prompt = job.job;
            return unanswered
                    && job.result == null
                    && job.push == null
                    && !job.stopped
                    && prompt != null
                    && prompt.literal();
        }
    }

    private static final InterruptedTool UNREADABLE = new InterruptedTool("", Texts.of("recovery.unknownTools"));

    private final ActorContext<AgentProtocol.Command> ctx;
    private final Path configDirectory;
    private final ChatId chat;
    private final ClaudeSettings claude;
    private final Secrets secrets;

    /** @param configDirectory Claude Code's */
    TranscriptReader(
            ActorContext<AgentProtocol.Command> ctx, Path configDirectory, ChatId chat, ClaudeSettings claude) {
        this.ctx = ctx;
        this.configDirectory = configDirectory;
        this.chat = chat;
        this.claude = claude;
        this.secrets = claude.secrets();
    }

    /** {@link Before} comes back. A process that a killed host has left is ended first, so that it does nothing after the look. */
    void before(AgentRun running) {
        var job = running.prompted();
        ctx.pipeToSelf(
                offDispatcher(ctx, () -> {
                    CliProcess.sweep(claude.mark(chat));
                    CliProcess.sweep(claude.spareMark(job.session().id()));
                    var transcript = read(job);
                    return new Before(
                            running,
                            transcript.hasPrompt(),
                            transcript.cutOff(job),
                            transcript
                                    .answer()
                                    .filter(said -> transcript.isInterrupted())
                                    .map(secrets::strike));
                }),
                (read, failure) -> {
                    if (failure != null) {
                        warn(job, failure);
                        return new Before(running, true, List.of(UNREADABLE), Optional.empty());
                    }
                    return read;
                });
    }

    /** The result comes as {@link After}. */
    void after(AgentRun running) {
        var job = running.prompted();
        ctx.pipeToSelf(
                offDispatcher(ctx, () -> {
                    var transcript = read(job);
                    var answer = transcript.answer();
                    var isUnanswered = answer.isPresent() && !transcript.isAnswered();
                    return new After(running, secrets.strike(answer.orElse("")), isUnanswered, transcript.hasDenied());
                }),
                (read, failure) -> {
                    if (failure != null) {
                        warn(job, failure);
                        return new After(running, "", false, false);
                    }
                    return read;
                });
    }

    /** Tells what a turn has changed in files. */
    <T> void patches(AgentProtocol.Ask<T> ask, TurnId turn) {
        ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking()).execute(() -> {
            try {
                var found = TurnPatches.read(turn, ask.session().id(), configDirectory);
                ask.replyTo()
                        .tell(new AgentQuery.Answered<>(ask.query().answer().cast(new AgentQuery.PatchList(found))));
            } catch (Throwable failure) {
                ask.replyTo().tell(new AgentQuery.Unanswered<>(Texts.of("undo.unreadable")));
            }
        });
    }

    private SessionTranscript read(AgentProtocol.Job job) throws IOException {
        return SessionTranscript.read(job.turn(), job.session().id(), configDirectory);
    }

    private void warn(AgentProtocol.Job job, Throwable failure) {
        ctx.getLog()
                .warn("Cannot read the transcript of session {}", job.session().id(), failure);
    }

    /** Runs work on the blocking dispatcher. Errors such as a full heap reach the waiting caller, too. */
    static <T> CompletionStage<T> offDispatcher(ActorContext<?> ctx, Callable<T> work) {
        var done = new CompletableFuture<T>();
        ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking()).execute(() -> {
            try {
                done.complete(work.call());
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }
}
