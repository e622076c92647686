package switchboard.telegram.api;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamConverters;
import org.apache.pekko.util.ByteString;
import switchboard.text.HiddenCharacters;

/**
 * A {@code multipart/form-data} body with text fields and files, whose length is known beforehand. Files on the disk are read while
 * the body is sent.
 *
 * <p>This replaces pekko-http's own form. That one writes non-ASCII characters of a file name as {@code ?}, and adds an encoded
 * {@code filename*}, which Telegram's server ignores. The server (TDLib {@code HttpReader}) takes {@code filename} as raw UTF-8,
 * ends it at the next semicolon even within quotes, and knows no escapes.
 */
final class MultipartForm {

    /** A file of the form. */
    record Part(String field, String fileName, FileUpload.Content content) {}

    private static final int CHUNK = 1 << 16;
    private static final ByteString END_OF_PART = ByteString.fromString("\r\n");

    private MultipartForm() {}

    static RequestEntity of(Map<String, String> fields, List<Part> files) {
        var boundary = "switchboard-" + UUID.randomUUID();
        var first = fields(boundary, fields);
        var body = Source.single(first);
        long length = first.size();
        for (var file : files) {
            var head = head(boundary, file);
            body = body.concat(Source.single(head))
                    .concat(bytes(file.content()))
                    .concat(Source.single(END_OF_PART));
            length += head.size() + file.content().size() + END_OF_PART.size();
        }
        var tail = ByteString.fromString("--" + boundary + "--\r\n");
        ContentType type = ContentTypes.parse("multipart/form-data; boundary=" + boundary);
        return HttpEntities.create(type, length + tail.size(), body.concat(Source.single(tail)));
    }

    private static Source<ByteString, NotUsed> bytes(FileUpload.Content content) {
        return switch (content) {
            case FileUpload.Bytes inMemory -> Source.single(inMemory.bytes());
            case FileUpload.OnDisk file ->
                StreamConverters.fromInputStream(
                                () -> Files.newInputStream(
                                        file.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
                                CHUNK)
                        .mapMaterializedValue(read -> NotUsed.getInstance());
        };
    }

    private static ByteString fields(String boundary, Map<String, String> fields) {
        var text = new StringBuilder();
        fields.forEach((name, value) -> text.append("--%s\r\n".formatted(boundary))
                .append("Content-Disposition: form-data; name=\"%s\"\r\n\r\n".formatted(name))
                .append(value)
                .append("\r\n"));
        return ByteString.fromString(text.toString(), StandardCharsets.UTF_8);
    }

    private static ByteString head(String boundary, Part file) {
        var text = "--%s\r\n".formatted(boundary)
                + "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                        .formatted(file.field(), harmless(file.fileName()))
                + "Content-Type: application/octet-stream\r\n\r\n";
        return ByteString.fromString(text, StandardCharsets.UTF_8);
    }

    private static String harmless(String fileName) {
        return HiddenCharacters.replaced(fileName, "_").replaceAll("[\";\\\\/]", "_");
    }
}
