package switchboard.openai;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import switchboard.files.ChatFiles;
import switchboard.model.Content;

/**
 * The {@code multipart/form-data} body that asks for a transcript. Its length is known beforehand, because some services take no
 * body in chunks.
 */
final class TranscriptionForm {

    private TranscriptionForm() {}

    /** @param size of the recording */
    static RequestEntity of(String model, Content.Attachment file, Path path, long size) {
        var boundary = "switchboard-" + UUID.randomUUID();
        var head = bytes(field(boundary, "model", model)
                + field(boundary, "response_format", "json")
                + part(boundary, "name=\"file\"; filename=\"recording" + ending(file) + "\"")
                + "Content-Type: application/octet-stream\r\n\r\n");
        var tail = bytes("\r\n--" + boundary + "--\r\n");
        var body = Source.single(head).concat(FileIO.fromPath(path)).concat(Source.single(tail));
        return HttpEntities.create(
                ContentTypes.parse("multipart/form-data; boundary=" + boundary),
                head.size() + size + tail.size(),
                body);
    }

    private static ByteString bytes(String text) {
        return ByteString.fromString(text, StandardCharsets.UTF_8);
    }

    private static String part(String boundary, String what) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; " + what + "\r\n";
    }

    private static String field(String boundary, String name, String value) {
        return part(boundary, "name=\"" + name + "\"") + "\r\n" + value.replaceAll("\\p{Cntrl}", "") + "\r\n";
    }

    /** Services go by it. */
    private static String ending(Content.Attachment file) {
        var name = ChatFiles.name(file);
        var ending = name.substring(name.lastIndexOf('.') + 1);
        return ending.matches("[A-Za-z0-9]{1,8}") && !ending.equals(name) ? "." + ending : ".ogg";
    }
}
