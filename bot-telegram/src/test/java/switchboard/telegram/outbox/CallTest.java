package switchboard.telegram.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.telegram.telegrambots.meta.api.methods.forum.CreateForumTopic;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.DeleteMessage;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageReplyMarkup;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import org.telegram.telegrambots.meta.api.objects.ReplyParameters;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.InlineKeyboardMarkup;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardButton;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardRow;
import switchboard.telegram.api.AlbumUpload;
import switchboard.telegram.api.FileUpload;

class CallTest {
    private static final ReplyParameters REPLY =
            ReplyParameters.builder().messageId(3).build();

    @Test
    void editsAndDeletionsMayBeRepeatedAndSendsMayNot() {
        assertThat(edit().repeatable()).isTrue();
        assertThat(delete().repeatable()).isTrue();
        assertThat(new Call.Method(message(REPLY)).repeatable()).isFalse();
        assertThat(new Call.Method(new CreateForumTopic("5", "topic")).repeatable())
                .isFalse();
        assertThat(new Call.File(document()).repeatable()).isFalse();
    }

    @Test
    void anEditOfTheTextOrADeletionTakesThePlaceOfAPreview() {
        assertThat(edit().supersedes()).hasValue(4);
        assertThat(delete().supersedes()).hasValue(4);
        assertThat(new Call.Method(EditMessageReplyMarkup.builder()
                                .chatId("5")
                                .messageId(4)
                                .build())
                        .supersedes())
                .isEmpty();
    }

    @Test
    void theCopyWithoutReplyKeepsEverythingElse() {
        SendMessage original = message(REPLY);

        assertThat(new Call.Method(original).withoutReply()).contains(new Call.Method(message(null)));
        assertThat(original.getReplyParameters()).isEqualTo(REPLY);
        assertThat(new Call.Method(message(null)).withoutReply()).isEmpty();
        assertThat(new Call.File(document().withReplyParameters(Optional.of(REPLY))).withoutReply())
                .contains(new Call.File(document()));
        var album = new AlbumUpload(List.of(document(), document()));
        assertThat(new Call.Album(album.withReplyParameters(Optional.of(REPLY))).withoutReply())
                .contains(new Call.Album(album));
        assertThat(new Call.Album(album).repeatable()).isFalse();
    }

    private static Call edit() {
        return new Call.Method(
                EditMessageText.builder().chatId("5").messageId(4).text("t").build());
    }

    private static Call delete() {
        return new Call.Method(new DeleteMessage("5", 4));
    }

    private static FileUpload document() {
        return FileUpload.of(5, "a.txt", FileUpload.Content.of("a"));
    }

    private static SendMessage message(@org.jspecify.annotations.Nullable ReplyParameters reply) {
        InlineKeyboardButton stop =
                InlineKeyboardButton.builder().text("Stop").callbackData("stop").build();
        SendMessage message = SendMessage.builder()
                .chatId(5L)
                .text("<b>hi</b>")
                .parseMode("HTML")
                .replyMarkup(new InlineKeyboardMarkup(List.of(new InlineKeyboardRow(stop))))
                .build();
        message.setReplyParameters(reply);
        return message;
    }
}
