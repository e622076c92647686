package switchboard.telegram.update;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.User;

/**
 * Who may use the bot: people whose numeric id is on the list. With an empty list nobody may. {@link UpdateRouter} checks this
 * for every kind of update; nothing else does.
 *
 * @param allowed Telegram user ids
 * @param everybody whether everybody who reaches the Bot API may use the bot: only for a Bot API that lets nobody else in, such
 *     as that of local mode
 */
public record AccessPolicy(Set<Long> allowed, boolean everybody) {

    public AccessPolicy {
        allowed = Set.copyOf(allowed);
    }

    public static AccessPolicy of(Set<Long> allowed) {
        return new AccessPolicy(allowed, false);
    }

    public boolean allows(@Nullable User user) {
        return user != null && !Boolean.TRUE.equals(user.getIsBot()) && (everybody || allowed.contains(user.getId()));
    }

    public boolean allowsNobody() {
        return !everybody && allowed.isEmpty();
    }
}
