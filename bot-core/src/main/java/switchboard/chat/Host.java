package switchboard.chat;

import switchboard.model.ChatId;

/** What a chat needs of whoever holds it: the manager of an engine, or a shard of a cluster. Thread-safe; nothing blocks. */
public interface Host {

    /** Hands a command to another chat, or to the next incarnation of this one. */
    void deliver(ChatId chat, ChatProtocol.Command command);

    /**
     * A chat has nothing to do: what comes is kept from now on, and it is told to leave.
     *
     * @param eraseAt the revision at which its stored state is deleted once it has gone; {@link #KEEP} if it stays
     */
    void leave(ChatId chat, long eraseAt);

    /** A chat that was told to leave has something to do after all. */
    void stay(ChatId chat);

    /** The stored state stays. */
    long KEEP = -1;
}
