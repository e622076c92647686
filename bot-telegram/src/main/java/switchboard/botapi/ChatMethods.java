package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import switchboard.botapi.BotApiState.Query;
import switchboard.botapi.FileStore.StoredFile;
import switchboard.botapi.StoredChat.Draft;

/** Actions, drafts, button answers, chat information and files. Called under the state's lock. */
final class ChatMethods {
    private static final int MAX_ANSWER = 200;
    private static final Set<String> ACTIONS = Set.copyOf(List.of(
            "typing",
            "upload_photo",
            "record_video",
            "upload_video",
            "record_voice",
            "upload_voice",
            "upload_document",
            "choose_sticker",
            "find_location",
            "record_video_note",
            "upload_video_note"));

    private final BotApiState state;
    private final Targets targets;

    ChatMethods(BotApiState state) {
        this.state = state;
        this.targets = new Targets(state);
    }

    JsonNode sendChatAction(Params p) {
        StoredChat chat = targets.writable(p);
        String action = p.text("action");
        if (action == null || !ACTIONS.contains(action)) {
            throw ApiError.badRequest("wrong parameter action in request");
        }
        state.tell(new BotApiEvent.ActionShown(chat, topic(chat, p), action));
        return Json.TRUE;
    }

    JsonNode sendMessageDraft(Params p) {
        StoredChat chat = targets.writable(p);
        if (!chat.isPrivate()) {
            throw ApiError.badRequest("TEXTDRAFT_PEER_INVALID");
        }
        long id = p.number("draft_id", 0);
        if (id == 0) {
            throw ApiError.badRequest("RANDOM_ID_INVALID");
        }
        FormattedText text = TextInput.draft(p);
        long topic = topic(chat, p);
        var draft = new Draft(id, text, p.flag("can_stop"), state.now());
        chat.drafts.put(topic, draft);
        state.tell(new BotApiEvent.DraftShown(chat, topic, draft));
        return Json.TRUE;
    }

    JsonNode answerCallbackQuery(Params p) {
        Query query = state.presses.find(String.valueOf(p.text("callback_query_id")), state.now());
        if (query == null) {
            throw ApiError.badRequest("query is too old and response timeout expired or query ID is invalid");
        }
        String text = p.text("text");
        if (text != null && text.codePointCount(0, text.length()) > MAX_ANSWER) {
            throw ApiError.badRequest("MESSAGE_TOO_LONG");
        }
        state.tell(new BotApiEvent.PressAnswered(query.id(), text == null ? "" : text, p.flag("show_alert")));
        return Json.TRUE;
    }

    JsonNode getChat(Params p) {
        ObjectNode chat = targets.chat(p).json();
        chat.put("accent_color_id", 0).put("max_reaction_count", 11);
        ObjectNode gifts = chat.putObject("accepted_gift_types");
        for (String kind : List.of(
                "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")) {
            gifts.put(kind, false);
        }
        return chat;
    }

    JsonNode getFile(Params p) {
        StoredFile file = state.files.byId(String.valueOf(p.text("file_id")));
        if (file == null) {
            throw ApiError.badRequest("wrong file_id or the file is temporarily unavailable");
        }
        if (file.size() > state.files.limits().file()) {
            throw ApiError.badRequest("file is too big");
        }
        return file.json().put("file_path", file.path());
    }

    private static long topic(StoredChat chat, Params p) {
        return chat.forum ? p.number("message_thread_id", 0) : 0;
    }
}
