package switchboard.model;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a chat in short, for lists and boards.
 *
 * @param title the session's title, else the chat's name
 * @param chatName the names of the chat and its topic
 * @param session the session's brief id, null while it is empty
 * @param waiting prompts that wait in the chat
 * @param held prompts on hold
 * @param delivering an answer is not confirmed as shown
 * @param shell a shell command of its people runs
 * @param settled nothing runs, waits, is asked or is still to be delivered
 * @param activity the state of its turn
 * @param model the model that it has chosen; null for the engine's default
 * @param lastError why its last turn failed; null if it did not
 */
public record ChatSummary(
        ChatId chat,
        String title,
        String chatName,
        @Nullable String session,
        Path directory,
        Instant lastActivity,
        int waiting,
        int held,
        boolean delivering,
        boolean shell,
        boolean settled,
        Activity activity,
        @Nullable String model,
        Usage usage,
        @Nullable String lastError) {

    public static ChatSummary of(ChatState state, Activity activity) {
        return new ChatSummary(
                state.id(),
                state.title(),
                state.chatName(),
                state.session().isEmpty() ? null : state.session().id().brief(),
                state.session().directory(),
                state.receipts().lastActivity(),
                (int) state.waiting().count(),
                state.held().size(),
                !state.answers().isEmpty(),
                state.shell().running() != null,
                state.atRest(),
                activity,
                state.settings().model(),
                state.usage(),
                state.undelivered().lastError());
    }

    /** Whether its turn works, or its answer is on its way. */
    public boolean isBusy() {
        return delivering || activity.phase() == Activity.Phase.RUNNING || activity.phase() == Activity.Phase.STOPPING;
    }

    public ChatSummary doing(Activity now) {
        return new ChatSummary(
                chat,
                title,
                chatName,
                session,
                directory,
                lastActivity,
                waiting,
                held,
                delivering,
                shell,
                settled,
                now,
                model,
                usage,
                lastError);
    }
}
