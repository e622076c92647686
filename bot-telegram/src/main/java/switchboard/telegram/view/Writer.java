package switchboard.telegram.view;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
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
                outcome(then));
    }

    /** Says something in as many messages as it takes, the first a reply, the last with the buttons. */
    void say(String markdown, List<List<Messages.Key>> keys, Optional<Integer> replyTo) {
        var parts = MessageSplitter.split(markdown);
        for (var i = 0; i < parts.size(); i++) {
            var text = MarkdownToHtml.render(parts.get(i));
            var to = i == 0 ? replyTo : Optional.<Integer>empty();
            var under = i == parts.size() - 1 ? keys : List.<List<Messages.Key>>of();
            write(
                    Messages.send(chat, text, true, to, under),
                    Messages.send(chat, text, false, to, under),
                    Kind.REPLY,
                    logged());
        }
    }

    /** Edits; trouble is only logged. */
    void edit(int message, String markdown, Kind kind, List<List<Messages.Key>> keys) {
        var text = MarkdownToHtml.render(markdown);
        write(
                Messages.edit(chat, message, text, true, keys),
                Messages.edit(chat, message, text, false, keys),
                kind,
                logged());
    }

    void edit(
            int message, String markdown, Kind kind, List<List<Messages.Key>> keys, Function<Outbox.Outcome, T> then) {
        var text = MarkdownToHtml.render(markdown);
        write(
                Messages.edit(chat, message, text, true, keys),
                Messages.edit(chat, message, text, false, keys),
                kind,
                outcome(then));
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

    void logTrouble(Outbox.Outcome outcome) {
        logTrouble(ctx.getLog(), outcome);
    }

    private void logTrouble(Logger log, Outbox.Outcome outcome) {
        switch (outcome) {
            case Outbox.Outcome.Written written -> {}
            case Outbox.Outcome.Rejected rejected ->
                log.warn(
                        "Chat {}: Telegram refuses: {}",
                        chat,
                        rejected.refused().description());
            case Outbox.Outcome.Uncertain uncertain ->
                log.warn(
                        "Chat {}: it is unclear whether a message was sent: {}",
                        chat,
                        uncertain.cause().toString());
        }
    }

    private void write(
            PartialBotApiMethod<?> html, PartialBotApiMethod<?> plain, Kind kind, ActorRef<Outbox.Outcome> then) {
        outbox.tell(new Outbox.Write(chat.chat(), html, kind, Optional.of(plain), then));
    }

    private ActorRef<Outbox.Outcome> logged() {
        return ctx.spawnAnonymous(Behaviors.receive((child, outcome) -> {
            logTrouble(child.getLog(), outcome);
            return Behaviors.stopped();
        }));
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
