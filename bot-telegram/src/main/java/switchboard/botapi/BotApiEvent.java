package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import switchboard.botapi.FileStore.StoredFile;
import switchboard.botapi.StoredChat.Draft;

/** One change of a {@link BotApiState}. The chat or message in it may be read under the state's lock only. */
public sealed interface BotApiEvent {
    /** A message is new, was edited or has other reactions. */
    record MessageChanged(StoredChat chat, StoredMessage message) implements BotApiEvent {}

    /** A message is gone. */
    record MessageDeleted(StoredChat chat, long messageId) implements BotApiEvent {}

    /** A chat is new, or its title, members, topics, read marks or the bot's standing have changed. */
    record ChatChanged(StoredChat chat) implements BotApiEvent {}

    /** The bot shows what it is doing, for 5 s; {@code topic} 0 = none. */
    record ActionShown(StoredChat chat, long topic, String action) implements BotApiEvent {}

    /** The bot shows a text that it is still writing; {@code topic} 0 = none. */
    record DraftShown(StoredChat chat, long topic, Draft draft) implements BotApiEvent {}

    /** The bot answered a press. With an empty text nothing is shown. */
    record PressAnswered(String queryId, String text, boolean alert) implements BotApiEvent {}

    /** The bot's command menus have changed. */
    record CommandsChanged() implements BotApiEvent {}

    /** An update waits for the bot. */
    record UpdateQueued(ObjectNode update, Instant at) implements BotApiEvent {}

    /** Updates with lower ids no longer wait: the bot confirmed or dropped them, or they became too old. */
    record UpdatesConfirmed(long below) implements BotApiEvent {}

    /** A file was added; its bytes are stored. */
    record FileAdded(StoredFile file) implements BotApiEvent {}

    /** A file was too old to be kept; its bytes go next. */
    record FileRemoved(StoredFile file) implements BotApiEvent {}
}
