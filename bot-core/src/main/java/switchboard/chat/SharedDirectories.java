package switchboard.chat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import switchboard.model.ChatId;
import switchboard.model.Markdown;
import switchboard.model.Standing;

/**
 * Which chats are to be told that another one works in their directory: each once, as long as it stays there. Used by one
 * actor.
 */
final class SharedDirectories {

    /** Where a chat was when it was told. */
    private final Map<ChatId, Path> told = new HashMap<>();

    /** The chats to be told now that {@code chat} stands so; {@code all} are all chats, this one among them. */
    List<ChatId> met(Standing chat, Collection<Standing> all) {
        told.computeIfPresent(chat.chat(), (id, where) -> where.equals(chat.directory()) ? where : null);
        if (!works(chat)) {
            return List.of();
        }
        var there = all.stream()
                .filter(each -> works(each) && each.directory().equals(chat.directory()))
                .filter(each -> each.chat().equals(chat.chat()) || !isSame(each, chat))
                .map(Standing::chat)
                .toList();
        return there.size() < 2
                ? List.of()
                : there.stream()
                        .filter(each -> !chat.directory().equals(told.put(each, chat.directory())))
                        .toList();
    }

    void forget(ChatId chat) {
        told.remove(chat);
    }

    static String sentence(Path directory) {
        return "Another chat works in " + Markdown.code(directory)
                + " too: each meets the files that the other changes. /cd gives this chat another directory.";
    }

    /** A conversation that has got another id stands under both for a moment. */
    private static boolean isSame(Standing one, Standing other) {
        return one.session() != null && one.session().equals(other.session());
    }

    private static boolean works(Standing chat) {
        return chat.session() != null || !chat.settled();
    }
}
