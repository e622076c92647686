package switchboard.persistence.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import switchboard.text.Texts;

/** The single session file from before chats had their own. It names no chat, so it belongs to none. */
public final class LegacySession {

    /** The place of that file. */
    public static final Path FILE = Path.of("/tmp/claude-telegram-session.json");

    private LegacySession() {}

    /** One sentence for the log if there is such a file. The file is not touched. */
    public static Optional<String> notice(Path singleFile) {
        return Files.exists(singleFile) ? Optional.of(Texts.of("sessionDir.legacy", singleFile)) : Optional.empty();
    }
}
