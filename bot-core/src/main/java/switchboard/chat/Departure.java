package switchboard.chat;

import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;
import switchboard.model.ChatState;

/**
 * How a chat goes: out of memory when it is quiet, out of the store when it is forgotten, or to another id with its whole
 * conversation; and how it stops with the engine. Used by one actor.
 *
 * <p>{@code staying <-> leaving -> gone}; {@code staying -> moving (work ends) -> bequeathed -> inherited -> gone};
 * {@code staying -> closing (work and view end) -> gone}
 */
final class Departure {

    private final ActorContext<ChatProtocol.Command> ctx;
    private final ChatId id;
    private final ChatSetup setup;
    private final LongSupplier revision;
    private ChatProtocol.@Nullable Migrate migration;
    private boolean workEnded;
    private boolean inherited;
    private boolean leaving;
    private boolean closing;
    private boolean viewClosed;

    /** @param revision that of the chat's stored state */
    Departure(ActorContext<ChatProtocol.Command> ctx, ChatId id, ChatSetup setup, LongSupplier revision) {
        this.ctx = ctx;
        this.id = id;
        this.setup = setup;
        this.revision = revision;
    }

    /** Whether what reaches the chat is for another place. */
    boolean isBegun() {
        return leaving;
    }

    /** Whether a turn may begin. */
    boolean mayBegin() {
        return !leaving && !closing;
    }

    /** Sends on what reaches a chat that goes: to where it goes, or to its next incarnation. */
    void redirect(ChatProtocol.Command command) {
        setup.manager().tell(new ChatManager.Deliver(migration == null ? id : migration.to(), command));
    }

    void onPassivate(boolean isQuiet) {
        if (isQuiet && mayBegin()) {
            leave(ChatManager.KEEP);
        }
    }

    void onForget(ChatProtocol.Forget forget, ChatState state, boolean isQuiet) {
        var goes = isQuiet && state.lastActivity().isBefore(forget.idleSince());
        if (goes) {
            leave(revision.getAsLong());
        }
        forget.replyTo().tell(new ChatProtocol.Forgotten(id, goes ? state.title() : null));
    }

    /** Whether the chat may stop now; else it stays, for something came up meanwhile. */
    boolean onLeave(boolean isQuiet) {
        if (migration != null || isQuiet) {
            return true;
        }
        leaving = false;
        setup.manager().tell(new ChatManager.Staying(id));
        return false;
    }

    /**
     * Begins the move, which the state tells of by now, or goes on with it when told again, perhaps because the new chat
     * could not store it.
     *
     * @param endWork called once, for one session must never run in two places; {@link #onWorkEnded} follows
     */
    void onMigrate(ChatProtocol.Migrate migrate, ChatState state, Runnable endWork) {
        if (closing) {
            return; // told again after the next start
        }
        if (migration == null && leaving) {
            redirect(migrate);
            return;
        }
        var isNew = migration == null;
        migration = migrate;
        leaving = true;
        if (isNew) {
            endWork.run();
        } else if (inherited) {
            migrate.replyTo().tell(new ChatProtocol.Accepted());
        } else if (workEnded) {
            bequeath(state, migrate.to());
        }
    }

    /** Goes on with a move that a stop has cut off. */
    void onRecovered(ChatState state, Runnable endWork) {
        if (state.movingTo() != null && migration == null) {
            onMigrate(new ChatProtocol.Migrate(state.movingTo(), ctx.getSystem().ignoreRef()), state, endWork);
        }
    }

    /** Whether the chat may stop now. */
    boolean onWorkEnded(ChatState state) {
        workEnded = true;
        if (migration != null) {
            bequeath(state, migration.to());
        } else if (!closing) {
            throw new IllegalStateException("the Claude session of chat " + id + " has failed");
        }
        return closing && viewClosed;
    }

    void onClose() {
        closing = true;
    }

    /** Whether the chat may stop now. */
    boolean onViewClosed() {
        viewClosed = true;
        return closing && workEnded;
    }

    void onInherited() {
        if (!inherited) {
            inherited = true;
            setup.backlog().set(id, 0);
            leave(revision.getAsLong());
        }
        Objects.requireNonNull(migration).replyTo().tell(new ChatProtocol.Accepted());
    }

    private void bequeath(ChatState state, ChatId to) {
        ActorRef<ChatProtocol.Receipt> receipt =
                ctx.messageAdapter(ChatProtocol.Receipt.class, any -> new Chat.Inherited());
        setup.manager().tell(new ChatManager.Deliver(to, new ChatProtocol.Inherit(state.in(to), receipt)));
    }

    private void leave(long eraseAt) {
        leaving = true;
        setup.manager().tell(new ChatManager.Leaving(id, eraseAt));
    }
}
