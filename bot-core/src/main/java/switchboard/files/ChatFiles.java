package switchboard.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.text.HiddenCharacters;

/**
 * Where the files of chats lie: one directory a chat, which only this user can read.
 *
 * @param root holds the directories of all chats
 */
public record ChatFiles(Path root) {

    /** Bytes of a name, at most. */
    private static final int LONGEST = 120;

    private static final String PART = ".part";
    private static final Pattern PART_OF_FILE = Pattern.compile("\\.[0-9a-f]{16}" + Pattern.quote(PART));

    /** The files of a chat. */
    public Path directory(ChatId chat) {
        return root.resolve(chat.toString());
    }

    /** Where a file lies once it is fetched. The same file has the same place, also after a restart. */
    public Path path(ChatId chat, Content.Attachment file) {
        return directory(chat).resolve(mark(file) + "-" + name(file));
    }

    /** Where a file is written while it is fetched. No fetched file begins with a dot. */
    Path part(ChatId chat, Content.Attachment file) {
        return directory(chat).resolve("." + mark(file) + PART);
    }

    /** Whether it is such a place. */
    boolean isPart(ChatId chat, Path file) {
        return directory(chat).equals(file.getParent())
                && PART_OF_FILE.matcher(file.getFileName().toString()).matches();
    }

    /** Tells files of one name apart. */
    private static String mark(Content.Attachment file) {
        var digest = UUID.nameUUIDFromBytes(file.ref().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits(digest.getMostSignificantBits());
    }

    /** A name that is safe on the disk and in a terminal: no path, no control or bidi character, no leading dot. */
    public static String name(Content.Attachment file) {
        var given = file.name() == null ? "" : file.name();
        var last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        var safe = HiddenCharacters.replaced(last, "_")
                .replaceAll("[\\p{Co}\\p{Cn}\"'`$*?<>|:;&!(){}\\[\\]~#]", "_")
                .strip()
                .replaceAll("^\\.+", "_");
        return shortened(safe.isBlank() ? file.kind().name().toLowerCase(Locale.ROOT) : safe);
    }

    /** The ending stays. */
    private static String shortened(String name) {
        var dot = name.lastIndexOf('.');
        var ending = dot > 0 && name.length() - dot <= 12 ? name.substring(dot) : "";
        var stem = name.substring(0, name.length() - ending.length());
        var room = LONGEST - ending.getBytes(StandardCharsets.UTF_8).length;
        while (stem.getBytes(StandardCharsets.UTF_8).length > room) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + ending;
    }
}
