package switchboard.command;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import switchboard.model.Activity;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;

/**
 * All chats, from the point of view of one of them.
 *
 * @param own this chat's summary, from its own state
 * @param all every chat, newest activity first, this one among them
 */
record Overview(ChatSummary own, List<ChatSummary> all) {

    /** The board hears of this chat's state a moment late, so the chat's entry is made here. */
    static Overview of(ChatState state, List<ChatSummary> summaries) {
        var own = ChatSummary.of(state, activity(state, summaries));
        var others = summaries.stream().filter(each -> !each.chat().equals(state.id()));
        return new Overview(
                own,
                Stream.concat(Stream.of(own), others)
                        .sorted(Comparator.comparing(ChatSummary::lastActivity).reversed())
                        .toList());
    }

    private static Activity activity(ChatState state, List<ChatSummary> summaries) {
        var activity = summaries.stream()
                .filter(each -> each.chat().equals(state.id()))
                .map(ChatSummary::activity)
                .findFirst()
                .orElse(Activity.IDLE);
        var current = state.current();
        return activity.isIdle() && current != null
                ? new Activity(Activity.Phase.WAITING, current.prompt().at(), "", 0)
                : activity;
    }

    /** The chats that the caller may see: all, or the caller's own chat with all its topics. */
    List<ChatSummary> visible(boolean overview) {
        return all.stream()
                .filter(each -> overview || each.chat().chat() == own.chat().chat())
                .toList();
    }

    /** Whether a chat has a session or something to do. */
    static boolean isActive(ChatSummary summary) {
        return summary.session() != null
                || !summary.settled()
                || !summary.activity().isIdle();
    }
}
