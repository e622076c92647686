package switchboard.telegram.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import switchboard.model.ChatId;

/**
 * Joins the pieces of a long paste. Telegram's clients cut it into messages of 4,096 units that arrive back to back, so a
 * message of nearly that size by the same sender in the same chat is taken for the beginning of the next one. Pure.
 */
final class PasteJoiner {

    /** From this many units on a message may be a piece of a longer text. */
    static final int NEARLY_FULL = 4_000;

    private PasteJoiner() {}

    /**
     * One prompt, or one other update.
     *
     * @param updateIds the updates it was made of
     * @param open whether its last piece is full, so that more may follow
     */
    record Joined(List<Long> updateIds, Routed routed, boolean open) {
        Joined closed() {
            return new Joined(updateIds, routed, false);
        }
    }

    /**
     * Joins neighbours of one chat; other chats' updates may stand between. Order within a chat is kept: what anything else
     * was said after is complete.
     */
    static List<Joined> join(List<Routed> routed, List<Long> updateIds) {
        var joined = new ArrayList<Joined>();
        for (var i = 0; i < routed.size(); i++) {
            var next = routed.get(i);
            var before = said(next).map(source -> lastIn(joined, source.chat())).orElse(-1);
            if (before >= 0 && continues(joined.get(before), next)) {
                joined.set(before, append(joined.get(before), (Routed.Ask) next, updateIds.get(i)));
                continue;
            }
            if (before >= 0) {
                joined.set(before, joined.get(before).closed());
            }
            joined.add(new Joined(List.of(updateIds.get(i)), next, isFull(next)));
        }
        return joined;
    }

    private static int lastIn(List<Joined> joined, ChatId chat) {
        for (var i = joined.size() - 1; i >= 0; i--) {
            var source = said(joined.get(i).routed());
            if (source.isPresent() && source.get().chat().equals(chat)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean continues(Joined before, Routed next) {
        return before.open()
                && before.routed() instanceof Routed.Ask first
                && next instanceof Routed.Ask piece
                && first.source().sender().equals(piece.source().sender());
    }

    /** Where it was said, of what has its place in a conversation. */
    private static Optional<Routed.Source> said(Routed routed) {
        return switch (routed) {
            case Routed.Ask ask -> Optional.of(ask.source());
            case Routed.Slash slash -> Optional.of(slash.source());
            default -> Optional.empty();
        };
    }

    private static Joined append(Joined before, Routed.Ask piece, long updateId) {
        var ids = new ArrayList<>(before.updateIds());
        ids.add(updateId);
        var first = (Routed.Ask) before.routed();
        return new Joined(
                ids, new Routed.Ask(first.source(), first.text() + piece.text(), first.repliesTo()), isFull(piece));
    }

    private static boolean isFull(Routed routed) {
        return routed instanceof Routed.Ask ask && ask.text().length() >= NEARLY_FULL;
    }
}
