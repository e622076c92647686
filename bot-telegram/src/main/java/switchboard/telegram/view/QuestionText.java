package switchboard.telegram.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.files.FilesInWords;
import switchboard.model.Day;
import switchboard.model.Disclosure;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.telegram.markdown.Fence;
import switchboard.telegram.markdown.MessageSplitter;
import switchboard.telegram.outbox.Outbox;
import switchboard.text.FileName;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;
import switchboard.text.VisibleText;

/**
 * A question as a message with buttons. A shortened text never has [Allow]: a text that does not fit into one message goes as a
 * whole file, with the buttons under it. Invisible characters are made visible. Pure.
 *
 * @param markdown the message, or the caption of the file
 * @param file the whole question, if it is too long for a message
 */
record QuestionText(String markdown, Optional<AnswerText.File> file, List<List<Key>> keys) {

    private static final int FITS = 3_500;
    private static final int CAPTION_FITS = 600;
    private static final int LABEL_FITS = 60;

    /** Units kept free for the question's outcome. */
    private static final int SETTLED_FITS = 200;

    /**
     * Who sees a question.
     *
     * @param isGroup whether the chat is a group, where nobody trusts anything and the bot may hear only replies
     * @param hasOwner whether an owner of the bot may be among them; others are offered nothing that holds for good
     */
    record Audience(boolean isGroup, boolean hasOwner) {

        static final Audience OWNER = new Audience(false, true);
    }

    static QuestionText of(Question question) {
        return of(question, Audience.OWNER);
    }

    static QuestionText of(Question question, Audience audience) {
        return switch (question) {
            case Question.Permission permission -> permission(permission, audience.hasOwner());
            case Question.Choice choice -> choice(choice);
            case Question.Plan plan -> plan(plan, audience.hasOwner());
            case Question.CutOff cut -> cutOff(cut);
            case Question.Suspect suspect -> suspect(suspect);
            case Question.ProjectChanged changed -> projectChanged(changed, audience);
            case Question.FileGone gone -> fileGone(gone);
            case Question.Transcript heard -> RecordingText.transcript(heard, audience.isGroup());
            case Question.Unheard unheard -> RecordingText.unheard(unheard);
            case Question.OverBudget over -> overBudget(over, audience.hasOwner());
        };
    }

    private static QuestionText permission(Question.Permission asked, boolean hasOwner) {
        var offered = hasOwner ? asked.rules() : List.<Rule>of();
        var head = Texts.of("permission.asks", Markdown.text(asked.tool()));
        var remarks = remarks(asked.disclosure());
        var rules = offered.isEmpty()
                ? ""
                : "\n\n"
                        + Texts.of(
                                "permission.always",
                                offered.stream()
                                        .map(Rule::text)
                                        .map(QuestionText::exactly)
                                        .collect(Collectors.joining(", ")));
        var areRemarksBelow = remarks.length() < CAPTION_FITS;
        var areRulesBelow = rules.length() + (areRemarksBelow ? remarks.length() : 0) < CAPTION_FITS;
        var row = new ArrayList<Key>();
        if (asked.disclosure().complete()) {
            row.add(new Key(Texts.of("permission.button.allow"), ButtonData.answer(asked, "y")));
            if (!offered.isEmpty() && areRulesBelow) {
                row.add(new Key(Texts.of("permission.button.always"), ButtonData.answer(asked, "a")));
            }
        }
        row.add(new Key(Texts.of("permission.button.deny"), ButtonData.answer(asked, "n")));
        var what = what(asked.tool(), asked.input()) + (areRemarksBelow ? "" : remarks) + texts(asked.disclosure());
        var foot =
                (areRemarksBelow ? remarks : "") + (areRulesBelow ? rules : "") + "\n\n" + Texts.of("permission.reply");
        return fitted(head, what, foot, FileName.of("request", asked.tool(), ".md"), List.of(row));
    }

    /** Where the call really leads, what it would run, and why Claude asks. */
    private static String remarks(Disclosure disclosure) {
        return disclosure.remarks().stream()
                .map(remark -> "\n\n" + VisibleText.reveal(remark))
                .collect(Collectors.joining());
    }

    /** The whole texts that Claude would follow. */
    private static String texts(Disclosure disclosure) {
        return disclosure.texts().stream()
                .map(text -> "\n\n" + exactly(text.path()) + "\n\n" + block("markdown", text.content()))
                .collect(Collectors.joining());
    }

    static QuestionText fitted(String head, String what, String foot, String fileName, List<List<Key>> keys) {
        var whole = head + "\n\n" + what + foot;
        return isOneMessage(whole) && what.length() <= FITS
                ? new QuestionText(whole, Optional.empty(), keys)
                : new QuestionText(
                        Texts.of("question.inFile", head) + foot,
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

    /** The message or caption after the question is settled. */
    String settled(String words) {
        var shown = words.length() <= SETTLED_FITS
                ? words
                : words.substring(0, words.offsetByCodePoints(0, SETTLED_FITS / 2)) + "…";
        return markdown + "\n\n" + Texts.of("settled", Markdown.text(shown));
    }

    /** The exact call: in a form of its own for some tools, as the whole input for others. */
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
                        + (input.path("replace_all").asBoolean() ? "\n" + Texts.of("permission.everyPlace") : "")
                        + besides(input, "file_path", "old_string", "new_string", "replace_all");
            case "Write" ->
                path(input) + block("", input.path("content").asText()) + besides(input, "file_path", "content");
            case "WebFetch" -> exactly(input.path("url").asText()) + besides(input, "url");
            default -> block("json", input.toPrettyString());
        };
    }

    /** The parts of a tool's input that its form does not show. */
    private static String besides(JsonNode input, String... shown) {
        if (!(input instanceof ObjectNode object)) {
            return "";
        }
        var rest = object.deepCopy().without(List.of(shown));
        return rest.isEmpty() ? "" : "\n\n" + block("json", rest.toPrettyString());
    }

    /** The text in one line, with visible line breaks. */
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

    /** Notes a missing end of the last line if the other text's last line has one, as {@code diff} does. */
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

    /** A code block that its content cannot end. */
    static String block(String language, String content) {
        return Markdown.block(language, VisibleText.reveal(content));
    }

    private static QuestionText choice(Question.Choice asked) {
        var number = asked.of() > 1 ? " " + Texts.of("choice.place", asked.number(), asked.of()) : "";
        var whole = Texts.of("choice.asks", lines(asked.text()) + number) + "\n\n"
                + asked.options().stream().map(QuestionText::option).collect(Collectors.joining("\n"));
        var reply = "\n\n" + howToAnswer(asked);
        return isOneMessage(whole + reply)
                ? new QuestionText(whole + reply, Optional.empty(), keys(asked))
                : new QuestionText(
                        Texts.of("question.inFile", Texts.of("choice.asks", Texts.of("choice.claude") + number))
                                + reply,
                        Optional.of(new AnswerText.File(FileName.of("question", asked.text(), ".md"), whole, "")),
                        keys(asked));
    }

    static String lines(String text) {
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
            return Texts.of("choice.reply");
        }
        return asked.several() ? Texts.of("choice.tick") : Texts.of("choice.orReply");
    }

    private static List<List<Key>> keys(Question.Choice asked) {
        var keys = new ArrayList<List<Key>>();
        for (var i = 0; i < asked.options().size(); i++) {
            var box = asked.several() ? asked.ticked().contains(i) ? "☑ " : "☐ " : "";
            var label = VisibleText.reveal(asked.options().get(i).label());
            keys.add(List.of(new Key(box + shortened(label), ButtonData.option(asked, i))));
        }
        if (asked.several()) {
            keys.add(List.of(new Key(Texts.of("choice.button.done"), ButtonData.answer(asked, "d"))));
        }
        return keys;
    }

    private static QuestionText plan(Question.Plan asked, boolean hasOwner) {
        var keys = new ArrayList<List<Key>>();
        keys.add(List.of(new Key(Texts.of("plan.button.start"), ButtonData.answer(asked, "y"))));
        if (hasOwner) {
            keys.add(List.of(new Key(Texts.of("plan.button.startEditing"), ButtonData.answer(asked, "e"))));
        }
        keys.add(List.of(new Key(Texts.of("plan.button.keep"), ButtonData.answer(asked, "n"))));
        var text = asked.plan().isBlank() ? Texts.of("plan.empty") : Fence.closed(VisibleText.reveal(asked.plan()));
        return fitted(
                Texts.of("plan.asks"),
                text,
                "\n\n" + Texts.of("plan.reply"),
                FileName.of("plan", asked.plan(), ".md"),
                keys);
    }

    private static QuestionText cutOff(Question.CutOff asked) {
        var tools = asked.tools().stream()
                .map(tool -> Texts.of("list.item", Markdown.text(VisibleText.reveal(tool))))
                .collect(Collectors.joining("\n"));
        return fitted(
                Texts.of("cutOff.asks", Markdown.text(VisibleText.reveal(asked.prompt()))),
                Texts.of("cutOff.tools") + "\n\n" + tools,
                "\n\n" + Texts.of("cutOff.choices"),
                FileName.of("cut-off", asked.prompt(), ".md"),
                continuing(asked));
    }

    private static QuestionText suspect(Question.Suspect asked) {
        var prompt = Markdown.text(VisibleText.reveal(asked.prompt()));
        return new QuestionText(
                Texts.of("suspect.asks", asked.times(), prompt) + "\n\n" + Texts.of("suspect.why") + "\n\n"
                        + Texts.of("suspect.choices"),
                Optional.empty(),
                continuing(asked));
    }

    private static List<List<Key>> continuing(Question asked) {
        return List.of(List.of(
                new Key(Texts.of("cutOff.button.continue"), ButtonData.answer(asked, "y")),
                new Key(Texts.of("cutOff.button.discard"), ButtonData.answer(asked, "n"))));
    }

    private static QuestionText projectChanged(Question.ProjectChanged asked, Audience audience) {
        var keys = new ArrayList<List<Key>>();
        var foot = "\n\n" + Texts.of("changed.covers");
        if (!asked.problems().isEmpty()) {
            var problems = String.join(", ", asked.problems());
            foot = "\n\n" + Texts.of("changed.notShown", exactly(shortened(problems)));
        } else if (audience.isGroup()) {
            foot += " " + Texts.of("changed.inGroup");
        } else if (!audience.hasOwner()) {
            foot += " " + Texts.of("changed.forOwner");
        } else {
            keys.add(List.of(new Key(Texts.of("changed.button.trust"), ButtonData.answer(asked, "y"))));
        }
        keys.add(List.of(new Key(Texts.of("changed.button.without"), ButtonData.answer(asked, "n"))));
        if (!audience.equals(Audience.OWNER) || !asked.problems().isEmpty()) {
            keys.add(List.of(new Key(Texts.of("changed.button.again"), ButtonData.answer(asked, "t"))));
        }
        return fitted(
                Texts.of("changed.asks", exactly(shortened(asked.directory().toString()))),
                block("diff", asked.changes()),
                foot,
                FileName.of("changes", folder(asked.directory()), ".md"),
                keys);
    }

    private static String folder(Path directory) {
        return Objects.requireNonNullElse(directory.getFileName(), directory).toString();
    }

    private static QuestionText fileGone(Question.FileGone asked) {
        var files = asked.files();
        var isOne = files.size() == 1;
        var first = files.getFirst();
        var again = asked.mayCome() ? Texts.of(isOne ? "gone.again" : "gone.againSeveral") + " " : "";
        return fitted(
                isOne ? Texts.of("gone.asks", named(first)) : Texts.of("gone.asksSeveral", files.size()),
                isOne
                        ? why(first)
                        : files.stream()
                                .map(each -> Texts.of("list.item", Texts.of("gone.file", named(each), why(each))))
                                .collect(Collectors.joining("\n")),
                "\n\n" + again + Texts.of(isOne ? "gone.choices" : "gone.choicesSeveral"),
                "missing-files.md",
                keysOf(asked));
    }

    private static List<List<Key>> keysOf(Question.FileGone asked) {
        var isOne = asked.files().size() == 1;
        var without = isOne ? Texts.of("gone.button.without") : Texts.of("gone.button.withoutThem");
        var keys = new ArrayList<List<Key>>();
        if (asked.mayCome()) {
            keys.add(List.of(new Key(Texts.of("gone.button.again"), ButtonData.answer(asked, "t"))));
        }
        keys.add(List.of(
                new Key(without, ButtonData.answer(asked, "y")),
                new Key(Texts.of("gone.button.discard"), ButtonData.answer(asked, "n"))));
        return keys;
    }

    private static QuestionText overBudget(Question.OverBudget asked, boolean hasOwner) {
        var limit = HumanText.usd(asked.limit().usd());
        var head = asked.ofAll()
                ? Texts.of("overBudget.asksOfAll", limit)
                : Texts.of("overBudget.asks", HumanText.usd(asked.spent()), limit);
        var waits = Texts.of("overBudget.waits", Day.end(asked.day()));
        var discard = new Key(Texts.of("overBudget.button.discard"), ButtonData.answer(asked, "n"));
        if (asked.ofAll() && !hasOwner) {
            var text = Texts.together(head + "\n\n" + waits, Texts.of("overBudget.noOwner"));
            return new QuestionText(text, Optional.empty(), List.of(List.of(discard)));
        }
        var choices = asked.ofAll() ? Texts.of("overBudget.choicesOfAll") : Texts.of("overBudget.choices");
        return new QuestionText(
                Texts.together(head + "\n\n" + waits, choices),
                Optional.empty(),
                List.of(List.of(new Key(Texts.of("overBudget.button.goOn"), ButtonData.answer(asked, "y")), discard)));
    }

    static String named(Question.Missing missing) {
        var file = missing.file();
        return file.name() == null ? FilesInWords.of(List.of(file)) : exactly(shortened(file.title()));
    }

    static String why(Question.Missing missing) {
        return Markdown.text(VisibleText.reveal(missing.why()));
    }

    private static String shortened(String label) {
        return HumanText.shortened(label, LABEL_FITS);
    }
}
