package switchboard.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.TurnId;
import switchboard.text.HumanText;

/**
 * Something that was done in a chat. It may have secrets in it, but nothing that the agent has said.
 *
 * @param who did it; null if nobody is known
 * @param what in a few words, as they were typed, of at most {@link #LONGEST} characters
 * @param outcome one word
 * @param turn the prompt that it is about; null for none
 */
public record AuditEntry(
        Instant at,
        @Nullable Caller who,
        ChatId chat,
        Kind kind,
        String what,
        String outcome,
        @Nullable TurnId turn) {

    public static final int LONGEST = 2_000;

    public AuditEntry {
        what = HumanText.shortened(what, LONGEST);
    }

    /** The kinds of entries. */
    public enum Kind {
        /** Somebody asks the agent: {@code accepted} or {@code refused}, later {@code answered}, {@code failed}, {@code stopped} or {@code dropped}. */
        PROMPT,
        /** Somebody gives a slash command, perhaps by a button, which counts as what it stands for: {@code done} or {@code denied}. */
        COMMAND,
        /** Somebody decides whether a tool is used: {@code allowed}, {@code always}, {@code denied}; {@code forbidden} if they may not decide so. */
        PERMISSION,
        /** Somebody answers another question. */
        ANSWER,
        /** Somebody edits a message: {@code changed} or {@code offered}, to ask again. */
        EDIT,
        /** A file: {@code received} with a prompt, {@code sent} to the people or {@code unsent}. */
        FILE,
        /** Model, effort, mode or rules are others: {@code changed}. */
        SETTINGS,
        /** Somebody who may not use the bot tries to: {@code refused}. */
        STRANGER,
        /** Somebody sends too much at once: {@code refused}. */
        RATE_LIMIT
    }
}
