package switchboard.telegram.update;

import java.util.List;
import java.util.Objects;
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

/** Quotes of the messages to which others refer. Pure. */
final class Quotes {

    /** The most units of a person's message in a quote: as many as a message can have. */
    private static final int MOST = 4_096;

    /** The most units of the bot's own message in a quote, which are enough to recognize it. */
    private static final int MOST_OF_MINE = 500;

    private static final int LONGEST_NAME = 64;

    private Quotes() {}

    /**
     * A quote of the message that a reply replies to: of the part that its sender has chosen, or of the whole message.
     *
     * @param replied the message; null if it is in another chat or there is none
     * @return empty if the reply refers to nothing, or to nothing that the bot can see
     */
    static List<Content> of(Message reply, @Nullable Message replied, UpdateRouter.Me me) {
        var part = reply.getQuote();
        if (replied == null) {
            return ofElsewhere(reply.getExternalReplyInfo(), part);
        }
        var isMine = replied.getFrom() != null && replied.getFrom().getId() == me.id();
        if (part != null && Boolean.TRUE.equals(part.getIsManual())) {
            return isMine
                    ? quote(Origin.PART_OF_OWN_MESSAGE, null, words(part))
                    : quote(Origin.PART_OF_MESSAGE, author(replied), words(part));
        }
        return isMine
                ? quote(Origin.OWN_MESSAGE, null, words(replied).cut(MOST_OF_MINE))
                : quote(Origin.MESSAGE, author(replied), words(replied).cut(MOST));
    }

    /** A quote from another chat, of which the bot sees at most a part. */
    private static List<Content> ofElsewhere(@Nullable ExternalReplyInfo message, @Nullable TextQuote part) {
        if (message == null || part == null) {
            return List.of();
        }
        var author = message.getOrigin() == null ? null : author(message.getOrigin());
        return quote(Origin.PART_OF_MESSAGE, author, words(part));
    }

    private static List<Content> quote(Origin origin, @Nullable String author, EntityText words) {
        return words.isBlank() ? List.of() : List.of(new Content.Quote(origin, author, words.markdown()));
    }

    /** Whether these are quotes and nothing else. */
    static boolean isAll(List<Content> attached) {
        return attached.stream().allMatch(Content.Quote.class::isInstance);
    }

    /** Whether these are quotes of the bot and nothing else. */
    static boolean isAllOwn(List<Content> attached) {
        return attached.stream().allMatch(piece -> piece instanceof Content.Quote quote && quote.isOwn());
    }

    /** Leaves out a quote of the bot's whole message if Claude knows that message. */
    static List<Content> untold(List<Content> attached, boolean isKnown) {
        return attached.stream()
                .filter(piece ->
                        !isKnown || !(piece instanceof Content.Quote quote) || quote.origin() != Origin.OWN_MESSAGE)
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

    private static EntityText words(Message message) {
        if (message.getText() != null) {
            return EntityText.of(message.getText(), message.getEntities());
        }
        return message.getCaption() == null
                ? EntityText.plain(
                        MediaKind.of(message).map(kind -> "(" + kind + ")").orElse(""))
                : EntityText.of(message.getCaption(), message.getCaptionEntities());
    }
}
