package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Changes existing messages: {@code editMessageText}, {@code editMessageCaption}, {@code editMessageReplyMarkup},
 * {@code deleteMessage}, {@code setMessageReaction}. Called under the state's lock.
 */
final class EditMethods {
    private static final Duration DELETABLE = Duration.ofDays(2);
    private static final String NOT_MODIFIED =
            "message is not modified: specified new message content and reply markup are"
                    + " exactly the same as a current content and reply markup of the message";
    private static final Set<String> REACTIONS =
            Set.of(("❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳"
                            + " ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃"
                            + " 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡")
                    .split(" ", -1));

    private final BotApiState state;
    private final Targets targets;

    EditMethods(BotApiState state) {
        this.state = state;
        this.targets = new Targets(state);
    }

    JsonNode editMessageText(Params p) {
        FormattedText text = TextInput.message(p);
        var markup = ReplyMarkup.of(p);
        StoredChat chat = targets.writable(p);
        StoredMessage message = targets.editable(chat, p);
        if (!message.isText()) {
            throw ApiError.badRequest("there is no text in the message to edit");
        }
        JsonNode linkPreview = p.structure("link_preview_options");
        requireChange(message, text, markup);
        message.linkPreview = linkPreview;
        return edit(chat, message, text, markup);
    }

    JsonNode editMessageCaption(Params p) {
        FormattedText caption = TextInput.caption(p);
        var markup = ReplyMarkup.of(p);
        StoredChat chat = targets.writable(p);
        StoredMessage message = targets.editable(chat, p);
        if (message.isText()) {
            throw ApiError.badRequest("there is no caption in the message to edit");
        }
        requireChange(message, caption, markup);
        return edit(chat, message, caption, markup);
    }

    JsonNode editMessageReplyMarkup(Params p) {
        var markup = ReplyMarkup.of(p);
        StoredChat chat = targets.writable(p);
        StoredMessage message = targets.editable(chat, p);
        requireChange(message, message.text, markup);
        return edit(chat, message, message.text, markup);
    }

    private static void requireChange(StoredMessage message, FormattedText text, ReplyMarkup markup) {
        if (text.equals(message.text) && Objects.equals(markup.inline(), message.markup.inline())) {
            throw ApiError.badRequest(NOT_MODIFIED);
        }
    }

    private JsonNode edit(StoredChat chat, StoredMessage message, FormattedText text, ReplyMarkup markup) {
        message.become(text, markup, state.now());
        state.tell(new BotApiEvent.MessageChanged(chat, message));
        return MessageJson.of(chat, message);
    }

    JsonNode deleteMessage(Params p) {
        StoredChat chat = targets.writable(p);
        StoredMessage message = targets.message(chat, p);
        if (message == null) {
            throw ApiError.badRequest("message to delete not found");
        }
        boolean own = message.from.id() == state.bot.id();
        boolean mayDelete = own || chat.isPrivate() || chat.botIsAdmin();
        if (!mayDelete || message.date.plus(DELETABLE).isBefore(state.now())) {
            throw ApiError.badRequest("message can't be deleted");
        }
        state.delete(chat, message);
        return Json.TRUE;
    }

    JsonNode setMessageReaction(Params p) {
        StoredChat chat = targets.writable(p);
        StoredMessage message = targets.message(chat, p);
        if (message == null) {
            throw ApiError.badRequest("message to react not found");
        }
        JsonNode given = p.structure("reaction");
        var reactions = new ArrayList<String>();
        if (given != null) {
            given.forEach(r -> reactions.add(r.path("emoji").asText()));
        }
        if (reactions.size() > 1) {
            throw ApiError.badRequest("REACTIONS_TOO_MANY");
        }
        if (!REACTIONS.containsAll(reactions)) {
            throw ApiError.badRequest("REACTION_INVALID");
        }
        message.reactions = List.copyOf(reactions);
        state.tell(new BotApiEvent.MessageChanged(chat, message));
        return Json.TRUE;
    }
}
