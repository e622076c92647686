package switchboard.telegram.update;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.CallbackQuery;
import org.telegram.telegrambots.meta.api.objects.MessageEntity;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.api.objects.chat.Chat;
import org.telegram.telegrambots.meta.api.objects.chatmember.ChatMemberUpdated;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.command.SlashCommand;
import switchboard.command.SlashCommands;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.Content;
import switchboard.telegram.update.media.Media;
import switchboard.telegram.view.ButtonData;
import switchboard.text.Texts;

/**
 * Decides where an update goes. Pure. The caption of a photo or another file counts as the message's text.
 *
 * <p>In private the bot takes every message of an allowed person. In groups it takes only messages that address it: a command, a
 * mention or a reply to one of its messages (a reply to a topic's root does not count). Any other message of that person may be
 * the next piece of such a message. Forwarded text is not the sender's own words: it gives no command and addresses nobody.
 *
 * <p>A word with a slash that is neither a command nor similar to one is text. In a group such a word alone is meant for another
 * bot. A message that is long enough to be a piece of a paste is text, too, unless its command asks Claude.
 *
 * @param me the bot
 */
public record UpdateRouter(Me me, AccessPolicy access, SlashCommands catalogue) {

    /** A longer message is not a mistyped command. */
    private static final int LONGEST_MISTYPED = 1_000;

    /** Who edits a message so soon may have forgotten to mention the bot, and waits for an answer. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    /**
     * The bot's own account.
     *
     * @param hearsAll whether privacy mode is off, so that it gets every message in groups
     */
    public record Me(long id, String username, boolean hearsAll) {}

    public Inbound route(Update update) {
        if (update.hasMessage()) {
            return message(update.getUpdateId(), update.getMessage());
        }
        if (update.hasEditedMessage()) {
            return edited(update.getUpdateId(), update.getEditedMessage());
        }
        if (update.hasCallbackQuery()) {
            return press(update.getUpdateId(), update.getCallbackQuery());
        }
        if (update.hasMyChatMember()) {
            return joined(update.getUpdateId(), update.getMyChatMember());
        }
        return new Inbound.Nothing("a kind of update that is not used");
    }

    private Inbound message(long updateId, Message message) {
        if (message.getMigrateToChatId() != null) {
            return new Inbound.Migrated(ChatId.of(message.getChatId()), ChatId.of(message.getMigrateToChatId()));
        }
        var topic = TopicNames.given(message);
        if (topic != null) {
            return new Inbound.TopicNamed(SignOfLife.place(message), topic, message.getForumTopicCreated() != null);
        }
        var isPrivate = message.getChat().isUserChat();
        var source = source(updateId, message, message.getFrom());
        if (isService(message)) {
            return new Inbound.Nothing("a service message");
        }
        var addressed = isPrivate || addresses(message);
        if (message.getSenderChat() != null) {
            return addressed && !Boolean.TRUE.equals(message.getIsAutomaticForward())
                    ? new Inbound.Nameless(source)
                    : new Inbound.Nothing("sent on behalf of a chat");
        }
        if (!access.allows(message.getFrom())) {
            return isPrivate && message.getFrom() != null
                    ? new Inbound.Stranger(source, message.getFrom().getId())
                    : new Inbound.Nothing("from a stranger");
        }
        if (!addressed) {
            return message.getText() == null && source.brought().album().isEmpty()
                    ? new Inbound.Nothing("not meant for the bot")
                    : new Inbound.Overheard(source);
        }
        if (message.getText() == null && source.brought().isNothing()) {
            return new Inbound.Tell(source, Texts.of("media.refused"), "");
        }
        return said(source, message, isPrivate);
    }

    /**
     * An edit counts as the message itself would. One that nobody has typed does not count: a live location that moves, or what an
     * inline bot writes in somebody's name.
     */
    private Inbound edited(long updateId, Message message) {
        if (message.getLocation() != null || isBorrowed(message)) {
            return new Inbound.Nothing("a change that nobody has typed");
        }
        return message(updateId, message) instanceof Inbound.Said said
                ? new Inbound.Edited(
                        updateId,
                        said,
                        said instanceof Inbound.Slash slash && !asks(slash),
                        !(said instanceof Inbound.Overheard) && isYoung(message))
                : new Inbound.Nothing("an edit of a message that is not taken");
    }

    /** Whether a command only asks Claude. */
    private boolean asks(Inbound.Slash slash) {
        return catalogue.find(slash.name()).filter(SlashCommand::takesPrompt).isPresent()
                && !(slash.argument().isBlank()
                        && slash.isWords()
                        && slash.attached().isEmpty());
    }

    private static boolean isYoung(Message message) {
        return message.getEditDate() != null && message.getEditDate() - message.getDate() <= YOUNG.toSeconds();
    }

    private Inbound said(Inbound.Source source, Message message, boolean isPrivate) {
        var command = command(message);
        if (command.isPresent()) {
            return command(source, message, command.get(), isPrivate);
        }
        var signed = signed(source, message);
        if (signed.isPresent()) {
            return signed.get();
        }
        var said = withoutMention(source.said(), message).stripLeading();
        var attached = attached(message);
        if (!said.isBlank() || !source.brought().isNothing() || !Quotes.isOwn(attached)) {
            return new Inbound.Ask(source, said, repliesTo(message), attached, List.of());
        }
        return new Inbound.Tell(source, Texts.of("group.mentioned"), "");
    }

    private Inbound command(Inbound.Source source, Message message, MessageEntity entity, boolean isPrivate) {
        var name = words(entity)[0];
        var behind = source.said()
                .part(entity.getOffset() + entity.getLength(), source.said().length());
        var isNamed = words(entity).length > 1;
        if (isNamed && !words(entity)[1].equalsIgnoreCase(me.username())) {
            return isPrivate ? literally(source, message, source.said()) : forAnotherBot(source);
        }
        var known = catalogue.find(name);
        if (known.isPresent() && !known.get().takesPrompt() && source.said().length() >= PasteJoiner.CUT_FROM) {
            return literally(
                    source, message, withoutMention(source.said(), message).stripLeading());
        }
        if (known.isPresent()) {
            return new Inbound.Slash(
                    source, name, behind.stripLeading(), repliesTo(message), attached(message), List.of());
        }
        if (!isPrivate && !isNamed && behind.isBlank() && mention(message).isEmpty()) {
            return forAnotherBot(source);
        }
        return source.said().length() <= LONGEST_MISTYPED
                        && catalogue.nearest(name).isPresent()
                ? new Inbound.Slash(source, name, behind, repliesTo(message), attached(message), List.of())
                : literally(source, message, EntityText.plain("/" + name).plus("", behind));
    }

    /** A command by its sign, at the beginning of a message or after a mention of the bot there. All behind the sign stays as it is. */
    private Optional<Inbound> signed(Inbound.Source source, Message message) {
        if (isBorrowed(message)) {
            return Optional.empty();
        }
        var said = mention(message)
                .filter(entity -> entity.getOffset() == 0)
                .map(entity ->
                        source.said().part(entity.getLength(), source.said().length()))
                .orElse(source.said())
                .stripLeading();
        return catalogue
                .signedBy(said.text())
                .map(command -> new Inbound.Slash(
                        source,
                        command.name(),
                        said.part(command.sign().length(), said.length()).stripLeading(),
                        repliesTo(message),
                        attached(message),
                        List.of()));
    }

    /** A piece of an album goes with the others, whatever its caption. */
    private static Inbound forAnotherBot(Inbound.Source source) {
        return source.brought().album().isEmpty()
                ? new Inbound.Nothing("a command for another bot")
                : new Inbound.Overheard(source);
    }

    private Inbound literally(Inbound.Source source, Message message, EntityText text) {
        return new Inbound.Ask(source, text, repliesTo(message), attached(message), List.of());
    }

    /** The content of the message that this one replies to: a quote, and its files. */
    private List<Content> attached(Message message) {
        return message.getForwardOrigin() == null
                ? Quotes.of(message, repliesTo(message) == 0 ? null : message.getReplyToMessage(), me)
                : List.of();
    }

    private Inbound press(long updateId, CallbackQuery query) {
        if (!access.allows(query.getFrom())) {
            return new Inbound.StrangePress(
                    query.getMessage() == null
                            ? ChatId.of(query.getFrom().getId())
                            : ChatId.of(query.getMessage().getChatId()),
                    access.caller(query.getFrom(), false),
                    query.getId());
        }
        if (!(query.getMessage() instanceof Message message) || query.getData() == null) {
            return new Inbound.StalePress(query.getId());
        }
        var source = source(updateId, message, query.getFrom());
        return new Inbound.Press(
                source.in(ButtonData.place(source.chat(), query.getData())),
                query.getId(),
                ButtonData.withoutTopic(query.getData()));
    }

    private Inbound joined(long updateId, ChatMemberUpdated change) {
        var chat = change.getChat();
        var before = change.getOldChatMember().getStatus();
        var now = change.getNewChatMember().getStatus();
        var wasOut = before.equals("left") || before.equals("kicked");
        var isIn = now.equals("member") || now.equals("administrator");
        if (chat.isUserChat() || !wasOut || !isIn || !access.allows(change.getFrom())) {
            return new Inbound.Nothing("a change of membership");
        }
        var hearsAll = me.hearsAll() || now.equals("administrator");
        var source = new Inbound.Source(
                updateId,
                ChatId.of(chat.getId()),
                0,
                Caller.NOBODY,
                new ChatName(title(chat, null), null),
                Instant.ofEpochSecond(change.getDate()),
                EntityText.EMPTY,
                "");
        return new Inbound.Tell(
                source, hearsAll ? Texts.of("group.hello", me.username()) : Texts.of("group.helloPrivacy"), "");
    }

    private Inbound.Source source(long updateId, Message message, @Nullable User sender) {
        return new Inbound.Source(
                updateId,
                SignOfLife.place(message),
                message.getMessageId(),
                sender == null
                        ? Caller.NOBODY
                        : access.caller(sender, message.getChat().isUserChat()),
                new ChatName(title(message.getChat(), sender), TopicNames.first(message)),
                Instant.ofEpochSecond(message.getDate()),
                EntityText.of(message),
                message.getForwardOrigin() == null ? "" : Quotes.author(message.getForwardOrigin()),
                Media.of(message));
    }

    private static String title(Chat chat, @Nullable User sender) {
        if (chat.getTitle() != null) {
            return chat.getTitle();
        }
        return sender == null ? "Chat" : Quotes.name(sender);
    }

    private boolean addresses(Message message) {
        return command(message).filter(this::isOurs).isPresent()
                || mention(message).isPresent()
                || repliesToMe(message);
    }

    /**
     * Whether a command is for this bot. Groups have other bots, so a command without a bot's name counts only if it is known.
     */
    private boolean isOurs(MessageEntity command) {
        var words = words(command);
        return words.length == 1 ? catalogue.find(words[0]).isPresent() : words[1].equalsIgnoreCase(me.username());
    }

    /** A command's name, and the bot's name if the command has one. */
    private static String[] words(MessageEntity command) {
        return command.getText().substring(1).split("@", 2);
    }

    private boolean repliesToMe(Message message) {
        var replied = message.getReplyToMessage();
        return repliesTo(message) != 0
                && replied.getFrom() != null
                && replied.getFrom().getId() == me.id();
    }

    /** The message that this one replies to. A message in a topic has the topic's root without replying to it. */
    private static int repliesTo(Message message) {
        var replied = message.getReplyToMessage();
        var isRoot = replied != null
                && Boolean.TRUE.equals(message.getIsTopicMessage())
                && replied.getMessageId().equals(message.getMessageThreadId());
        return replied == null || isRoot ? 0 : replied.getMessageId();
    }

    /**
     * The command at the beginning of a message, perhaps after a mention of the bot. A word that only begins like a command does
     * not count, nor do words that are not the sender's own.
     */
    private Optional<MessageEntity> command(Message message) {
        if (isBorrowed(message)) {
            return Optional.empty();
        }
        var text = message.getText() != null ? message.getText() : message.getCaption();
        var mentioned = mention(message).filter(entity -> entity.getOffset() == 0);
        return entities(message).stream()
                .filter(entity -> entity.getType().equals("bot_command"))
                .filter(entity -> text.substring(
                                mentioned.map(MessageEntity::getLength).orElse(0), entity.getOffset())
                        .isBlank())
                .filter(entity -> isWord(text, entity.getOffset() + entity.getLength()))
                .findFirst();
    }

    private static boolean isWord(String text, int end) {
        return end == text.length() || Character.isWhitespace(text.charAt(end));
    }

    private static boolean isBorrowed(Message message) {
        return message.getForwardOrigin() != null || message.getViaBot() != null;
    }

    private Optional<MessageEntity> mention(Message message) {
        return message.getForwardOrigin() != null
                ? Optional.empty()
                : entities(message).stream().filter(this::isMe).findFirst();
    }

    private boolean isMe(MessageEntity entity) {
        return switch (entity.getType()) {
            case "mention" -> entity.getText().equalsIgnoreCase("@" + me.username());
            case "text_mention" -> entity.getUser() != null && entity.getUser().getId() == me.id();
            default -> false;
        };
    }

    private EntityText withoutMention(EntityText said, Message message) {
        return mention(message)
                .map(entity -> said.part(0, entity.getOffset())
                        .plus("", said.part(entity.getOffset() + entity.getLength(), said.length())))
                .orElse(said);
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
}
