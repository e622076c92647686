package switchboard.persistence.file;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.state.DurableStateStoreProvider;
import org.apache.pekko.persistence.state.javadsl.DurableStateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.process.ProcessMark;
import switchboard.text.Texts;

/** The plugin {@value FileStateStore#ID}. Pekko makes it once per actor system, from its section of the configuration. */
public final class FileStateStoreProvider implements DurableStateStoreProvider {

    private static final Logger LOG = LoggerFactory.getLogger(FileStateStoreProvider.class);

    private static final long LEFTOVER_GRACE_MS = 3_000;

    private final FileStateStore store;

    /**
     * Opens the directory and holds it until the actor system ends.
     *
     * @throws IllegalArgumentException with one sentence and the fix, if the directory cannot be used
     */
    public FileStateStoreProvider(ExtendedActorSystem system, Config config) {
        var configured = config.getString("directory");
        var directory = open(configured);
        system.registerOnTermination(() -> close(directory));
        LegacySession.notice(LegacySession.FILE).ifPresent(LOG::warn);
        this.store = new FileStateStore(
                directory.path(),
                identity(directory, Path.of(configured)),
                system.dispatchers().lookup(config.getString("plugin-dispatcher")),
                system.scheduler(),
                Clock.system(ZoneId.systemDefault()),
                system.eventStream()::publish);
    }

    private static SessionDirectory open(String directory) {
        if (directory.isBlank()) {
            throw new IllegalArgumentException(Texts.of("sessionDir.none", FileStateStore.ID));
        }
        try {
            return SessionDirectory.open(Path.of(directory));
        } catch (IOException refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
    }

    /**
     * Earlier versions marked their Claude processes with a hash of the directory's path. Processes that a killed version has
     * left are ended once, before the directory gets its identity.
     */
    private static String identity(SessionDirectory directory, Path configured) {
        try {
            if (!directory.hasIdentity()) {
                var path = configured.toAbsolutePath().normalize().toString();
                ProcessMark.sweep("switchboard-" + Integer.toHexString(path.hashCode()) + "/", LEFTOVER_GRACE_MS);
            }
            return directory.identity();
        } catch (IOException refused) {
            close(directory);
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
    }

    private static void close(SessionDirectory directory) {
        try {
            directory.close();
        } catch (IOException fault) {
            LOG.warn("The session directory could not be let go: {}", fault.getMessage());
        }
    }

    @Override
    public DurableStateStore<Object> javadslDurableStateStore() {
        return store;
    }

    @Override
    public org.apache.pekko.persistence.state.scaladsl.DurableStateStore<Object> scaladslDurableStateStore() {
        return new ScalaFileStateStore(store);
    }
}
