package switchboard.telegram.update;

import java.time.Instant;
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
            int length) {}

    /**
     * Something to ask Claude.
     *
     * @param repliesTo the message it replies to, 0 for none
     */
    record Ask(Source source, String text, int repliesTo) implements Routed {}

    /** A slash command; {@code name} without slash and bot name. */
    record Slash(Source source, String name, String argument) implements Routed {}

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
