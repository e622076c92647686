package switchboard.chat;

import switchboard.model.ChatId;

/**
 * Published by a store on the actor system's event stream: a chat's stored session was broken and is set aside, so the
 * chat begins anew. The engine tells the chat.
 *
 * @param where the file it stands in now
 */
public record SessionSetAside(ChatId chat, String where) {}
