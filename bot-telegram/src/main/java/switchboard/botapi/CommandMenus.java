package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bot's command menus by scope and language. Guarded by the lock of its {@link BotApiState}. */
final class CommandMenus {
    private static final int MAX_COMMANDS = 100;
    private static final Set<String> CHAT_SCOPES = Set.of("chat", "chat_administrators", "chat_member");
    private static final Set<String> PLAIN_SCOPES =
            Set.of("default", "all_private_chats", "all_group_chats", "all_chat_administrators");

    private final Map<String, JsonNode> menus = new LinkedHashMap<>();

    /** @throws ApiError 400 if a command breaks a rule */
    void set(@Nullable JsonNode commands, @Nullable JsonNode scope, @Nullable String language) {
        if (commands == null || !commands.isArray()) {
            throw ApiError.badRequest("can't parse commands: expected an array of BotCommand");
        }
        if (commands.size() > MAX_COMMANDS) {
            throw ApiError.badRequest("BOT_COMMANDS_TOO_MUCH");
        }
        for (JsonNode command : commands) {
            if (!command.path("command").asText().matches("[a-z0-9_]{1,32}")) {
                throw ApiError.badRequest("BOT_COMMAND_INVALID");
            }
            int length = command.path("description").asText().length();
            if (length < 1 || length > 256) {
                throw ApiError.badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
            }
        }
        menus.put(key(scope, language), commands);
    }

    JsonNode get(@Nullable JsonNode scope, @Nullable String language) {
        return menus.getOrDefault(key(scope, language), Json.array());
    }

    void delete(@Nullable JsonNode scope, @Nullable String language) {
        menus.remove(key(scope, language));
    }

    /**
     * The menu that a person sees in a chat: that of the first scope that has one. In each scope, a menu of the language comes
     * before one without a language.
     */
    JsonNode shown(StoredChat chat, User user, String language) {
        String here = "chat/" + chat.id;
        return chat.isPrivate()
                ? first(List.of(here, "all_private_chats", "default"), language)
                : first(
                        List.of("chat_member/" + chat.id + "/" + user.id(), here, "all_group_chats", "default"),
                        language);
    }

    /** The menu of private chats that have no menu of their own. */
    JsonNode ofPrivateChats(String language) {
        return first(List.of("all_private_chats", "default"), language);
    }

    private JsonNode first(List<String> scopes, String language) {
        for (String scope : scopes) {
            for (String key : List.of(scope + '|' + language, scope + '|')) {
                JsonNode menu = menus.get(key);
                if (menu != null) {
                    return menu;
                }
            }
        }
        return Json.array();
    }

    private static String key(@Nullable JsonNode scope, @Nullable String language) {
        String type = scope == null ? "default" : scope.path("type").asText();
        String suffix = '|' + (language == null ? "" : language);
        if (PLAIN_SCOPES.contains(type)) {
            return type + suffix;
        }
        if (scope == null || !CHAT_SCOPES.contains(type)) {
            throw ApiError.badRequest("can't parse BotCommandScope: unsupported type specified");
        }
        String user = type.equals("chat_member") ? "/" + scope.path("user_id").asLong() : "";
        return type + '/' + scope.path("chat_id").asLong() + user + suffix;
    }
}
