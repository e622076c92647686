package switchboard.persistence.file;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.persistence.query.DurableStateChange;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.scaladsl.DurableStateStoreQuery;
import org.apache.pekko.persistence.state.scaladsl.DurableStateUpdateStore;
import org.apache.pekko.persistence.state.scaladsl.GetObjectResult;
import org.apache.pekko.stream.scaladsl.Source;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/** The Scala interface of {@link FileStateStore}, which Pekko itself calls. */
final class ScalaFileStateStore implements DurableStateUpdateStore<Object>, DurableStateStoreQuery<Object> {

    private final FileStateStore store;

    ScalaFileStateStore(FileStateStore store) {
        this.store = store;
    }

    @Override
    public Future<GetObjectResult<Object>> getObject(String persistenceId) {
        CompletionStage<GetObjectResult<Object>> result =
                store.getObject(persistenceId).thenApply(found -> found.toScala());
        return FutureConverters.asScala(result);
    }

    @Override
    public Future<Done> upsertObject(String persistenceId, long revision, Object value, String tag) {
        return FutureConverters.asScala(store.upsertObject(persistenceId, revision, value, tag));
    }

    @Override
    @Deprecated
    public Future<Done> deleteObject(String persistenceId) {
        return FutureConverters.asScala(store.deleteObject(persistenceId));
    }

    @Override
    public Future<Done> deleteObject(String persistenceId, long revision) {
        return FutureConverters.asScala(store.deleteObject(persistenceId, revision));
    }

    @Override
    public Source<DurableStateChange<Object>, NotUsed> currentChanges(String tag, Offset offset) {
        return store.currentChanges(tag, offset).asScala();
    }

    @Override
    public Source<DurableStateChange<Object>, NotUsed> changes(String tag, Offset offset) {
        return store.changes(tag, offset).asScala();
    }
}
