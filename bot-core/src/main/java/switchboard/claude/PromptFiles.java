package switchboard.claude;

import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.files.ChatFiles;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.SessionId;

/**
 * The files of a session's prompts: brings them to Claude, and tells people which ones it cannot look at and when they have become
 * too many. Thread-safe.
 */
final class PromptFiles {

    /** The API takes 32 MB of a whole conversation; in a request, files are a third larger than on the disk. */
    static final long MANY = 20_000_000;

    private final @Nullable ChatFiles files;
    private final ChatId chat;
    private final ActorRef<? super AgentProtocol.Notice> owner;
    private @Nullable SessionId session;

    /** The bytes that Claude was shown in this session, since the host's start. */
    private long shown;

    /** @param files null if Claude gets no files */
    PromptFiles(@Nullable ChatFiles files, ChatId chat, ActorRef<? super AgentProtocol.Notice> owner) {
        this.files = files;
        this.chat = chat;
        this.owner = owner;
    }

    /** The line that gives Claude the job's prompt. */
    ClaudeProcess.Line line(AgentProtocol.Job job) {
        var place = files;
        return place == null || job.content().stream().noneMatch(Content.Attachment.class::isInstance)
                ? ClaudeProcess.Line.of(StreamJson.user(job.turn().value(), job.content(), job.literal()))
                : new PromptLine(job, file -> place.path(chat, file), result -> written(job, result));
    }

    /** A prompt that is sent again counts once. */
    private void written(AgentProtocol.Job job, PromptLine.Result result) {
        if (job.resumed()) {
            return;
        }
        if (!result.byPath().isEmpty()) {
            owner.tell(new AgentProtocol.FilesNotShown(result.byPath()));
        }
        var sum = added(job.session().id(), result.shown());
        if (sum >= MANY && sum - result.shown() < MANY) {
            owner.tell(new AgentProtocol.FilesAddUp(sum));
        }
    }

    private synchronized long added(SessionId to, long bytes) {
        shown = to.equals(session) ? shown + bytes : bytes;
        session = to;
        return shown;
    }
}
