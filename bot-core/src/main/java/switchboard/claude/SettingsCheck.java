package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import switchboard.claude.wire.Incoming;
import switchboard.text.Texts;

/**
 * Checks that the settings with which a process was started are in force. Claude Code silently ignores a broken settings file and
 * a rule that it cannot read, deny rules included. So the process is asked before it gets a prompt. Used by one actor.
 */
final class SettingsCheck {

    /** The argument whose settings are checked. */
    static final String FLAG = "--settings";

    private static final String SETTINGS = "get_settings";
    static final String RULES = "list_permission_rules";

    /** The questions to a process. */
    static final List<String> REQUESTS = List.of(SETTINGS, RULES);

    private static final String SOURCE = "flagSettings";
    private static final String DENY = "/permissions/deny";

    /** The settings without which no chat runs. */
    private static final List<String> REQUIRED = List.of(
            "/crossSessionInbound",
            "/disableAllHooks",
            "/permissions/ask",
            "/permissions/" + ClaudeCommandLine.ADDITIONAL,
            DENY);

    private final JsonNode wanted;
    private final Set<String> open = new HashSet<>(REQUESTS);
    private @Nullable String problem;

    /** @param wanted the settings that the process was started with */
    SettingsCheck(JsonNode wanted) {
        this.wanted = wanted;
    }

    /** Takes an answer of the process. Returns whether it ends the check. */
    boolean isOverWith(String tag, Incoming.Response response) {
        if (!open.remove(tag) || problem != null) {
            return false;
        }
        if (!response.success()) {
            problem = Texts.of("settings.unknown");
        } else {
            problem = tag.equals(SETTINGS) ? problemOfSettings(response.payload()) : problemOfRules(response.payload());
        }
        return problem != null || open.isEmpty();
    }

    /** Whether all settings are in force. */
    boolean isPassed() {
        return problem == null && open.isEmpty();
    }

    /** The problem in one sentence for a person; empty as long as there is none. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private @Nullable String problemOfSettings(JsonNode payload) {
        var error = error(payload);
        if (error != null) {
            return error;
        }
        var inForce = StreamSupport.stream(payload.path("sources").spliterator(), false)
                .filter(each -> each.path("source").asText().equals(SOURCE))
                .map(each -> each.path("settings"))
                .findFirst()
                .orElse(MissingNode.getInstance());
        return REQUIRED.stream()
                .filter(key -> !wanted.at(key).equals(inForce.at(key)))
                .findFirst()
                .map(key -> key.equals(DENY) ? ignoredRule(inForce.at(key)) : ignored(key.substring(1)))
                .orElse(null);
    }

    private String ignoredRule(JsonNode inForce) {
        var accepted = new HashSet<JsonNode>();
        inForce.forEach(accepted::add);
        return StreamSupport.stream(wanted.at(DENY).spliterator(), false)
                .filter(rule -> !accepted.contains(rule))
                .findFirst()
                .map(rule -> ignored(Texts.of("settings.denyRule", rule.asText())))
                .orElseGet(() -> ignored("permissions.deny"));
    }

    /** Rules come back in another spelling, so they are only counted. */
    private @Nullable String problemOfRules(JsonNode payload) {
        var state = payload.path("state");
        var error = error(state);
        if (error != null) {
            return error;
        }
        var inForce = StreamSupport.stream(state.path("rules").spliterator(), false)
                .filter(each -> each.path("behavior").asText().equals("deny")
                        && each.path("source").asText().equals(SOURCE))
                .count();
        return inForce < wanted.at(DENY).size() ? ignored("permissions.deny") : null;
    }

    /** The rules in force that deny something, as an answer to {@link #RULES} tells them. */
    static List<String> denied(JsonNode rules) {
        return StreamSupport.stream(rules.at("/state/rules").spliterator(), false)
                .filter(each -> each.path("behavior").asText().equals("deny"))
                .map(each -> each.path("rule").asText())
                .toList();
    }

    private static String ignored(String what) {
        return Texts.of("settings.ignored", what);
    }

    private static @Nullable String error(JsonNode answer) {
        var first = answer.at("/errors/0");
        if (first.isMissingNode()) {
            return null;
        }
        var file = first.path("file").asText();
        var path = first.path("path").asText();
        var message = first.path("message").asText();
        var isOurs = LaunchFiles.isOne(file);
        var settings = isOurs ? Texts.of("settings.ours") : Texts.of("settings.file", file);
        var place = path.isEmpty() ? settings : Texts.of("settings.at", settings, path);
        return Texts.of(isOurs ? "settings.oursUnreadable" : "settings.unreadable", place, message);
    }
}
