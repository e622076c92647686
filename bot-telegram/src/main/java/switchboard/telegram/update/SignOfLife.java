package switchboard.telegram.update;

import java.util.Optional;
import java.util.Set;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.chatmember.ChatMemberUpdated;
import org.telegram.telegrambots.meta.api.objects.message.MaybeInaccessibleMessage;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.ChatId;
import switchboard.telegram.outbox.Outbox;
import switchboard.telegram.view.BotApiRequests;

/** The fact that an update shows about its chat, whoever sent it: the bot is in there. Pure. */
final class SignOfLife {

    private static final Set<String> PRESENT = Set.of("member", "administrator", "creator", "restricted");

    private SignOfLife() {}

    static Optional<Outbox.Alive> in(Update update) {
        if (update.hasMessage()) {
            return Optional.of(of(update.getMessage()));
        }
        if (update.hasEditedMessage()) {
            return Optional.of(of(update.getEditedMessage()));
        }
        if (update.hasCallbackQuery()) {
            return Optional.ofNullable(update.getCallbackQuery().getMessage()).map(SignOfLife::pressed);
        }
        return Optional.ofNullable(update.getMyChatMember()).flatMap(SignOfLife::change);
    }

    private static Outbox.Alive pressed(MaybeInaccessibleMessage message) {
        return message instanceof Message known ? of(known) : new Outbox.Alive(ChatId.of(message.getChatId()));
    }

    private static Optional<Outbox.Alive> change(ChatMemberUpdated change) {
        return PRESENT.contains(change.getNewChatMember().getStatus())
                ? Optional.of(new Outbox.Alive(ChatId.of(change.getChat().getId())))
                : Optional.empty();
    }

    private static Outbox.Alive of(Message message) {
        return new Outbox.Alive(place(message));
    }

    /** The chat or topic of a message. In groups without topics replies have a thread, too, but it does not count. */
    static ChatId place(Message message) {
        var isTopic = Boolean.TRUE.equals(message.getIsTopicMessage()) && message.getMessageThreadId() != null;
        return BotApiRequests.place(message.getChatId(), isTopic ? message.getMessageThreadId() : 0);
    }
}
