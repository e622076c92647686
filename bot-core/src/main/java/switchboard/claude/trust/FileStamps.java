package switchboard.claude.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A few attributes of each file and directory that a scan has read or found missing. They make a second look cheap. */
public final class FileStamps {

    private static final String ATTRIBUTES = "size,lastModifiedTime,fileKey";
    private static final String UNIX_ATTRIBUTES = "unix:size,lastModifiedTime,ctime,ino,dev";

    /** A file that changed this shortly before it was read may change again without another time stamp. */
    private static final long SETTLED_MS = 1_000;

    /** The attributes of each path; empty if it is missing. */
    private final Map<Path, Map<String, Object>> stamps = new HashMap<>();

    private boolean unsettled;

    FileStamps() {}

    /** Remembers the attributes of a path before it is read. */
    void note(Path path) {
        try {
            var stamp = stamp(path);
            stamps.put(path, stamp);
            unsettled |= stamp.values().stream().anyMatch(FileStamps::isYoung);
        } catch (IOException unreadable) {
            unsettled = true;
        }
    }

    private static boolean isYoung(Object attribute) {
        return attribute instanceof FileTime time
                && time.toInstant().isAfter(Instant.now().minusMillis(SETTLED_MS));
    }

    /** Whether nothing has changed; false also if the attributes cannot show it. */
    public boolean areUnchanged() {
        try {
            for (var noted : stamps.entrySet()) {
                if (!noted.getValue().equals(stamp(noted.getKey()))) {
                    return false;
                }
            }
            return !unsettled;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static Map<String, Object> stamp(Path path) throws IOException {
        try {
            var isUnix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
            return Files.readAttributes(path, isUnix ? UNIX_ATTRIBUTES : ATTRIBUTES);
        } catch (NoSuchFileException missing) {
            return Map.of();
        }
    }
}
