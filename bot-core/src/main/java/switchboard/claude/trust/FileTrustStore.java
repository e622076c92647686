package switchboard.claude.trust;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import switchboard.text.Texts;

/**
 * Keeps trust in one JSON file of mode 0600. A change is written to a second file, synced and renamed, so a crash leaves either
 * the old content or the new.
 */
public final class FileTrustStore extends MemoryTrustStore {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;

    private FileTrustStore(Path file) {
        this.file = file;
    }

    /**
     * Opens a file, which need not exist. The first change makes its directory.
     *
     * @throws IllegalArgumentException with one sentence for a person, if it cannot be read
     */
    public static FileTrustStore open(Path file) {
        var store = new FileTrustStore(file);
        if (!Files.exists(file)) {
            return store;
        }
        try {
            var kept = MAPPER.readTree(file.toFile());
            store.load(grants(kept.path("trusted")), told(kept.path("told")));
        } catch (IOException | RuntimeException unreadable) {
            throw new IllegalArgumentException(Texts.of("start.trustFile", file), unreadable);
        }
        return store;
    }

    private static List<Grant> grants(JsonNode kept) throws JsonProcessingException {
        var grants = new ArrayList<Grant>();
        for (var each : kept) {
            var files = new ArrayList<TrustedFile>();
            for (var one : each.path("files")) {
                files.add(new TrustedFile(
                        one.path("name").asText(),
                        one.path("digest").asText(),
                        one.hasNonNull("content") ? one.path("content").asText() : null));
            }
            grants.add(new Grant(
                    Path.of(each.required("directory").asText()),
                    each.required("hash").asText(),
                    Instant.parse(each.required("since").asText()),
                    files));
        }
        return grants;
    }

    private static Map<String, String> told(JsonNode kept) {
        var told = new LinkedHashMap<String, String>();
        kept.properties()
                .forEach(each -> told.put(each.getKey(), each.getValue().asText()));
        return told;
    }

    @Override
    void changed(List<Grant> allGrants, Map<String, String> allTold) throws IOException {
        var json = MAPPER.createObjectNode();
        var trusted = json.putArray("trusted");
        for (var grant : allGrants) {
            var each = trusted.addObject()
                    .put("directory", grant.directory().toString())
                    .put("hash", grant.hash())
                    .put("since", grant.since().toString());
            var files = each.putArray("files");
            grant.files().forEach(files::addPOJO);
        }
        var told = json.putObject("told");
        allTold.forEach(told::put);
        write(MAPPER.writeValueAsBytes(json));
    }

    private void write(byte[] content) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        var temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary); // a crash may have left it
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(temporary, options, mode)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
