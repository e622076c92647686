package switchboard.telegram.update;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** The updates of one chat that it has not stored yet, in the order they came. Used by one actor. */
final class ChatQueue {

    final Deque<QueuedUpdate> waiting = new ArrayDeque<>();

    /** Whether the first update is being offered to the chat. */
    boolean offering;

    /** How many offers have failed in a row. */
    int failures;

    private boolean troubled;
    private final Set<String> told = new HashSet<>();

    /** Whether the chat fails to store, so that every further update is written to the disk at once. */
    boolean isTroubled() {
        return troubled;
    }

    /** Notes that the chat fails to store; returns whether that is new. */
    boolean becomeTroubled() {
        var isNew = !troubled;
        troubled = true;
        return isNew;
    }

    /** Notes that the person gets this sentence; returns whether it is the first time in this trouble. */
    boolean tellsOf(String sentence) {
        return told.add(sentence);
    }
}
