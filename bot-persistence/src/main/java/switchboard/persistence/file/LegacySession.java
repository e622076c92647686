package switchboard.persistence.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import switchboard.text.Texts;

/** The one session file of the time before chats had their own. It names no chat, so it is no chat's session. */
public final class LegacySession {

    /** Where that file was. */
    public static final Path FILE = Path.of("/tmp/claude-telegram-session.json");

    private LegacySession() {}

    /** One sentence for the log if there is such a file; it is left alone. */
    public static Optional<String> notice(Path singleFile) {
        return Files.exists(singleFile) ? Optional.of(Texts.of("sessionDir.legacy", singleFile)) : Optional.empty();
    }
}
