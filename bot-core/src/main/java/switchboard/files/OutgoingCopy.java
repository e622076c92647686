package switchboard.files;

import java.nio.file.Path;

/** The copy of a file that is to be sent to people, or why the file could not be copied. */
public sealed interface OutgoingCopy {

    /**
     * A copy that nobody else knows of.
     *
     * @param key names the file in its chat
     * @param name for people
     */
    record Made(String key, Path copy, String name, long size) implements OutgoingCopy {}

    /** @param reason one sentence for a person, as Markdown */
    record Refused(String reason) implements OutgoingCopy {}
}
