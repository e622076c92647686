package switchboard.telegram.update;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import switchboard.model.ChatId;

/**
 * Joins the pieces of a long paste. Telegram's clients cut it into messages of at most 4,096 units that arrive back to back,
 * so a message of nearly that size by the same sender in the same chat is taken for the beginning of the next one, which in
 * a group need not address the bot again. Pure.
 */
final class PasteJoiner {

    /** From this many units on a message may be a piece of a longer text. */
    static final int NEARLY_FULL = 4_000;

    /** A piece of this size was cut anywhere, a shorter one at white space, which Telegram takes away. */
    static final int FULL = 4_096;

    /** Pieces come back to back; what a person says later, perhaps after a restart of the bot, is none. */
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private PasteJoiner() {}

    /**
     * One prompt, or one other update.
     *
     * @param updateIds the updates it was made of
     * @param last the length of its last piece if more may follow, else 0
     * @param at when its last piece was said
     */
    record Joined(List<Long> updateIds, Routed routed, int last, Instant at) {

        /** What pieces are never joined to. */
        Joined(List<Long> updateIds, Routed routed) {
            this(updateIds, routed, 0, Instant.EPOCH);
        }

        boolean open() {
            return last > 0;
        }

        private Joined closed() {
            return new Joined(updateIds, routed);
        }
    }

    /**
     * Joins neighbours of one chat; other chats' updates may stand between. Order within a chat is kept: what anything else
     * was said to the bot after is complete.
     */
    static List<Joined> join(List<Routed> routed, List<Long> updateIds) {
        var joined = new ArrayList<Joined>();
        for (var i = 0; i < routed.size(); i++) {
            var next = routed.get(i);
            var before = said(next).map(source -> lastIn(joined, source.chat())).orElse(-1);
            if (before >= 0 && continues(joined.get(before), next)) {
                joined.set(before, append(joined.get(before), next, updateIds.get(i)));
            } else if (next instanceof Routed.Overheard) {
                joined.add(new Joined(List.of(updateIds.get(i)), new Routed.Nothing("not meant for the bot")));
            } else {
                if (before >= 0) {
                    joined.set(before, joined.get(before).closed());
                }
                joined.add(new Joined(List.of(updateIds.get(i)), next, ifFull(next), at(next)));
            }
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
        var sender = said(next).map(Routed.Source::senderId);
        return before.open()
                && piece(next).isPresent()
                && !at(next).isAfter(before.at().plus(WITHIN))
                && said(before.routed()).map(Routed.Source::senderId).equals(sender);
    }

    /** Where it was said, of what has its place in a conversation. */
    private static Optional<Routed.Source> said(Routed routed) {
        return switch (routed) {
            case Routed.Ask ask -> Optional.of(ask.source());
            case Routed.Slash slash -> Optional.of(slash.source());
            case Routed.Overheard overheard -> Optional.of(overheard.source());
            default -> Optional.empty();
        };
    }

    private static Instant at(Routed routed) {
        return said(routed).map(Routed.Source::at).orElse(Instant.EPOCH);
    }

    /** The text of what may be a further piece; a command is none. */
    private static Optional<String> piece(Routed routed) {
        return switch (routed) {
            case Routed.Ask ask -> Optional.of(ask.text());
            case Routed.Overheard overheard -> Optional.of(overheard.text());
            default -> Optional.empty();
        };
    }

    private static Joined append(Joined before, Routed next, long updateId) {
        var ids = new ArrayList<>(before.updateIds());
        ids.add(updateId);
        var more = (before.last() < FULL ? "\n" : "") + piece(next).orElseThrow();
        var piece = new Routed.Piece(updateId, more);
        var whole = switch (before.routed()) {
            case Routed.Ask ask -> new Routed.Ask(ask.source(), ask.text(), ask.repliesTo(), with(ask.pieces(), piece));
            case Routed.Slash slash ->
                new Routed.Slash(slash.source(), slash.name(), slash.argument(), with(slash.pieces(), piece));
            default -> throw new IllegalStateException("Not a beginning: " + before.routed());
        };
        return new Joined(ids, whole, ifFull(next), at(next));
    }

    private static List<Routed.Piece> with(List<Routed.Piece> pieces, Routed.Piece more) {
        return Stream.concat(pieces.stream(), Stream.of(more)).toList();
    }

    private static int ifFull(Routed routed) {
        return said(routed)
                .map(Routed.Source::length)
                .filter(length -> length >= NEARLY_FULL)
                .orElse(0);
    }
}
