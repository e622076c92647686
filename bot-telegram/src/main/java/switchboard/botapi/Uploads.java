package switchboard.botapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Files that pages have uploaded but not sent yet, by a random id. They are on the disk, so they survive a restart. Those older
 * than a day are removed, and so are the oldest ones when all together are too large. Thread-safe; all methods may block.
 */
public final class Uploads {
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int ID_BYTES = 16;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{" + (2 * ID_BYTES) + "}");

    /** The ending of a file that is still being written. */
    private static final String PART = ".part";

    private record Found(Path path, long size, Instant at) {}

    private final PrivateDirectory directory;
    private final Clock clock;
    private final long most;
    private final SecureRandom random = new SecureRandom();

    /** @param most the most bytes of all uploads together */
    Uploads(PrivateDirectory directory, Clock clock, long most) throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.most = most;
        for (Found abandoned : found(PART)) {
            Files.deleteIfExists(abandoned.path());
        }
        clean();
    }

    /** Uploads in a directory of their own, however large. */
    public static Uploads in(Path directory, Clock clock) throws IOException {
        return new Uploads(PrivateDirectory.open(directory), clock, Long.MAX_VALUE);
    }

    /** A new empty file for an upload. It ends in {@link #finish} or {@link #drop}, or is moved away. */
    public Path begin() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        try {
            return directory.file(HexFormat.of().formatHex(id) + PART);
        } catch (IOException fault) {
            throw new UncheckedIOException("An upload cannot be kept in " + directory.path(), fault);
        }
    }

    /** Keeps an upload that is complete; returns its id. */
    public String finish(Path part) {
        String name = String.valueOf(part.getFileName());
        String id = name.substring(0, name.length() - PART.length());
        try {
            directory.sync(name);
            Files.move(part, directory.path().resolve(id));
            clean();
            return id;
        } catch (IOException fault) {
            throw new UncheckedIOException("An upload cannot be kept in " + directory.path(), fault);
        }
    }

    /** Removes an upload that broke off. */
    public void drop(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException fault) {
            throw new UncheckedIOException("The upload " + part + " cannot be removed", fault);
        }
    }

    /** @throws ApiError 404 if there is no such upload, or it is gone */
    public FileContent find(String id, String name, String mimeType) {
        Path path = directory.path().resolve(ID.matcher(id).matches() ? id : "none");
        if (!Files.isRegularFile(path)) {
            throw ApiError.of(404, "“" + name + "” is no longer here. Add it again.");
        }
        return FileContent.at(path, name, mimeType);
    }

    private void clean() throws IOException {
        long sum = 0;
        Instant oldest = clock.instant().minus(KEPT);
        for (Found upload : found("")) {
            sum += upload.size();
            if (upload.at().isBefore(oldest) || sum > most) {
                Files.deleteIfExists(upload.path());
            }
        }
    }

    /** The complete uploads or those under way, newest first. */
    private List<Found> found(String ending) throws IOException {
        try (var files = Files.list(directory.path())) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(ID + Pattern.quote(ending)))
                    .map(Uploads::found)
                    .sorted(Comparator.comparing(Found::at).reversed())
                    .toList();
        }
    }

    private static Found found(Path path) {
        try {
            return new Found(
                    path, Files.size(path), Files.getLastModifiedTime(path).toInstant());
        } catch (IOException gone) {
            // Sent or removed meanwhile.
            return new Found(path, 0, Instant.MAX);
        }
    }
}
