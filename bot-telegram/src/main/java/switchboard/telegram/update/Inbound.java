package switchboard.telegram.update;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.Content;
import switchboard.telegram.update.media.Brought;
import switchboard.text.Texts;

/** The meaning of an update to the bot. */
public sealed interface Inbound {

    /**
     * Where, when and by whom something was said.
     *
     * @param message the message's id, by which answers reply to it
     * @param caller who said it; {@link Caller#NOBODY} if that is unknown
     * @param chatName the group's title or the person's name, and the first name of the topic if the message tells it
     * @param said the message's whole text or caption; a long text may continue in the next message
     * @param forwardedFrom the author, if the sender has only forwarded it, else empty
     * @param brought what the message has besides its words
     */
    record Source(
            long updateId,
            ChatId chat,
            int message,
            Caller caller,
            ChatName chatName,
            Instant at,
            EntityText said,
            String forwardedFrom,
            Brought brought) {

        /** Somebody's words and nothing else. */
        Source(
                long updateId,
                ChatId chat,
                int message,
                Caller caller,
                ChatName chatName,
                Instant at,
                EntityText said,
                String forwardedFrom) {
            this(updateId, chat, message, caller, chatName, at, said, forwardedFrom, Brought.NOTHING);
        }

        /** The same source as an update of this id has brought it. */
        Source of(long update) {
            return new Source(update, chat, message, caller, chatName, at, said, forwardedFrom, brought);
        }

        /** The same source in another topic of the chat. */
        Source in(ChatId place) {
            var name = place.equals(chat) ? chatName : chatName.in(null);
            return new Source(updateId, place, message, caller, name, at, said, forwardedFrom, brought);
        }

        private Source as(Piece piece) {
            return new Source(
                    piece.updateId(),
                    chat,
                    piece.message(),
                    caller,
                    chatName,
                    at,
                    said,
                    forwardedFrom,
                    piece.brought());
        }
    }

    /** A message of a person in a chat. Telegram may bring it in pieces, each in an update of its own. */
    sealed interface Said extends Inbound permits Ask, Slash, Overheard {

        /** Its first piece, or the one that addresses the bot. */
        Source source();

        /** The words of that piece that are for Claude. */
        EntityText words();

        /** The other pieces. */
        List<Piece> pieces();

        /** The same message with these other pieces. */
        Said with(List<Piece> pieces);

        /** That piece. */
        default Piece first() {
            return new Piece(source().updateId(), source().message(), "", words(), source().brought());
        }

        /** Whether the message of this id is one of its pieces. */
        default boolean has(int message) {
            return source().message() == message || pieces().stream().anyMatch(each -> each.message() == message);
        }

        default List<Long> updateIds() {
            return Stream.concat(
                            Stream.of(source().updateId()), pieces().stream().map(Piece::updateId))
                    .toList();
        }

        /** What all pieces bring besides words, in the order they came. */
        default List<Brought> brought() {
            return Stream.concat(Stream.of(first()), pieces().stream())
                    .sorted(Comparator.comparingLong(Piece::updateId))
                    .map(Piece::brought)
                    .filter(brought -> !brought.isNothing())
                    .toList();
        }

        /** Whether the sender has sent words and nothing else. */
        default boolean isWords() {
            return brought().isEmpty();
        }

        /** The files of all pieces. */
        default Stream<Content> files() {
            return brought().stream().flatMap(each -> each.files().stream());
        }
    }

    /**
     * A further piece of a text that Telegram's client has cut, or of an album.
     *
     * @param gap the white space that was lost at the cut
     */
    record Piece(long updateId, int message, String gap, EntityText said, Brought brought) {

        Piece(long updateId, int message, String gap, EntityText said) {
            this(updateId, message, gap, said, Brought.NOTHING);
        }

        /** The same piece, after its message was edited. */
        Piece edited(Said now) {
            return new Piece(
                    updateId, message, gap, now.source().said(), now.source().brought());
        }

        private static EntityText whole(EntityText first, List<Piece> pieces) {
            var whole = first;
            for (var piece : pieces) {
                whole = whole.plus(piece.gap, piece.said);
            }
            return whole;
        }

        private static List<Piece> without(List<Piece> pieces, List<Long> updates) {
            return pieces.stream()
                    .filter(piece -> !updates.contains(piece.updateId()))
                    .toList();
        }

        private static Ask begin(Source source, List<Piece> pieces) {
            var first = pieces.getFirst();
            return new Ask(
                    source.as(first), first.said().stripLeading(), 0, List.of(), pieces.subList(1, pieces.size()));
        }
    }

    /**
     * A question or task for Claude.
     *
     * @param repliesTo the message it replies to, 0 for none
     * @param attached content of that message: a quote, and its files
     */
    record Ask(Source source, EntityText said, int repliesTo, List<Content> attached, List<Piece> pieces)
            implements Said {

        Ask(Source source, String text, int repliesTo) {
            this(source, EntityText.plain(text), repliesTo, List.of(), List.of());
        }

        /** The first piece in Markdown. */
        String text() {
            return said.strip().markdown();
        }

        /** The sender's words, without the quote. */
        String whole() {
            return Piece.whole(said, pieces).strip().markdown();
        }

        /**
         * The prompt for Claude.
         *
         * @param isKnown whether Claude knows the message that is replied to
         */
        List<Content> content(boolean isKnown) {
            var replied = Quotes.untold(attached, isKnown);
            return Stream.of(replied.stream(), files(), words(!replied.isEmpty()))
                    .flatMap(Function.identity())
                    .toList();
        }

        /** The sender's words. Without any, a sentence says what came, unless it is a voice message, which speaks for itself. */
        private Stream<Content> words(boolean mayBeNone) {
            var words = whole();
            var name = words.isEmpty() ? Brought.name(brought()) : "";
            var from = source.forwardedFrom();
            var isVoice = from.isEmpty() && Brought.speaks(brought());
            if (words.isEmpty() && (isVoice || (name.isEmpty() && mayBeNone))) {
                return Stream.of();
            }
            return Stream.of(
                    from.isEmpty()
                            ? new Content.Text(name.isEmpty() ? words : Texts.of("media.sent", name))
                            : new Content.Quote(
                                    Content.Quote.Origin.FORWARD, from, name.isEmpty() ? words : "(" + name + ")"));
        }

        @Override
        public EntityText words() {
            return said;
        }

        /** Whether these are the sender's own words and refer to no other message. */
        boolean isPlain() {
            return repliesTo == 0 && source.forwardedFrom().isEmpty() && attached.isEmpty() && isWords();
        }

        @Override
        public Ask with(List<Piece> others) {
            return new Ask(source, said, repliesTo, attached, others);
        }

        /** The pieces that are not in these updates; there must be some. */
        Ask without(List<Long> updates) {
            var rest = Piece.without(pieces, updates);
            return updates.contains(source.updateId()) ? Piece.begin(source, rest) : with(rest);
        }
    }

    /**
     * A slash command; {@code name} without slash and bot name.
     *
     * @param argument the text after the name
     * @param repliesTo the message it replies to, 0 for none
     * @param attached content of that message: a quote, and its files
     */
    record Slash(
            Source source, String name, EntityText argument, int repliesTo, List<Content> attached, List<Piece> pieces)
            implements Said {

        Slash(Source source, String name, String argument) {
            this(source, name, EntityText.plain(argument), 0, List.of(), List.of());
        }

        /** The argument as it was typed. */
        String whole() {
            return Piece.whole(argument, pieces).strip().text();
        }

        /** The argument in Markdown. */
        String markdown() {
            return Piece.whole(argument, pieces).markdown();
        }

        /**
         * The prompt's content besides the argument.
         *
         * @param isKnown whether Claude knows the message that is replied to
         */
        List<Content> attached(boolean isKnown) {
            var name = whole().isEmpty() ? Brought.name(brought()) : "";
            var sentence = name.isEmpty()
                    ? Stream.<Content>of()
                    : Stream.<Content>of(new Content.Text(Texts.of("media.sent", name)));
            return Stream.of(Quotes.untold(attached, isKnown).stream(), files(), sentence)
                    .flatMap(Function.identity())
                    .toList();
        }

        @Override
        public EntityText words() {
            return argument;
        }

        @Override
        public Slash with(List<Piece> others) {
            return new Slash(source, name, argument, repliesTo, attached, others);
        }

        /**
         * The pieces that are not in these updates; there must be some. Pieces after a command that is already done become a
         * prompt.
         */
        Said without(List<Long> updates) {
            var rest = Piece.without(pieces, updates);
            return updates.contains(source.updateId()) ? Piece.begin(source, rest) : with(rest);
        }
    }

    /** An allowed person's message that does not address the bot: at most a piece of one that does. */
    record Overheard(Source source, List<Piece> pieces) implements Said {

        Overheard(Source source) {
            this(source, List.of());
        }

        @Override
        public EntityText words() {
            return source.said();
        }

        @Override
        public Overheard with(List<Piece> others) {
            return new Overheard(source, others);
        }
    }

    /**
     * A person has edited a message.
     *
     * @param now what it says by now
     * @param isCommand whether it is a command now that does more than ask Claude
     * @param isNew whether it addresses the bot and was edited soon after it was sent
     */
    record Edited(long updateId, Said now, boolean isCommand, boolean isNew) implements Inbound {

        /** The place of the message. */
        ChatId chat() {
            return now.source().chat();
        }

        /** Whether it is an edit of a piece of this. */
        boolean isOf(Inbound before) {
            return before instanceof Said said
                    && said.source().chat().equals(chat())
                    && said.has(now.source().message());
        }
    }

    /**
     * A message that was edited before the bot had taken it, so that it is taken as it is now.
     *
     * @param now with the edits
     * @param sent without them
     * @param edits in order
     */
    record Amended(Said now, Said sent, List<Edited> edits) implements Inbound {

        /** A message with its edits. */
        static Amended of(Said sent, List<Edited> edits) {
            var now = sent;
            for (var edit : edits) {
                now = amended(now, edit.now());
            }
            return new Amended(now, sent, edits);
        }

        List<Long> updateIds() {
            return Stream.concat(sent.updateIds().stream(), edits.stream().map(Edited::updateId))
                    .toList();
        }

        private static Said amended(Said before, Said edit) {
            var source = before.source();
            if (source.message() != edit.source().message()) {
                return before.with(before.pieces().stream()
                        .map(each -> each.message() == edit.source().message() ? each.edited(edit) : each)
                        .toList());
            }
            var same = edit.source().of(source.updateId());
            return switch (edit) {
                case Ask ask -> new Ask(same, ask.said(), ask.repliesTo(), ask.attached(), before.pieces());
                case Slash slash ->
                    new Slash(
                            same, slash.name(), slash.argument(), slash.repliesTo(), slash.attached(), before.pieces());
                case Overheard overheard ->
                    before instanceof Overheard
                            ? new Overheard(same, before.pieces())
                            : new Ask(same, same.said(), 0, List.of(), before.pieces());
            };
        }
    }

    /** A button was pressed. */
    record Press(Source source, String callbackId, String data) implements Inbound {}

    /** The group continues under another id. */
    record Migrated(ChatId from, ChatId to) implements Inbound {}

    /**
     * Somebody has given a topic a name.
     *
     * @param isNew whether the topic is new, too
     */
    record TopicNamed(ChatId topic, String name, boolean isNew) implements Inbound {}

    /**
     * The bot itself replies with one sentence.
     *
     * @param occasion the occasion of the sentence, which is said at most once an hour for it; each time if this is ""
     */
    record Tell(Source source, String text, String occasion) implements Inbound {}

    /** Somebody whose name Telegram hides from the bot addresses it in a group. */
    record Nameless(Source source) implements Inbound {}

    /** Somebody who may not use the bot writes in private. */
    record Stranger(Source source, long userId) implements Inbound {}

    /** Somebody who may not use the bot has pressed a button. */
    record StrangePress(ChatId chat, Caller caller, String callbackId) implements Inbound {}

    /** A button was pressed under a message that Telegram no longer shows to bots. */
    record StalePress(String callbackId) implements Inbound {}

    /** Nothing to do. */
    record Nothing(String why) implements Inbound {}
}
