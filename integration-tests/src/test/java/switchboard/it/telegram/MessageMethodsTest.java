package switchboard.it.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class MessageMethodsTest extends BotApiFixture {

    @Test
    void aMessageIsKeptAsPlainTextWithEntitiesAndItsHistory() throws Exception {
        ChatMessage first = sent("<b>Looking</b> at it", ", \"parse_mode\": \"HTML\", \"reply_markup\": " + ONE_BUTTON);
        assertThat(first.text()).isEqualTo("Looking at it");
        assertThat(first.spans("bold")).containsExactly("Looking");
        assertThat(first.html()).isEqualTo("<b>Looking</b> at it");
        assertThat(first.labels()).containsExactly("Stop");

        clock.pass(Duration.ofSeconds(2));
        edited(first, "Done", "");
        ChatMessage now = chat.now(first);
        assertThat(now.text()).isEqualTo("Done");
        assertThat(now.buttons()).as("an edit without a keyboard removes it").isEmpty();
        assertThat(now.edits()).isOne();
        assertThat(now.history()).extracting(MessageState::text).containsExactly("Looking at it", "Done");
        assertThat(now.history().get(1).at()).isEqualTo(Instant.parse("2026-11-22T12:00:02Z"));
    }

    @Test
    void textsHaveTelegramsLimits() throws Exception {
        api.limits().off();
        assertThat(refused("sendMessage", text(" \n "))).isEqualTo("Bad Request: message text is empty");
        assertThat(refused("sendMessage", open("<b></b>") + ", \"parse_mode\": \"HTML\"}"))
                .isEqualTo("Bad Request: message text is empty");
        assertThat(refused("sendMessage", text("x".repeat(4097)))).isEqualTo("Bad Request: message is too long");
        assertThat(refused("sendMessage", text("é".repeat(16_385)))).isEqualTo("Bad Request: text is too long");
        bot.ok("sendMessage", text("😀".repeat(4096)));
        assertThat(refused("sendMessage", open("<p>x</p>") + ", \"parse_mode\": \"HTML\"}"))
                .isEqualTo("Bad Request: can't parse entities: Unsupported start tag \"p\" at byte offset 0");
    }

    @Test
    void editsAreRefusedInTelegramsWords() throws Exception {
        api.limits().off();
        ChatMessage message = sent("same", "");
        assertThat(refusedEdit(message.id(), "same  "))
                .startsWith("Bad Request: message is not modified: specified new");
        assertThat(refusedEdit(message.id() + 50, "x")).isEqualTo("Bad Request: message to edit not found");
        assertThat(refusedEdit(chat.says("mine").id(), "x")).isEqualTo("Bad Request: message can't be edited");
        ChatMessage asking = sent("?", ", \"reply_markup\": {\"force_reply\": true}");
        assertThat(refusedEdit(asking.id(), "x")).isEqualTo("Bad Request: message can't be edited");
        bot.ok("deleteMessage", "{\"chat_id\": 111, \"message_id\": " + message.id() + "}");
        assertThat(refusedEdit(message.id(), "x")).isEqualTo("Bad Request: message to edit not found");
        assertThat(chat.deletedMessages()).extracting(ChatMessage::text).containsExactly("same");
    }

    @Test
    void aReplyNeedsItsMessageUnlessItMayMiss() throws Exception {
        ChatMessage prompt = chat.says("hello");
        ChatMessage reply = sent("hi", ", \"reply_parameters\": {\"message_id\": " + prompt.id() + "}");
        assertThat(reply.replyTo()).isEqualTo(prompt.id());

        chat.deletes(prompt);
        String missing = ", \"reply_parameters\": {\"message_id\": " + prompt.id();
        assertThat(refused("sendMessage", open("hi") + missing + "}}"))
                .isEqualTo("Bad Request: message to be replied not found");
        assertThat(sent("hi", missing + ", \"allow_sending_without_reply\": true}")
                        .replyTo())
                .isZero();
    }

    @Test
    void buttonsNeedOneActionAndShortData() throws Exception {
        api.limits().off();
        assertThat(refused(
                        "sendMessage", open("x") + ", \"reply_markup\": {\"inline_keyboard\": [[{\"text\": \"a\"}]]}}"))
                .contains("Text buttons are unallowed in the inline keyboard");
        try (FakeBotApi other = FakeBotApi.start(clock);
                var client = new BotClient(other)) {
            other.privateChat(ada);
            JsonNode answer = client.call(
                    "sendMessage",
                    open("x") + ", \"reply_markup\": {\"inline_keyboard\": [[{\"text\": \"a\", \"callback_data\": \""
                            + "é".repeat(33) + "\"}]]}}");
            assertThat(answer.path("description").asText()).matches(".*(BUTTON_DATA_INVALID|outside 1-64 bytes).*");
        }
    }

    @Test
    void photosMustBePictures() throws Exception {
        var png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", png);
        assertThat(upload(png.toByteArray())).contains("\"width\":40");
        assertThat(upload(new byte[] {1, 2, 3})).contains("IMAGE_PROCESS_FAILED");
    }

    private String upload(byte[] picture) throws IOException, InterruptedException {
        var latin = new String(picture, StandardCharsets.ISO_8859_1);
        return bot.sendLatin(
                        "sendPhoto",
                        "multipart/form-data; boundary=XX",
                        "--XX\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n111\r\n--XX\r\n"
                                + "Content-Disposition: form-data; name=\"photo\"; filename=\"p.png\"\r\n\r\n"
                                + latin + "\r\n--XX--\r\n")
                .body();
    }
}
