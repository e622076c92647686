package switchboard.botapi.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import switchboard.botapi.FileContent;
import switchboard.files.FileType;

/**
 * The MIME type of a file whose sender does not tell it: by its first bytes, else by the ending of its name. Telegram finds it in
 * the same way.
 */
final class FoundType {

    private static final String UNTOLD = ContentTypes.APPLICATION_OCTET_STREAM.toString();

    private FoundType() {}

    /** The file with the type that its sender tells, or the one that is found. */
    static FileContent in(FileContent file) {
        return file.mimeType().equals(UNTOLD) ? file.as(found(file)) : file;
    }

    private static String found(FileContent file) {
        return byContent(file).or(() -> byName(file.name())).orElse(UNTOLD);
    }

    /** An archive may be a document of an office program: its name tells more. */
    private static Optional<String> byContent(FileContent file) {
        try (var bytes = file.open()) {
            var type = FileType.of(bytes.readNBytes(FileType.HEAD));
            return type == FileType.ZIP ? Optional.empty() : Optional.ofNullable(type.mediaType());
        } catch (IOException fault) {
            throw new UncheckedIOException("File " + file + " cannot be read", fault);
        }
    }

    private static Optional<String> byName(String name) {
        var dot = name.lastIndexOf('.');
        return dot < 0
                ? Optional.empty()
                : Optional.ofNullable(URLConnection.guessContentTypeFromName(name.substring(dot)));
    }
}
