package switchboard.telegram.update;

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
import switchboard.model.Prompt;

/**
 * What a message refers to, as Claude reads it. Pure.
 *
 * @param lines a Markdown quote; empty if the message refers to nothing
 * @param isWholeOfMine whether it is a whole message of the bot's, which Claude knows if it is the last answer
 */
public record Quote(String lines, boolean isWholeOfMine) {

    static final Quote NONE = new Quote("", false);

    /** Units of somebody's message that are quoted: as many as a message has. */
    private static final int MOST = 4_096;

    /** Units of the bot's own message that are quoted, so that it is recognised. */
    private static final int MOST_OF_MINE = 500;

    private static final int LONGEST_NAME = 64;

    /**
     * What a reply replies to: the part that its sender has chosen, or the whole message.
     *
     * @param replied null if that is in another chat, or there is none
     */
    static Quote of(Message reply, @Nullable Message replied, UpdateRouter.Me me) {
        var part = reply.getQuote();
        if (replied == null) {
            return ofElsewhere(reply.getExternalReplyInfo(), part);
        }
        var isMine = replied.getFrom() != null && replied.getFrom().getId() == me.id();
        var whose = isMine ? "your message" : "the message of " + author(replied);
        if (part != null && Boolean.TRUE.equals(part.getIsManual())) {
            return ofPart(whose, part);
        }
        var words = words(replied).cut(isMine ? MOST_OF_MINE : MOST);
        return words.isBlank() ? NONE : new Quote(quoted("Replying to " + whose, words.markdown()), isMine);
    }

    /** A message of another chat, of which the bot is shown a part at most. */
    private static Quote ofElsewhere(@Nullable ExternalReplyInfo message, @Nullable TextQuote part) {
        if (message == null || part == null) {
            return NONE;
        }
        return ofPart(
                message.getOrigin() == null ? "a message" : "the message of " + author(message.getOrigin()), part);
    }

    private static Quote ofPart(String whose, TextQuote part) {
        var words = EntityText.of(part.getText(), part.getEntities()).cut(MOST);
        return words.isBlank() ? NONE : new Quote(quoted("Replying to this part of " + whose, words.markdown()), false);
    }

    /** Somebody else's words, whole. */
    static String forwarded(String from, String markdown) {
        return quoted("Forwarded from " + from, markdown);
    }

    private static String quoted(String title, String markdown) {
        return EntityText.quote(title + ":\n" + markdown);
    }

    /** These words with the quote before them, unless Claude knows what they refer to. */
    String before(String words, boolean isKnown) {
        return lines.isEmpty() || (isWholeOfMine && isKnown) ? words : (lines + "\n\n" + words).strip();
    }

    /** Whose words a forwarded message has. */
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
