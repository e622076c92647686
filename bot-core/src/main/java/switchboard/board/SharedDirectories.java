package switchboard.board;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import switchboard.model.ChatId;
import switchboard.model.ChatSummary;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * Finds the chats to notify that another chat works in their directory: each chat once, as long as it stays there. The cost does
 * not depend on the number of chats. Used by one actor.
 */
final class SharedDirectories {

    /** A directory in which chats work. */
    private static final class Place {
        final Map<ChatId, ChatSummary> working = new HashMap<>();
        final Set<ChatId> untold = new LinkedHashSet<>();

        /** Whether other chats work here. A conversation whose id changes has two ids for a moment, never more. */
        boolean isSharedBy(ChatSummary chat) {
            return working.size() > 2 || working.values().stream().anyMatch(other -> isOther(other, chat));
        }
    }

    private final Map<Path, Place> places = new HashMap<>();
    private final Map<ChatId, Path> whereabouts = new HashMap<>();

    /** The chats that have been notified, each with its directory at that time. */
    private final Map<ChatId, Path> told = new HashMap<>();

    /** The chats to notify now that {@code chat} is in this state. */
    List<ChatId> met(ChatSummary chat) {
        var id = chat.chat();
        var directory = chat.directory();
        told.computeIfPresent(id, (any, where) -> where.equals(directory) ? where : null);
        leave(id);
        if (!works(chat)) {
            return List.of();
        }
        var place = places.computeIfAbsent(directory, any -> new Place());
        place.working.put(id, chat);
        whereabouts.put(id, directory);
        if (!told.containsKey(id)) {
            place.untold.add(id);
        }
        if (place.untold.isEmpty() || !place.isSharedBy(chat)) {
            return List.of();
        }
        var now = place.untold.stream()
                .filter(each -> each.equals(id) || isOther(Objects.requireNonNull(place.working.get(each)), chat))
                .toList();
        now.forEach(each -> told.put(each, directory));
        now.forEach(place.untold::remove);
        return now;
    }

    void forget(ChatId chat) {
        told.remove(chat);
        leave(chat);
    }

    private void leave(ChatId chat) {
        var directory = whereabouts.remove(chat);
        if (directory != null) {
            places.computeIfPresent(directory, (any, place) -> {
                place.working.remove(chat);
                place.untold.remove(chat);
                return place.working.isEmpty() ? null : place;
            });
        }
    }

    static String sentence(Path directory) {
        return Texts.of("cd.shared", Markdown.code(directory));
    }

    /** A conversation whose id changes is listed under both ids for a moment: that is not another chat. */
    private static boolean isOther(ChatSummary one, ChatSummary chat) {
        var isSame = one.session() != null && one.session().equals(chat.session());
        return !isSame && !one.chat().equals(chat.chat());
    }

    private static boolean works(ChatSummary chat) {
        return chat.session() != null || !chat.settled();
    }
}
