package switchboard.telegram.update;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.Engine;
import switchboard.chat.ChatProtocol;
import switchboard.command.SlashCommands;
import switchboard.telegram.outbox.Outbox;
import switchboard.telegram.view.OpenQuestions;

/**
 * Delivers inbound updates to the engine or the outbox. A delivery completes once it need not be repeated, and fails if it must be:
 * messages and commands are delivered again, presses are not, because a person can press again. Used by one actor.
 */
final class Dispatch {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private final SlashCommands catalogue;
    private final Chats chats;
    private final Replies replies;
    private final Pace pace;
    private final Messages messages;
    private final Presses presses;
    private final Strangers strangers;

    Dispatch(
            ActorSystem<?> system,
            ActorRef<Engine.Command> engine,
            ActorRef<Outbox.Command> outbox,
            OpenQuestions questions,
            SlashCommands catalogue,
            Oversight oversight,
            Clock clock) {
        this.catalogue = catalogue;
        this.chats = new Chats(system, engine);
        this.replies = new Replies(system, outbox, questions, clock);
        this.pace = new Pace(replies, oversight, clock);
        this.messages = new Messages(system, chats, replies, pace, questions, catalogue, clock);
        this.presses = new Presses(chats, replies, questions, catalogue);
        this.strangers = new Strangers(chats, replies, oversight, clock);
    }

    /** Whether a command takes effect at once. */
    boolean isUrgent(String command) {
        return catalogue.isUrgent(command);
    }

    /** From now on this is not refused: the person knows that it is kept. */
    void admit(Inbound.Source source, List<Long> updates) {
        pace.admit(source, updates);
    }

    CompletionStage<?> dispatch(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Said said -> messages.on(said);
            case Inbound.Edited edited -> messages.edited(edited);
            case Inbound.Amended amended -> messages.amended(amended);
            case Inbound.Press press -> presses.on(press);
            case Inbound.StalePress press -> presses.stale(press);
            case Inbound.Migrated moved ->
                chats.<ChatProtocol.Receipt>deliver(
                        moved.from(), replyTo -> new ChatProtocol.Migrate(moved.to(), replyTo));
            case Inbound.TopicNamed named -> chats.topicNamed(named);
            case Inbound.Tell tell -> replies.tell(tell);
            case Inbound.Nameless nameless -> strangers.nameless(nameless.source());
            case Inbound.Stranger stranger -> strangers.stranger(stranger);
            case Inbound.StrangePress press -> strangers.strangePress(press);
            case Inbound.Nothing nothing -> {
                LOG.debug("An update is passed over: {}", nothing.why());
                yield Replies.nothing();
            }
        };
    }
}
