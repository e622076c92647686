package switchboard.it.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.botapi.Json;

class BotApiSpecTest {
    private static final Logger LOG = LoggerFactory.getLogger(BotApiSpecTest.class);

    private BotApiSpec spec;

    @BeforeEach
    void load() {
        Optional<BotApiSpec> found = BotApiSpec.fromEnvironment();
        if (found.isEmpty()) {
            LOG.warn("skipped: TELEGRAM_SPEC names no machine-readable Bot API");
        }
        assumeTrue(found.isPresent(), "TELEGRAM_SPEC names no machine-readable Bot API");
        spec = found.orElseThrow();
    }

    @Test
    void aGoodCallHasNothingWrong() {
        assertThat(method("sendMessage", """
                        {"chat_id": -1001234567890, "message_thread_id": 77, "text": "x", "disable_notification": true,
                         "link_preview_options": {"is_disabled": true},
                         "reply_parameters": {"message_id": 512, "allow_sending_without_reply": true},
                         "reply_markup": {"inline_keyboard": [[{"text": "Stop", "style": "danger", "callback_data": "s"}]]}}
                        """)).isEmpty();
    }

    @Test
    void unknownMissingAndMistypedFieldsAreFoundAtAnyDepth() {
        assertThat(method("sendMessage", """
                        {"chat_id": 1, "txt": "x", "disable_notification": "yes",
                         "reply_markup": {"inline_keyboard": [[{"text": "Stop", "calback_data": "s"}]]}}
                        """))
                .containsExactlyInAnyOrder(
                        "sendMessage.txt: unknown field",
                        "sendMessage.text: missing",
                        "sendMessage.disable_notification: Boolean expected",
                        "sendMessage.reply_markup.inline_keyboard[0][0].calback_data: unknown field");
    }

    @Test
    void lengthsAreTakenFromTheDescriptions() {
        assertThat(method(
                        "answerCallbackQuery", "{\"callback_query_id\": \"1\", \"text\": \"" + "x".repeat(201) + "\"}"))
                .containsExactly("answerCallbackQuery.text: length 201 outside 0-200 characters");
        assertThat(method("createForumTopic", "{\"chat_id\": 1, \"name\": \"" + "x".repeat(129) + "\"}"))
                .containsExactly("createForumTopic.name: length 129 outside 1-128 characters");
        assertThat(method(
                        "editMessageReplyMarkup",
                        "{\"chat_id\": 1, \"message_id\": 2, \"reply_markup\": {\"inline_keyboard\": [[{\"text\": \"x\","
                                + " \"callback_data\": \"" + "é".repeat(33) + "\"}]]}}"))
                .containsExactly("editMessageReplyMarkup.reply_markup.inline_keyboard[0][0].callback_data: length 66"
                        + " outside 1-64 bytes");
    }

    @Test
    void whatCameAfterTheSpecIsKnown() {
        assertThat(method("sendMessageDraft", "{\"chat_id\": 1, \"draft_id\": 2, \"text\": \"\", \"can_stop\": true}"))
                .isEmpty();
        assertThat(spec.type(
                        "Update",
                        Json.parse("{\"update_id\": 1, \"stopped_message_generation\":"
                                + " {\"chat\": {\"id\": 1, \"type\": \"private\"}, \"draft_id\": 2}}")))
                .isEmpty();
        assertThat(method(
                        "sendMessage",
                        "{\"chat_id\": 1, \"text\": \"x\", \"reply_parameters\": {\"ephemeral_message_id\": 3}}"))
                .isEmpty();
    }

    @Test
    void unknownMethodsAreNamed() {
        assertThat(method("sendMesage", "{}")).containsExactly("unknown method sendMesage");
    }

    @Test
    void formFieldsAreReadAsTheSpecExpectsThem() {
        ObjectNode form = Json.object()
                .put("chat_id", "-100")
                .put("message_id", "7")
                .put("text", "42")
                .put("reply_markup", "{\"inline_keyboard\": []}");
        assertThat(spec.method("editMessageText", spec.typed("editMessageText", form)))
                .isEmpty();
    }

    private List<String> method(String name, String params) {
        return spec.method(name, Json.parse(params));
    }
}
