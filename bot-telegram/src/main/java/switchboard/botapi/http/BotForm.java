package switchboard.botapi.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.Multipart;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.stream.javadsl.Sink;
import switchboard.botapi.FileContent;
import switchboard.botapi.Json;
import switchboard.botapi.Params;
import switchboard.botapi.Uploads;

/** Reads a form with files of the bot. The files pass to the disk as they come. */
final class BotForm {

    private static final long TEXT_MILLIS = 60_000;

    /** A text, or a file. */
    private record Part(String name, String text, Optional<FileContent> file) {}

    private final Uploads uploads;
    private final Executor disk;

    /** @param disk runs work that may wait for a disk */
    BotForm(Uploads uploads, Executor disk) {
        this.uploads = uploads;
        this.disk = disk;
    }

    /** Does the work with the form. Files that the work has not kept are removed afterwards. */
    <T> CompletionStage<T> with(HttpEntity body, Materializer materializer, Function<Params, CompletionStage<T>> work) {
        var paths = new ConcurrentLinkedQueue<Path>();
        return Unmarshaller.entityToMultipartFormData()
                .unmarshal(body, materializer)
                .thenCompose(form -> form.getParts()
                        .mapAsync(1, part -> read(part, paths, materializer))
                        .runWith(Sink.seq(), materializer))
                .thenCompose(parts -> work.apply(params(parts)))
                .whenCompleteAsync((result, failure) -> paths.forEach(uploads::drop), disk);
    }

    private CompletionStage<Part> read(
            Multipart.FormData.BodyPart part, ConcurrentLinkedQueue<Path> paths, Materializer materializer) {
        var name = part.getName();
        if (part.getFilename().isEmpty()) {
            return part.getEntity()
                    .toStrict(TEXT_MILLIS, materializer)
                    .thenApply(text -> new Part(name, text.getData().utf8String(), Optional.empty()));
        }
        var type = part.getEntity().getContentType().mediaType().toString();
        return CompletableFuture.supplyAsync(uploads::begin, disk).thenCompose(path -> {
            paths.add(path);
            return part.getEntity()
                    .getDataBytes()
                    .runWith(FileIO.toPath(path), materializer)
                    .thenApplyAsync(
                            written -> FoundType.in(
                                    FileContent.at(path, part.getFilename().get(), type)),
                            disk)
                    .thenApply(file -> new Part(name, "attach://" + name, Optional.of(file)));
        });
    }

    private static Params params(List<Part> parts) {
        ObjectNode json = Json.object();
        Map<String, FileContent> files = new HashMap<>();
        for (var part : parts) {
            part.file().ifPresent(file -> files.put(part.name(), file));
            if (part.file().isEmpty() || !json.has(part.name())) {
                json.put(part.name(), part.text());
            }
        }
        return new Params(json, files);
    }
}
