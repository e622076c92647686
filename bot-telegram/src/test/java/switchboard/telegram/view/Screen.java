package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.DeleteMessage;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import org.telegram.telegrambots.meta.api.objects.chat.Chat;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.InlineKeyboardMarkup;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.ReplyKeyboard;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardButton;
import switchboard.chat.ChatProtocol;
import switchboard.model.ChatId;
import switchboard.model.Cost;
import switchboard.model.Memo;
import switchboard.model.Outcome;
import switchboard.model.PendingAnswer;
import switchboard.model.TurnId;
import switchboard.telegram.api.Failure;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;

/** The actions of a view, as its chat and the outbox see them. */
final class Screen {

    static final ChatId ADA = ChatId.of(111);
    static final TurnId TURN = new TurnId("turn-1");

    /** Telegram says that the message to edit is gone. */
    static final Outbox.Outcome GONE = rejected(400, "Bad Request: message to edit not found");

    static final Outbox.Answer MARK = new Outbox.Answer(new AnswerCallbackQuery("mark"));

    final TestProbe<ChatProtocol.Command> chat;
    final TestProbe<Outbox.Command> outbox;

    private @Nullable ChatId closed;
    private ChatProtocol.@Nullable Remember remembered;

    Screen(ActorTestKit kit) {
        chat = kit.createTestProbe(ChatProtocol.Command.class);
        outbox = kit.createTestProbe(Outbox.Command.class);
    }

    /** What is written next; what may be dropped is passed over. */
    Outbox.Command next() {
        var next = received();
        return next instanceof Outbox.Activity || next instanceof Outbox.Preview ? next() : next;
    }

    /** The next message; that the view closes is noted. */
    private Outbox.Command received() {
        var next = outbox.receiveMessage();
        if (next instanceof Outbox.Close close) {
            closed = close.chat();
            return received();
        }
        return next;
    }

    /** The outbox need no longer wait until it may write to the chat. */
    void givesUpWaiting(ChatId chat) {
        assertThat(closed).isEqualTo(chat);
    }

    Outbox.Write sends(String text) {
        var write = (Outbox.Write) next();
        assertThat(write.method())
                .isInstanceOfSatisfying(
                        SendMessage.class, send -> assertThat(send.getText()).isEqualTo(text));
        return write;
    }

    Outbox.Write edits(int message, String text) {
        var write = (Outbox.Write) next();
        assertThat(write.method()).isInstanceOfSatisfying(EditMessageText.class, edit -> {
            assertThat(edit.getMessageId()).isEqualTo(message);
            assertThat(edit.getText()).isEqualTo(text);
        });
        assertThat(write.kind()).isEqualTo(Kind.FINAL);
        return write;
    }

    void deletes(int message) {
        assertThat(((Outbox.Write) next()).method())
                .isInstanceOfSatisfying(
                        DeleteMessage.class,
                        gone -> assertThat(gone.getMessageId()).isEqualTo(message));
    }

    /** The next state of a live message. */
    EditMessageText previews() {
        return received() instanceof Outbox.Preview preview ? preview.edit() : previews();
    }

    void isTyping() {
        outbox.expectMessageClass(Outbox.Activity.class);
    }

    /** Nothing is written, nor shown for a moment, before this. */
    void isSilent() {
        outbox.ref().tell(MARK);
        var next = received();
        assertThat(next instanceof Outbox.Activity ? received() : next).isSameAs(MARK);
    }

    /** All that was written by now. */
    List<Outbox.Command> drain() {
        outbox.ref().tell(MARK);
        var all = new ArrayList<Outbox.Command>();
        for (var next = outbox.receiveMessage(); !next.equals(MARK); next = outbox.receiveMessage()) {
            all.add(next);
        }
        return all;
    }

    /** The chat is told where the live message stands, and does not store it yet. */
    void keeps(TurnId turn, @Nullable String reference) {
        assertThat(remembers(turn).live()).isEqualTo(LiveMessageState.parse(reference));
    }

    /** A part is marked and, once that is stored, sent. */
    void marks(TurnId turn, int part) {
        isMarking(turn, part);
        stores();
    }

    void isMarking(TurnId turn, int part) {
        assertThat(remembers(turn).part(part)).isEqualTo(TurnMemo.SENDING);
    }

    /** A part is marked, with the message of the one before, and, once that is stored, sent. */
    void marksAfter(String before, TurnId turn, int part) {
        var memo = remembers(turn);
        assertThat(memo.part(part - 1)).isEqualTo(before);
        assertThat(memo.part(part)).isEqualTo(TurnMemo.SENDING);
        stores();
    }

    private TurnMemo remembers(TurnId turn) {
        remembered = chat.expectMessageClass(ChatProtocol.Remember.class);
        assertThat(remembered.turn()).isEqualTo(turn);
        var memo = remembered.memo();
        return memo == null
                ? TurnMemo.NONE
                : TurnMemo.of(memo, ChatId.parse(memo.get("chat").asText()).orElseThrow());
    }

    /** The chat stores what it was told last to remember of a turn. */
    void stores() {
        var last = Objects.requireNonNull(remembered);
        last.replyTo().tell(new ChatProtocol.Kept(last.turn(), last.memo()));
    }

    /** The chat is told which messages have buttons of questions. */
    void keepsOpen(Integer... messages) {
        var remember = chat.expectMessageClass(ChatProtocol.Remember.class);
        assertThat(remember.turn()).isNull();
        assertThat(remember.memo()).isEqualTo(messages.length == 0 ? null : open(messages));
    }

    /** What an earlier view had the chat keep of a turn. */
    static ChatProtocol.Remembered remembered(TurnId turn, @Nullable String live, String... parts) {
        var memo = new TurnMemo(LiveMessageState.parse(live), List.of(parts)).toJson(ADA);
        return new ChatProtocol.Remembered(Memo.NONE.with(turn, memo));
    }

    /** What an earlier view had the chat keep of questions. */
    static ChatProtocol.Remembered rememberedOpen(Integer... messages) {
        return new ChatProtocol.Remembered(Memo.NONE.with(null, open(messages)));
    }

    private static JsonNode open(Integer... messages) {
        var memo = JsonNodeFactory.instance.objectNode().put("chat", ADA.toString());
        List.of(messages).forEach(memo.putArray("open")::add);
        return memo;
    }

    void hasClosed() {
        assertThat(chat.receiveMessage()).isEqualTo(new ChatProtocol.Closed());
    }

    void hasDelivered(TurnId turn) {
        assertThat(chat.receiveMessage()).isEqualTo(new ChatProtocol.Delivered(turn));
    }

    static List<String> labels(ReplyKeyboard markup) {
        return ((InlineKeyboardMarkup) markup)
                .getKeyboard().stream()
                        .flatMap(List::stream)
                        .map(InlineKeyboardButton::getText)
                        .toList();
    }

    static SendMessage message(Outbox.Write write) {
        return (SendMessage) write.method();
    }

    static Outbox.Outcome written(int id) {
        return new Outbox.Outcome.Written(Message.builder()
                .messageId(id)
                .date(1)
                .chat(Chat.builder().id(111L).type("private").build())
                .build());
    }

    static Outbox.Outcome rejected(int code, String description) {
        return new Outbox.Outcome.Rejected(new Failure.Refused(code, description, OptionalLong.empty()));
    }

    static PendingAnswer answered(TurnId turn, String text) {
        return ended(turn, Outcome.answered(text), 0);
    }

    static PendingAnswer ended(TurnId turn, Outcome outcome, long millis) {
        return new PendingAnswer(turn, outcome, new Cost(millis, 0, 0, 0, 0, 0), "512", Instant.EPOCH);
    }

    static LiveMessageState at(int message) {
        return LiveMessageState.NONE.at(Optional.of(message));
    }
}
