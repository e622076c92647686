package switchboard.chat;

/** A durable-state store that has an identity of its own, which its engine's agent processes carry. */
public interface IdentifiedStore {

    /** Random, kept in the store, the same for all its life, and no secret. */
    String identity();
}
