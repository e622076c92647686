package switchboard.archive;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Streams that have a bound and know the SHA-256 of what has passed. Closing one does not close what it is of. */
final class Checksum {

    private Checksum() {}

    /** More has come than there may be. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    static final class Writing extends FilterOutputStream {

        private final MessageDigest digest = sha256();
        private final long most;
        private long written;

        Writing(OutputStream to, long most) {
            super(to);
            this.most = most;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            written += length;
            if (written > most) {
                throw new TooLargeException();
            }
            digest.update(bytes, from, length);
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }

        String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    static final class Reading extends FilterInputStream {

        private final MessageDigest digest = sha256();
        private final long most;
        private long read;
        private @Nullable String expected;

        Reading(InputStream from, long most) {
            super(from);
            this.most = most;
        }

        /** The end fails if not exactly this has passed. */
        Reading expecting(String hex) {
            expected = hex;
            return this;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            var some = in.read(bytes, from, length);
            if (some >= 0) {
                digest.update(bytes, from, some);
                read += some;
                if (read > most) {
                    throw new TooLargeException();
                }
            } else if (expected != null) {
                var expecting = expected;
                expected = null; // the digest is used up
                if (!hex().equals(expecting)) {
                    throw new IOException("not what was checked before");
                }
            }
            return some;
        }

        /** What is skipped counts, too. */
        @Override
        public long skip(long bytes) throws IOException {
            var skipped = 0L;
            while (skipped < bytes && read() >= 0) {
                skipped++;
            }
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() {}

        String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
