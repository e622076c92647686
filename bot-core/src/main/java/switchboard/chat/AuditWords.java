package switchboard.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.PermissionMode;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.model.Settings;

/** Questions, decisions and settings in the words of the record of who did what. Pure. */
final class AuditWords {

    /** Parts of a tool's input that say what it is about, without the contents that it writes. */
    private static final List<String> ABOUT = List.of("command", "file_path", "notebook_path", "path", "url", "skill");

    /** A longer value is something that the agent has written. */
    private static final int LONGEST = 80;

    private AuditWords() {}

    static String of(Question question) {
        return switch (question) {
            case Question.Permission asked -> asked.tool() + ": " + about(asked.input());
            case Question.Choice choice -> "choice"; // the agent has worded it
            case Question.Plan plan -> "plan";
            case Question.CutOff cut -> "continue after a crash: " + cut.prompt();
            case Question.Suspect suspect -> "continue after crashes: " + suspect.prompt();
            case Question.ProjectChanged changed -> "changed project files: " + changed.directory();
            case Question.FileGone gone -> "missing files: " + names(gone.files());
            case Question.Transcript heard -> "transcript";
            case Question.OverBudget over -> over.ofAll() ? "over the limit of all chats" : "over the budget";
            case Question.Unheard unheard -> "no transcript: " + names(unheard.files());
        };
    }

    private static String about(JsonNode input) {
        return ABOUT.stream()
                .map(input::path)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst()
                .orElseGet(() -> brief(input));
    }

    /** The names of all parts, with the values of those that are too short to be contents. */
    private static String brief(JsonNode input) {
        return input.properties().stream()
                .map(part -> part.getKey() + "=" + value(part.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String value(JsonNode part) {
        var text = part.isTextual() ? part.asText() : part.toString();
        return text.length() <= LONGEST ? text : "… (" + text.length() + " characters)";
    }

    private static String names(List<Question.Missing> files) {
        return files.stream()
                .map(Question.Missing::file)
                .map(Content.Attachment::title)
                .collect(Collectors.joining(", "));
    }

    static String of(Decision decision, Question question) {
        return switch (decision) {
            case Decision.Allow allow -> "allowed";
            case Decision.AllowAlways always -> "always";
            case Decision.AllowEdits edits -> "allowed_with_edits";
            case Decision.AllowAsking asking -> "allowed";
            case Decision.Deny deny -> "denied";
            case Decision.Say say -> said(question);
            case Decision.Tick tick -> "ticked";
            case Decision.Done done -> "answered";
            case Decision.Correct correct -> "corrected";
            case Decision.TryAgain again -> "tried_again";
        };
    }

    private static String said(Question question) {
        return switch (question) {
            case Question.Permission permission -> "denied";
            case Question.Plan plan -> "denied";
            case Question.ProjectChanged changed -> "tried_again";
            default -> "answered";
        };
    }

    /** The difference of two settings: {@code mode plan, +rule Bash(git *)}. */
    static String of(Settings before, Settings now) {
        var words = new ArrayList<String>();
        add(words, "model", before.model(), now.model());
        add(words, "effort", before.effort(), now.effort());
        add(words, "mode", word(before.mode()), word(now.mode()));
        rules(now.rules(), before.rules()).map(rule -> "+rule " + rule).forEach(words::add);
        rules(before.rules(), now.rules()).map(rule -> "-rule " + rule).forEach(words::add);
        return String.join(", ", words);
    }

    private static void add(List<String> words, String name, @Nullable String before, @Nullable String now) {
        if (!Objects.equals(before, now)) {
            words.add(name + " " + (now == null ? "default" : now));
        }
    }

    private static @Nullable String word(@Nullable PermissionMode mode) {
        return mode == null ? null : mode.word();
    }

    private static Stream<String> rules(List<Rule> of, List<Rule> without) {
        return of.stream().filter(rule -> !without.contains(rule)).map(Rule::text);
    }
}
