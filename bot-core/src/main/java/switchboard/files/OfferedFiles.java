package switchboard.files;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.guard.ClosedPaths;
import switchboard.guard.SharedFiles;
import switchboard.guard.SharedFiles.RefusedException;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.OfferedFile;
import switchboard.model.Writing;
import switchboard.text.ExplainedException;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * The files that leave chats. A file is copied when it is offered, so that people get what was checked, also after a restart. The
 * copies lie where no agent's tools reach them; who has sent a copy deletes it. Blocks; used by several threads.
 *
 * @param roots directories whose files may leave
 */
public record OfferedFiles(FilesSettings settings, List<Path> roots) {

    private static final Logger LOG = LoggerFactory.getLogger(OfferedFiles.class);

    /** Beside the directories of the chats. */
    private static final String DIRECTORY = ".out";

    /** A copy that has not grown for so long is not being made any more. */
    private static final Duration LONGEST_COPYING = Duration.ofHours(1);

    private static final String PART = ".part";

    public OfferedFiles {
        roots = List.copyOf(roots);
    }

    /** More was written than may be sent. */
    private static final class GrowsException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Where a file comes from.
     *
     * @param turn tells equal files of different turns apart
     * @param directory of the chat's session. Its files may leave, and so may those that people have sent to the chat
     * @param closed the files that never leave
     */
    public record Origin(ChatId chat, String turn, Path directory, ClosedPaths closed) {}

    private record Offer(
            String name, String digest, @Nullable String caption) {}

    /** Makes the content of a new file. Returns the content's digest. */
    @FunctionalInterface
    private interface Making {
        String into(Path file) throws IOException, RefusedException;
    }

    /**
     * Checks and copies a file.
     *
     * @param path absolute, or below the session's directory
     * @throws RefusedException if it may not or cannot leave
     */
    public OfferedFile take(Origin origin, Path path, @Nullable String caption) throws RefusedException {
        var from = Stream.concat(
                        roots.stream(),
                        Stream.of(origin.directory(), settings.places().directory(origin.chat())))
                .toList();
        var shared = new SharedFiles(from, settings.mostSent(), origin.closed());
        var file = origin.directory().resolve(path);
        try {
            var copy = place(origin.chat());
            var digest = make(copy, part -> shared.read(file, content -> write(part, to -> content.transferTo(to))));
            return offered(origin, copy, new Offer(name(file), digest, caption));
        } catch (GrowsException grows) {
            throw new RefusedException(Texts.of("share.grows", Markdown.code(file)));
        } catch (IOException failed) {
            LOG.warn("Cannot copy {}", file, failed);
            throw new RefusedException(Texts.of("share.notCopied", Markdown.code(file)));
        }
    }

    /**
     * Keeps what was made to be sent.
     *
     * @param name that people see
     * @return a copy that nobody else knows of
     */
    OutgoingCopy.Made keep(ChatId chat, String name, Writing content) throws RefusedException {
        var safe = name(Path.of(name));
        try {
            var copy = place(chat);
            make(copy, part -> write(part, content));
            return new OutgoingCopy.Made(UUID.randomUUID().toString(), copy, safe, Files.size(copy));
        } catch (GrowsException grows) {
            throw new RefusedException(
                    Texts.of("send.tooLarge", Markdown.code(safe), HumanText.bytes(settings.mostSent())));
        } catch (IOException failed) {
            LOG.warn("Cannot keep {}", safe, failed);
            throw new RefusedException(Texts.of("share.notCopied", Markdown.code(safe)));
        }
    }

    /** Where a new copy will be. */
    private Path place(ChatId chat) throws IOException {
        var directory = copies().resolve(chat.toString());
        FilesRoot.makePrivate(copies());
        FilesRoot.makePrivate(directory);
        return directory.resolve(UUID.randomUUID().toString());
    }

    /** Makes a copy, which has its name only once it is whole. Returns its digest. */
    private String make(Path copy, Making making) throws IOException, RefusedException {
        var directory = Objects.requireNonNull(copy.getParent());
        var part = copy.resolveSibling(copy.getFileName() + PART);
        try {
            var digest = making.into(part);
            checkRoom(directory);
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
            StoredFiles.sync(directory);
            return digest;
        } finally {
            StoredFiles.delete(part);
        }
    }

    private void checkRoom(Path directory) throws IOException, RefusedException {
        if (StoredFiles.bytes(directory) > settings.maxBytes()) {
            throw new RefusedException(Texts.of("share.tooMany", HumanText.bytes(settings.maxBytes())));
        }
    }

    private static OfferedFile offered(Origin origin, Path copy, Offer offer) throws IOException {
        var names = String.join(
                "\n", origin.turn(), offer.digest(), offer.name(), Objects.requireNonNullElse(offer.caption(), ""));
        var key = hex(sha256().digest(names.getBytes(StandardCharsets.UTF_8)));
        return new OfferedFile(key, copy, offer.name(), offer.caption(), Files.size(copy), offer.digest());
    }

    /** Writes a new file, which only this user can read. Returns the digest of what was written. */
    private String write(Path to, Writing content) throws IOException, RefusedException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var digest = sha256();
        try (var channel = FileChannel.open(to, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode);
                var out = new DigestOutputStream(bounded(Channels.newOutputStream(channel)), digest)) {
            content.write(out);
            out.flush();
            channel.force(true);
        } catch (ExplainedException explained) {
            throw new RefusedException(explained.sentence());
        }
        return hex(digest.digest());
    }

    private OutputStream bounded(OutputStream to) {
        return new FilterOutputStream(to) {
            private long written;

            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                written += length;
                if (written > settings.mostSent()) {
                    throw new GrowsException();
                }
                out.write(bytes, from, length);
            }
        };
    }

    /** Deletes the copies that nobody has sent for so long that nobody will, and what a kill has left of copying. */
    static void clean(FilesSettings settings, Instant now) throws IOException {
        var copies = new OfferedFiles(settings, List.of()).copies();
        StoredFiles.delete(copies, now.minus(settings.keep()), copy -> true);
        StoredFiles.delete(
                copies, now.minus(LONGEST_COPYING), copy -> copy.toString().endsWith(PART));
    }

    private Path copies() {
        return settings.root().resolve(DIRECTORY);
    }

    private static String name(Path file) {
        return ChatFiles.name(new Content.Attachment(
                "", Content.Attachment.Kind.FILE, String.valueOf(file.getFileName()), null, null));
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
