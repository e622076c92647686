package switchboard.command;

/** An ability of an agent besides running prompts. A chat offers only the commands whose needs its agent meets. */
public enum Capability {
    /** Chooses among models. */
    MODELS,
    /** Has skills, which prompts name. */
    SKILLS,
    /** Thinks more or less hard. */
    EFFORT,
    /** Works in different permission modes. */
    MODES,
    /** Says how full its context is. */
    CONTEXT,
    /** Sums up the conversation to make room. */
    COMPACTION,
    /** Begins a session as a copy of another. */
    FORK,
    /** Gives out what was said in a session, and takes it over. */
    TRANSCRIPTS,
    /** Puts files back to how they were before a turn. */
    UNDO
}
