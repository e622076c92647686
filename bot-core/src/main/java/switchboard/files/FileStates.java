package switchboard.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import switchboard.model.FileState;

/** Looks at files as they are now. Blocks on the disk. */
public final class FileStates {

    /** The content of a longer file is not read, in bytes. */
    static final long LONGEST = 32_000_000;

    private FileStates() {}

    public static List<FileState> of(List<Path> files) {
        return files.stream().map(FileStates::of).toList();
    }

    /** A link is no file: what it leads to belongs to another path. */
    public static FileState of(Path file) {
        try {
            var found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile()
                    ? new FileState(
                            file, found.size(), found.lastModifiedTime().toInstant(), digest(file, found.size()))
                    : FileState.blocked(file);
        } catch (IOException missing) {
            return FileState.missing(file);
        }
    }

    private static String digest(Path file, long size) {
        if (size > LONGEST) {
            return "";
        }
        try (var digest =
                new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            Files.copy(file, digest);
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (IOException unreadable) {
            return ""; // then its time has to do
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
