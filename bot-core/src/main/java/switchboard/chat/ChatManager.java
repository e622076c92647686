package switchboard.chat;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.state.DurableStateStoreRegistry;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import switchboard.board.Board;
import switchboard.model.ChatId;

/**
 * Parent of the chats: delivers by id, starts a chat on demand and lets it go by handshake, so that nothing that arrives
 * while it goes is lost.
 *
 * <p>For each chat: {@code absent -> living -> leaving (what comes is kept) -> (erased ->) absent or living}
 */
public final class ChatManager {

    /** To the manager. */
    public sealed interface Command permits Deliver, Close, Leaving, Staying, Stopped, Erased {}

    /** Hands a command to a chat, which is started if need be. */
    public record Deliver(ChatId chat, ChatProtocol.Command command) implements Command {}

    /** The engine stops: ends every chat in good order, then the manager stops. What comes after it is not taken. */
    public record Close() implements Command {}

    /**
     * From a chat: it has nothing to do and sends back all that still reaches it.
     *
     * @param eraseAt {@link Host#KEEP}, or the revision at which its stored state is deleted
     */
    record Leaving(ChatId chat, long eraseAt) implements Command {}

    /** From a chat that was told to leave: it has something to do after all. */
    record Staying(ChatId chat) implements Command {}

    private record Stopped(ChatId chat) implements Command {}

    private record Erased(ChatId chat) implements Command {}

    /** Chats look at directories, so they have threads of their own. */
    private static final DispatcherSelector DISPATCHER = DispatcherSelector.fromConfig("switchboard.chat-dispatcher");

    private static final class Going {
        final Queue<ChatProtocol.Command> kept = new ArrayDeque<>();
        final long eraseAt;

        Going(long eraseAt) {
            this.eraseAt = eraseAt;
        }
    }

    private final ActorContext<Command> ctx;
    private final Function<ChatId, Behavior<ChatProtocol.Command>> chats;
    private final ActorRef<Board.Command> board;
    private final String plugin;
    private final Map<ChatId, ActorRef<ChatProtocol.Command>> living = new HashMap<>();
    private final Map<ChatId, Going> going = new HashMap<>();
    private boolean closing;

    private ChatManager(
            ActorContext<Command> ctx,
            Function<ChatId, Behavior<ChatProtocol.Command>> chats,
            ActorRef<Board.Command> board,
            String plugin) {
        this.ctx = ctx;
        this.chats = chats;
        this.board = board;
        this.plugin = plugin;
    }

    /**
     * Makes a manager.
     *
     * @param chats makes a chat, given what holds it
     * @param plugin the durable-state plugin's id; empty for the system's default
     */
    public static Behavior<Command> create(
            Function<Host, Function<ChatId, Behavior<ChatProtocol.Command>>> chats,
            ActorRef<Board.Command> board,
            String plugin) {
        return Behaviors.setup(ctx -> {
            var manager = new ChatManager(ctx, chats.apply(host(ctx.getSelf())), board, plugin);
            return Behaviors.receiveMessage(manager::onMessage);
        });
    }

    /** What chats see of a manager. */
    static Host host(ActorRef<Command> manager) {
        return new Host() {
            @Override
            public void deliver(ChatId chat, ChatProtocol.Command command) {
                manager.tell(new Deliver(chat, command));
            }

            @Override
            public void leave(ChatId chat, long eraseAt) {
                manager.tell(new Leaving(chat, eraseAt));
            }

            @Override
            public void stay(ChatId chat) {
                manager.tell(new Staying(chat));
            }
        };
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Deliver deliver -> onDeliver(deliver);
            case Close close -> {
                closing = true;
                living.values().forEach(chat -> chat.tell(new ChatInternal.Close()));
            }
            case Leaving leaving -> onLeaving(leaving);
            case Staying staying -> flush(staying.chat());
            case Stopped stopped -> onStopped(stopped.chat());
            case Erased erased -> {
                board.tell(new Board.Gone(erased.chat()));
                flush(erased.chat());
            }
        }
        return closing && living.isEmpty() && going.isEmpty() ? Behaviors.stopped() : Behaviors.same();
    }

    private void onDeliver(Deliver deliver) {
        if (closing) {
            return; // not acknowledged, so its sender keeps it
        }
        var leaving = going.get(deliver.chat());
        if (leaving != null) {
            leaving.kept.add(deliver.command());
        } else {
            living.computeIfAbsent(deliver.chat(), this::spawn).tell(deliver.command());
        }
    }

    private ActorRef<ChatProtocol.Command> spawn(ChatId chat) {
        var spawned = ctx.spawn(chats.apply(chat), "chat" + chat, DISPATCHER);
        ctx.watchWith(spawned, new Stopped(chat));
        return spawned;
    }

    private void onLeaving(Leaving leaving) {
        var chat = living.get(leaving.chat());
        if (chat != null) {
            going.put(leaving.chat(), new Going(leaving.eraseAt()));
            chat.tell(new ChatInternal.Leave());
        }
    }

    private void onStopped(ChatId chat) {
        living.remove(chat);
        var gone = going.get(chat);
        if (gone == null || gone.eraseAt == Host.KEEP) {
            flush(chat);
            return;
        }
        DurableStateUpdateStore<?> store = DurableStateStoreRegistry.get(ctx.getSystem())
                .getDurableStateStoreFor(DurableStateUpdateStore.class, plugin);
        ctx.pipeToSelf(store.deleteObject(Ledger.persistenceId(chat).id(), gone.eraseAt), (done, failure) -> {
            if (failure != null) {
                ctx.getLog().error("Cannot delete the session of chat {}", chat, failure);
            }
            return new Erased(chat);
        });
    }

    private void flush(ChatId chat) {
        var gone = going.remove(chat);
        if (gone != null) {
            gone.kept.forEach(command -> onDeliver(new Deliver(chat, command)));
        }
    }
}
