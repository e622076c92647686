package switchboard.model;

import java.time.Instant;

/**
 * A copy of a session that one chat offers to another.
 *
 * @param key by which both chats know it
 * @param by the name of the person who offers it; may be empty
 * @param chat the name of the chat that offers it
 * @param label how a list names the session that is copied
 * @param session the copy, in which nothing was said yet
 */
public record SessionOffer(
        String key, ChatId from, ChatId to, String by, String chat, String label, Session session, Instant at) {}
