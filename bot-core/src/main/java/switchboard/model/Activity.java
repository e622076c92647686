package switchboard.model;

import java.time.Instant;
import switchboard.text.Texts;

/**
 * The state of a chat's turn, as people see it.
 *
 * @param since when the turn asked for its files or its permit, or got it
 * @param detail the running tool in one line, or which files are fetched or transcribed, or empty
 * @param place its place in the line for a permit, from 1; 0 if it is in none
 */
public record Activity(Phase phase, Instant since, String detail, int place) {

    /** A turn's phases as people see them. */
    public enum Phase {
        IDLE,
        FETCHING,
        LISTENING,
        WAITING,
        RUNNING,
        ASKING,
        STOPPING
    }

    public static final Activity IDLE = new Activity(Phase.IDLE, Instant.EPOCH, "", 0);

    public boolean isIdle() {
        return phase == Phase.IDLE;
    }

    /** Whether its detail is part of its {@link #word}: the files that it is about. */
    public boolean namesFiles() {
        return phase == Phase.FETCHING || phase == Phase.LISTENING;
    }

    /** The phase as people read it. */
    public String word() {
        return switch (phase) {
            case IDLE -> Texts.of("activity.idle");
            case FETCHING -> Texts.of("activity.fetching", detail);
            case LISTENING -> Texts.of("activity.listening", detail);
            case WAITING -> Texts.of("activity.waiting");
            case RUNNING -> Texts.of("activity.running");
            case ASKING -> Texts.of("activity.asking");
            case STOPPING -> Texts.of("activity.stopping");
        };
    }
}
