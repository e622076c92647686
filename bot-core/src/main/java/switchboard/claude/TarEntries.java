package switchboard.claude;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * The entries of a tar, one after the other. Anybody may have made it, so its headers are read block by block: a library builds a
 * whole extended header, or a whole map of holes, in memory, however large the tar says it is.
 */
final class TarEntries {

    /**
     * One entry.
     *
     * @param bytes of its content; -1 for a directory
     */
    record Entry(String name, long bytes) {}

    /** The most bytes of an entry's extended headers, however many there are. */
    private static final int MOST_OF_HEADERS = 64 << 10;

    private static final int BLOCK = 512;

    /** In a block that continues the map of a sparse file: whether another such block follows. */
    private static final int CONTINUES_AT = 504;

    private static final ZipEncoding NAMES = ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8);

    private final InputStream tar;

    private final byte[] block = new byte[BLOCK];

    /** What extended headers say of the next entry. */
    private final Map<String, String> said = new HashMap<>();

    /** The bytes of the next entry's extended headers so far. */
    private long headers;

    /** Bytes to be skipped before the next block. */
    private long left;

    TarEntries(InputStream tar) {
        this.tar = tar;
    }

    /**
     * The next entry; empty after the last.
     *
     * @throws IOException also if the extended headers of an entry are too large, or the tar breaks off
     */
    Optional<Entry> next() throws IOException {
        while (true) {
            tar.skipNBytes(left);
            left = 0;
            if (!readBlock()) {
                return Optional.empty();
            }
            var header = new TarArchiveEntry(block, NAMES, true);
            if (header.isPaxHeader()) {
                said.putAll(records(content(header)));
            } else if (header.isGNULongNameEntry()) {
                said.put("path", new String(content(header), StandardCharsets.UTF_8).split("\0", 2)[0]);
            } else if (header.isGlobalPaxHeader() || header.isGNULongLinkEntry()) {
                left = padded(header.getSize());
            } else {
                return Optional.of(entry(header));
            }
        }
    }

    /** Returns false at the end. */
    private boolean readBlock() throws IOException {
        var read = tar.readNBytes(block, 0, BLOCK);
        if (read > 0 && read < BLOCK) {
            throw new IOException("it breaks off");
        }
        for (var at = 0; at < read; at++) {
            if (block[at] != 0) {
                return true;
            }
        }
        return false;
    }

    private Entry entry(TarArchiveEntry header) throws IOException {
        var name = said.getOrDefault("GNU.sparse.name", said.getOrDefault("path", header.getName()));
        var size = said.get("size");
        var stored = size == null ? header.getSize() : Long.parseLong(size);
        var real = said.get("GNU.sparse.realsize");
        var bytes = real != null ? Long.parseLong(real) : header.isGNUSparse() ? header.getRealSize() : stored;
        said.clear();
        headers = 0;
        var hasMore = header.isExtended();
        while (hasMore) {
            hasMore = readBlock() && block[CONTINUES_AT] != 0;
        }
        left = padded(stored);
        return new Entry(name, header.getLinkFlag() == TarConstants.LF_DIR || name.endsWith("/") ? -1 : bytes);
    }

    private byte[] content(TarArchiveEntry header) throws IOException {
        headers += header.getSize();
        if (headers > MOST_OF_HEADERS) {
            throw new IOException("the extended headers are too large");
        }
        left = padded(header.getSize()) - header.getSize();
        return tar.readNBytes((int) header.getSize());
    }

    private static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** The records of an extended header: {@code "25 path=src/Main.java\n"}. */
    private static Map<String, String> records(byte[] header) {
        var records = new HashMap<String, String>();
        for (var at = 0; at < header.length; ) {
            var space = at;
            while (header[space] != ' ') {
                space++;
            }
            var length = Integer.parseInt(new String(header, at, space - at, StandardCharsets.US_ASCII));
            var record = new String(header, space + 1, at + length - space - 2, StandardCharsets.UTF_8);
            var name = record.substring(0, record.indexOf('='));
            records.put(name, record.substring(name.length() + 1));
            at += length;
        }
        return records;
    }
}
