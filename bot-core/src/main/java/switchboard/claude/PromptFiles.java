package switchboard.claude;

import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.files.ChatFiles;
import switchboard.model.ChatId;
import switchboard.model.Content;

/**
 * The files of a chat's prompts: brings them to Claude, and tells the session's owner what Claude gets of them.
 *
 * @param files null if Claude gets no files
 */
record PromptFiles(@Nullable ChatFiles files, ChatId chat, ActorRef<? super AgentProtocol.Notice> owner) {

    /** The line that gives Claude the job's prompt. */
    ClaudeProcess.Line line(AgentProtocol.Job job) {
        var place = files;
        return place == null || job.content().stream().noneMatch(Content.Attachment.class::isInstance)
                ? ClaudeProcess.Line.of(StreamJson.user(job.turn().value(), job.content(), job.literal()))
                : new PromptLine(job, file -> place.path(chat, file), result -> written(job, result));
    }

    private void written(AgentProtocol.Job job, PromptLine.Result result) {
        owner.tell(new AgentProtocol.FilesGiven(job.turn(), result.shown(), result.byPath(), result.missing()));
    }
}
