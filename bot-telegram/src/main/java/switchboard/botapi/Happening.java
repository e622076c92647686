package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import switchboard.botapi.FileStore.StoredFile;
import switchboard.botapi.StoredChat.Draft;

/** One change of a {@link World}; what it refers to may be read under the world's lock only. */
public sealed interface Happening {
    /** A message is new, was edited or has other reactions. */
    record MessageChanged(StoredChat chat, StoredMessage message) implements Happening {}

    /** A message is gone. */
    record MessageDeleted(StoredChat chat, long messageId) implements Happening {}

    /** A chat is new, or its title, members, topics, read marks or the bot's standing are others. */
    record ChatChanged(StoredChat chat) implements Happening {}

    /** The bot shows what it is doing, for 5 s; {@code topic} 0 = none. */
    record ActionShown(StoredChat chat, long topic, String action) implements Happening {}

    /** The bot shows a text in the making; {@code topic} 0 = none. */
    record DraftShown(StoredChat chat, long topic, Draft draft) implements Happening {}

    /** The bot answered a press; empty text: nothing is shown. */
    record PressAnswered(String queryId, String text, boolean alert) implements Happening {}

    /** The bot's command menus are others. */
    record CommandsChanged() implements Happening {}

    /** An update waits for the bot. */
    record UpdateQueued(ObjectNode update, Instant at) implements Happening {}

    /** Updates of lower ids wait no longer: the bot confirmed or dropped them, or they grew too old. */
    record UpdatesConfirmed(long below) implements Happening {}

    /** A file is known; its bytes are kept. */
    record FileAdded(StoredFile file) implements Happening {}
}
