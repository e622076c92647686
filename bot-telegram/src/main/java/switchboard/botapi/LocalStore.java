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
 * A world's content on the disk: {@code chats.mv} holds chats, messages, updates and the list of files, {@code files/} their
 * bytes. Every change is written as a whole before its call returns; what a person did is then on the disk. Menus, drafts and
 * open presses are not kept.
 */
public final class LocalStore implements World.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStore.class);
    private static final String CHATS = "chats.mv";
    private static final String FILES = "files";

    private record Content(
            List<StoredChat> chats, List<StoredFile> files, List<QueuedUpdate> updates, long nextUpdate) {
        static Content of(Tables tables) {
            return new Content(tables.chats(), tables.files(), tables.updates(), tables.nextUpdate());
        }

        /** The files that a message names, or an update the bot has not seen. */
        Set<String> named() {
            Set<String> ids = new HashSet<>();
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
    private final AtomicBoolean failed = new AtomicBoolean();

    private LocalStore(Opened opened, FileStore.Bytes bytes) {
        this.tables = opened.tables();
        this.content = opened.content();
        this.bytes = bytes;
    }

    /**
     * Opens the store in a directory, which is created with mode 0700. A store that is broken is set aside under another
     * name, which the log tells, and an empty one begun.
     *
     * @throws IllegalArgumentException with one plain sentence, if another process uses the store, or the directory cannot
     *     be used
     */
    public static LocalStore open(Path directory) {
        try {
            PrivateDirectory home = PrivateDirectory.open(directory);
            return open(home, opened(home));
        } catch (IOException fault) {
            throw new IllegalArgumentException(
                    "The chats' directory " + directory + " cannot be used (" + reason(fault) + ").", fault);
        }
    }

    /**
     * Makes a directory that only this user can look into, unless it is there.
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

    /** The world as it was left, which writes itself here from now on. Called once. */
    public World world(Clock clock, User bot) {
        World world = new World(clock, bot, new FileStore(bytes));
        if (content.chats().isEmpty()) {
            world.beginAnew();
        }
        world.restore(content.chats());
        try {
            world.files.restore(tables.files(), tables.lastFile());
        } catch (UncheckedIOException fault) {
            LOG.warn("Files that no message names any more stay on the disk ({})", reason(fault));
        }
        content.updates().forEach(queued -> world.updates.restore(queued.update(), queued.at()));
        world.updates.goOnFrom(content.nextUpdate());
        world.listen(this);
        return world;
    }

    @Override
    public void happened(Happening happening) {
        written(() -> {
            switch (happening) {
                case Happening.ChatChanged changed -> tables.put(changed.chat());
                case Happening.MessageChanged changed -> tables.put(changed.chat(), changed.message());
                case Happening.MessageDeleted deleted -> tables.remove(deleted.chat(), deleted.messageId());
                case Happening.UpdateQueued queued -> tables.put(new QueuedUpdate(queued.update(), queued.at()));
                case Happening.UpdatesConfirmed confirmed -> tables.removeUpdatesBelow(confirmed.below());
                case Happening.FileAdded added -> tables.put(added.file());
                case Happening.ActionShown shown -> {}
                case Happening.DraftShown shown -> {}
                case Happening.PressAnswered answered -> {}
                case Happening.CommandsChanged changed -> {}
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

    /** Lets another process have the store; the world cannot be changed any more. Takes up to two seconds more to make it smaller. */
    @Override
    public void close() {
        try {
            tables.close();
        } catch (RuntimeException | AssertionError | StackOverflowError broken) {
            // What was done is written already; the next start finds out what can be read.
            LOG.warn("The chats' file was not closed in good order ({})", reason(broken));
            tables.abandon();
        }
    }

    private static LocalStore open(PrivateDirectory home, Opened opened) throws IOException {
        try {
            return new LocalStore(opened, home.in(FILES).bytes());
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
            // What a broken file makes of the library and of the values read is not to be foreseen.
            if (isLocked(broken)) {
                throw new IllegalArgumentException(
                        "Another bot uses the chats in " + home.path() + "; stop it, or use another directory.",
                        broken);
            }
            setAside(home, broken);
            return read(home.file(CHATS));
        }
    }

    /** A file that cannot be made smaller, as on a full disk, may still be whole. */
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

    /** Not tried twice: what the library fails to open it may keep locked. */
    private static Opened untidied(Path file) {
        Tables tables = Tables.open(file);
        try {
            return new Opened(tables, Content.of(tables));
        } catch (RuntimeException | AssertionError | StackOverflowError broken) {
            tables.abandon();
            throw broken;
        }
    }

    /** Lets go of what is asked for no more, and of its room in the file. */
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

    /** The files go with their list: ids begin again. */
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

    /** Of a file the message alone is but its name. */
    private static String reason(Throwable fault) {
        String message = fault instanceof FileSystemException ? null : fault.getMessage();
        return message == null ? fault.toString() : message;
    }
}
