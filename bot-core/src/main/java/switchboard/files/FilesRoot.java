package switchboard.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import switchboard.text.Texts;

/** The directory that holds the files of all chats. */
public final class FilesRoot {

    /** Its presence says that the directory is ours, so that files in it may be deleted once they are old. */
    private static final String MARK = ".switchboard";

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PRIVATE);

    private FilesRoot() {}

    /**
     * Makes the directory if there is none, for this user alone.
     *
     * @throws IllegalArgumentException with one sentence for a person, if it cannot be made or other things are in it
     */
    public static void claim(Path root) {
        try {
            makePrivate(root);
            var mark = root.resolve(MARK);
            if (Files.notExists(mark, LinkOption.NOFOLLOW_LINKS)) {
                if (!isEmpty(root)) {
                    throw new IllegalArgumentException(Texts.of("files.notEmpty", root));
                }
                Files.createFile(mark);
            }
            Files.setPosixFilePermissions(root, PRIVATE);
        } catch (IOException refused) {
            throw new IllegalArgumentException(Texts.of("files.unusable", root), refused);
        }
    }

    /** Makes a directory of mode 0700 unless there is one; parents get the default mode. */
    static void makePrivate(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var parent = directory.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(directory, DIRECTORY);
        } catch (FileAlreadyExistsException exists) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw exists;
            }
        }
    }

    static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }
}
