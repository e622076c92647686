package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import switchboard.botapi.StoredChat.Standing;

/** All methods that the tests' bot can call: those of the embedded Bot API, and leaving groups, forum topics and webhooks. */
public final class FullBotApi {
    private final BotApiState state;
    private final Targets targets;
    private final BotMethods methods;

    /** The address of a webhook that somebody else has set; empty = none. */
    private String webhook = "";

    public FullBotApi(BotApiState state) {
        this.state = state;
        this.targets = new Targets(state);
        this.methods = new BotMethods(state);
        addGroups();
        addUpdates();
    }

    public BotMethods methods() {
        return methods;
    }

    /** Somebody else sets a webhook: until the bot deletes it, asking for updates is refused. */
    public void webhook(String url) {
        state.locked(() -> webhook = url);
    }

    /**
     * From now on the server keeps files in a directory of this disk and tells their paths, however large they are, as one in {@code
     * --local} mode does.
     */
    public void filesIn(Path directory) {
        methods.add("getFile", p -> localFile(directory, p));
    }

    private JsonNode localFile(Path directory, Params p) {
        var file = state.files().byId(String.valueOf(p.text("file_id")));
        if (file == null) {
            throw ApiError.badRequest("wrong file_id or the file is temporarily unavailable");
        }
        try {
            var path = directory.resolve(file.path().replace('/', '_'));
            Files.write(path, state.files().content(file).bytes());
            return file.json().put("file_path", path.toString());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** How many updates the bot has not confirmed. */
    public int pendingUpdates() {
        return state.locked(state.updates::size);
    }

    private void addGroups() {
        var topics = new TopicMethods(state);
        methods.add("createForumTopic", topics::createForumTopic);
        methods.add("editForumTopic", topics::editForumTopic);
        methods.add("closeForumTopic", topics::closeForumTopic);
        methods.add("deleteForumTopic", topics::deleteForumTopic);
        methods.add("leaveChat", this::leaveChat);
    }

    private void addUpdates() {
        var polled = Objects.requireNonNull(methods.find("getUpdates")).run();
        methods.put(
                "getUpdates",
                p -> state.locked(() -> {
                    requireNoWebhook();
                    return polled.apply(p);
                }));
        methods.add("deleteWebhook", this::deleteWebhook);
        methods.add("getWebhookInfo", this::getWebhookInfo);
    }

    private JsonNode leaveChat(Params p) {
        var chat = targets.writable(p);
        if (chat.isPrivate()) {
            throw ApiError.badRequest("chat member status can't be changed in private chats");
        }
        chat.standing = Standing.LEFT;
        state.tell(new BotApiEvent.ChatChanged(chat));
        return Json.TRUE;
    }

    private void requireNoWebhook() {
        if (!webhook.isEmpty()) {
            throw ApiError.conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete"
                    + " the webhook first");
        }
    }

    private JsonNode deleteWebhook(Params p) {
        webhook = "";
        if (p.flag("drop_pending_updates")) {
            dropUpdates();
        }
        return Json.TRUE;
    }

    private void dropUpdates() {
        var pending = state.take(0, Integer.MAX_VALUE);
        if (!pending.isEmpty()) {
            state.take(pending.getLast().path("update_id").asLong() + 1, 1);
        }
    }

    private JsonNode getWebhookInfo(Params p) {
        var info = Json.object()
                .put("url", webhook)
                .put("has_custom_certificate", false)
                .put("pending_update_count", state.updates.size());
        var allowed = state.updates.setting();
        if (allowed != null) {
            var kinds = info.putArray("allowed_updates");
            allowed.forEach(kinds::add);
        }
        return info;
    }
}
