package switchboard.telegram.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.util.ByteString;

/**
 * A {@code multipart/form-data} body with text fields and one file, whose length is known beforehand.
 *
 * <p>This replaces pekko-http's own form. That one writes non-ASCII characters of a file name as {@code ?}, and adds an encoded
 * {@code filename*}, which Telegram's server ignores. The server (TDLib {@code HttpReader}) takes {@code filename} as raw UTF-8,
 * ends it at the next semicolon even within quotes, and knows no escapes.
 */
final class MultipartForm {
    private MultipartForm() {}

    static RequestEntity of(
            Map<String, String> fields, String fileField, String fileName, DocumentUpload.Content content) {
        String boundary = "switchboard-" + UUID.randomUUID();
        var head = ByteString.fromString(head(boundary, fields, fileField, fileName), StandardCharsets.UTF_8);
        var tail = ByteString.fromString("\r\n--" + boundary + "--\r\n");
        ContentType type = ContentTypes.parse("multipart/form-data; boundary=" + boundary);
        return HttpEntities.create(type, head.concat(content.bytes()).concat(tail));
    }

    private static String head(String boundary, Map<String, String> fields, String fileField, String fileName) {
        var head = new StringBuilder();
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
