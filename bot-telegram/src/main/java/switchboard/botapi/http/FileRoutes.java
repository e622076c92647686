package switchboard.botapi.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import switchboard.botapi.LocalClient;

/**
 * Hands out the files of messages, whole or in ranges. Whatever a file holds, it acts nowhere: browsers must not guess its type,
 * its policy runs and loads nothing, and only pictures, sounds and videos are shown at all. The rest is downloaded.
 */
final class FileRoutes extends AllDirectives {

    /** The types that a browser shows by itself. Others, such as SVG and HTML, could be pages that act in our name. */
    private static final Set<String> SHOWN = Set.of(
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "audio/mpeg",
            "audio/mp4",
            "audio/x-m4a",
            "audio/aac",
            "audio/ogg",
            "audio/opus",
            "audio/webm",
            "audio/wav",
            "audio/x-wav",
            "audio/flac",
            "video/mp4",
            "video/webm",
            "video/quicktime");

    private static final RawHeader HARMLESS =
            RawHeader.create("Content-Security-Policy", "default-src 'none'; sandbox");

    private final LocalClient client;
    private final Downloads downloads;
    private final Executor disk;

    /** @param disk runs work that may wait for a disk */
    FileRoutes(LocalClient client, Downloads downloads, Executor disk) {
        this.client = client;
        this.downloads = downloads;
        this.disk = disk;
    }

    Route file(String id) {
        return get(() -> withRangeSupport(() -> completeWithFuture(
                CompletableFuture.supplyAsync(() -> found(id), disk).exceptionally(Refusals::of))));
    }

    private HttpResponse found(String id) {
        var file = client.file(id);
        var type = shown(file.mimeType());
        return HttpResponse.create()
                .addHeader(HARMLESS)
                .addHeader(RawHeader.create("Content-Disposition", disposition(type, file.name())))
                .withEntity(downloads.entity(type, file));
    }

    private static ContentType shown(String type) {
        var plain = type.toLowerCase(Locale.ROOT);
        return SHOWN.contains(plain) ? ContentTypes.parse(plain) : ContentTypes.APPLICATION_OCTET_STREAM;
    }

    /** The file's name in plain letters for programs, and unchanged for browsers (RFC 6266, RFC 5987). */
    private static String disposition(ContentType type, String name) {
        var encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return (type.equals(ContentTypes.APPLICATION_OCTET_STREAM) ? "attachment" : "inline") + "; filename=\""
                + name.replaceAll("[^\\w.-]", "_") + "\"; filename*=UTF-8''" + encoded;
    }
}
