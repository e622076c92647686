package switchboard.telegram.update;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.User;

/**
 * Who may use the bot: people whose numeric id is on the list. An empty list is nobody. Checked in {@link UpdateRouter}
 * for every kind of update, and nowhere else.
 *
 * @param allowed Telegram user ids
 */
public record AccessPolicy(Set<Long> allowed) {

    public AccessPolicy {
        allowed = Set.copyOf(allowed);
    }

    public boolean allows(@Nullable User user) {
        return user != null && !Boolean.TRUE.equals(user.getIsBot()) && allowed.contains(user.getId());
    }
}
