package switchboard.telegram.update;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.ExternalReplyInfo;
import org.telegram.telegrambots.meta.api.objects.TextQuote;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.api.objects.chat.Chat;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.messageorigin.MessageOrigin;
import org.telegram.telegrambots.meta.api.objects.messageorigin.MessageOriginChannel;
import org.telegram.telegrambots.meta.api.objects.messageorigin.MessageOriginChat;
import org.telegram.telegrambots.meta.api.objects.messageorigin.MessageOriginHiddenUser;
import org.telegram.telegrambots.meta.api.objects.messageorigin.MessageOriginUser;
import switchboard.model.Content;
import switchboard.model.Content.Quote.Origin;
import switchboard.model.Prompt;
import switchboard.telegram.update.media.Brought;
import switchboard.telegram.update.media.Media;

/** Quotes of the messages to which others refer, with the files of those messages. Pure. */
final class Quotes {

    /** The most units of a person's message in a quote: as many as a message can have. */
    private static final int MOST = 4_096;

    /** The most units of the bot's own message in a quote, which are enough to recognize it. */
    private static final int MOST_OF_MINE = 500;

    private static final int LONGEST_NAME = 64;

    private Quotes() {}

    /**
     * A quote of the message that a reply replies to, of the part that its sender has chosen or of the whole message, and behind
     * it the message's files.
     *
     * @param replied the message; null if it is in another chat or there is none
     * @return empty if the reply refers to nothing, or to nothing that the bot can see
     */
    static List<Content> of(Message reply, @Nullable Message replied, UpdateRouter.Me me) {
        var part = reply.getQuote();
        if (replied == null) {
            return ofElsewhere(reply.getExternalReplyInfo(), part);
        }
        var brought = Media.of(replied);
        var isMine = replied.getFrom() != null && replied.getFrom().getId() == me.id();
        if (part != null && Boolean.TRUE.equals(part.getIsManual())) {
            return isMine
                    ? quote(Origin.PART_OF_OWN_MESSAGE, null, words(part), brought)
                    : quote(Origin.PART_OF_MESSAGE, author(replied), words(part), brought);
        }
        var words = words(replied, brought);
        return isMine
                ? quote(Origin.OWN_MESSAGE, null, words.cut(MOST_OF_MINE), brought)
                : quote(Origin.MESSAGE, author(replied), words.cut(MOST), brought);
    }

    /** A quote from another chat, of which the bot sees at most a part, and what the message brings. */
    private static List<Content> ofElsewhere(@Nullable ExternalReplyInfo message, @Nullable TextQuote part) {
        if (message == null) {
            return List.of();
        }
        var brought = Media.of(message);
        var author = message.getOrigin() == null ? null : author(message.getOrigin());
        return part == null
                ? quote(Origin.MESSAGE, author, named(brought), brought)
                : quote(Origin.PART_OF_MESSAGE, author, words(part), brought);
    }

    private static List<Content> quote(Origin origin, @Nullable String author, EntityText words, Brought brought) {
        Stream<Content> quote =
                words.isBlank() ? Stream.of() : Stream.of(new Content.Quote(origin, author, words.markdown()));
        return Stream.concat(quote, brought.files().stream()).toList();
    }

    /** Whether these are quotes and nothing else. */
    static boolean isAll(List<Content> attached) {
        return attached.stream().allMatch(Content.Quote.class::isInstance);
    }

    /** Whether these are of a message of the bot, or nothing. */
    static boolean isOwn(List<Content> attached) {
        return attached.isEmpty() || (attached.getFirst() instanceof Content.Quote quote && quote.isOwn());
    }

    /** Leaves out a quote of the bot's whole message, and its files, if Claude knows that message. */
    static List<Content> untold(List<Content> attached, boolean isKnown) {
        return attached.stream()
                .filter(piece ->
                        !isKnown || (piece instanceof Content.Quote quote && quote.origin() != Origin.OWN_MESSAGE))
                .toList();
    }

    /** The author of a forwarded message. */
    static String author(MessageOrigin origin) {
        return oneLine(
                switch (origin) {
                    case MessageOriginUser user -> name(user.getSenderUser());
                    case MessageOriginHiddenUser user -> user.getSenderUserName();
                    case MessageOriginChat chat -> chat.getSenderChat().getTitle();
                    case MessageOriginChannel channel -> channel.getChat().getTitle();
                    default -> null;
                });
    }

    private static String author(Message message) {
        Chat chat = message.getSenderChat();
        return oneLine(chat != null ? chat.getTitle() : message.getFrom() == null ? null : name(message.getFrom()));
    }

    static String name(User user) {
        return user.getLastName() == null ? user.getFirstName() : user.getFirstName() + " " + user.getLastName();
    }

    private static String oneLine(@Nullable String name) {
        return Prompt.brief(Objects.requireNonNullElse(name, "somebody"), LONGEST_NAME);
    }

    private static EntityText words(TextQuote part) {
        return EntityText.of(part.getText(), part.getEntities()).cut(MOST);
    }

    private static EntityText words(Message message, Brought brought) {
        var words = EntityText.of(message);
        return words.isBlank() ? named(brought) : words;
    }

    /** What a message without words brings. */
    private static EntityText named(Brought brought) {
        return EntityText.plain(brought.isNothing() ? "" : "(" + brought.name() + ")");
    }
}
