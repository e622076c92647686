package switchboard.telegram.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.model.Disclosure;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.telegram.markdown.Fence;
import switchboard.telegram.markdown.MessageSplitter;
import switchboard.telegram.markdown.VisibleText;
import switchboard.telegram.outbox.Outbox;
import switchboard.text.Markdown;

/**
 * A question as a message with buttons. Nothing shortened carries [Allow]: what does not fit into one message goes whole,
 * as a file, and the buttons stand under the file. What is invisible is made visible. Pure.
 *
 * @param markdown the message, or the caption of the file
 * @param file the whole of it, where it is too long for a message
 */
record QuestionText(String markdown, Optional<AnswerText.File> file, List<List<Key>> keys) {

    private static final int FITS = 3_500;
    private static final int CAPTION_FITS = 600;
    private static final int LABEL_FITS = 60;

    /** Units kept free for what becomes of it. */
    private static final int SETTLED_FITS = 200;

    static QuestionText of(Question question) {
        return of(question, false);
    }

    /** @param inGroup whether the chat is a group, where nobody trusts anything */
    static QuestionText of(Question question, boolean inGroup) {
        return switch (question) {
            case Question.Permission permission -> permission(permission);
            case Question.Choice choice -> choice(choice);
            case Question.Plan plan -> plan(plan);
            case Question.CutOff cut -> cutOff(cut);
            case Question.ProjectChanged changed -> projectChanged(changed, inGroup);
        };
    }

    private static QuestionText permission(Question.Permission asked) {
        var head = "🔐 Claude wants to use **" + Markdown.text(asked.tool()) + "**";
        var remarks = remarks(asked.disclosure());
        var rules = asked.rules().isEmpty()
                ? ""
                : "\n\n“Always” covers: "
                        + asked.rules().stream()
                                .map(Rule::text)
                                .map(QuestionText::exactly)
                                .collect(Collectors.joining(", "));
        var areRemarksBelow = remarks.length() < CAPTION_FITS;
        var areRulesBelow = rules.length() + (areRemarksBelow ? remarks.length() : 0) < CAPTION_FITS;
        var row = new ArrayList<Key>();
        if (asked.disclosure().complete()) {
            row.add(new Key("✅ Allow", ButtonData.answer(asked, "y")));
            if (!asked.rules().isEmpty() && areRulesBelow) {
                row.add(new Key("Always allow", ButtonData.answer(asked, "a")));
            }
        }
        row.add(new Key("❌ Deny", ButtonData.answer(asked, "n")));
        var what = what(asked.tool(), asked.input()) + (areRemarksBelow ? "" : remarks) + texts(asked.disclosure());
        var foot = (areRemarksBelow ? remarks : "") + (areRulesBelow ? rules : "")
                + "\n\n*To say no and explain, reply to this message.*";
        return fitted(head, what, foot, "request.md", List.of(row));
    }

    /** Where it really leads, what it would run, why it is asked. */
    private static String remarks(Disclosure disclosure) {
        return disclosure.remarks().stream()
                .map(remark -> "\n\n" + VisibleText.reveal(remark))
                .collect(Collectors.joining());
    }

    /** What it would follow, whole. */
    private static String texts(Disclosure disclosure) {
        return disclosure.texts().stream()
                .map(text -> "\n\n" + exactly(text.path()) + "\n\n" + block("markdown", text.content()))
                .collect(Collectors.joining());
    }

    private static QuestionText fitted(String head, String what, String foot, String fileName, List<List<Key>> keys) {
        var whole = head + "\n\n" + what + foot;
        return isOneMessage(whole) && what.length() <= FITS
                ? new QuestionText(whole, Optional.empty(), keys)
                : new QuestionText(
                        head + ". All of it is in the file." + foot,
                        Optional.of(new AnswerText.File(fileName, what, "")),
                        keys);
    }

    private static boolean isOneMessage(String markdown) {
        return MessageSplitter.split(
                                markdown,
                                MessageSplitter.Limits.TELEGRAM.reserve(SETTLED_FITS + 8 + Outbox.TOPIC_LINE_UNITS))
                        .size()
                == 1;
    }

    /** The message, or the caption, once it is settled. */
    String settled(String words) {
        var shown = words.length() <= SETTLED_FITS
                ? words
                : words.substring(0, words.offsetByCodePoints(0, SETTLED_FITS / 2)) + "…";
        return markdown + "\n\n▸ " + Markdown.text(shown);
    }

    /** What exactly is asked, of the tools that have a form of their own; of others all that they are given. */
    private static String what(String tool, JsonNode input) {
        return switch (tool) {
            case "Bash" ->
                described(input)
                        + block("bash", input.path("command").asText())
                        + besides(input, "command", "description");
            case "Edit" ->
                path(input)
                        + block(
                                "diff",
                                diff(
                                        input.path("old_string").asText(),
                                        input.path("new_string").asText()))
                        + (input.path("replace_all").asBoolean() ? "\n(every place)" : "")
                        + besides(input, "file_path", "old_string", "new_string", "replace_all");
            case "Write" ->
                path(input) + block("", input.path("content").asText()) + besides(input, "file_path", "content");
            case "WebFetch" -> exactly(input.path("url").asText()) + besides(input, "url");
            default -> block("json", input.toPrettyString());
        };
    }

    /** What a tool is given that its form does not show. */
    private static String besides(JsonNode input, String... shown) {
        if (!(input instanceof ObjectNode object)) {
            return "";
        }
        var rest = object.deepCopy().without(List.of(shown));
        return rest.isEmpty() ? "" : "\n\n" + block("json", rest.toPrettyString());
    }

    /** In one line, with its line breaks visible. */
    private static String exactly(String text) {
        return Markdown.code(VisibleText.reveal(text).replace("\n", "⟨U+000A⟩"));
    }

    private static String described(JsonNode input) {
        var description = input.path("description").asText();
        return description.isBlank() ? "" : Markdown.text(VisibleText.reveal(description)) + "\n\n";
    }

    private static String path(JsonNode input) {
        return exactly(input.path("file_path").asText()) + "\n\n";
    }

    /** That the last line has no end is said where the other text's has one, as {@code diff} does. */
    private static String diff(String before, String after) {
        var differs = before.endsWith("\n") != after.endsWith("\n");
        return Stream.of(lines("-", before, differs), lines("+", after, differs))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String lines(String mark, String text, boolean showsEnd) {
        if (text.isEmpty()) {
            return "";
        }
        var isEnded = text.endsWith("\n");
        var body = isEnded ? text.substring(0, text.length() - 1) : text;
        return mark + " " + body.replace("\n", "\n" + mark + " ")
                + (isEnded || !showsEnd ? "" : "\n\\ No newline at the end");
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
        var number = asked.of() > 1 ? " (" + asked.number() + " of " + asked.of() + ")" : "";
        var whole = "❓ " + lines(asked.text()) + number + "\n\n"
                + asked.options().stream().map(QuestionText::option).collect(Collectors.joining("\n"));
        var reply = "\n\n*" + howToAnswer(asked) + "*";
        return isOneMessage(whole + reply)
                ? new QuestionText(whole + reply, Optional.empty(), keys(asked))
                : new QuestionText(
                        "❓ Claude asks" + number + ". All of it is in the file." + reply,
                        Optional.of(new AnswerText.File("question.md", whole, "")),
                        keys(asked));
    }

    private static String lines(String text) {
        return text.lines().map(line -> Markdown.text(VisibleText.reveal(line))).collect(Collectors.joining("\n"));
    }

    private static String option(Question.Option option) {
        var description =
                option.description().isBlank() ? "" : ": " + Markdown.text(VisibleText.reveal(option.description()));
        var preview = option.preview().isBlank() ? "" : "\n" + block("", option.preview());
        return "• **" + Markdown.text(VisibleText.reveal(option.label())) + "**" + description + preview;
    }

    private static String howToAnswer(Question.Choice asked) {
        if (asked.options().isEmpty()) {
            return "Reply with your answer.";
        }
        return asked.several()
                ? "Tick all that apply, then tap Done. Or reply in your own words; they go along with what is ticked."
                : "Or reply in your own words.";
    }

    private static List<List<Key>> keys(Question.Choice asked) {
        var keys = new ArrayList<List<Key>>();
        for (var i = 0; i < asked.options().size(); i++) {
            var box = asked.several() ? asked.ticked().contains(i) ? "☑ " : "☐ " : "";
            var label = VisibleText.reveal(asked.options().get(i).label());
            keys.add(List.of(new Key(box + shortened(label), ButtonData.option(asked, i))));
        }
        if (asked.several()) {
            keys.add(List.of(new Key("Done", ButtonData.answer(asked, "d"))));
        }
        return keys;
    }

    private static QuestionText plan(Question.Plan asked) {
        var text = asked.plan().isBlank()
                ? "*Claude sent an empty plan.*"
                : Fence.closed(VisibleText.reveal(asked.plan()));
        return fitted(
                "📋 Claude has a plan",
                text,
                "\n\n*Reply with changes to keep planning.*",
                "plan.md",
                List.of(
                        List.of(new Key("✅ Start", ButtonData.answer(asked, "y"))),
                        List.of(new Key("Start, auto-accept edits", ButtonData.answer(asked, "e"))),
                        List.of(new Key("Keep planning", ButtonData.answer(asked, "n")))));
    }

    private static QuestionText cutOff(Question.CutOff asked) {
        var tools = asked.tools().stream()
                .map(tool -> "• " + Markdown.text(VisibleText.reveal(tool)))
                .collect(Collectors.joining("\n"));
        return fitted(
                "⚠️ Cut off in the middle of “" + Markdown.text(VisibleText.reveal(asked.prompt())) + "”",
                "This may have been at work, and may have been done in part or whole:\n\n" + tools,
                "\n\n**Continue** lets Claude go on from there; it may do this once more. **Discard** leaves all as it is.",
                "cut-off.md",
                List.of(List.of(
                        new Key("Continue", ButtonData.answer(asked, "y")),
                        new Key("Discard", ButtonData.answer(asked, "n")))));
    }

    private static QuestionText projectChanged(Question.ProjectChanged asked, boolean inGroup) {
        var keys = new ArrayList<List<Key>>();
        var foot =
                "\n\nNone of this is loaded. Trust covers these files as they are now, not code that they call in turn.";
        if (!asked.problems().isEmpty()) {
            var problems = String.join(", ", asked.problems());
            foot = "\n\nI can't show you all of it, so you can't trust it: " + exactly(shortened(problems)) + ".";
        } else if (inGroup) {
            foot += " Trust is given in a private chat with me: go to this folder there and send /trust.";
        } else {
            keys.add(List.of(new Key("✅ Trust the changes", ButtonData.answer(asked, "y"))));
        }
        keys.add(List.of(new Key("Run without them", ButtonData.answer(asked, "n"))));
        if (inGroup || !asked.problems().isEmpty()) {
            keys.add(List.of(new Key("Check again", ButtonData.answer(asked, "t"))));
        }
        return fitted(
                "🔒 Project files of " + exactly(shortened(asked.directory().toString()))
                        + " have changed since you trusted them",
                block("diff", asked.changes()),
                foot,
                "changes.md",
                keys);
    }

    private static String shortened(String label) {
        return label.codePointCount(0, label.length()) <= LABEL_FITS
                ? label
                : label.substring(0, label.offsetByCodePoints(0, LABEL_FITS - 1)) + "…";
    }
}
