package switchboard.standin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import switchboard.load.Mark;
import switchboard.load.Words;
import switchboard.model.Content;
import switchboard.text.HumanText;
import switchboard.text.Markdown;

/** The scene that the stand-in plays for a prompt, chosen by the first word that the person says. Pure. */
final class Scenes {

    /** Makes a scene from the situation and the text after its word in the prompt. */
    private interface Scene extends BiFunction<Situation, String, List<Step>> {}

    private static final int FEW_WORDS = 3;
    private static final int MANY_WORDS = 24;
    private static final int CHAPTERS = 8;
    private static final int LONGEST_ECHO = 300;

    private static final Map<String, Scene> BY_WORD = Map.ofEntries(
            Map.entry("stream", (situation, rest) -> List.of(say(Texts.STREAM))),
            Map.entry("tools", (situation, rest) -> ToolScenes.tools()),
            Map.entry("permission", (situation, rest) -> AskingScenes.permission(situation)),
            Map.entry("question", (situation, rest) -> AskingScenes.question()),
            Map.entry("plan", (situation, rest) -> AskingScenes.plan(situation)),
            Map.entry("error", (situation, rest) -> ToolScenes.error()),
            Map.entry("long", (situation, rest) -> List.of(new Step.Say(longAnswer(), MANY_WORDS))),
            Map.entry("wait", (situation, rest) -> ToolScenes.waiting(rest)),
            Map.entry("tour", (situation, rest) -> tour(situation)),
            Map.entry(
                    "/compact",
                    (situation, rest) -> List.of(say("I remember nothing, so there is nothing to sum up."))));

    private static final String WORDS =
            "`stream`, `tools`, `permission`, `question`, `plan`, `error`, `long`, `wait 60` or `tour`";

    private Scenes() {}

    static List<Step> of(List<Content> prompt, Situation situation) {
        var said = said(prompt);
        var underLoad = load(said, situation);
        if (underLoad.isPresent()) {
            return underLoad.get();
        }
        var steps = new ArrayList<Step>();
        if (situation.prompt() == 1) {
            steps.add(say(greeting(situation)));
        }
        steps.addAll(scene(said, situation).orElseGet(() -> echo(prompt, said, situation)));
        return steps;
    }

    /** What a load test says: after so many milliseconds, an answer of a usual length. */
    private static Optional<List<Step>> load(String said, Situation situation) {
        var words = said.split("\\s+", 3);
        var marks = Mark.in(said);
        return words[0].equals(Words.FIRST) && words.length > 2 && words[1].matches("\\d{1,6}") && !marks.isEmpty()
                ? Optional.of(List.of(
                        new Step.Pause(Duration.ofMillis(Integer.parseInt(words[1]))),
                        new Step.Say(
                                Words.answer(
                                        marks.getFirst(),
                                        situation.prompt(),
                                        situation.now().toEpochMilli()),
                                MANY_WORDS)))
                : Optional.empty();
    }

    /** What the person writes, speaks or forwards. */
    private static String said(List<Content> prompt) {
        return prompt.stream()
                .map(piece -> switch (piece) {
                    case Content.Text text -> text.text();
                    case Content.Transcript transcript -> transcript.words();
                    case Content.Quote quote -> quote.origin() == Content.Quote.Origin.FORWARD ? quote.words() : "";
                    case Content.Handoff handoff -> handoff.title();
                    case Content.Attachment file -> "";
                })
                .filter(words -> !words.isBlank())
                .collect(Collectors.joining("\n\n"))
                .strip();
    }

    private static String sent(List<Content> prompt) {
        return Content.only(Content.Attachment.class, prompt).stream()
                .map(Content.Attachment::title)
                .collect(Collectors.joining(", "));
    }

    /** What the person replies to, as a quote. */
    private static String repliedTo(List<Content> prompt) {
        return Content.only(Content.Quote.class, prompt).stream()
                .filter(quote -> quote.origin() != Content.Quote.Origin.FORWARD)
                .map(quote -> new Content.Quote(
                        quote.origin(), quote.author(), HumanText.shortened(quote.words(), LONGEST_ECHO)))
                .map(quote -> quote.text() + "\n\n")
                .collect(Collectors.joining());
    }

    private static Optional<List<Step>> scene(String said, Situation situation) {
        var words = said.split("\\s+", 2);
        var word = words[0].replaceAll("^[`\"“]+|[`\"”.,:;!?]+$", "");
        var scene = BY_WORD.get(word.toLowerCase(Locale.ROOT));
        return Optional.ofNullable(scene).map(found -> found.apply(situation, words.length > 1 ? words[1] : ""));
    }

    static Step say(String text) {
        return new Step.Say(text, FEW_WORDS);
    }

    private static String greeting(Situation situation) {
        return situation.resumed()
                ? Texts.GREETING
                        + "\n\nThis session was begun before I was started: I know nothing of what was said in it."
                : Texts.GREETING;
    }

    private static List<Step> tour(Situation situation) {
        var steps = new ArrayList<Step>();
        for (var word : List.of("stream", "tools", "permission", "question")) {
            steps.add(say("**The tour: `" + word + "`**"));
            scene(word, situation).ifPresent(steps::addAll);
        }
        steps.add(say("That was the tour. There is also `plan`, `error`, `long` and `wait 60`."));
        return steps;
    }

    private static List<Step> echo(List<Content> prompt, String said, Situation situation) {
        var sent = sent(prompt);
        var echo = said.isEmpty()
                ? "You sent " + Markdown.text(sent)
                : "You said: “" + Markdown.text(HumanText.shortened(said, LONGEST_ECHO)) + "”"
                        + (sent.isEmpty() ? "" : " and sent " + Markdown.text(sent));
        return List.of(say(repliedTo(prompt) + echo + ". I am only the stand-in and cannot think about it. "
                + "Say " + WORDS + ".\n\nThis was prompt " + situation.prompt() + " of this session, model "
                + Markdown.code(situation.model()) + ", permission mode "
                + Markdown.code(situation.mode().word()) + "."));
    }

    /** About 30,000 characters. */
    private static String longAnswer() {
        var text = new StringBuilder("# A long answer\n\nIt is made of ")
                .append(CHAPTERS)
                .append(" chapters that differ in little but their number. What counts is that all of it arrives.");
        for (var chapter = 1; chapter <= CHAPTERS; chapter++) {
            text.append("\n\n").append(Texts.CHAPTER.replace("{n}", String.valueOf(chapter)));
        }
        return text.append("\n\nThis is the last line of the long answer.").toString();
    }
}
