package switchboard.telegram.update;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import switchboard.telegram.api.TelegramApi.Received;

/** An update, or the pieces of one paste, that its chat has not stored yet. Used by one actor. */
final class QueuedUpdate {

    final Inbound inbound;
    final List<Received> updates;
    private final Runnable onTaken;
    private boolean taken;

    /** The file with the update; null if it is not on the disk. */
    @Nullable
    Path file;

    /** Whether the update is being written to the disk. */
    boolean writing;

    /** @param onTaken run once, when Telegram need not keep the update any more */
    QueuedUpdate(Inbound inbound, List<Received> updates, @Nullable Path file, Runnable onTaken) {
        this.inbound = inbound;
        this.updates = updates;
        this.file = file;
        this.onTaken = onTaken;
    }

    void takeOver() {
        if (!taken) {
            taken = true;
            onTaken.run();
        }
    }

    /** The message that it came with; empty for a group's move to another id and for a topic's name, which nobody typed. */
    Optional<Inbound.Source> source() {
        return switch (inbound) {
            case Inbound.Ask ask -> Optional.of(ask.source());
            case Inbound.Slash slash -> Optional.of(slash.source());
            case Inbound.Edited edited -> Optional.of(edited.now().source());
            case Inbound.Amended amended -> Optional.of(amended.now().source());
            default -> Optional.empty();
        };
    }
}
