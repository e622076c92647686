package switchboard.guard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import switchboard.text.ExplainedException;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * The files that may leave the machine: those below some directories that are not closed. Immutable; its methods look at the file
 * system.
 */
public final class SharedFiles {

    /** The file does not leave. The message is one plain sentence. */
    public static final class RefusedException extends ExplainedException {
        private static final long serialVersionUID = 1;

        public RefusedException(String sentence) {
            super(sentence);
        }
    }

    /** Reads an open file. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(InputStream content) throws RefusedException, IOException;
    }

    /** Opens a file that was checked. */
    @FunctionalInterface
    private interface Opening {
        SeekableByteChannel open() throws IOException;
    }

    /**
     * An open file.
     *
     * @param facts about what was there when it was opened. Java cannot ask an open file who it is
     */
    private record Opened(SeekableByteChannel content, BasicFileAttributes facts) implements AutoCloseable {

        /** Whether this is the file at a path, and no link leads there. */
        boolean isStill(Path path) throws IOException {
            var there = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return content.size() == facts.size()
                    && Objects.equals(facts.fileKey(), there.fileKey())
                    && ClosedPaths.real(path).equals(path);
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
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
     * Reads a file that may leave. Links are resolved first and not followed afterwards, and what was opened is compared with what was
     * checked: a file that changes its place meanwhile does not leave.
     *
     * @param path absolute
     * @throws RefusedException if it may not leave
     * @throws IOException of the reader
     */
    public <T> T read(Path path, Reader<T> reader) throws RefusedException, IOException {
        var real = ClosedPaths.real(path);
        check(path, path);
        check(real, path);
        checkRoot(real, path);
        try (var opened = open(real, path)) {
            check(opened, real, path);
            return reader.read(Channels.newInputStream(opened.content()));
        }
    }

    private void check(Path file, Path named) throws RefusedException {
        if (closed.isClosed(file)) {
            throw closed(named);
        }
    }

    private void check(Opened opened, Path real, Path named) throws RefusedException, IOException {
        try {
            var key = opened.facts().fileKey();
            if (key != null && closed.isClosedFile(real, key)) {
                throw closed(named);
            }
            if (!opened.isStill(real)) {
                throw moved(named);
            }
        } catch (NoSuchFileException gone) {
            throw moved(named);
        }
    }

    private static RefusedException moved(Path named) {
        return new RefusedException(Texts.of("share.moves", Markdown.code(named)));
    }

    private static RefusedException closed(Path named) {
        return new RefusedException(Texts.of("share.closed", Markdown.code(named)));
    }

    private void checkRoot(Path real, Path named) throws RefusedException {
        if (roots.stream().map(ClosedPaths::real).noneMatch(real::startsWith)) {
            throw new RefusedException(Texts.of(
                    "share.outside",
                    Markdown.code(named),
                    roots.stream().map(Markdown::code).collect(Collectors.joining(", "))));
        }
    }

    /** Goes down from the root of the file system, because any directory on the way might be replaced by a link meanwhile. */
    private Opened open(Path real, Path named) throws RefusedException {
        if (real.getParent() == null) {
            throw new RefusedException(Texts.of("share.directory", Markdown.code(named)));
        }
        var start = start(real);
        try (var directory = Files.newDirectoryStream(start)) {
            if (directory instanceof SecureDirectoryStream<Path> secure) {
                return open(secure, start.relativize(real), named);
            }
            var facts = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return open(facts, named, () -> Files.newByteChannel(real, READ));
        } catch (IOException unreadable) {
            throw new RefusedException(
                    Texts.of(Files.exists(named) ? "share.unreadable" : "share.missing", Markdown.code(named)));
        }
    }

    /** The first directory on the way to a file below which all can be opened. */
    private static Path start(Path real) {
        var start = Objects.requireNonNull(real.getParent());
        while (start.getParent() != null && Files.isReadable(start.getParent())) {
            start = start.getParent();
        }
        return start;
    }

    private Opened open(SecureDirectoryStream<Path> directory, Path below, Path named)
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
    private Opened open(BasicFileAttributes facts, Path named, Opening opening) throws RefusedException, IOException {
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
        return new Opened(opening.open(), facts);
    }
}
