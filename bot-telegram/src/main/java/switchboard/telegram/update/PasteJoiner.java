package switchboard.telegram.update;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import switchboard.model.ChatId;

/**
 * Joins the pieces of a long paste, and with {@link AlbumJoiner} those of an album. Telegram's clients cut a paste into messages of
 * at most 4,096 units that arrive back to back: phones cut at the limit, Telegram Desktop at the best break (an empty line, the end
 * of a line, of a sentence) in the second half. So a message that the same person sends in the same chat right after one of that
 * size is its next piece, however it begins. In a group it need not address the bot again. Pure.
 *
 * <p>An edit of a piece goes with it, so that the whole is taken as it is now.
 *
 * <p>A command right after a paste stays a command if it is a slash word without an argument ({@code /stop}), or comes later than a
 * client sends the next piece. Nobody can type a command with an argument in the same second.
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
     * @param album whether it is an album of which more pieces may follow
     * @param edits of its pieces, in order
     */
    record Joined(
            List<Long> updateIds,
            Inbound inbound,
            int last,
            Instant at,
            boolean passed,
            boolean album,
            List<Inbound.Edited> edits) {

        /** An update to which no piece can be joined, except of the same album. */
        Joined(List<Long> updateIds, Inbound inbound) {
            this(updateIds, inbound, 0, Instant.EPOCH, false, false, List.of());
        }

        private static Joined beginning(long updateId, Inbound inbound) {
            return new Joined(
                    List.of(updateId),
                    inbound,
                    ifCut(inbound),
                    PasteJoiner.at(inbound),
                    false,
                    AlbumJoiner.isOfAlbum(inbound),
                    List.of());
        }

        /** Whether it is worth waiting for more of it. Others need not wait for an album, so it is never cut in two for them. */
        boolean open() {
            return album || (last > 0 && !passed);
        }

        private Joined closed() {
            return new Joined(updateIds, inbound, 0, Instant.EPOCH, false, false, edits);
        }

        private Joined pass() {
            return new Joined(updateIds, inbound, last, at, true, album, edits);
        }

        private Joined with(long updateId, Inbound piece) {
            return new Joined(
                    and(updateIds, updateId), AlbumJoiner.join(inbound, piece), last, at, passed, album, edits);
        }

        private Joined with(Inbound.Edited edit) {
            return new Joined(and(updateIds, edit.updateId()), inbound, last, at, passed, album, and(edits, edit));
        }

        /** With the edits made. */
        private Joined amended() {
            return edits.isEmpty() || !(inbound instanceof Inbound.Said said)
                    ? this
                    : new Joined(updateIds, Inbound.Amended.of(said, edits), last, at, passed, album, List.of());
        }
    }

    /**
     * Joins neighbouring pieces of one person in one chat; updates of other chats and other people may come between. The order
     * of each person within a chat is kept: a paste or an album is complete once the same person has said something else, and
     * once somebody else has spoken a paste waits no longer.
     */
    static List<Joined> join(List<Inbound> inbound, List<Long> updateIds) {
        var joined = new ArrayList<Joined>();
        for (var i = 0; i < inbound.size(); i++) {
            if (!edit(joined, inbound.get(i))) {
                add(joined, inbound.get(i), updateIds.get(i));
            }
        }
        return joined.stream().map(Joined::amended).toList();
    }

    /** Notes an edit of a piece; returns false for anything else. */
    private static boolean edit(List<Joined> joined, Inbound next) {
        if (!(next instanceof Inbound.Edited edited)) {
            return false;
        }
        var of = joined.stream().filter(each -> edited.isOf(each.inbound())).findFirst();
        of.ifPresent(before -> joined.set(joined.indexOf(before), before.with(edited)));
        return of.isPresent();
    }

    private static void add(List<Joined> joined, Inbound next, long updateId) {
        var album = albumOf(joined, next);
        var before = said(next).map(source -> lastOf(joined, source)).orElse(-1);
        if (album >= 0) {
            joined.set(album, joined.get(album).with(updateId, next));
        } else if (before >= 0 && continues(joined.get(before), next)) {
            joined.set(before, append(joined.get(before), next, updateId));
        } else if (next instanceof Inbound.Overheard) {
            joined.add(
                    AlbumJoiner.isOfAlbum(next)
                            ? Joined.beginning(updateId, next)
                            : new Joined(List.of(updateId), new Inbound.Nothing("not meant for the bot")));
        } else {
            if (before >= 0) {
                joined.set(before, joined.get(before).closed());
            }
            said(next).ifPresent(source -> joined.replaceAll(each -> isIn(source.chat(), each) ? each.pass() : each));
            joined.add(Joined.beginning(updateId, next));
        }
    }

    /** The album of which the update is a piece. */
    private static int albumOf(List<Joined> joined, Inbound next) {
        for (var i = 0; i < joined.size(); i++) {
            if (AlbumJoiner.isSame(joined.get(i).inbound(), next)) {
                return i;
            }
        }
        return -1;
    }

    /** The last words of the same person in the same chat. */
    private static int lastOf(List<Joined> joined, Inbound.Source next) {
        for (var i = joined.size() - 1; i >= 0; i--) {
            if (isIn(next.chat(), joined.get(i))
                    && said(joined.get(i).inbound())
                            .map(source -> source.caller().id())
                            .equals(Optional.of(next.caller().id()))) {
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

    /** A sign alone, without a slash, may be the end of a text. */
    private static boolean isNothingButACommand(Inbound inbound) {
        return inbound instanceof Inbound.Slash slash
                && slash.argument().isBlank()
                && slash.source().said().text().contains("/");
    }

    /** Whether it has no files, which cannot be a piece of a text. */
    private static boolean isWords(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Ask ask -> ask.isWords() && Quotes.isAll(ask.attached());
            case Inbound.Slash slash -> slash.isWords() && Quotes.isAll(slash.attached());
            case Inbound.Overheard overheard -> overheard.isWords();
            default -> true;
        };
    }

    private static Duration window(Joined before, Inbound next) {
        return before.last() < NEARLY_FULL || next instanceof Inbound.Slash ? AT_ONCE : WITHIN;
    }

    /** The source of an update that is part of a conversation. */
    private static Optional<Inbound.Source> said(Inbound inbound) {
        return inbound instanceof Inbound.Said said ? Optional.of(said.source()) : Optional.empty();
    }

    private static Instant at(Inbound inbound) {
        return said(inbound).map(Inbound.Source::at).orElse(Instant.EPOCH);
    }

    private static Joined append(Joined before, Inbound next, long updateId) {
        if (!(before.inbound() instanceof Inbound.Said beginning)) {
            throw new IllegalStateException("Not a beginning: " + before.inbound());
        }
        var source = said(next).orElseThrow();
        var piece = new Inbound.Piece(updateId, source.message(), before.last() < FULL ? "\n" : "", source.said());
        return new Joined(
                and(before.updateIds(), updateId),
                beginning.with(and(beginning.pieces(), piece)),
                ifCut(next),
                at(next),
                before.passed(),
                before.album(),
                before.edits());
    }

    private static <T> List<T> and(List<T> some, T more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    /** The length of a text that may continue in the next message, else 0. Clients cut no caption. */
    private static int ifCut(Inbound inbound) {
        return said(inbound)
                .filter(source -> source.brought().isNothing())
                .map(source -> source.said().length())
                .filter(length -> length >= CUT_FROM)
                .orElse(0);
    }
}
