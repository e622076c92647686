package switchboard.claude;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.files.FileType;

/**
 * An open file of a prompt, which is read once. A file that cannot be read any further is at its end, because half a line would
 * end the process that it goes to. Blocks on the file.
 */
final class AttachedFile implements AutoCloseable {

    static final int LARGEST_TEXT = 256 << 10;

    /** In the trailer of a PDF with a password. */
    private static final String LOCK = "/Encrypt";

    private static final int CHUNK = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(AttachedFile.class);

    private final byte[] head;
    private final InputStream rest;
    private final FileType type;
    private final long size;

    private AttachedFile(byte[] head, InputStream rest, long size) {
        this.head = head;
        this.rest = rest;
        this.type = FileType.of(head);
        this.size = size;
    }

    /**
     * Opens a file, but no link: Claude may have put one in its place, and what it leads to may be closed.
     *
     * @return empty if there is no such file
     */
    static Optional<AttachedFile> open(Path path) {
        try {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(path.toString());
            }
            var channel = Files.newByteChannel(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            var bytes = new Steady(Channels.newInputStream(channel));
            return Optional.of(new AttachedFile(bytes.readNBytes(FileType.HEAD), bytes, channel.size()));
        } catch (IOException cannot) {
            LOG.warn("A prompt's file cannot be opened: {}", cannot.toString());
            return Optional.empty();
        }
    }

    FileType type() {
        return type;
    }

    long size() {
        return size;
    }

    InputStream bytes() {
        return new SequenceInputStream(new ByteArrayInputStream(head), rest);
    }

    /** Empty if it is no plain text, or too long. */
    Optional<String> text() throws IOException {
        if (type != FileType.OTHER || size > LARGEST_TEXT) {
            return Optional.empty();
        }
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes().readNBytes(LARGEST_TEXT)))
                    .toString();
            return text.chars().allMatch(AttachedFile::isPlain) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    /**
     * Whether a PDF needs a password. The API refuses such a PDF, and Claude Code then says so only to Claude. One that cannot be
     * read counts as locked.
     */
    static boolean isLocked(Path pdf) {
        try (var bytes = Files.newInputStream(pdf, LinkOption.NOFOLLOW_LINKS)) {
            var window = new byte[CHUNK + LOCK.length()];
            var kept = 0;
            for (var read = bytes.read(window, 0, CHUNK); read > 0; read = bytes.read(window, kept, CHUNK)) {
                var end = kept + read;
                if (new String(window, 0, end, StandardCharsets.ISO_8859_1).contains(LOCK)) {
                    return true;
                }
                kept = Math.min(end, LOCK.length() - 1);
                System.arraycopy(window, end - kept, window, 0, kept);
            }
            return false;
        } catch (IOException cannot) {
            LOG.warn("A prompt's file cannot be read: {}", cannot.toString());
            return true;
        }
    }

    private static boolean isPlain(int c) {
        return c >= ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\u001b';
    }

    @Override
    public void close() {
        try {
            rest.close();
        } catch (IOException cannot) {
            LOG.warn("A prompt's file cannot be closed: {}", cannot.toString());
        }
    }

    private static final class Steady extends FilterInputStream {

        Steady(InputStream file) {
            super(file);
        }

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            try {
                return in.read(into, from, length);
            } catch (IOException cannot) {
                LOG.warn("A prompt's file cannot be read to its end: {}", cannot.toString());
                return -1;
            }
        }
    }
}
