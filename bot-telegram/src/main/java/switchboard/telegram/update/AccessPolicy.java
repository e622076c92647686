package switchboard.telegram.update;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.User;
import switchboard.model.Caller;
import switchboard.model.ChatId;

/**
 * Who may use the bot: people whose numeric id is on the list. With an empty list nobody may. {@link UpdateRouter} checks this
 * for every kind of update; nothing else does.
 *
 * @param allowed Telegram user ids
 * @param owners those of them who may change what Claude may do; empty for all of them
 * @param everybody whether everybody who reaches the Bot API owns the bot: only for a Bot API that lets nobody else in, such as
 *     that of local mode
 */
public record AccessPolicy(Set<Long> allowed, Set<Long> owners, boolean everybody) {

    public AccessPolicy {
        allowed = Set.copyOf(allowed);
        owners = Set.copyOf(owners);
    }

    /** These people, all of them owners. */
    public static AccessPolicy of(Set<Long> allowed) {
        return of(allowed, Set.of());
    }

    public static AccessPolicy of(Set<Long> allowed, Set<Long> owners) {
        return new AccessPolicy(allowed, owners, false);
    }

    public static AccessPolicy ofEverybody() {
        return new AccessPolicy(Set.of(), Set.of(), true);
    }

    public boolean allows(@Nullable User user) {
        return user != null && !Boolean.TRUE.equals(user.getIsBot()) && (everybody || allowed.contains(user.getId()));
    }

    public boolean allowsNobody() {
        return !everybody && allowed.isEmpty();
    }

    /** A person as a caller. In private they see all chats. */
    public Caller caller(User user, boolean isPrivate) {
        var role = allows(user) && owns(user.getId()) ? Caller.Role.OWNER : Caller.Role.USER;
        return new Caller(Long.toString(user.getId()), Quotes.name(user), role, isPrivate && allows(user));
    }

    /** Whether an owner may be in the chat: a private chat has the id of its person. */
    public boolean hasOwner(ChatId chat) {
        return chat.isGroup() || owns(chat.chat());
    }

    /** Of the people who are allowed. */
    private boolean owns(long user) {
        return owners.isEmpty() || owners.contains(user);
    }
}
