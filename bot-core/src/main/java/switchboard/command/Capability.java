package switchboard.command;

/** What an agent can do beyond running prompts; a chat offers only the commands whose capabilities its agent has. */
public enum Capability {
    /** Chooses among models. */
    MODELS,
    /** Thinks more or less hard. */
    EFFORT,
    /** Works in different permission modes. */
    MODES,
    /** Says how full its context is. */
    CONTEXT,
    /** Sums up the conversation to make room. */
    COMPACTION
}
