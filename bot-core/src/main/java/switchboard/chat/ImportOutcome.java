package switchboard.chat;

import switchboard.model.Session;

/** What has become of a session that came as a file. */
sealed interface ImportOutcome {

    /** The agent knows it. */
    record Arrived(Session session) implements ImportOutcome {}

    /** @param sentence why it does not come, for a person */
    record Refused(String sentence) implements ImportOutcome {}
}
