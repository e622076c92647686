package switchboard.telegram.update;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.model.ChatId;

/** Where an update goes. */
public sealed interface Routed {

    /**
     * What messages have in common.
     *
     * @param message the message's id, by which answers reply to it
     * @param senderId the sender's user id, 0 if unknown
     * @param length the length of its text as Telegram gave it, in UTF-16 units: one of nearly 4,096 may go on in the next
     * @param chatTitle the group's title or the person's name
     * @param overview whether the sender may see all chats: an allowed person in private
     */
    record Source(
            long updateId,
            ChatId chat,
            int message,
            String sender,
            long senderId,
            String chatTitle,
            boolean overview,
            Instant at,
            int length) {

        /** The same in another topic of the chat. */
        Source in(ChatId place) {
            return new Source(updateId, place, message, sender, senderId, chatTitle, overview, at, length);
        }

        private Source as(long update) {
            return new Source(update, chat, message, sender, senderId, chatTitle, overview, at, length);
        }
    }

    /** A further piece of what was said, which Telegram's client has cut. */
    record Piece(long updateId, String text) {

        private static String whole(List<Piece> pieces) {
            return pieces.stream().map(Piece::text).collect(Collectors.joining());
        }

        private static List<Long> updateIds(Source first, List<Piece> pieces) {
            return Stream.concat(Stream.of(first.updateId()), pieces.stream().map(Piece::updateId))
                    .toList();
        }

        private static List<Piece> without(List<Piece> pieces, List<Long> updates) {
            return pieces.stream()
                    .filter(piece -> !updates.contains(piece.updateId()))
                    .toList();
        }

        private static Ask begin(Source source, List<Piece> pieces) {
            var first = pieces.getFirst();
            return new Ask(source.as(first.updateId()), first.text().strip(), 0, pieces.subList(1, pieces.size()));
        }
    }

    /**
     * Something to ask Claude.
     *
     * @param repliesTo the message it replies to, 0 for none
     */
    record Ask(Source source, String text, int repliesTo, List<Piece> pieces) implements Routed {

        Ask(Source source, String text, int repliesTo) {
            this(source, text, repliesTo, List.of());
        }

        String whole() {
            return text + Piece.whole(pieces);
        }

        List<Long> updateIds() {
            return Piece.updateIds(source, pieces);
        }

        /** What of it is not in these updates; there must be something. */
        Ask without(List<Long> updates) {
            var rest = Piece.without(pieces, updates);
            return updates.contains(source.updateId())
                    ? Piece.begin(source, rest)
                    : new Ask(source, text, repliesTo, rest);
        }
    }

    /** A slash command; {@code name} without slash and bot name. */
    record Slash(Source source, String name, String argument, List<Piece> pieces) implements Routed {

        Slash(Source source, String name, String argument) {
            this(source, name, argument, List.of());
        }

        String whole() {
            return argument + Piece.whole(pieces);
        }

        List<Long> updateIds() {
            return Piece.updateIds(source, pieces);
        }

        /** What of it is not in these updates; there must be something. What follows a command that was done is a prompt. */
        Routed without(List<Long> updates) {
            var rest = Piece.without(pieces, updates);
            return updates.contains(source.updateId())
                    ? Piece.begin(source, rest)
                    : new Slash(source, name, argument, rest);
        }
    }

    /** An allowed person's words that do not address the bot: at most the next piece of what did. */
    record Overheard(Source source, String text) implements Routed {}

    /** A button was pressed. */
    record Press(Source source, String callbackId, String data) implements Routed {}

    /** The group goes on under another id. */
    record Migrated(ChatId from, ChatId to) implements Routed {}

    /**
     * The bot itself has one sentence to say.
     *
     * @param occasion what it is said about, at most once an hour; "" if each time
     */
    record Tell(Source source, String text, String occasion) implements Routed {}

    /** Somebody who may not use the bot, in private. */
    record Stranger(Source source, long userId) implements Routed {}

    /** Somebody who may not has pressed a button. */
    record StrangePress(String callbackId) implements Routed {}

    /** A button was pressed under a message that Telegram no longer shows to bots. */
    record StalePress(String callbackId) implements Routed {}

    /** Nothing to do. */
    record Nothing(String why) implements Routed {}
}
