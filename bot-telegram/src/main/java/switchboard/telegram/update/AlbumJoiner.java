package switchboard.telegram.update;

import java.util.ArrayList;
import java.util.List;
import switchboard.telegram.update.Inbound.Piece;
import switchboard.telegram.update.Inbound.Said;

/**
 * Joins the pieces of an album. Telegram sends each picture or file of it as a message of its own, back to back, all with the
 * album's id and none marked as the last one. Any of them may have the caption, which counts for the whole album: if it addresses
 * the bot or begins with a command, so does the album. Pure.
 */
final class AlbumJoiner {

    private AlbumJoiner() {}

    /** Whether an update is a piece of an album, or all that has come of one so far. */
    static boolean isOfAlbum(Inbound inbound) {
        return inbound instanceof Said said && !album(said).isEmpty();
    }

    /** Whether both are of the same album. */
    static boolean isSame(Inbound one, Inbound other) {
        return one instanceof Said said
                && other instanceof Said next
                && !album(said).isEmpty()
                && album(said).equals(album(next))
                && said.source().chat().equals(next.source().chat());
    }

    /** An album with its next piece. */
    static Inbound join(Inbound album, Inbound next) {
        if (!(album instanceof Said before) || !(next instanceof Said piece)) {
            throw new IllegalStateException("Not of an album: " + album + ", " + next);
        }
        return isMore(piece, before) ? joined(piece, before) : joined(before, piece);
    }

    private static Said joined(Said leader, Said other) {
        var pieces = new ArrayList<>(leader.pieces());
        var source = other.source();
        pieces.add(new Piece(
                source.updateId(),
                source.message(),
                source.said().isBlank() ? "" : "\n\n",
                source.said(),
                source.brought()));
        pieces.addAll(other.pieces());
        return leader.with(List.copyOf(pieces));
    }

    /** A command counts more than a prompt, and a prompt more than a piece that does not address the bot. */
    private static boolean isMore(Said piece, Said before) {
        return rank(piece) > rank(before);
    }

    private static int rank(Said said) {
        return switch (said) {
            case Inbound.Overheard overheard -> 0;
            case Inbound.Ask ask -> 1;
            case Inbound.Slash slash -> 2;
        };
    }

    private static String album(Said said) {
        return said.source().brought().album();
    }
}
