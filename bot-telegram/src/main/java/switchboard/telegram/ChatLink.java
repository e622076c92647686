package switchboard.telegram;

import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;

/** The address at which Telegram's clients open a chat. */
public final class ChatLink {

    private static final String SUPERGROUP = "-100";

    private ChatLink() {}

    /**
     * The address of a chat or topic; null for a basic group, which has none.
     *
     * @param bot the bot's name, for its private chats; empty if it is not known
     */
    public static @Nullable String of(ChatId chat, String bot) {
        if (chat.chat() > 0) {
            return bot.isEmpty() ? null : "https://t.me/" + bot;
        }
        var id = Long.toString(chat.chat());
        return id.startsWith(SUPERGROUP)
                ? "https://t.me/c/" + id.substring(SUPERGROUP.length()) + "/" + Math.max(1, chat.topic())
                : null;
    }
}
