package switchboard.telegram.update;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.User;

/**
 * Who may use the bot: people whose numeric id is on the list. An empty list is nobody. Checked in {@link UpdateRouter}
 * for every kind of update, and nowhere else.
 *
 * @param allowed Telegram user ids
 * @param everybody whether whoever reaches the Bot API may: only for one that lets nobody else in, as that of local mode
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
