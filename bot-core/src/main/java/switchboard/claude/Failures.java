package switchboard.claude;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import switchboard.agent.AgentProtocol.Broke;
import switchboard.agent.AgentProtocol.Cause;
import switchboard.claude.wire.Incoming;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** Recognizes failures by the CLI's own words (of 2.1.330) and describes them for people, in one sentence with the fix. */
final class Failures {

    /** An error as script runtimes and command line parsers write it. */
    private static final Pattern NAMES_AN_ERROR = Pattern.compile(
            "(Uncaught )?[\\w.$]*(Error|Exception)( \\[\\w+])?:|(error|fatal|fatal error|panic)\\b.*:|(error|fatal): ");

    /** Lines that the runtime adds around an error. */
    private static final Pattern AROUND_AN_ERROR = Pattern.compile("Node\\.js v|Bun v|at |\\^|[{}]");

    private static final int LONGEST_CAUSE = 300;

    private static final Pattern NO_MODEL = Pattern.compile("issue with the selected model \\((.*?)\\)");

    /** The session is not there, or the place in it at which a copy is to end. */
    private static final List<String> LOST = List.of("No conversation found", "No message found with message.uuid");

    private Failures() {}

    static boolean isLost(Incoming.Result result) {
        return result.errors().stream().anyMatch(Failures::isLost);
    }

    private static boolean isLost(String said) {
        return LOST.stream().anyMatch(said::contains);
    }

    static Broke of(ClaudeConnection.Closed closed, boolean lost) {
        var stderr = closed.exit().stderr().strip();
        if (closed.exit().notStarted()) {
            return broke(Cause.CANNOT_START, stderr);
        }
        if (closed.hung()) {
            return broke(Cause.HUNG, "");
        }
        if (lost
                || isLost(stderr)
                || stderr.contains("requires a valid session ID")
                || stderr.contains("Invalid session ID")) {
            return broke(Cause.SESSION_LOST, "");
        }
        if (stderr.contains("is already in use")) {
            return broke(Cause.SESSION_IN_USE, "");
        }
        if (!closed.initialized() && closed.exit().code() != 0 && !stderr.isEmpty()) {
            return broke(Cause.CANNOT_START, Texts.of("failure.notStarted", cause(stderr)));
        }
        var how = "exit code " + closed.exit().code() + (stderr.isEmpty() ? "" : ", " + cause(stderr));
        return broke(Cause.CRASHED, how);
    }

    /** @param detail for the log; for a process that cannot start, also the sentence for a person */
    static Broke broke(Cause cause, String detail) {
        var sentence = switch (cause) {
            case CANNOT_START -> detail;
            case HUNG -> Texts.of("failure.hung");
            case CRASHED -> Texts.of("failure.crashed");
            case SESSION_LOST -> Texts.of("failure.sessionLost");
            case SESSION_IN_USE -> Texts.of("failure.sessionInUse");
        };
        return new Broke(cause, detail, sentence);
    }

    /** The sentence for a turn that ended with an error of the API or of a limit. */
    static String sentence(Incoming.Result result) {
        var said = result.text().strip();
        var low = said.toLowerCase(Locale.ROOT);
        if (low.contains("not logged in") || low.contains("/login") || result.apiStatus() == 401) {
            return Texts.of("failure.notLoggedIn");
        }
        if (low.contains("hit your") && low.contains("limit")) {
            return Texts.of("failure.limit", said);
        }
        if (result.apiStatus() == 529 || low.contains("overloaded")) {
            return Texts.of("failure.overloaded");
        }
        if (low.contains("unable to connect")
                || low.contains("connection error")
                || low.contains("connectionrefused")
                || low.contains("fetch failed")) {
            return Texts.of("failure.unreachable");
        }
        if (low.contains("prompt is too long")) {
            return Texts.of("failure.tooLong");
        }
        var model = NO_MODEL.matcher(said);
        if (result.apiStatus() == 404 && model.find()) {
            return Texts.of("failure.noModel", Markdown.code(model.group(1)));
        }
        if (!said.isEmpty()) {
            return said;
        }
        var error =
                result.errors().stream().filter(each -> !each.startsWith("[")).findFirst();
        return error.orElseGet(() -> Texts.of("failure.noAnswer", result.terminalReason()));
    }

    /** The line that names the error: the first that looks like one, else the last that is not part of a stack trace. */
    static String cause(String stderr) {
        var lines = stderr.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        var named = lines.stream()
                .filter(line -> NAMES_AN_ERROR.matcher(line).lookingAt())
                .findFirst();
        var last = lines.reversed().stream()
                .filter(line -> !AROUND_AN_ERROR.matcher(line).lookingAt())
                .findFirst();
        var cause = named.or(() -> last).orElse("");
        return cause.length() <= LONGEST_CAUSE ? cause : cause.substring(0, LONGEST_CAUSE) + "…";
    }
}
