package switchboard.model;

import java.time.Instant;
import switchboard.text.Texts;

/**
 * The state of a chat's turn, as people see it.
 *
 * @param since when the turn asked for its permit, or got it
 * @param detail the running tool in one line, or empty
 * @param place its place in the line for a permit, from 1; 0 if it is in none
 */
public record Activity(Phase phase, Instant since, String detail, int place) {

    /** A turn's phases as people see them. */
    public enum Phase {
        IDLE(Texts.of("activity.idle")),
        WAITING(Texts.of("activity.waiting")),
        RUNNING(Texts.of("activity.running")),
        ASKING(Texts.of("activity.asking")),
        STOPPING(Texts.of("activity.stopping"));

        private final String word;

        Phase(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public static final Activity IDLE = new Activity(Phase.IDLE, Instant.EPOCH, "", 0);

    public boolean isIdle() {
        return phase == Phase.IDLE;
    }
}
