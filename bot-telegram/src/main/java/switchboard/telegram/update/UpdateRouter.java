package switchboard.telegram.update;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.CallbackQuery;
import org.telegram.telegrambots.meta.api.objects.MessageEntity;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.api.objects.chat.Chat;
import org.telegram.telegrambots.meta.api.objects.chatmember.ChatMemberUpdated;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.ChatId;
import switchboard.telegram.view.ButtonData;

/**
 * Decides where an update goes. Pure.
 *
 * <p>In private every message of an allowed person is taken; in groups only what addresses the bot: a command, a mention
 * or a reply to one of its messages (that of a topic's root is none); what else they say may be the rest of that.
 *
 * @param me the bot
 * @param isCommand knows the bot's commands: a bare unknown one in a group is meant for another bot
 */
public record UpdateRouter(Me me, AccessPolicy access, Predicate<String> isCommand) {

    /**
     * The bot's own account.
     *
     * @param hearsAll whether privacy mode is off, so that it hears all that is said in groups
     */
    public record Me(long id, String username, boolean hearsAll) {}

    public Routed route(Update update) {
        if (update.hasMessage()) {
            return message(update.getUpdateId(), update.getMessage());
        }
        if (update.hasCallbackQuery()) {
            return press(update.getUpdateId(), update.getCallbackQuery());
        }
        if (update.hasMyChatMember()) {
            return joined(update.getUpdateId(), update.getMyChatMember());
        }
        return new Routed.Nothing("a kind of update that is not used");
    }

    private Routed message(long updateId, Message message) {
        if (message.getMigrateToChatId() != null) {
            return new Routed.Migrated(ChatId.of(message.getChatId()), ChatId.of(message.getMigrateToChatId()));
        }
        var isPrivate = message.getChat().isUserChat();
        var source = source(updateId, message, message.getFrom());
        if (isService(message)) {
            return new Routed.Nothing("a service message");
        }
        var addressed = isPrivate || addresses(message);
        if (message.getSenderChat() != null) {
            return addressed
                    ? new Routed.Tell(
                            source,
                            "I cannot see who wrote this. Send it under your own name, not as a channel or anonymous admin.",
                            "anonymous in " + source.chat())
                    : new Routed.Nothing("sent on behalf of a chat");
        }
        if (!access.allows(message.getFrom())) {
            return isPrivate && message.getFrom() != null
                    ? new Routed.Stranger(source, message.getFrom().getId())
                    : new Routed.Nothing("from a stranger");
        }
        if (!addressed) {
            return message.getText() == null
                    ? new Routed.Nothing("not meant for the bot")
                    : new Routed.Overheard(source, message.getText().strip());
        }
        if (message.getText() == null) {
            return new Routed.Tell(source, unsupported(message), album(message));
        }
        return text(source, message, isPrivate);
    }

    private Routed text(Routed.Source source, Message message, boolean isPrivate) {
        var command = command(message);
        if (command.isPresent()) {
            var entity = command.get();
            var argument = message.getText()
                    .substring(entity.getOffset() + entity.getLength())
                    .strip();
            return isOurs(entity, isPrivate || entity.getOffset() > 0)
                    ? new Routed.Slash(source, words(entity)[0], argument)
                    : new Routed.Nothing("a command for another bot");
        }
        var text = withoutMention(message).strip();
        return text.isEmpty()
                ? new Routed.Tell(source, "Yes? Say what you need in the same message.", "")
                : new Routed.Ask(source, text, repliesTo(message));
    }

    private Routed press(long updateId, CallbackQuery query) {
        if (!access.allows(query.getFrom())) {
            return new Routed.StrangePress(query.getId());
        }
        if (!(query.getMessage() instanceof Message message) || query.getData() == null) {
            return new Routed.StalePress(query.getId());
        }
        var source = source(updateId, message, query.getFrom());
        return new Routed.Press(
                source.in(ButtonData.place(source.chat(), query.getData())),
                query.getId(),
                ButtonData.withoutTopic(query.getData()));
    }

    private Routed joined(long updateId, ChatMemberUpdated change) {
        var chat = change.getChat();
        var before = change.getOldChatMember().getStatus();
        var now = change.getNewChatMember().getStatus();
        var wasOut = before.equals("left") || before.equals("kicked");
        var isIn = now.equals("member") || now.equals("administrator");
        if (chat.isUserChat() || !wasOut || !isIn || !access.allows(change.getFrom())) {
            return new Routed.Nothing("a change of membership");
        }
        var hearsAll = me.hearsAll() || now.equals("administrator");
        var source = new Routed.Source(
                updateId,
                ChatId.of(chat.getId()),
                0,
                "",
                0,
                title(chat, null),
                false,
                Instant.ofEpochSecond(change.getDate()),
                0);
        return new Routed.Tell(
                source,
                hearsAll
                        ? "Hello. I answer when you mention me (@" + me.username()
                                + "), reply to me or send a command. Everybody here can read the answers."
                        : "Hello. Privacy mode lets me hear only commands and replies to my messages: use /ask, or reply to"
                                + " me. Everybody here can read the answers.",
                "");
    }

    private static Routed.Source source(long updateId, Message message, @Nullable User sender) {
        return new Routed.Source(
                updateId,
                SignOfLife.place(message),
                message.getMessageId(),
                sender == null ? "" : name(sender),
                sender == null ? 0 : sender.getId(),
                title(message.getChat(), sender),
                message.getChat().isUserChat(),
                Instant.ofEpochSecond(message.getDate()),
                message.getText() == null ? 0 : message.getText().length());
    }

    private static String title(Chat chat, @Nullable User sender) {
        if (chat.getTitle() != null) {
            return chat.getTitle();
        }
        return sender == null ? "Chat" : name(sender);
    }

    private static String name(User user) {
        return user.getLastName() == null ? user.getFirstName() : user.getFirstName() + " " + user.getLastName();
    }

    private boolean addresses(Message message) {
        return command(message).filter(entity -> isOurs(entity, false)).isPresent()
                || mention(message).isPresent()
                || repliesToMe(message);
    }

    /** Groups have other bots: a bare command counts there only if it is known. */
    private boolean isOurs(MessageEntity command, boolean isAddressed) {
        var words = words(command);
        return words.length == 1
                ? isAddressed || isCommand.test(words[0].toLowerCase(Locale.ROOT))
                : words[1].equalsIgnoreCase(me.username());
    }

    /** A command's name, and the bot's if it names one. */
    private static String[] words(MessageEntity command) {
        return command.getText().substring(1).split("@", 2);
    }

    private boolean repliesToMe(Message message) {
        var replied = message.getReplyToMessage();
        return repliesTo(message) != 0
                && replied.getFrom() != null
                && replied.getFrom().getId() == me.id();
    }

    /** The message it replies to; a message in a topic carries the topic's root without replying to it. */
    private static int repliesTo(Message message) {
        var replied = message.getReplyToMessage();
        var isRoot = replied != null
                && Boolean.TRUE.equals(message.getIsTopicMessage())
                && replied.getMessageId().equals(message.getMessageThreadId());
        return replied == null || isRoot ? 0 : replied.getMessageId();
    }

    /** The command that the message is: it begins with it, or with a mention of the bot and it. */
    private Optional<MessageEntity> command(Message message) {
        var text = message.getText() != null ? message.getText() : message.getCaption();
        var mentioned = mention(message).filter(entity -> entity.getOffset() == 0);
        return entities(message).stream()
                .filter(entity -> entity.getType().equals("bot_command"))
                .filter(entity -> text.substring(
                                mentioned.map(MessageEntity::getLength).orElse(0), entity.getOffset())
                        .isBlank())
                .findFirst();
    }

    private Optional<MessageEntity> mention(Message message) {
        return entities(message).stream().filter(this::isMe).findFirst();
    }

    private boolean isMe(MessageEntity entity) {
        return switch (entity.getType()) {
            case "mention" -> entity.getText().equalsIgnoreCase("@" + me.username());
            case "text_mention" -> entity.getUser() != null && entity.getUser().getId() == me.id();
            default -> false;
        };
    }

    private String withoutMention(Message message) {
        var text = message.getText();
        return mention(message)
                .map(entity ->
                        text.substring(0, entity.getOffset()) + text.substring(entity.getOffset() + entity.getLength()))
                .orElse(text);
    }

    /** The entities with their texts, of the text or the caption. */
    private static List<MessageEntity> entities(Message message) {
        var text = message.getText() != null ? message.getText() : message.getCaption();
        var entities = message.getText() != null ? message.getEntities() : message.getCaptionEntities();
        if (entities == null || text == null) {
            return List.of();
        }
        entities.forEach(
                entity -> entity.setText(text.substring(entity.getOffset(), entity.getOffset() + entity.getLength())));
        return entities;
    }

    private static boolean isService(Message message) {
        var isJoin = message.getNewChatMembers() != null
                && !message.getNewChatMembers().isEmpty();
        return isJoin
                || message.getLeftChatMember() != null
                || message.getNewChatTitle() != null
                || message.getNewChatPhoto() != null
                || message.getPinnedMessage() != null
                || message.getMessageAutoDeleteTimerChanged() != null
                || message.getChatBackgroundSet() != null
                || message.getWriteAccessAllowed() != null
                || message.getMigrateFromChatId() != null
                || Boolean.TRUE.equals(message.getGroupchatCreated())
                || Boolean.TRUE.equals(message.getSuperGroupCreated())
                || message.getForumTopicCreated() != null
                || message.getForumTopicEdited() != null
                || message.getForumTopicClosed() != null
                || message.getForumTopicReopened() != null
                || message.getGeneralForumTopicHidden() != null
                || message.getGeneralForumTopicUnhidden() != null;
    }

    /** The photos of an album are messages of their own. */
    private static String album(Message message) {
        return message.getMediaGroupId() == null ? "" : "album " + message.getMediaGroupId();
    }

    private static String unsupported(Message message) {
        var kind = "This kind of message";
        if (message.hasPhoto()) {
            kind = "A photo";
        } else if (message.hasVoice() || message.hasAudio()) {
            kind = "Audio";
        } else if (message.hasDocument()) {
            kind = "A file";
        } else if (message.hasVideo() || message.hasVideoNote() || message.hasAnimation()) {
            kind = "Video";
        } else if (message.hasSticker()) {
            kind = "A sticker";
        } else if (message.hasLocation()) {
            kind = "A location";
        } else if (message.hasContact()) {
            kind = "A contact";
        }
        return kind + " cannot be taken yet: send text.";
    }
}
