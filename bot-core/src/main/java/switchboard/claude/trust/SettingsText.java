package switchboard.claude.trust;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The parts of a configuration file that run, redirect or allow something. Pure.
 *
 * @param findings empty if there are none
 * @param commands strings in it that may name a script
 * @param directories strings in it that may name a directory of plugins
 */
record SettingsText(List<Finding> findings, List<String> commands, List<String> directories) {

    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final int LONGEST_TEXT = 200;

    /**
     * Settings that do not run, redirect or allow anything. Every other setting counts, including new ones of a new Claude Code.
     */
    private static final Set<String> HARMLESS = Set.of(
            "$schema",
            "alwaysThinkingEnabled",
            "attribution",
            "effortLevel",
            "includeCoAuthoredBy",
            "includeGitInstructions",
            "language",
            "prefersReducedMotion",
            "respectGitignore",
            "showTurnDuration",
            "spinnerTipsEnabled",
            "spinnerTipsOverride",
            "spinnerVerbs",
            "syntaxHighlightingDisabled",
            "terminalProgressBarEnabled",
            "theme",
            "verbose");

    /** Members of {@code permissions} that only restrict. */
    private static final Set<String> CLOSING = Set.of("deny", "ask", "disableBypassPermissionsMode", "disableAutoMode");

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("hooks", Kind.HOOK),
            Map.entry("env", Kind.ENVIRONMENT),
            Map.entry("mcpServers", Kind.SERVER),
            Map.entry("enabledPlugins", Kind.PLUGIN),
            Map.entry("extraKnownMarketplaces", Kind.PLUGIN),
            Map.entry("statusLine", Kind.STATUS_LINE),
            Map.entry("subagentStatusLine", Kind.STATUS_LINE),
            Map.entry("apiKeyHelper", Kind.HELPER),
            Map.entry("awsAuthRefresh", Kind.HELPER),
            Map.entry("awsCredentialExport", Kind.HELPER),
            Map.entry("gcpAuthRefresh", Kind.HELPER),
            Map.entry("otelHeadersHelper", Kind.HELPER),
            Map.entry("proxyAuthHelper", Kind.HELPER),
            Map.entry("policyHelper", Kind.HELPER),
            Map.entry("fileSuggestion", Kind.HELPER));

    /** Lines of Markdown that run something: a hook of the front matter, or {@code !`command`}. */
    private static final Pattern RUNS = Pattern.compile("^.*(?:\\bcommand\\s*:|!`|```!).*$", Pattern.MULTILINE);

    /** Reads {@code settings.json} or {@code settings.local.json}. */
    static SettingsText settings(String content) {
        var text = new SettingsText(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        read(content)
                .ifPresentOrElse(
                        settings ->
                                settings.properties().forEach(each -> text.addSetting(each.getKey(), each.getValue())),
                        text::addBroken);
        return text;
    }

    /** Reads {@code .mcp.json}. */
    static SettingsText servers(String content) {
        var text = new SettingsText(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        read(content)
                .ifPresentOrElse(
                        servers -> servers.properties().forEach(each -> text.addKey(each.getKey(), each.getValue())),
                        text::addBroken);
        return text;
    }

    /** Reads a file that counts as a whole, whatever its content. */
    static SettingsText whole(Kind kind, String name, String content) {
        var lines = RUNS.matcher(content).results().map(MatchResult::group).toList();
        return new SettingsText(List.of(new Finding(kind, name)), lines, List.of());
    }

    /** Empty if Claude Code may understand the text differently than this reader. */
    private static Optional<ObjectNode> read(String content) {
        try {
            return STRICT.readTree(content) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException broken) {
            return Optional.empty();
        }
    }

    private void addBroken() {
        findings.add(new Finding(Kind.SETTING, "the whole file: it is not a plain JSON object"));
    }

    private void addSetting(String key, JsonNode value) {
        if (key.equals("permissions") && value instanceof ObjectNode permissions) {
            permissions.properties().stream()
                    .filter(each -> !CLOSING.contains(each.getKey()))
                    .forEach(each -> add(Kind.RULE, each.getKey(), each.getValue()));
        } else if (!HARMLESS.contains(key)) {
            addKey(key, value);
        }
    }

    private void addKey(String key, JsonNode value) {
        var kind = KINDS.getOrDefault(key, Kind.SETTING);
        if (kind == Kind.HOOK && value.isObject()) {
            value.properties().forEach(event -> addHooks(event.getKey(), event.getValue()));
        } else {
            add(kind, key, value);
        }
        addNamed(value, kind == Kind.PLUGIN ? directories : commands);
    }

    /** Adds the hooks of each matcher of an event. A matcher in an unknown form counts as a whole. */
    private void addHooks(String event, JsonNode matchers) {
        for (var matcher : matchers.isArray() ? matchers : one(matchers)) {
            var label = (event + " " + matcher.path("matcher").asText("")).strip();
            var hooks = matcher.path("hooks");
            for (var hook : hooks.isArray() ? hooks : one(matcher)) {
                addOne(Kind.HOOK, label, hook.path("command").isTextual() ? hook.path("command") : hook);
            }
        }
    }

    private static ArrayNode one(JsonNode value) {
        return STRICT.createArrayNode().add(value);
    }

    /** Adds each member or element by itself. An empty value adds nothing if its key is known. */
    private void add(Kind kind, String key, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        if (kind == Kind.SETTING || value.isValueNode() || kind == Kind.STATUS_LINE || kind == Kind.HELPER) {
            addOne(kind, key, value);
        } else if (value.isObject()) {
            value.properties().forEach(each -> addOne(kind, each.getKey(), each.getValue()));
        } else {
            value.forEach(each -> addOne(kind, key, each));
        }
    }

    private void addOne(Kind kind, String key, JsonNode value) {
        var text = key + ": " + (value.isTextual() ? value.asText() : value.toString());
        findings.add(new Finding(kind, text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text));
    }

    private static void addNamed(JsonNode value, List<String> named) {
        if (value.isTextual()) {
            named.add(value.asText());
        }
        value.forEach(each -> addNamed(each, named));
    }
}
