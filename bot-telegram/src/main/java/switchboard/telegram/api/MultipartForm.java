package switchboard.telegram.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * A {@code multipart/form-data} body with text fields and one file, its length known beforehand.
 *
 * <p>Not pekko-http's own: that one writes other than ASCII letters of a file name as {@code ?} beside an encoded
 * {@code filename*}, which Telegram's server ignores. The server (TDLib {@code HttpReader}) takes {@code filename} as raw
 * UTF-8, ends it at the next semicolon even within quotes, and knows no escapes.
 */
final class MultipartForm {
    private MultipartForm() {}

    /** @throws IOException if the file on disk cannot be found */
    static RequestEntity of(
            Map<String, String> fields, String fileField, String fileName, DocumentUpload.Content content)
            throws IOException {
        String boundary = "switchboard-" + UUID.randomUUID();
        ByteString head = ByteString.fromString(head(boundary, fields, fileField, fileName), StandardCharsets.UTF_8);
        ByteString tail = ByteString.fromString("\r\n--" + boundary + "--\r\n");
        ContentType type = ContentTypes.parse("multipart/form-data; boundary=" + boundary);
        return switch (content) {
            case DocumentUpload.Content.Bytes inMemory ->
                HttpEntities.create(type, head.concat(inMemory.bytes()).concat(tail));
            case DocumentUpload.Content.OnDisk onDisk ->
                HttpEntities.create(
                        type,
                        head.size() + Files.size(onDisk.path()) + tail.size(),
                        Source.single(head)
                                .concat(FileIO.fromPath(onDisk.path()))
                                .concat(Source.single(tail)));
        };
    }

    private static String head(String boundary, Map<String, String> fields, String fileField, String fileName) {
        StringBuilder head = new StringBuilder();
        fields.forEach((name, value) -> head.append("--%s\r\n".formatted(boundary))
                .append("Content-Disposition: form-data; name=\"%s\"\r\n\r\n".formatted(name))
                .append(value)
                .append("\r\n"));
        return head.append("--%s\r\n".formatted(boundary))
                .append("Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                        .formatted(fileField, harmless(fileName)))
                .append("Content-Type: application/octet-stream\r\n\r\n")
                .toString();
    }

    private static String harmless(String fileName) {
        return fileName.replaceAll("[\\p{Cntrl}\";\\\\/]", "_");
    }
}
