package switchboard.it.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import switchboard.botapi.Json;

/** What Bot API 10.2 and 10.3 added to 10.1, as far as this bot can meet it. A name ending in ! is required. */
final class SpecOverlay {
    private static final JsonNode ADDED = Json.parse("""
            {"methods": {
               "sendMessageDraft": {"can_stop": "Boolean", "keep_on_stop": "Boolean"},
               "sendMessage": {"ephemeral_message_parameters": "EphemeralMessageParameters"},
               "sendPhoto": {"ephemeral_message_parameters": "EphemeralMessageParameters"},
               "sendDocument": {"ephemeral_message_parameters": "EphemeralMessageParameters"}},
             "types": {
               "Update": {"subscription": "BotSubscriptionUpdated",
                          "stopped_message_generation": "MessageGenerationStopped"},
               "BotSubscriptionUpdated": {"user!": "User", "invoice_payload!": "String", "state!": "String"},
               "MessageGenerationStopped": {"chat!": "Chat", "message_thread_id": "Integer", "draft_id!": "Integer"},
               "EphemeralMessageParameters": {"receiver_user_id!": "Integer", "callback_query_id": "String",
                                              "replace_callback_query_message": "Boolean"},
               "Message": {"receiver_user": "User", "ephemeral_message_id": "Integer"},
               "ReplyParameters": {"message_id": "Integer", "ephemeral_message_id": "Integer"},
               "DisabledButton": {},
               "InlineKeyboardButton": {"disabled": "DisabledButton"},
               "InlineKeyboardMarkup": {"force_reply": "Boolean"},
               "ReplyKeyboardMarkup": {"force_reply": "Boolean"},
               "BotCommand": {"is_ephemeral": "Boolean"},
               "ChatMemberAdministrator": {"can_send_welcome_messages!": "Boolean"}}}
            """);

    private SpecOverlay() {}

    static void addTo(ObjectNode spec) {
        for (String kind : new String[] {"methods", "types"}) {
            var store = (ObjectNode) spec.path(kind);
            ADDED.path(kind).properties().forEach(e -> add(store, e.getKey(), e.getValue()));
        }
    }

    private static void add(ObjectNode store, String name, JsonNode added) {
        ObjectNode entry = store.withObjectProperty(name);
        ArrayNode fields = entry.withArrayProperty("fields");
        added.properties().forEach(e -> {
            boolean required = e.getKey().endsWith("!");
            String field = required ? e.getKey().substring(0, e.getKey().length() - 1) : e.getKey();
            for (int i = fields.size() - 1; i >= 0; i--) {
                if (fields.get(i).path("name").asText().equals(field)) {
                    fields.remove(i);
                }
            }
            ObjectNode node = fields.addObject()
                    .put("name", field)
                    .put("required", required)
                    .put("description", "");
            node.putArray("types").add(e.getValue().asText());
        });
    }
}
