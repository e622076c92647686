package switchboard.telegram.update;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import switchboard.model.ChatId;

/**
 * Joins the pieces of a long paste. Telegram's clients cut it into messages of at most 4,096 units that arrive back to back:
 * phones cut at the limit, Telegram Desktop at the best break (an empty line, the end of a line, of a sentence) in the second
 * half. So a message that the same person sends in the same chat right after one of that size is its next piece, however it
 * begins. In a group it need not address the bot again. Pure.
 *
 * <p>A command right after a paste stays a command if it has no argument ({@code /stop}), or comes later than a client sends the
 * next piece. Nobody can type a command with an argument in the same second.
 */
final class PasteJoiner {

    /** A message may be a piece of a longer text from this many units on. */
    static final int CUT_FROM = 2_048;

    /** Nobody types this much by hand. */
    static final int NEARLY_FULL = 4_000;

    /** A piece of this size was cut anywhere. A shorter one was cut at white space, which Telegram removes. */
    static final int FULL = 4_096;

    /** Pieces come back to back. A later message, perhaps after a restart of the bot, is not a piece. */
    private static final Duration WITHIN = Duration.ofSeconds(10);

    /** Messages are dated in whole seconds, so two messages of one moment may have dates a second apart. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private PasteJoiner() {}

    /**
     * One prompt, or one other update.
     *
     * @param updateIds its updates
     * @param last the length of its last piece if more may follow, else 0
     * @param at when its last piece was sent
     * @param passed whether somebody else has spoken since then and must not wait for it
     */
    record Joined(List<Long> updateIds, Inbound inbound, int last, Instant at, boolean passed) {

        /** An update to which no piece can be joined. */
        Joined(List<Long> updateIds, Inbound inbound) {
            this(updateIds, inbound, 0, Instant.EPOCH, false);
        }

        /** Whether it is worth waiting for more of it. */
        boolean open() {
            return last > 0 && !passed;
        }

        private Joined closed() {
            return new Joined(updateIds, inbound);
        }

        private Joined pass() {
            return new Joined(updateIds, inbound, last, at, true);
        }
    }

    /**
     * Joins neighbouring pieces of one person in one chat; updates of other chats and other people may come between. The order
     * within a chat is kept: a paste is complete once the same person has said something else, and once somebody else has spoken
     * it waits no longer.
     */
    static List<Joined> join(List<Inbound> inbound, List<Long> updateIds) {
        var joined = new ArrayList<Joined>();
        for (var i = 0; i < inbound.size(); i++) {
            var next = inbound.get(i);
            var before = said(next).map(source -> lastOf(joined, source)).orElse(-1);
            if (before >= 0 && continues(joined.get(before), next)) {
                joined.set(before, append(joined.get(before), next, updateIds.get(i)));
            } else if (next instanceof Inbound.Overheard) {
                joined.add(new Joined(List.of(updateIds.get(i)), new Inbound.Nothing("not meant for the bot")));
            } else {
                if (before >= 0) {
                    joined.set(before, joined.get(before).closed());
                }
                said(next)
                        .ifPresent(source -> joined.replaceAll(each -> isIn(source.chat(), each) ? each.pass() : each));
                joined.add(new Joined(List.of(updateIds.get(i)), next, ifCut(next), at(next), false));
            }
        }
        return joined;
    }

    /** The last words of the same person in the same chat. */
    private static int lastOf(List<Joined> joined, Inbound.Source next) {
        for (var i = joined.size() - 1; i >= 0; i--) {
            if (isIn(next.chat(), joined.get(i))
                    && said(joined.get(i).inbound())
                            .map(Inbound.Source::senderId)
                            .equals(Optional.of(next.senderId()))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isIn(ChatId chat, Joined joined) {
        return said(joined.inbound())
                .filter(source -> source.chat().equals(chat))
                .isPresent();
    }

    private static boolean continues(Joined before, Inbound next) {
        var first = said(before.inbound());
        var piece = said(next);
        return before.last() > 0
                && !isNothingButACommand(next)
                && isWords(next)
                && !at(next).isAfter(before.at().plus(window(before, next)))
                && first.map(Inbound.Source::forwardedFrom).equals(piece.map(Inbound.Source::forwardedFrom));
    }

    private static boolean isNothingButACommand(Inbound inbound) {
        return inbound instanceof Inbound.Slash slash && slash.argument().isBlank();
    }

    /** Whether it has no files, which cannot be a piece of a text. */
    private static boolean isWords(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Ask ask -> Quotes.isAll(ask.attached());
            case Inbound.Slash slash -> Quotes.isAll(slash.attached());
            default -> true;
        };
    }

    private static Duration window(Joined before, Inbound next) {
        return before.last() < NEARLY_FULL || next instanceof Inbound.Slash ? AT_ONCE : WITHIN;
    }

    /** The source of an update that is part of a conversation. */
    private static Optional<Inbound.Source> said(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Ask ask -> Optional.of(ask.source());
            case Inbound.Slash slash -> Optional.of(slash.source());
            case Inbound.Overheard overheard -> Optional.of(overheard.source());
            default -> Optional.empty();
        };
    }

    private static Instant at(Inbound inbound) {
        return said(inbound).map(Inbound.Source::at).orElse(Instant.EPOCH);
    }

    private static Joined append(Joined before, Inbound next, long updateId) {
        var ids = new ArrayList<>(before.updateIds());
        ids.add(updateId);
        var said = said(next).map(Inbound.Source::said).orElseThrow();
        var piece = new Inbound.Piece(updateId, before.last() < FULL ? "\n" : "", said);
        var whole = switch (before.inbound()) {
            case Inbound.Ask ask ->
                new Inbound.Ask(ask.source(), ask.said(), ask.repliesTo(), ask.attached(), with(ask.pieces(), piece));
            case Inbound.Slash slash ->
                new Inbound.Slash(
                        slash.source(),
                        slash.name(),
                        slash.argument(),
                        slash.repliesTo(),
                        slash.attached(),
                        with(slash.pieces(), piece));
            default -> throw new IllegalStateException("Not a beginning: " + before.inbound());
        };
        return new Joined(ids, whole, ifCut(next), at(next), before.passed());
    }

    private static List<Inbound.Piece> with(List<Inbound.Piece> pieces, Inbound.Piece more) {
        return Stream.concat(pieces.stream(), Stream.of(more)).toList();
    }

    /** The length of a text that may continue in the next message, else 0. */
    private static int ifCut(Inbound inbound) {
        return said(inbound)
                .map(source -> source.said().length())
                .filter(length -> length >= CUT_FROM)
                .orElse(0);
    }
}
