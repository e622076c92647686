package switchboard.botapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.botapi.FileStore.StoredFile;
import switchboard.botapi.StoredJson.QueuedUpdate;

/**
 * Keeps a {@link BotApiState} on the disk. {@code chats.mv} has the chats, messages, updates and the list of files;
 * {@code files/} has the files' bytes, {@code uploads/} those of files that are not sent yet. Every change is written as a whole before its call returns, and a person's action is then
 * on the disk. Menus, drafts and open presses are not stored.
 */
public final class LocalStore implements BotApiState.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStore.class);
    private static final String CHATS = "chats.mv";
    private static final String FILES = "files";
    private static final String UPLOADS = "uploads";
    private static final FileStore.Limits LIMITS = new FileStore.Limits(LocalClient.MAX_FILE, 2L << 30);

    /** In bytes, of the uploads that are not sent yet. */
    private static final long MAX_UPLOADS = 1L << 30;

    private record Content(
            List<StoredChat> chats, List<StoredFile> files, List<QueuedUpdate> updates, long nextUpdate) {
        static Content of(Tables tables) {
            return new Content(tables.chats(), tables.files(), tables.updates(), tables.nextUpdate());
        }

        /** The ids of the files in messages and in updates that the bot has not seen. */
        Set<String> named() {
            var ids = new HashSet<String>();
            updates.forEach(queued -> ids.addAll(queued.update().findValuesAsText("file_id")));
            chats.forEach(chat ->
                    chat.messages().forEach(message -> ids.addAll(message.content.findValuesAsText("file_id"))));
            return ids;
        }
    }

    private record Opened(Tables tables, Content content) {}

    private final Tables tables;
    private final Content content;
    private final FileStore.Bytes bytes;
    private final PrivateDirectory home;
    private final AtomicBoolean failed = new AtomicBoolean();

    private LocalStore(Opened opened, PrivateDirectory home) throws IOException {
        this.tables = opened.tables();
        this.content = opened.content();
        this.home = home;
        this.bytes = home.in(FILES).bytes();
    }

    /**
     * Opens the store in a directory, which is created with mode 0700 if it is missing. A broken store is renamed and logged, and
     * an empty one begins.
     *
     * @throws IllegalArgumentException with one plain sentence, if another process uses the store, or the directory cannot
     *     be used
     */
    public static LocalStore open(Path directory) {
        try {
            var home = PrivateDirectory.open(directory);
            return open(home, opened(home));
        } catch (IOException fault) {
            throw new IllegalArgumentException(
                    "The chats' directory " + directory + " cannot be used (" + reason(fault) + ").", fault);
        }
    }

    /**
     * Creates a directory that only this user can read, unless it is there.
     *
     * @throws IllegalArgumentException with one plain sentence, if others have access to it or it cannot be made
     */
    public static void claim(Path directory) {
        try {
            PrivateDirectory.open(directory);
        } catch (IOException fault) {
            throw new IllegalArgumentException(
                    "The directory " + directory + " cannot be used (" + reason(fault)
                            + "). Set SESSION_DIR to another.",
                    fault);
        }
    }

    /** The stored state. Its changes are written here from now on. Called once. */
    public BotApiState state(Clock clock, User bot) {
        var state = new BotApiState(clock, bot, new FileStore(bytes, LIMITS));
        if (content.chats().isEmpty()) {
            state.beginWithNewIds();
        }
        state.restore(content.chats());
        try {
            state.files.restore(tables.files(), tables.lastFile());
        } catch (UncheckedIOException fault) {
            LOG.warn("Files that no message names any more stay on the disk ({})", reason(fault));
        }
        content.updates().forEach(queued -> state.updates.restore(queued.update(), queued.at()));
        state.updates.continueFrom(content.nextUpdate());
        state.listen(this);
        return state;
    }

    /**
     * The files that pages have uploaded but not sent yet.
     *
     * @throws IllegalArgumentException with one plain sentence, if their directory cannot be used
     */
    public Uploads uploads(Clock clock) {
        try {
            return new Uploads(home.in(UPLOADS), clock, MAX_UPLOADS);
        } catch (IOException fault) {
            throw new IllegalArgumentException(
                    "The directory " + home.path().resolve(UPLOADS) + " cannot be used (" + reason(fault) + ").",
                    fault);
        }
    }

    @Override
    public void onEvent(BotApiEvent event) {
        written(() -> {
            switch (event) {
                case BotApiEvent.ChatChanged changed -> tables.put(changed.chat());
                case BotApiEvent.MessageChanged changed -> tables.put(changed.chat(), changed.message());
                case BotApiEvent.MessageDeleted deleted -> tables.remove(deleted.chat(), deleted.messageId());
                case BotApiEvent.UpdateQueued queued -> tables.put(new QueuedUpdate(queued.update(), queued.at()));
                case BotApiEvent.UpdatesConfirmed confirmed -> tables.removeUpdatesBelow(confirmed.below());
                case BotApiEvent.FileAdded added -> tables.put(added.file());
                case BotApiEvent.FileRemoved removed -> tables.remove(removed.file());
                case BotApiEvent.ActionShown shown -> {}
                case BotApiEvent.DraftShown shown -> {}
                case BotApiEvent.PressAnswered answered -> {}
                case BotApiEvent.CommandsChanged changed -> {}
            }
        });
    }

    @Override
    public void settled() {
        written(tables::commit);
    }

    @Override
    public void persisted() {
        written(tables::sync);
    }

    /**
     * Releases the store for other processes. After that the state cannot be changed. Takes up to two more seconds to compact the
     * file.
     */
    @Override
    public void close() {
        try {
            tables.close();
        } catch (RuntimeException | AssertionError | StackOverflowError broken) {
            // All changes are written already. The next start finds out what is readable.
            LOG.warn("The chats' file was not closed in good order ({})", reason(broken));
            tables.abandon();
        }
    }

    private static LocalStore open(PrivateDirectory home, Opened opened) throws IOException {
        try {
            return new LocalStore(opened, home);
        } catch (IOException | RuntimeException fault) {
            opened.tables().abandon();
            throw fault;
        }
    }

    private static Opened opened(PrivateDirectory home) throws IOException {
        Path file = home.file(CHATS);
        if (!Files.isReadable(file) || !Files.isWritable(file)) {
            throw new IllegalArgumentException("The chats' file " + file + " cannot be read and written by this user.");
        }
        try {
            return read(file);
        } catch (RuntimeException | AssertionError | StackOverflowError broken) {
            // A broken file can make the library fail in any way.
            if (isLocked(broken)) {
                throw new IllegalArgumentException(
                        "Another bot uses the chats in " + home.path() + "; stop it, or use another directory.",
                        broken);
            }
            setAside(home, broken);
            return read(home.file(CHATS));
        }
    }

    /** Reads a file. A file that cannot be compacted, for example on a full disk, may still be whole. */
    private static Opened read(Path file) {
        Opened opened = untidied(file);
        try {
            tidy(opened.tables(), opened.content());
            return opened;
        } catch (RuntimeException | AssertionError | StackOverflowError fault) {
            opened.tables().abandon();
            return untidied(file);
        }
    }

    /** Reads a file without compacting it. Not tried twice, because the library may keep a file locked that it failed to open. */
    private static Opened untidied(Path file) {
        var tables = Tables.open(file);
        try {
            return new Opened(tables, Content.of(tables));
        } catch (RuntimeException | AssertionError | StackOverflowError broken) {
            tables.abandon();
            throw broken;
        }
    }

    /** Deletes messages and files that are no longer needed, and compacts the file. */
    private static void tidy(Tables tables, Content content) {
        for (StoredChat chat : content.chats()) {
            for (StoredMessage old = chat.surplus(); old != null; old = chat.surplus()) {
                chat.remove(old.id);
                tables.remove(chat, old.id);
            }
        }
        Set<String> named = content.named();
        content.files().stream().filter(file -> !named.contains(file.id())).forEach(tables::remove);
        tables.compact();
    }

    /** Sets a broken store aside, together with its files, because ids start again. */
    private static void setAside(PrivateDirectory home, Throwable broken) throws IOException {
        Path chats = home.setAside(CHATS);
        LOG.error("The chats' file was broken ({}); it is kept as {}, and chats begin anew", reason(broken), chats);
        if (Files.exists(home.path().resolve(FILES))) {
            LOG.error("The files of these chats are kept as {}", home.setAside(FILES));
        }
    }

    /** @throws ApiError 500 if the disk is full or broken */
    private void written(Runnable work) {
        try {
            work.run();
        } catch (MVStoreException fault) {
            if (!failed.getAndSet(true)) {
                LOG.error("The chats cannot be written any more; restart the bot when the disk is well again", fault);
            }
            throw ApiError.of(500, "Internal Server Error: the chats cannot be written: " + reason(fault));
        }
    }

    private static boolean isLocked(Throwable fault) {
        return fault instanceof MVStoreException store && store.getErrorCode() == DataUtils.ERROR_FILE_LOCKED;
    }

    /** A file exception's message alone is only the file's name. */
    private static String reason(Throwable fault) {
        String message = fault instanceof FileSystemException ? null : fault.getMessage();
        return message == null ? fault.toString() : message;
    }
}
