package switchboard.telegram.view;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageCaption;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.ChatId;
import switchboard.telegram.api.DocumentUpload;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;

/**
 * Writes Markdown into one chat through the outbox; each outcome comes back to the actor as a message of its own.
 *
 * @param ctx of the actor that writes
 */
record Writer<T>(ActorContext<T> ctx, ChatId chat, ActorRef<Outbox.Command> outbox) {

    void send(
            String markdown,
            Kind kind,
            Optional<Integer> replyTo,
            List<List<Messages.Key>> keys,
            Function<Outbox.Outcome, T> then) {
        var text = MarkdownToHtml.render(markdown);
        write(
                Messages.send(chat, text, true, replyTo, keys),
                Messages.send(chat, text, false, replyTo, keys),
                kind,
                then);
    }

    void edit(
            int message, String markdown, Kind kind, List<List<Messages.Key>> keys, Function<Outbox.Outcome, T> then) {
        var text = MarkdownToHtml.render(markdown);
        write(
                Messages.edit(chat, message, text, true, keys),
                Messages.edit(chat, message, text, false, keys),
                kind,
                then);
    }

    void preview(int message, String markdown, List<List<Messages.Key>> keys) {
        var text = MarkdownToHtml.render(markdown);
        outbox.tell(new Outbox.Preview(chat.chat(), message, Messages.edit(chat, message, text, true, keys)));
    }

    void upload(
            AnswerText.File file,
            Kind kind,
            Optional<Integer> replyTo,
            List<List<Messages.Key>> keys,
            Function<Outbox.Outcome, T> then) {
        var caption = MarkdownToHtml.render(file.caption());
        var upload = DocumentUpload.of(chat.chat(), file.name(), DocumentUpload.Content.of(file.content()))
                .withReplyParameters(replyTo.map(Messages::reply));
        if (chat.topic() != 0) {
            upload = upload.inThread((int) chat.topic());
        }
        if (!keys.isEmpty()) {
            upload = upload.withReplyMarkup(Messages.keyboard(keys));
        }
        outbox.tell(new Outbox.Upload(
                upload.withCaption(caption.html(), Optional.of("HTML")),
                kind,
                Optional.of(upload.withCaption(caption.text(), Optional.empty())),
                outcome(then)));
    }

    void editCaption(int message, String markdown) {
        var caption = MarkdownToHtml.render(markdown);
        var edit = EditMessageCaption.builder()
                .chatId(chat.chat())
                .messageId(message)
                .caption(caption.html())
                .parseMode("HTML")
                .replyMarkup(Messages.keyboard(List.of()))
                .build();
        outbox.tell(new Outbox.Write(
                chat.chat(), edit, Kind.REPLY, Optional.empty(), ctx.getSystem().ignoreRef()));
    }

    void delete(int message) {
        outbox.tell(new Outbox.Write(
                chat.chat(),
                Messages.delete(chat, message),
                Kind.REPLY,
                Optional.empty(),
                ctx.getSystem().ignoreRef()));
    }

    void typing() {
        outbox.tell(new Outbox.Activity(chat.chat(), Messages.typing(chat)));
    }

    /** The id of the message that was written; empty if Telegram had nothing to change. */
    static Optional<Integer> messageId(Outbox.Outcome.Written written) {
        return written.result() instanceof Message message ? Optional.of(message.getMessageId()) : Optional.empty();
    }

    private void write(
            PartialBotApiMethod<?> html, PartialBotApiMethod<?> plain, Kind kind, Function<Outbox.Outcome, T> then) {
        outbox.tell(new Outbox.Write(chat.chat(), html, kind, Optional.of(plain), outcome(then)));
    }

    /** Takes one outcome and tells it on. */
    private ActorRef<Outbox.Outcome> outcome(Function<Outbox.Outcome, T> then) {
        var self = ctx.getSelf();
        return ctx.spawnAnonymous(Behaviors.receiveMessage(outcome -> {
            self.tell(then.apply(outcome));
            return Behaviors.stopped();
        }));
    }
}
