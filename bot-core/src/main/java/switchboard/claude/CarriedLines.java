package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import switchboard.text.ExplainedException;
import switchboard.text.Texts;

/**
 * What is carried of a transcript to another place: the conversation, and of each line only what it is made of. All else stays behind,
 * because a transcript may be from anybody, and Claude Code takes from it, too, which files to put back or delete, where plans are,
 * and what its own instructions were. Values of another kind than Claude Code writes stay behind, because it may fail of them. Used by
 * one thread, for one transcript.
 */
final class CarriedLines {

    /** The most lines with an id. A transcript of less than 128 MB may have millions, of which the ids alone fill the memory. */
    static final int MOST = 200_000;

    /** All that makes up a line, without its place: the session, the directory, the version. */
    private static final List<String> KEPT = List.of(
            "type",
            "uuid",
            "timestamp",
            "isMeta",
            "isCompactSummary",
            "isVisibleInTranscriptOnly",
            "isApiErrorMessage",
            "subtype",
            "level",
            "content");

    private static final List<String> KEPT_OF_MESSAGE =
            List.of("id", "type", "role", "model", "stop_reason", "stop_sequence");

    /** Of what a compaction has kept as it was said. */
    private static final List<String> KEPT_OF_COMPACTION =
            List.of("trigger", "preTokens", "postTokens", "preservedSegment", "preservedMessages");

    private static final Pattern ID = Pattern.compile("[\\w-]{1,64}");

    /** The lines that stay behind, each with the one before it: the next line follows that one. */
    private final Map<String, String> leftOut = new HashMap<>();

    private int lines;

    /**
     * The line as it is carried; empty if it stays behind.
     *
     * @throws ExplainedException if there are too many
     */
    Optional<ObjectNode> next(JsonNode line) throws ExplainedException {
        var uuid = id(line.path("uuid"));
        if (uuid == null) {
            return Optional.empty();
        }
        if (++lines > MOST) {
            throw new ExplainedException(Texts.of("transcript.tooLong", MOST));
        }
        if (!isCarried(line)) {
            leftOut.put(uuid, Objects.requireNonNullElse(id(line.path("parentUuid")), ""));
            return Optional.empty();
        }
        var carried = StreamJson.object();
        copy(line, KEPT, carried);
        follow(line, "parentUuid", carried);
        if (line.has("logicalParentUuid")) {
            follow(line, "logicalParentUuid", carried);
        }
        carried.put("isSidechain", false).put("userType", "external");
        if (line.has("compactMetadata")) {
            var compaction = carried.putObject("compactMetadata");
            KEPT_OF_COMPACTION.stream()
                    .filter(line.path("compactMetadata")::hasNonNull)
                    .forEach(name ->
                            compaction.set(name, line.path("compactMetadata").path(name)));
        }
        if (line.has("message")) {
            var message = carried.putObject("message");
            copy(line.path("message"), KEPT_OF_MESSAGE, message);
            message.set("content", whole(line.at("/message/content")));
            if (line.at("/message/usage").isObject()) {
                message.set("usage", line.at("/message/usage"));
            }
        }
        return Optional.of(carried);
    }

    /** The id; null if the value is not one. */
    private static @Nullable String id(JsonNode value) {
        var text = value.asText("");
        return ID.matcher(text).matches() ? text : null;
    }

    /** Whether somebody has said it in the main conversation, or it is where that was compacted. */
    private static boolean isCarried(JsonNode line) {
        var type = line.path("type").asText();
        return switch (type) {
            case "user", "assistant" ->
                !line.path("isSidechain").asBoolean()
                        && line.at("/message/role").asText().equals(type)
                        && (line.at("/message/content").isTextual() || hasBlocks(line.at("/message/content")));
            case "system" -> line.path("subtype").asText().equals("compact_boundary");
            default -> false;
        };
    }

    private static boolean hasBlocks(JsonNode content) {
        return content.isArray()
                && StreamSupport.stream(content.spliterator(), false).anyMatch(CarriedLines::isBlock);
    }

    private static boolean isBlock(JsonNode block) {
        return block.path("type").isTextual();
    }

    private static void copy(JsonNode from, List<String> names, ObjectNode to) {
        names.stream().filter(name -> from.path(name).isValueNode()).forEach(name -> to.set(name, from.path(name)));
    }

    /** Names the line before it that is carried, too. */
    private void follow(JsonNode line, String name, ObjectNode carried) {
        var before = line.path(name).asText("");
        var passed = new HashSet<String>();
        while (leftOut.containsKey(before) && passed.add(before)) {
            before = leftOut.get(before);
        }
        carried.put(name, ID.matcher(before).matches() ? before : null);
    }

    /** Content without pictures and documents of which {@link BoundedLines} has kept only the beginning, and without what is no block. */
    private static JsonNode whole(JsonNode content) {
        return switch (content) {
            case ArrayNode blocks -> {
                var whole = blocks.arrayNode();
                blocks.forEach(block -> {
                    if (isBlock(block)) {
                        whole.add(wholeBlock(block));
                    }
                });
                yield whole;
            }
            default -> content;
        };
    }

    private static JsonNode wholeBlock(JsonNode block) {
        if (block.at("/source/data").asText().endsWith(BoundedLines.CUT)) {
            return StreamJson.object().put("type", "text").put("text", "(Too large to be carried along.)");
        }
        if (block instanceof ObjectNode object && object.path("content").isArray()) {
            object.set("content", whole(object.path("content")));
        }
        return block;
    }
}
