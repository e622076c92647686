package switchboard.shell;

import java.time.Duration;
import switchboard.files.OutgoingCopy;
import switchboard.guard.Verdict;

/** What has come of a shell command that was to run. */
public sealed interface ShellResult {

    /**
     * It has run.
     *
     * @param code of its end
     */
    record Ended(How how, int code, Duration took, Output output) implements ShellResult {}

    /** Why it has ended. */
    enum How {
        /** By itself, or by a signal from elsewhere. */
        EXITED,
        /** Its time was over. */
        LATE,
        /** A person has stopped it. */
        STOPPED
    }

    /** It has not run, because of this. One sentence, as Markdown. */
    record Refused(String reason) implements ShellResult {}

    /** It has not run, because it reaches other closed files than people were told. */
    record Changed(Verdict verdict) implements ShellResult {}

    /** It has not run, because so many run in other chats. */
    record Busy(int running) implements ShellResult {}

    /** What it has printed, as plain text without secrets. */
    sealed interface Output {}

    /** Text that fits into a message; perhaps none. */
    record InMessage(String text) implements Output {}

    /**
     * Text that goes as a file.
     *
     * @param end of the text, for a message if the file cannot be made
     * @param leftOut how many bytes come before what is in the file
     */
    record AsFile(OutgoingCopy file, String end, long leftOut) implements Output {}
}
