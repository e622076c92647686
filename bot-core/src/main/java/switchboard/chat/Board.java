package switchboard.chat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.Standing;

/** Where every known chat stands, living or passivated. Told by chats and turns; asked by whoever shows it. */
public final class Board {

    /** To the board. */
    public sealed interface Command permits Known, Doing, Gone, Look {}

    /** A chat's state has changed. Its activity is as told last by {@link Doing}. */
    public record Known(Standing standing) implements Command {}

    /** A chat's turn does something else now. */
    public record Doing(ChatId chat, Activity activity) implements Command {}

    /** A chat was removed. */
    public record Gone(ChatId chat) implements Command {}

    /** Asks for all. */
    public record Look(ActorRef<View> replyTo) implements Command {}

    /** All known chats, newest activity first. */
    public record View(List<Standing> standings) {

        /** Whether no turn works and no answer is on its way. */
        public boolean isQuiet() {
            return standings.stream().noneMatch(Standing::isBusy);
        }
    }

    private final Map<ChatId, Standing> standings = new HashMap<>();

    private Board() {}

    public static Behavior<Command> create() {
        return Behaviors.setup(ctx -> Behaviors.receiveMessage(new Board()::onMessage));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Known known -> {
                var chat = known.standing().chat();
                var before = standings.get(chat);
                standings.put(chat, known.standing().doing(before == null ? Activity.IDLE : before.activity()));
            }
            case Doing doing ->
                standings.computeIfPresent(doing.chat(), (chat, standing) -> standing.doing(doing.activity()));
            case Gone gone -> standings.remove(gone.chat());
            case Look look -> look.replyTo().tell(new View(sorted()));
        }
        return Behaviors.same();
    }

    private List<Standing> sorted() {
        return standings.values().stream()
                .sorted(Comparator.comparing(Standing::lastActivity).reversed())
                .toList();
    }
}
