package switchboard.telegram.view;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageCaption;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.ChatId;
import switchboard.telegram.api.AlbumUpload;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.markdown.MarkdownToHtml;
import switchboard.telegram.markdown.MessageSplitter;
import switchboard.telegram.markdown.Rendered;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;
import switchboard.text.Texts;

/**
 * Writes Markdown into one chat through the outbox; each outcome returns to the actor as a message of its own.
 *
 * @param ctx the context of the actor that writes
 */
record ChatWriter<T>(ActorContext<T> ctx, ChatId chat, ActorRef<Outbox.Command> outbox) {

    /** A send whose outcome is unclear is repeated after this long. */
    static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    /** Marks a text that may be there already. */
    static final String REPEATED = Texts.of("answer.repeated") + "\n\n";

    void send(
            String markdown,
            Kind kind,
            Optional<Integer> replyTo,
            List<List<Key>> keys,
            Function<Outbox.Outcome, T> then) {
        outbox.tell(sending(markdown, kind, replyTo, keys, outcome(then)));
    }

    /** Sends a part of an answer. */
    void send(Rendered text, Optional<Integer> replyTo, List<List<Key>> keys, Function<Outbox.Outcome, T> then) {
        outbox.tell(write(Kind.FINAL, html -> BotApiRequests.send(chat, text, html, replyTo, keys), outcome(then)));
    }

    /** Turns a message into the first part of an answer. */
    void edit(int message, Rendered text, List<List<Key>> keys, Function<Outbox.Outcome, T> then) {
        edit(message, text, Kind.FINAL, keys, then);
    }

    /**
     * Says something in as many messages as it takes, the first a reply, the last with the buttons. A message whose outcome is
     * unclear is repeated once, and marked.
     */
    void say(String markdown, List<List<Key>> keys, Optional<Integer> replyTo) {
        var parts = MessageSplitter.split(markdown, AnswerText.limits(chat));
        for (var i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            var to = i == 0 ? replyTo : Optional.<Integer>empty();
            var under = i == parts.size() - 1 ? keys : List.<List<Key>>of();
            var said = ctx.spawnAnonymous(repeatedOnce(
                    then -> sending(REPEATED + part, Kind.REPLY, to, under, then),
                    (moved, then) -> in(moved).sending(part, Kind.REPLY, Optional.empty(), under, then)));
            outbox.tell(sending(part, Kind.REPLY, to, under, said));
        }
    }

    /** Says a text without markup in as many messages as it takes. */
    void sayAsItIs(String text) {
        for (var part : AnswerText.pieces(text)) {
            if (part instanceof AnswerText.Plain piece) {
                var rendered = Rendered.plain(piece.text());
                outbox.tell(write(
                        Kind.FINAL,
                        html -> BotApiRequests.send(chat, rendered, html, Optional.empty(), List.of()),
                        ctx.spawnAnonymous(logged())));
            }
        }
    }

    private ChatWriter<T> in(ChatId other) {
        return new ChatWriter<>(ctx, other, outbox);
    }

    /** Says something with a file and buttons under it; repeated once in the same way. */
    void say(AnswerText.File file, List<List<Key>> keys, Optional<Integer> replyTo) {
        var again = new AnswerText.File(file.name(), file.content(), REPEATED + file.caption());
        var said = ctx.spawnAnonymous(repeatedOnce(
                then -> uploading(again, Kind.REPLY, replyTo, keys, then),
                (other, then) -> in(other).uploading(file, Kind.REPLY, Optional.empty(), keys, then)));
        outbox.tell(uploading(file, Kind.REPLY, replyTo, keys, said));
    }

    void edit(int message, String markdown, Kind kind, List<List<Key>> keys, Function<Outbox.Outcome, T> then) {
        edit(message, MarkdownToHtml.render(markdown), kind, keys, then);
    }

    private void edit(int message, Rendered text, Kind kind, List<List<Key>> keys, Function<Outbox.Outcome, T> then) {
        outbox.tell(write(kind, html -> BotApiRequests.edit(chat, message, text, html, keys), outcome(then)));
    }

    void preview(int message, String markdown, List<List<Key>> keys) {
        var text = MarkdownToHtml.render(markdown);
        outbox.tell(new Outbox.Preview(chat, message, BotApiRequests.edit(chat, message, text, true, keys)));
    }

    void upload(
            AnswerText.File file,
            Kind kind,
            Optional<Integer> replyTo,
            List<List<Key>> keys,
            Function<Outbox.Outcome, T> then) {
        outbox.tell(uploading(file, kind, replyTo, keys, outcome(then)));
    }

    /** Sends a file; {@code plain} is the same without markup. */
    void upload(FileUpload file, FileUpload plain, Kind kind, Function<Outbox.Outcome, T> then) {
        outbox.tell(new Outbox.Upload(chat, file, kind, Optional.of(plain), outcome(then)));
    }

    /** Sends an album; {@code plain} is the same without markup. */
    void album(AlbumUpload album, AlbumUpload plain, Kind kind, Function<Outbox.Outcome, T> then) {
        outbox.tell(new Outbox.Album(chat, album, kind, Optional.of(plain), outcome(then)));
    }

    private Outbox.Upload uploading(
            AnswerText.File file,
            Kind kind,
            Optional<Integer> replyTo,
            List<List<Key>> keys,
            ActorRef<Outbox.Outcome> then) {
        var caption = MarkdownToHtml.render(file.caption());
        var upload = FileUpload.of(chat.chat(), file.name(), FileUpload.Content.of(file.content()))
                .withReplyParameters(replyTo.map(BotApiRequests::reply));
        var thread = BotApiRequests.thread(chat);
        if (thread.isPresent()) {
            upload = upload.inThread(thread.get());
        }
        if (!keys.isEmpty()) {
            upload = upload.withReplyMarkup(BotApiRequests.keyboard(chat, keys));
        }
        return new Outbox.Upload(
                chat,
                upload.withCaption(caption.html(), Optional.of("HTML")),
                kind,
                Optional.of(upload.withCaption(caption.text(), Optional.empty())),
                then);
    }

    void editCaption(int message, String markdown, Function<Outbox.Outcome, T> then) {
        var caption = MarkdownToHtml.render(markdown);
        var edit = EditMessageCaption.builder()
                .chatId(chat.chat())
                .messageId(message)
                .caption(caption.html())
                .parseMode("HTML")
                .replyMarkup(BotApiRequests.keyboard(chat, List.of()))
                .build();
        outbox.tell(new Outbox.Write(chat, edit, Kind.REPLY, Optional.empty(), outcome(then)));
    }

    void editButtons(int message, List<List<Key>> keys, Function<Outbox.Outcome, T> then) {
        outbox.tell(new Outbox.Write(
                chat, BotApiRequests.editKeys(chat, message, keys), Kind.REPLY, Optional.empty(), outcome(then)));
    }

    void takeButtons(int message, Function<Outbox.Outcome, T> then) {
        outbox.tell(new Outbox.Write(
                chat, BotApiRequests.withoutButtons(chat, message), Kind.REPLY, Optional.empty(), outcome(then)));
    }

    void delete(int message) {
        outbox.tell(new Outbox.Write(
                chat,
                BotApiRequests.delete(chat, message),
                Kind.REPLY,
                Optional.empty(),
                ctx.getSystem().ignoreRef()));
    }

    void typing() {
        outbox.tell(new Outbox.Activity(chat, BotApiRequests.typing(chat)));
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
            case Outbox.Outcome.Rejected rejected -> {
                if (!rejected.refused().equals(Outbox.TOO_MUCH)) {
                    log.warn(
                            "Chat {}: Telegram refuses: {}",
                            chat,
                            rejected.refused().description());
                }
            }
            case Outbox.Outcome.Uncertain uncertain ->
                log.warn(
                        "Chat {}: it is unclear whether a message was sent: {}",
                        chat,
                        uncertain.cause().toString());
        }
    }

    private Outbox.Write sending(
            String markdown,
            Kind kind,
            Optional<Integer> replyTo,
            List<List<Key>> keys,
            ActorRef<Outbox.Outcome> then) {
        var text = MarkdownToHtml.render(markdown);
        return write(kind, html -> BotApiRequests.send(chat, text, html, replyTo, keys), then);
    }

    /** @param form the call with HTML or without any markup */
    private Outbox.Write write(
            Kind kind, Function<Boolean, PartialBotApiMethod<?>> form, ActorRef<Outbox.Outcome> then) {
        return new Outbox.Write(chat, form.apply(true), kind, Optional.of(form.apply(false)), then);
    }

    /** Takes the outcome of a send; writes {@code again} if it is unclear, and {@code elsewhere} if the group has moved. */
    private Behavior<Outbox.Outcome> repeatedOnce(
            Function<ActorRef<Outbox.Outcome>, ? extends Outbox.Command> again,
            BiFunction<ChatId, ActorRef<Outbox.Outcome>, ? extends Outbox.Command> elsewhere) {
        return Behaviors.receive((child, outcome) -> {
            logTrouble(child.getLog(), outcome);
            if (outcome instanceof Outbox.Outcome.Uncertain) {
                child.scheduleOnce(AGAIN_AFTER, outbox, again.apply(child.getSelf()));
                return logged();
            }
            if (outcome instanceof Outbox.Outcome.Rejected rejected
                    && rejected.refused().migrateToChatId().isPresent()) {
                var moved = ChatId.of(rejected.refused().migrateToChatId().getAsLong());
                outbox.tell(elsewhere.apply(moved, child.getSelf()));
                return logged();
            }
            return Behaviors.stopped();
        });
    }

    private Behavior<Outbox.Outcome> logged() {
        return Behaviors.receive((child, outcome) -> {
            logTrouble(child.getLog(), outcome);
            return Behaviors.stopped();
        });
    }

    /** Passes one outcome on to the actor. */
    private ActorRef<Outbox.Outcome> outcome(Function<Outbox.Outcome, T> then) {
        var self = ctx.getSelf();
        return ctx.spawnAnonymous(Behaviors.receiveMessage(outcome -> {
            self.tell(then.apply(outcome));
            return Behaviors.stopped();
        }));
    }
}
