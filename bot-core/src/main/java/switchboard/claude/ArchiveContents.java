package switchboard.claude;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.io.function.IOFunction;
import org.apache.commons.io.input.BoundedInputStream;
import switchboard.files.FileType;
import switchboard.text.HiddenCharacters;

/**
 * The table of contents of an archive: its names and sizes, but never what the files contain. Whatever the archive holds, little of
 * it is read. Archives in it are not opened. Blocks on the file.
 */
final class ArchiveContents {

    /** The most entries that are listed. */
    static final int MOST_SHOWN = 200;

    private static final int LONGEST_NAME = 200;

    /** The most bytes of a zip's own table of contents, which is read whole. */
    private static final long LARGEST_TABLE = 4L << 20;

    /** The most unpacked bytes of a tar that are read. Its entries' contents stand between their names. */
    private static final long MOST_UNPACKED = 32L << 20;

    /** The parts of a zip's end record. */
    private static final int END = 0x06054b50;

    private static final int END_BYTES = 22;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END64_LOCATOR_BYTES = 20;
    private static final int TABLE_BYTES_AT = 12;

    private final List<String> shown = new ArrayList<>();
    private int more;

    /** Why the list ends before the archive does; empty if it does not. */
    private String broken = "";

    private ArchiveContents() {}

    /** The list for Claude; empty if the file is no archive that can be listed. */
    static Optional<String> of(Path file, FileType type) {
        var contents = new ArchiveContents();
        try {
            switch (type) {
                case ZIP -> contents.zip(file);
                case TAR -> contents.tar(file, bytes -> bytes);
                case GZIP -> contents.tar(file, GZIPInputStream::new);
                default -> {
                    return Optional.empty();
                }
            }
        } catch (IOException | RuntimeException wrong) { // a library that reads what anybody may have made
            if (contents.broken.isEmpty()) {
                contents.broken = "The rest cannot be listed.";
            }
        }
        return contents.shown.isEmpty() ? Optional.empty() : Optional.of(contents.text());
    }

    private String text() {
        var text = new StringBuilder("Contents of the archive, which is not unpacked:\n");
        text.append(String.join("\n", shown));
        if (more > 0) {
            text.append("\n… and ").append(more).append(" more");
        }
        return broken.isEmpty() ? text.toString() : text + "\n… " + broken;
    }

    private void add(String name, long bytes) {
        if (shown.size() == MOST_SHOWN) {
            more++;
            return;
        }
        var safe = HiddenCharacters.replaced(name, "\uFFFD");
        var cut = safe.length() > LONGEST_NAME ? safe.substring(0, LONGEST_NAME) + "…" : safe;
        shown.add(bytes < 0 || name.endsWith("/") ? cut : cut + " (" + bytes + " bytes)");
    }

    // Zip

    private void zip(Path file) throws IOException {
        if (tableBytes(file) > LARGEST_TABLE) {
            throw new IOException("its table of contents is too large");
        }
        try {
            zip(file, StandardCharsets.UTF_8);
        } catch (ZipException perhapsOldNames) {
            zip(file, StandardCharsets.ISO_8859_1);
        }
    }

    private void zip(Path file, Charset names) throws IOException {
        try (var zip = new ZipFile(file.toFile(), names)) {
            zip.stream().forEach(entry -> add(entry.getName(), entry.getSize()));
        }
    }

    /**
     * The size of a zip's table of contents as its end record tells it. Which of several end records counts is the library's to say,
     * so all must be small.
     */
    private static long tableBytes(Path zip) throws IOException {
        try (var file = new RandomAccessFile(zip.toFile(), "r")) {
            var tail = new byte[(int) Math.min(file.length(), END_BYTES + 0xFFFF + END64_LOCATOR_BYTES)];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            var end = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
            return IntStream.rangeClosed(0, tail.length - END_BYTES)
                    .filter(at -> end.getInt(at) == END)
                    .mapToLong(at -> tableBytes(end, at))
                    .max()
                    .orElseThrow(() -> new IOException("it has no end record"));
        }
    }

    private static long tableBytes(ByteBuffer end, int at) {
        var before = at - END64_LOCATOR_BYTES;
        return before >= 0 && end.getInt(before) == END64_LOCATOR
                ? Long.MAX_VALUE // more entries than anybody lists
                : Integer.toUnsignedLong(end.getInt(at + TABLE_BYTES_AT));
    }

    // Tar

    private void tar(Path file, IOFunction<InputStream, InputStream> unpack) throws IOException {
        try (var bytes = Files.newInputStream(file);
                var buffered = new BufferedInputStream(unpack.apply(bytes))) {
            buffered.mark(FileType.HEAD);
            var head = buffered.readNBytes(FileType.HEAD);
            buffered.reset();
            if (FileType.of(head) == FileType.TAR) {
                entries(buffered);
            }
        }
    }

    private void entries(InputStream unpacked) throws IOException {
        var bounded = BoundedInputStream.builder()
                .setInputStream(unpacked)
                .setMaxCount(MOST_UNPACKED)
                .get();
        try {
            var entries = new TarEntries(bounded);
            for (var entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                add(entry.get().name(), entry.get().bytes());
            }
        } finally {
            if (bounded.getCount() == MOST_UNPACKED) {
                broken = "There is more than is read.";
            }
        }
    }
}
