package switchboard.it.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.botapi.Json;

/**
 * The machine-readable Bot API (10.1, plus what of 10.2 and 10.3 we use): says of a call, an update or a result which
 * fields are unknown, missing or of a wrong type, and which texts are too long. Immutable.
 */
public final class BotApiSpec {
    private static final Logger LOG = LoggerFactory.getLogger(BotApiSpec.class);
    private static final String VARIABLE = "TELEGRAM_SPEC";
    private static final String ARRAY = "Array of ";
    private static final Pattern LENGTH = Pattern.compile("(\\d+)-(\\d+) (characters|bytes)");
    private final JsonNode methods;
    private final JsonNode types;

    private BotApiSpec(ObjectNode spec) {
        this.methods = spec.path("methods");
        this.types = spec.path("types");
    }

    /** The spec that the variable TELEGRAM_SPEC names; empty, with a line in the log, if it names none. */
    public static Optional<BotApiSpec> fromEnvironment() {
        String path = System.getenv(VARIABLE);
        if (path == null || path.isBlank()) {
            LOG.warn("Calls are not checked against the Bot API's schema: {} is not set", VARIABLE);
            return Optional.empty();
        }
        return Optional.of(load(Path.of(path)));
    }

    static BotApiSpec load(Path path) {
        try {
            var spec = (ObjectNode) Json.parse(Files.readString(path));
            SpecOverlay.addTo(spec);
            return new BotApiSpec(spec);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a call's parameters; empty = nothing. */
    public List<String> method(String name, JsonNode params) {
        JsonNode method = methods.get(name);
        return method == null ? List.of("unknown method " + name) : object(method.path("fields"), params, name);
    }

    /** What is wrong with a value of a type of the spec. */
    public List<String> type(String name, JsonNode value) {
        return value(name, value, name);
    }

    /** What is wrong with a method's result. */
    public List<String> result(String method, JsonNode result) {
        return any(methods.path(method).path("returns"), result, method + " result");
    }

    /**
     * Form parameters, which are all text, with numbers, flags and objects read where the spec expects them; without the parts that
     * another parameter names as {@code attach://part}.
     */
    ObjectNode typed(String method, ObjectNode form) {
        ObjectNode typed = form.deepCopy();
        String all = form.toString();
        form.fieldNames().forEachRemaining(name -> {
            if (all.contains("\\\"attach://" + name + "\\\"")) { // in a list of media, which is JSON in JSON
                typed.remove(name);
            }
        });
        for (JsonNode field : methods.path(method).path("fields")) {
            JsonNode text = form.get(field.path("name").asText());
            boolean mayBeText = texts(field.path("types")).contains("String");
            if (text != null && text.isTextual() && !mayBeText) {
                typed.set(field.path("name").asText(), read(text));
            }
        }
        return typed;
    }

    private static JsonNode read(JsonNode text) {
        try {
            return Json.parse(text.asText());
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private List<String> object(JsonNode fields, JsonNode object, String path) {
        if (!object.isObject()) {
            return List.of(path + ": object expected");
        }
        var wrong = new ArrayList<String>();
        var unknown = new LinkedHashSet<String>();
        object.fieldNames().forEachRemaining(unknown::add);
        for (JsonNode field : fields) {
            String name = field.path("name").asText();
            JsonNode value = object.get(name);
            unknown.remove(name);
            if (value != null) {
                wrong.addAll(field(field, value, path + "." + name));
            } else if (field.path("required").asBoolean()) {
                wrong.add(path + "." + name + ": missing");
            }
        }
        unknown.forEach(name -> wrong.add(path + "." + name + ": unknown field"));
        return wrong;
    }

    private List<String> field(JsonNode field, JsonNode value, String path) {
        List<String> wrong = any(field.path("types"), value, path);
        String description = field.path("description").asText();
        // Lengths "after entities parsing" are the server's task.
        boolean counted = value.isTextual() && !description.contains("parsing");
        return wrong.isEmpty() && counted ? length(description, value.asText(), path) : wrong;
    }

    private static List<String> length(String description, String text, String path) {
        Matcher m = LENGTH.matcher(description);
        if (!m.find()) {
            return List.of();
        }
        int n = m.group(3).equals("bytes")
                ? text.getBytes(StandardCharsets.UTF_8).length
                : text.codePointCount(0, text.length());
        return n >= Integer.parseInt(m.group(1)) && n <= Integer.parseInt(m.group(2))
                ? List.of()
                : List.of(path + ": length " + n + " outside " + m.group());
    }

    /** The shortest complaint of the alternatives. */
    private List<String> any(JsonNode alternatives, JsonNode value, String path) {
        return texts(alternatives).stream()
                .map(type -> value(type, value, path))
                .min(Comparator.comparingInt(List::size))
                .orElse(List.of());
    }

    private List<String> value(String type, JsonNode value, String path) {
        if (type.startsWith(ARRAY)) {
            return array(type.substring(ARRAY.length()), value, path);
        }
        boolean fits = switch (type) {
            case "Integer" -> value.isIntegralNumber();
            case "Float" -> value.isNumber();
            case "String", "InputFile" -> value.isTextual();
            case "Boolean", "True" -> value.isBoolean();
            default -> true;
        };
        if (!fits) {
            return List.of(path + ": " + type + " expected");
        }
        JsonNode spec = types.get(type);
        if (spec == null || type.equals("InputFile")) {
            return isPrimitive(type) ? List.of() : List.of(path + ": spec has no type " + type);
        }
        return spec.has("subtypes") ? any(spec.get("subtypes"), value, path) : object(spec.path("fields"), value, path);
    }

    private List<String> array(String type, JsonNode value, String path) {
        if (!(value instanceof ArrayNode array)) {
            return List.of(path + ": array expected");
        }
        var wrong = new ArrayList<String>();
        for (int i = 0; i < array.size(); i++) {
            wrong.addAll(value(type, array.get(i), path + "[" + i + "]"));
        }
        return wrong;
    }

    private static boolean isPrimitive(String type) {
        return Set.of("Integer", "Float", "String", "Boolean", "True", "InputFile")
                .contains(type);
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
