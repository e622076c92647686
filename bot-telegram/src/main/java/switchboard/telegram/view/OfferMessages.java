package switchboard.telegram.view;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import switchboard.chat.ChatProtocol;
import switchboard.model.Reply;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;

/**
 * Shows what other chats offer to this one, and tells the chat what people can see. A message whose outcome is unclear is repeated
 * once. Used by one actor.
 *
 * @param <T> the messages of that actor
 */
final class OfferMessages<T> {

    /** The outcome of a message; for {@link #onSent}. */
    record Sent(String key, boolean isRepeated, Outbox.Outcome outcome) {}

    private final ChatWriter<T> writer;
    private final ActorRef<ChatProtocol.Command> chat;
    private final Function<Sent, T> sent;

    /** What is on its way, by the offers' keys. */
    private final Map<String, Reply> sending = new LinkedHashMap<>();

    /** @param sent makes the message that returns to the actor */
    OfferMessages(ChatWriter<T> writer, ActorRef<ChatProtocol.Command> chat, Function<Sent, T> sent) {
        this.writer = writer;
        this.chat = chat;
        this.sent = sent;
    }

    /** Whether the outcome of every message is known. */
    boolean isSettled() {
        return sending.isEmpty();
    }

    void show(ChatProtocol.Offered offered) {
        if (sending.putIfAbsent(offered.key(), offered.reply()) == null) {
            send(offered.key(), offered.reply(), false);
        }
    }

    private void send(String key, Reply reply, boolean isRepeated) {
        writer.send(
                (isRepeated ? ChatWriter.REPEATED : "") + reply.text(),
                Kind.FINAL,
                Optional.empty(),
                BotApiRequests.keys(reply.buttons()),
                outcome -> sent.apply(new Sent(key, isRepeated, outcome)));
    }

    /** @param isLast whether the view closes: what people have not seen for certain comes again after the next start */
    void onSent(Sent message, boolean isLast) {
        var reply = sending.remove(message.key());
        if (reply == null) {
            return;
        }
        switch (message.outcome()) {
            case Outbox.Outcome.Written written -> chat.tell(new ChatProtocol.OfferShown(message.key()));
            case Outbox.Outcome.Rejected rejected -> {
                var hasMoved = rejected.refused().migrateToChatId().isPresent(); // and the offer moves, too
                if (!isLast && !hasMoved) {
                    chat.tell(new ChatProtocol.OfferShown(message.key()));
                }
            }
            case Outbox.Outcome.Uncertain uncertain -> {
                if (!isLast && !message.isRepeated()) {
                    sending.put(message.key(), reply);
                    send(message.key(), reply, true);
                } else if (!isLast) {
                    chat.tell(new ChatProtocol.OfferShown(message.key()));
                }
            }
        }
    }
}
