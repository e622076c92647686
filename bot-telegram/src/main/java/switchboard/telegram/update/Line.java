package switchboard.telegram.update;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.telegram.api.TelegramApi.Received;

/** What was said in one chat and is not stored by it yet, in the order it came. Used by one actor. */
final class Line {

    /** One thing said. */
    static final class Item {
        final Routed routed;
        final List<Received> updates;
        private final Runnable onTaken;
        private boolean taken;

        /** Where it is kept on the disk. */
        @Nullable
        Path file;

        /** Whether it is being written to the disk. */
        boolean writing;

        /** @param onTaken run once, when Telegram need not keep it any more */
        Item(Routed routed, List<Received> updates, @Nullable Path file, Runnable onTaken) {
            this.routed = routed;
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

        /** Where it was said; a group's move to another id and a topic's name were said by nobody. */
        Optional<Routed.Source> source() {
            return switch (routed) {
                case Routed.Ask ask -> Optional.of(ask.source());
                case Routed.Slash slash -> Optional.of(slash.source());
                default -> Optional.empty();
            };
        }

        List<Long> updateIds() {
            return updates.stream().map(Received::updateId).toList();
        }
    }

    final Deque<Item> items = new ArrayDeque<>();

    /** Whether the first is being offered to the chat. */
    boolean offering;

    /** How often that failed in a row. */
    int failures;

    private boolean troubled;
    private final Set<String> told = new HashSet<>();

    /** Whether what comes now is kept on the disk at once. */
    boolean isTroubled() {
        return troubled;
    }

    /** Whether the trouble is new. */
    boolean becomeTroubled() {
        var isNew = !troubled;
        troubled = true;
        return isNew;
    }

    /** Whether a sentence was not said yet in this trouble, in which case it is now. */
    boolean tellsOf(String sentence) {
        return told.add(sentence);
    }
}
