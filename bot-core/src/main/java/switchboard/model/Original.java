package switchboard.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that a chat knows, and what became of them: an edit of one of them still counts.
 *
 * @param turn of the prompt that they became last; null if they were none
 * @param revised whether that prompt has other words than those first sent
 * @param session in which that prompt has begun; null if it has not
 * @param edited what they say by now, as long as the agent has not been asked that; null for nothing
 */
public record Original(
        Wording wording,
        Kind kind,
        @Nullable TurnId turn,
        boolean revised,
        @Nullable SessionId session,
        @Nullable List<Content> edited) {

    /** What messages became. */
    public enum Kind {
        PROMPT,
        COMMAND,
        ANSWER,
        /** Nothing: they were not for the agent before they were edited. */
        NOTHING
    }

    public Original {
        edited = edited == null ? null : List.copyOf(edited);
    }

    /** Messages that became a prompt. */
    public static Original prompt(Wording wording, TurnId turn) {
        return new Original(wording.stored(), Kind.PROMPT, turn, false, null, null);
    }

    /** Messages that became no prompt. */
    public static Original of(Wording wording, Kind kind) {
        return new Original(wording.stored(), kind, null, false, null, null);
    }

    /** The first of its messages. */
    public String message() {
        return wording.message();
    }

    boolean has(String message) {
        return wording.piece(message).isPresent();
    }

    /** Whether this is an edit of one of its messages that changes what that says or brings. */
    public boolean isChangedBy(Wording.Piece edited) {
        return wording.piece(edited.message())
                .filter(before -> !before.isSame(edited))
                .isPresent();
    }

    /**
     * All that its messages say by now, one of which was edited; null if that is not known any more.
     *
     * @param before the content of the prompt so far
     */
    public @Nullable List<Content> content(Wording.Piece piece, List<Content> before) {
        var next = wording.with(piece);
        var hasSameFiles = wording.piece(piece.message())
                .filter(known -> known.files().equals(piece.files()))
                .isPresent();
        return next.isWhole() ? next.content(before, hasSameFiles) : null;
    }

    /** The prompt has become this. */
    public Original revised(Wording.Piece piece) {
        return new Original(wording.with(piece).stored(), kind, turn, true, session, null);
    }

    /**
     * The agent has not been asked what one of its messages says by now.
     *
     * @param content what all say; null for nothing that it has not been asked
     */
    public Original edited(Wording.Piece piece, @Nullable List<Content> content) {
        return new Original(wording.with(piece).stored(), kind, turn, revised, session, content);
    }

    /** The agent is asked what its messages say by now. */
    public Original asked(TurnId again) {
        return new Original(wording, Kind.PROMPT, again, false, null, null);
    }

    /** The prompt has begun in this session. */
    Original in(SessionId place) {
        return new Original(wording, kind, turn, revised, place, edited);
    }

    Original answered() {
        return new Original(wording, Kind.ANSWER, null, false, null, null);
    }

    /** Without what takes much room. */
    Original without() {
        return new Original(wording.without(), kind, turn, revised, session, null);
    }

    /** About how many characters it has. */
    int length() {
        return wording.length() + (edited == null ? 0 : Content.text(edited).length());
    }
}
