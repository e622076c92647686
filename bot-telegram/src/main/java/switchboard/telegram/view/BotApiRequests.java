package switchboard.telegram.view;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.send.SendChatAction;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.DeleteMessage;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageReplyMarkup;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import org.telegram.telegrambots.meta.api.objects.LinkPreviewOptions;
import org.telegram.telegrambots.meta.api.objects.ReplyParameters;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.InlineKeyboardMarkup;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardButton;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardRow;
import switchboard.model.ChatId;
import switchboard.model.Reply;
import switchboard.telegram.markdown.Rendered;

/** Builds the Bot API calls that write to a chat. Pure. */
public final class BotApiRequests {

    private static final LinkPreviewOptions NO_PREVIEW =
            LinkPreviewOptions.builder().isDisabled(true).build();

    /** The first topic of every forum. Its messages belong to the chat itself. */
    private static final long GENERAL = 1;

    private BotApiRequests() {}

    /**
     * A message, with HTML or without any markup.
     *
     * @param replyTo the message to reply to
     */
    static SendMessage send(ChatId chat, Rendered text, boolean html, Optional<Integer> replyTo, List<List<Key>> keys) {
        var message = SendMessage.builder()
                .chatId(chat.chat())
                .text(html ? text.html() : text.text())
                .linkPreviewOptions(NO_PREVIEW);
        if (html) {
            message.parseMode("HTML");
        }
        thread(chat).ifPresent(message::messageThreadId);
        replyTo.ifPresent(id -> message.replyParameters(reply(id)));
        if (!keys.isEmpty()) {
            message.replyMarkup(keyboard(chat, keys));
        }
        return message.build();
    }

    /** A message without markup and buttons. */
    public static SendMessage plain(ChatId chat, String text, Optional<Integer> replyTo) {
        return send(chat, new Rendered(text, text, 0), false, replyTo, List.of());
    }

    /** An edit. It repeats the keyboard each time, because an edit without one removes it. */
    static EditMessageText edit(ChatId chat, int message, Rendered text, boolean html, List<List<Key>> keys) {
        var edit = EditMessageText.builder()
                .chatId(chat.chat())
                .messageId(message)
                .text(html ? text.html() : text.text())
                .linkPreviewOptions(NO_PREVIEW)
                .replyMarkup(keyboard(chat, keys));
        if (html) {
            edit.parseMode("HTML");
        }
        return edit.build();
    }

    /** Removes a message's buttons and leaves its text. */
    public static EditMessageReplyMarkup withoutButtons(ChatId chat, int message) {
        return editKeys(chat, message, List.of());
    }

    /** Gives a message other buttons and leaves its text. */
    static EditMessageReplyMarkup editKeys(ChatId chat, int message, List<List<Key>> keys) {
        return EditMessageReplyMarkup.builder()
                .chatId(chat.chat())
                .messageId(message)
                .replyMarkup(keyboard(chat, keys))
                .build();
    }

    static DeleteMessage delete(ChatId chat, int message) {
        return DeleteMessage.builder().chatId(chat.chat()).messageId(message).build();
    }

    static SendChatAction typing(ChatId chat) {
        var action = SendChatAction.builder().chatId(chat.chat()).action("typing");
        thread(chat).ifPresent(action::messageThreadId);
        return action.build();
    }

    /** The topic to send to Telegram; empty for General, a forum's first, whose number Telegram refuses. */
    static Optional<Integer> thread(ChatId chat) {
        var topic = place(chat.chat(), chat.topic()).topic();
        return topic == 0 ? Optional.empty() : Optional.of((int) topic);
    }

    /** The chat or topic of a message. */
    public static ChatId place(long chat, long thread) {
        return new ChatId(chat, thread == GENERAL && chat < 0 ? 0 : thread);
    }

    static ReplyParameters reply(int message) {
        return ReplyParameters.builder()
                .messageId(message)
                .allowSendingWithoutReply(true)
                .build();
    }

    static List<List<Key>> keys(List<List<Reply.Button>> buttons) {
        return buttons.stream()
                .map(row -> row.stream()
                        .map(button -> new Key(button.label(), ButtonData.command(button.command())))
                        .toList())
                .toList();
    }

    /** The buttons of a chat. They name its topic, because they belong to it wherever the message ends up. */
    static InlineKeyboardMarkup keyboard(ChatId chat, List<List<Key>> keys) {
        return InlineKeyboardMarkup.builder()
                .keyboard(keys.stream()
                        .map(row -> new InlineKeyboardRow(row.stream()
                                .map(key -> InlineKeyboardButton.builder()
                                        .text(key.label())
                                        .callbackData(ButtonData.in(chat, key.data()))
                                        .build())
                                .toList()))
                        .toList())
                .build();
    }

    /** The message id in a reference that this front made; empty if there is none. */
    static Optional<Integer> number(@Nullable String reference) {
        return Optional.ofNullable(reference)
                .filter(each -> each.matches("\\d{1,10}"))
                .map(Long::valueOf)
                .filter(each -> each <= Integer.MAX_VALUE)
                .map(Math::toIntExact);
    }
}
