package switchboard.botapi.http;

import java.nio.file.Files;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.UniversalEntity;
import switchboard.botapi.ApiError;
import switchboard.botapi.FileStore;
import switchboard.botapi.FileStore.StoredFile;

/** The bodies of downloads. None is in memory as a whole. */
final class Downloads {

    private final FileStore files;

    Downloads(FileStore files) {
        this.files = files;
    }

    /**
     * A stored file, read while it is sent.
     *
     * @throws ApiError 404 if it is gone from the disk
     */
    UniversalEntity entity(ContentType type, StoredFile file) {
        var path = files.path(file);
        if (path.isEmpty()) {
            return HttpEntities.create(type, files.content(file).bytes());
        }
        if (!Files.isReadable(path.get())) {
            throw ApiError.of(404, "There is no such file.");
        }
        return HttpEntities.create(type, path.get());
    }
}
