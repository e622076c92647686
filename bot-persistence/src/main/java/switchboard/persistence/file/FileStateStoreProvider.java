package switchboard.persistence.file;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.state.DurableStateStoreProvider;
import org.apache.pekko.persistence.state.javadsl.DurableStateStore;

/** The plugin {@value FileStateStore#ID}, which Pekko makes once per actor system from its section of the configuration. */
public final class FileStateStoreProvider implements DurableStateStoreProvider {

    private final FileStateStore store;

    /** @throws IllegalArgumentException if the directory is empty; whether it can be used shows at the first access */
    public FileStateStoreProvider(ExtendedActorSystem system, Config config) {
        var directory = config.getString("directory");
        if (directory.isBlank()) {
            throw new IllegalArgumentException("The directory of the session files is empty: set SESSION_DIR or "
                    + FileStateStore.ID + ".directory.");
        }
        this.store = new FileStateStore(
                Path.of(directory).toAbsolutePath().normalize(),
                system.dispatchers().lookup(config.getString("plugin-dispatcher")),
                system.scheduler(),
                Clock.system(ZoneId.systemDefault()));
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
