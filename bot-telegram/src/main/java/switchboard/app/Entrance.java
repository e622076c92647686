package switchboard.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import switchboard.web.AccessKey;

/**
 * Where people open the pages.
 *
 * @param page the chats in local mode, otherwise the board
 * @param keyFile where the key is kept; empty if the host has set it
 */
public record Entrance(URI page, AccessKey key, Optional<Path> keyFile) {

    /** The address that opens the page in any browser of this machine: a secret, for a person's eyes only. */
    public String opening() {
        return page + "?key=" + key.value();
    }

    /** The same for a log. */
    public String described() {
        return page + ", with the key " + keyFile.map(file -> "in " + file).orElse("that HTTP_TOKEN says") + ": " + page
                + "?key=...";
    }
}
