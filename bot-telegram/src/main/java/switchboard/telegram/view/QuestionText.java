package switchboard.telegram.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import switchboard.model.Markdown;
import switchboard.model.Question;
import switchboard.model.Rule;

/**
 * A question as a message with buttons. Nothing shortened carries [Allow]: what does not fit into one message goes whole,
 * as a file, and the buttons stand under the file. What is invisible is made visible. Pure.
 *
 * @param markdown the message, or the caption of the file
 * @param file the whole of it, where it is too long for a message
 */
record QuestionText(String markdown, Optional<AnswerText.File> file, List<List<Messages.Key>> keys) {

    private static final int FITS = 3_500;
    private static final int CAPTION_FITS = 700;
    private static final int LABEL_FITS = 60;

    static QuestionText of(Question question) {
        return switch (question) {
            case Question.Permission permission -> permission(permission);
            case Question.Choice choice -> choice(choice);
            case Question.Plan plan -> plan(plan);
        };
    }

    private static QuestionText permission(Question.Permission asked) {
        var head = "🔐 Claude wants to use **" + Markdown.text(asked.tool()) + "**";
        var rules = asked.rules().isEmpty()
                ? ""
                : "\n\nAlways here: "
                        + asked.rules().stream()
                                .map(Rule::text)
                                .map(VisibleText::reveal)
                                .map(Markdown::code)
                                .collect(Collectors.joining(", "));
        var row = new ArrayList<Messages.Key>();
        row.add(new Messages.Key("✅ Allow", ButtonData.answer(asked, "y")));
        if (!asked.rules().isEmpty() && rules.length() < CAPTION_FITS) {
            row.add(new Messages.Key("Always here", ButtonData.answer(asked, "a")));
        }
        row.add(new Messages.Key("❌ Deny", ButtonData.answer(asked, "n")));
        var what = what(asked.tool(), asked.input());
        var foot =
                (rules.length() < CAPTION_FITS ? rules : "") + "\n\n*Reply to this message to deny it with a reason.*";
        return fitted(head, what, foot, "request.md", List.of(row));
    }

    private static QuestionText fitted(
            String head, String what, String foot, String fileName, List<List<Messages.Key>> keys) {
        var whole = head + "\n\n" + what + foot;
        var fits = what.length() <= FITS && MessageSplitter.split(whole).size() == 1;
        return fits
                ? new QuestionText(whole, Optional.empty(), keys)
                : new QuestionText(
                        head + ". All of it is in the file." + foot,
                        Optional.of(new AnswerText.File(fileName, what, "")),
                        keys);
    }

    /** What exactly is asked, of the tools that have a form of their own; of others all that they are given. */
    private static String what(String tool, JsonNode input) {
        return switch (tool) {
            case "Bash" ->
                described(input) + block("bash", input.path("command").asText());
            case "Edit" ->
                path(input)
                        + block(
                                "diff",
                                lines("-", input.path("old_string").asText())
                                        + "\n"
                                        + lines("+", input.path("new_string").asText()))
                        + (input.path("replace_all").asBoolean() ? "\n(every place)" : "");
            case "Write" -> path(input) + block("", input.path("content").asText());
            case "WebFetch" ->
                Markdown.code(VisibleText.reveal(input.path("url").asText()));
            default -> block("json", input.toPrettyString());
        };
    }

    private static String described(JsonNode input) {
        var description = input.path("description").asText();
        return description.isBlank() ? "" : Markdown.text(VisibleText.reveal(description)) + "\n\n";
    }

    private static String path(JsonNode input) {
        return Markdown.code(VisibleText.reveal(input.path("file_path").asText())) + "\n\n";
    }

    private static String lines(String mark, String text) {
        return text.lines().map(line -> mark + " " + line).collect(Collectors.joining("\n"));
    }

    /** A code block that its own content cannot end. */
    private static String block(String language, String content) {
        var visible = VisibleText.reveal(content);
        var fence = "```";
        while (visible.contains(fence)) {
            fence += "`";
        }
        return fence + language + "\n" + visible + "\n" + fence;
    }

    private static QuestionText choice(Question.Choice asked) {
        var lines = new ArrayList<String>();
        var number = asked.of() > 1 ? " (" + asked.number() + " of " + asked.of() + ")" : "";
        lines.add("❓ " + Markdown.text(VisibleText.reveal(asked.text())) + number);
        lines.add("");
        for (var option : asked.options()) {
            var description = option.description().isBlank()
                    ? ""
                    : ": " + Markdown.text(VisibleText.reveal(option.description()));
            lines.add("• **" + Markdown.text(VisibleText.reveal(option.label())) + "**" + description);
        }
        lines.add("");
        lines.add("*Or reply to this message in your own words.*");
        var keys = new ArrayList<List<Messages.Key>>();
        for (var i = 0; i < asked.options().size(); i++) {
            var label = VisibleText.reveal(asked.options().get(i).label());
            keys.add(List.of(new Messages.Key(shortened(label), ButtonData.answer(asked, "o" + i))));
        }
        return new QuestionText(String.join("\n", lines), Optional.empty(), keys);
    }

    private static QuestionText plan(Question.Plan asked) {
        var text = asked.plan().isBlank() ? "*Claude has written no plan.*" : VisibleText.reveal(asked.plan());
        return fitted(
                "📋 Claude has a plan",
                text,
                "\n\n*Reply to this message to keep planning with your remarks.*",
                "plan.md",
                List.of(
                        List.of(new Messages.Key("✅ Go", ButtonData.answer(asked, "y"))),
                        List.of(new Messages.Key("Go, accept edits", ButtonData.answer(asked, "e"))),
                        List.of(new Messages.Key("Keep planning", ButtonData.answer(asked, "n")))));
    }

    private static String shortened(String label) {
        return label.codePointCount(0, label.length()) <= LABEL_FITS
                ? label
                : label.substring(0, label.offsetByCodePoints(0, LABEL_FITS - 1)) + "…";
    }
}
