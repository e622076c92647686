package switchboard.persistence.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.model.ChatId;

/**
 * The long texts of session files, in {@code bodies/<ChatId>/<sha256>.txt}. The session file has the mark
 * <code>{"$body": "sha256"}</code> instead of the text.
 */
final class Bodies {

    /** The most characters (UTF-16 units) of a text that stays in the session file itself. */
    static final int MOST_INLINE = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(Bodies.class);
    private static final String MARK = "$body";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String SUFFIX = ".txt";

    /** A step for a value that is neither an object nor an array, or for a mark. */
    private interface Step {
        JsonNode apply(JsonNode leaf) throws IOException;
    }

    private final Path root;

    Bodies(Path directory) {
        this.root = directory.resolve("bodies");
    }

    /** Writes the long texts of a session file and replaces them with their marks. Returns the files' names. */
    Set<String> moveOut(ChatId id, JsonNode session) throws IOException {
        var names = new HashSet<String>();
        replace(session, leaf -> {
            if (!leaf.isTextual() || leaf.textValue().length() <= MOST_INLINE) {
                return leaf;
            }
            var content = leaf.textValue().getBytes(StandardCharsets.UTF_8);
            var hash = sha256(content);
            names.add(hash + SUFFIX);
            write(id, hash, content);
            return JsonNodeFactory.instance.objectNode().put(MARK, hash);
        });
        return names;
    }

    /**
     * Replaces the marks with their texts.
     *
     * @throws BrokenSessionException if a text is missing or has changed
     */
    void bringBack(ChatId id, JsonNode session) throws IOException {
        replace(session, leaf -> isMark(leaf) ? read(id, leaf.path(MARK).asText()) : leaf);
    }

    /** Deletes texts that the newly written session file no longer names. That can wait, so it never fails. */
    void prune(ChatId id, Set<String> names) {
        var directory = of(id);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var files = Files.newDirectoryStream(directory, file -> !names.contains(name(file)))) {
            for (var file : files) {
                Files.delete(file);
            }
            if (names.isEmpty()) {
                Files.delete(directory);
            }
        } catch (IOException left) {
            LOG.warn("Texts that chat {} no longer needs stay in {} for now: {}", id, directory, left.toString());
        }
    }

    /** The directory of a chat's texts, whether it exists or not. */
    Path of(ChatId id) {
        return root.resolve(id.toString());
    }

    /** Deletes half-written files that a crash has left. */
    void sweep() throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (var chats = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (var chat : chats) {
                try (var left = Files.newDirectoryStream(chat, "*" + PrivateFiles.TEMPORARY)) {
                    for (var file : left) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }

    private void write(ChatId id, String hash, byte[] content) throws IOException {
        var file = of(id).resolve(hash + SUFFIX);
        if (Files.exists(file) && Files.size(file) == content.length) {
            return;
        }
        PrivateFiles.createDirectory(root);
        PrivateFiles.createDirectory(of(id));
        PrivateFiles.write(file, content);
    }

    private JsonNode read(ChatId id, String hash) throws IOException {
        var file = of(id).resolve(hash + SUFFIX);
        try {
            var content = Files.readAllBytes(file);
            if (!sha256(content).equals(hash)) {
                throw new BrokenSessionException("its text " + file + " was changed", null);
            }
            return JsonNodeFactory.instance.textNode(new String(content, StandardCharsets.UTF_8));
        } catch (NoSuchFileException missing) {
            throw new BrokenSessionException("its text " + file + " is missing", missing);
        }
    }

    private static JsonNode replace(JsonNode node, Step step) throws IOException {
        if (node instanceof ArrayNode array) {
            for (var i = 0; i < array.size(); i++) {
                array.set(i, replace(array.get(i), step));
            }
            return array;
        }
        if (node instanceof ObjectNode object && !isMark(object)) {
            for (var property : object.properties()) {
                property.setValue(replace(property.getValue(), step));
            }
            return object;
        }
        return step.apply(node);
    }

    private static boolean isMark(JsonNode node) {
        return node.isObject()
                && node.size() == 1
                && HASH.matcher(node.path(MARK).asText()).matches();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
