package switchboard.board;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatSummary;

/**
 * The state of every known chat, in memory or passivated. Chats and turns report to it; whoever shows chats asks it. If several
 * chats come to work in one directory, it has each of them notified once.
 */
public final class Board {

    /** To the board. */
    public sealed interface Command permits Listed, Known, Doing, Gone, Look {}

    /** A chat that was stored before the engine started. If the chat has reported its own state meanwhile, that one counts. */
    public record Listed(ChatSummary summary) implements Command {}

    /** A chat's state has changed. Its activity stays as the last {@link Doing} had it. */
    public record Known(ChatSummary summary) implements Command {}

    /** A chat's turn does something else now. */
    public record Doing(ChatId chat, Activity activity) implements Command {}

    /** A chat was removed. */
    public record Gone(ChatId chat) implements Command {}

    /** Asks for all chats. */
    public record Look(ActorRef<View> replyTo) implements Command {}

    /** From the board: show this sentence in this chat. */
    public record Notice(ChatId chat, String text) {}

    /** All known chats, newest activity first. */
    public record View(List<ChatSummary> summaries) {

        /** Whether no turn is at work and no answer is on its way. */
        public boolean isQuiet() {
            return summaries.stream().noneMatch(ChatSummary::isBusy);
        }
    }

    private final Map<ChatId, ChatSummary> summaries = new HashMap<>();
    private final SharedDirectories shared = new SharedDirectories();
    private final ActorRef<Notice> notices;

    private Board(ActorRef<Notice> notices) {
        this.notices = notices;
    }

    public static Behavior<Command> create(ActorRef<Notice> notices) {
        return Behaviors.setup(ctx -> Behaviors.receiveMessage(new Board(notices)::onMessage));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Listed listed -> {
                if (summaries.putIfAbsent(listed.summary().chat(), listed.summary()) == null) {
                    shared.met(listed.summary()); // its people were notified before the restart
                }
            }
            case Known known -> {
                know(known.summary());
                var directory = known.summary().directory();
                shared.met(known.summary())
                        .forEach(chat -> notices.tell(new Notice(chat, SharedDirectories.sentence(directory))));
            }
            case Doing doing ->
                summaries.computeIfPresent(doing.chat(), (chat, summary) -> summary.doing(doing.activity()));
            case Gone gone -> {
                summaries.remove(gone.chat());
                shared.forget(gone.chat());
            }
            case Look look -> look.replyTo().tell(new View(sorted()));
        }
        return Behaviors.same();
    }

    private void know(ChatSummary summary) {
        var before = summaries.get(summary.chat());
        summaries.put(summary.chat(), summary.doing(before == null ? Activity.IDLE : before.activity()));
    }

    private List<ChatSummary> sorted() {
        return summaries.values().stream()
                .sorted(Comparator.comparing(ChatSummary::lastActivity).reversed())
                .toList();
    }
}
