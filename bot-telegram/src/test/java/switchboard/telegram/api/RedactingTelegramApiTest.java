package switchboard.telegram.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.InlineKeyboardMarkup;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardButton;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardRow;
import switchboard.model.Secrets;

class RedactingTelegramApiTest {

    private static final String SECRET = "s3cr3t<of>the-bot";

    private final List<Object> sent = new ArrayList<>();
    private final TelegramApi api =
            new RedactingTelegramApi(new Kept(sent), Secrets.of(List.of(SECRET)), Runnable::run);

    @Test
    void textsAndButtonsAreStruck() {
        api.execute(SendMessage.builder()
                .chatId(5L)
                .messageThreadId(3)
                .parseMode("HTML")
                .text("It is s3cr3t&lt;of&gt;the-bot")
                .replyMarkup(buttons())
                .build());

        var message = (SendMessage) sent.getFirst();
        assertThat(message.getText()).isEqualTo("It is [redacted]");
        assertThat(message.getChatId()).isEqualTo("5");
        assertThat(message.getMessageThreadId()).isEqualTo(3);
        assertThat(message.getParseMode()).isEqualTo("HTML");
        var button = ((InlineKeyboardMarkup) message.getReplyMarkup())
                .getKeyboard()
                .getFirst()
                .getFirst();
        assertThat(button.getText()).isEqualTo("Say [redacted]");
        assertThat(button.getCallbackData()).isEqualTo("c|1");
    }

    @Test
    void editsAndAnswersToButtonsAreStruck() {
        api.execute(
                EditMessageText.builder().chatId(5L).messageId(7).text(SECRET).build());
        api.execute(
                AnswerCallbackQuery.builder().callbackQueryId("q").text(SECRET).build());

        assertThat(((EditMessageText) sent.getFirst()).getText()).isEqualTo("[redacted]");
        assertThat(((EditMessageText) sent.getFirst()).getMessageId()).isEqualTo(7);
        assertThat(((AnswerCallbackQuery) sent.getLast()).getText()).isEqualTo("[redacted]");
    }

    @Test
    void whatHoldsNoSecretIsSentAsItIs() {
        var message = SendMessage.builder().chatId(5L).text("hello").build();

        api.execute(message);

        assertThat(sent).containsExactly(message);
        assertThat(sent.getFirst()).isSameAs(message);
    }

    @Test
    void filesAreStruckWithTheirNamesCaptionsAndButtons() {
        api.upload(FileUpload.of(5, SECRET + ".md", FileUpload.Content.of("a " + SECRET + " b"))
                .withCaption("It is " + SECRET, Optional.empty())
                .withReplyMarkup(buttons()));

        var file = (FileUpload) sent.getFirst();
        assertThat(file.fileName()).isEqualTo("[redacted].md");
        assertThat(file.content()).isEqualTo(FileUpload.Content.of("a [redacted] b"));
        assertThat(file.caption()).contains("It is [redacted]");
        assertThat(file.replyMarkup().toString()).doesNotContain(SECRET);
    }

    @Test
    void aFileThatIsNoTextIsSentAsItIs() {
        var bytes = new FileUpload.Bytes(ByteString.fromArray(new byte[] {(byte) 0xFF, 0, 1}));

        api.upload(FileUpload.of(5, "a.png", bytes));

        assertThat(((FileUpload) sent.getFirst()).content()).isEqualTo(bytes);
    }

    @Test
    void aFileOnTheDiskWithASecretIsNotSentNorIsItsAlbum(@TempDir Path directory) throws Exception {
        var secret = Files.writeString(directory.resolve("a"), "x".repeat((1 << 16) - 5) + SECRET + "x");
        var plain = Files.writeString(directory.resolve("b"), "nothing");
        var bad = FileUpload.of(5, "a", new FileUpload.OnDisk(secret, Files.size(secret)));
        var good = FileUpload.of(5, "b", new FileUpload.OnDisk(plain, 7));

        assertThat(api.upload(bad)).isCompletedExceptionally();
        assertThat(api.upload(new AlbumUpload(List.of(good, bad)))).isCompletedExceptionally();
        assertThat(sent).isEmpty();
        api.upload(good);
        assertThat(sent).containsExactly(good);
    }

    private static InlineKeyboardMarkup buttons() {
        var button = InlineKeyboardButton.builder()
                .text("Say " + SECRET)
                .callbackData("c|1")
                .build();
        return InlineKeyboardMarkup.builder()
                .keyboardRow(new InlineKeyboardRow(button))
                .build();
    }

    private record Kept(List<Object> sent) implements TelegramApi {
        @Override
        public <T extends Serializable> CompletionStage<T> execute(PartialBotApiMethod<T> method) {
            sent.add(method);
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Message> upload(FileUpload upload) {
            sent.add(upload);
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<List<Message>> upload(AlbumUpload album) {
            sent.add(album);
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Long> download(String path, Path target, long most) {
            sent.add(path);
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Batch> getUpdates(GetUpdates poll) {
            return new CompletableFuture<>();
        }
    }
}
