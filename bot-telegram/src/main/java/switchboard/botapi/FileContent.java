package switchboard.botapi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bytes of one file, which nobody changes, with its name and MIME type. They are in memory or on the disk. */
public final class FileContent {
    private final String name;
    private final String mimeType;
    private final byte @Nullable [] bytes;
    private final @Nullable Path path;
    private final long size;

    private FileContent(String name, String mimeType, byte @Nullable [] bytes, @Nullable Path path, long size) {
        this.name = name;
        this.mimeType = mimeType;
        this.bytes = bytes;
        this.path = path;
        this.size = size;
    }

    public FileContent(String name, String mimeType, byte[] bytes) {
        this(name, mimeType, bytes, null, bytes.length);
    }

    /** A file on the disk. Whoever keeps it moves it. */
    public static FileContent at(Path path, String name, String mimeType) {
        try {
            return new FileContent(name, mimeType, null, path, Files.size(path));
        } catch (IOException fault) {
            throw new UncheckedIOException("File " + path + " cannot be read", fault);
        }
    }

    public String name() {
        return name;
    }

    public String mimeType() {
        return mimeType;
    }

    public long size() {
        return size;
    }

    /** The same bytes with another MIME type. */
    public FileContent as(String otherType) {
        return new FileContent(name, otherType, bytes, path, size);
    }

    /** Where the bytes are on the disk; empty if they are in memory. */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /** The bytes as a stream, which the caller closes. */
    public InputStream open() throws IOException {
        return path == null ? new ByteArrayInputStream(bytes()) : Files.newInputStream(path);
    }

    public byte[] bytes() {
        if (bytes != null) {
            return bytes;
        }
        try {
            return path == null ? new byte[0] : Files.readAllBytes(path);
        } catch (IOException fault) {
            throw new UncheckedIOException("File " + path + " cannot be read", fault);
        }
    }

    /** The bytes read as UTF-8. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name + " (" + mimeType + ", " + size + " bytes)";
    }
}
