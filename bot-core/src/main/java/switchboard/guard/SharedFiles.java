package switchboard.guard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * The files that may leave the machine: those below some directories that are not closed. Immutable; its methods look at the file
 * system.
 */
public final class SharedFiles {

    /** The file does not leave. The message is one plain sentence. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        public RefusedException(String sentence) {
            super(sentence);
        }
    }

    /** Reads an open file. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(InputStream content) throws IOException;
    }

    /** Opens a file that was checked. */
    @FunctionalInterface
    private interface Opening {
        SeekableByteChannel open() throws IOException;
    }

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final List<Path> roots;
    private final long mostBytes;
    private final ClosedPaths closed;

    /**
     * @param roots directories; a file leaves only if it really is below one of them
     * @param mostBytes of a file
     */
    public SharedFiles(List<Path> roots, long mostBytes, ClosedPaths closed) {
        this.roots = roots.stream().distinct().toList();
        this.mostBytes = mostBytes;
        this.closed = closed;
    }

    /**
     * Reads a file that may leave. Links are resolved first and not followed afterwards, so what is read is what was checked.
     *
     * @param path absolute
     * @throws RefusedException if it may not leave
     * @throws IOException of the reader
     */
    public <T> T read(Path path, Reader<T> reader) throws RefusedException, IOException {
        if (closed.isClosed(path)) {
            throw new RefusedException(Texts.of("share.closed", Markdown.code(path)));
        }
        var real = ClosedPaths.real(path);
        var root = root(real, path);
        try (var content = open(root, root.relativize(real), path)) {
            return reader.read(Channels.newInputStream(content));
        }
    }

    /** The outermost directory that a file is below, because what lies in it might be replaced by links meanwhile. */
    private Path root(Path real, Path named) throws RefusedException {
        return roots.stream()
                .map(ClosedPaths::real)
                .filter(root -> real.startsWith(root) && !real.equals(root))
                .min(Comparator.comparingInt(Path::getNameCount))
                .orElseThrow(() -> new RefusedException(Texts.of(
                        "share.outside",
                        Markdown.code(named),
                        roots.stream().map(Markdown::code).collect(Collectors.joining(", ")))));
    }

    private SeekableByteChannel open(Path root, Path below, Path named) throws RefusedException {
        try (var directory = Files.newDirectoryStream(root)) {
            if (directory instanceof SecureDirectoryStream<Path> secure) {
                return open(secure, below, named);
            }
            var file = root.resolve(below);
            var facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return open(facts, named, () -> Files.newByteChannel(file, READ));
        } catch (IOException unreadable) {
            throw new RefusedException(
                    Texts.of(Files.exists(named) ? "share.unreadable" : "share.missing", Markdown.code(named)));
        }
    }

    private SeekableByteChannel open(SecureDirectoryStream<Path> directory, Path below, Path named)
            throws RefusedException, IOException {
        if (below.getNameCount() > 1) {
            try (var next = directory.newDirectoryStream(below.getName(0), LinkOption.NOFOLLOW_LINKS)) {
                return open(next, below.subpath(1, below.getNameCount()), named);
            }
        }
        var facts = directory
                .getFileAttributeView(below, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        return open(facts, named, () -> directory.newByteChannel(below, READ));
    }

    /** Only a regular file is opened, because opening a pipe may wait for ever. */
    private SeekableByteChannel open(BasicFileAttributes facts, Path named, Opening opening)
            throws RefusedException, IOException {
        if (facts.isDirectory()) {
            throw new RefusedException(Texts.of("share.directory", Markdown.code(named)));
        }
        if (!facts.isRegularFile()) {
            throw new RefusedException(Texts.of("share.noFile", Markdown.code(named)));
        }
        if (facts.size() == 0) {
            throw new RefusedException(Texts.of("share.empty", Markdown.code(named)));
        }
        if (facts.size() > mostBytes) {
            throw new RefusedException(Texts.of(
                    "share.tooLarge", Markdown.code(named), HumanText.bytes(facts.size()), HumanText.bytes(mostBytes)));
        }
        return opening.open();
    }
}
