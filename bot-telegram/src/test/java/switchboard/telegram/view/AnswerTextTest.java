package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.model.Changes;
import switchboard.model.Cost;
import switchboard.model.Outcome;
import switchboard.model.PendingAnswer;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.telegram.view.AnswerText.File;
import switchboard.telegram.view.AnswerText.Part;
import switchboard.telegram.view.AnswerText.Plain;
import switchboard.telegram.view.AnswerText.Ring;
import switchboard.telegram.view.AnswerText.Text;

class AnswerTextTest {

    private static final LiveMessageState ABOVE = LiveMessageState.NONE.under("One.");

    @Test
    void withoutMarkdownAnAnswerIsCutByItsLengthAlone() {
        var said = "*x*".repeat(1_333) + "😀 end";
        var parts = AnswerText.plain(delivery(Outcome.Kind.FAILED, said, Cost.NONE), null);

        assertThat(parts)
                .containsExactly(
                        new Plain(said.substring(0, 3_999)), new Plain("😀 end"), new Plain("⚠️ Usage limit reached."));
        assertThat(AnswerText.plain(delivery(Outcome.Kind.ANSWERED, " ", Cost.NONE), null))
                .containsExactly(new Plain("✅ That is all."));
    }

    @Test
    void withoutMarkdownAVeryLongAnswerComesAsAFileToo() {
        assertThat(AnswerText.plain(delivery(Outcome.Kind.ANSWERED, "x".repeat(20_000), Cost.NONE), null))
                .hasSize(2)
                .startsWith(new Plain("x".repeat(4_000)))
                .last()
                .isInstanceOf(File.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ANSWERED  | Yes.      | Yes.",
                "ANSWERED  | ''        | *Claude finished without writing an answer.*",
                "FAILED    | ''        | ⚠️ Usage limit reached.",
                "FAILED    | So far.   | So far.¶¶⚠️ Usage limit reached.",
                "CANCELLED | ''        | ⏹ Stopped; your session is kept.",
                "CANCELLED | So far.   | So far.¶¶⏹ Stopped; your session is kept.",
                "ANSWERED  | ```¶x     | ```¶x¶```",
                "FAILED    | ```¶x     | ```¶x¶```¶¶⚠️ Usage limit reached.",
                "CANCELLED | ````¶```¶x | ````¶```¶x¶````¶¶⏹ Stopped; your session is kept.",
                "CANCELLED | ~~~¶x     | ~~~¶x¶~~~¶¶⏹ Stopped; your session is kept.",
                "CANCELLED | - a¶  ```¶  x | - a¶  ```¶  x¶  ```¶¶⏹ Stopped; your session is kept.",
                "CANCELLED | ```x``` y | ```x``` y¶¶⏹ Stopped; your session is kept.",
                "CANCELLED | ```¶x¶``` | ```¶x¶```¶¶⏹ Stopped; your session is kept."
            })
    void aShortAnswerIsOneMessage(Outcome.Kind kind, String said, String shown) {
        assertThat(parts(kind, lines(said), Cost.NONE, LiveMessageState.NONE)).containsExactly(new Text(lines(shown)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ANSWERED  | One.¶¶Two. | Two.",
                "ANSWERED  | One.       | ✅ That is all.",
                "FAILED    | One.       | ⚠️ Usage limit reached.",
                "CANCELLED | One.       | ⏹ Stopped; your session is kept.",
                "ANSWERED  | Uno.¶¶Due. | Uno.¶¶Due."
            })
    void whatStandsAboveIsNotRepeated(Outcome.Kind kind, String said, String shown) {
        assertThat(parts(kind, lines(said), Cost.NONE, ABOVE)).containsExactly(new Text(lines(shown)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b", "```\n```", " \n "})
    void anAnswerThatShowsNothingSaysSo(String invisible) {
        assertThat(parts(Outcome.Kind.ANSWERED, invisible, Cost.NONE, LiveMessageState.NONE))
                .containsExactly(new Text("*Claude finished without writing an answer.*"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9999  | 0 | 0    | 0     | 0      | 0     | ''",
                "10000 | 0 | 0    | 0     | 0      | 0     | 10s",
                "900   | 1 | 0    | 0     | 0      | 0     | 0s · 1 tool",
                "65000 | 3 | 1234 | 50000 | 200000 | 0.123 | 1m · 3 tools · 1.2k tokens · context 25% · $0.12",
                "65000 | 0 | 0    | 50000 | 0      | 0     | 1m"
            })
    void theFooterIsShownWhenItEarnsItsPlace(
            long millis, int tools, long tokens, long context, long window, double usd, String footer) {
        var cost = new Cost(millis, tools, tokens, context, window, usd);

        assertThat(parts(Outcome.Kind.ANSWERED, "Yes.", cost, LiveMessageState.NONE))
                .containsExactly(new Text(footer.isEmpty() ? "Yes." : "Yes.\n\n*" + footer + "*"));
    }

    @Test
    void whatATurnHasChangedEndsItsAnswerAlsoIfThatComesAsAFile() {
        var changes = new Changes(5, 80, 12);
        var brief = changed("Yes.", changes);
        var lengthy = changed(paragraphs(500), changes);

        assertThat(brief).containsExactly(new Text("Yes.\n\n*0s · 5 files, +80 −12*"));
        assertThat(((File) lengthy.getLast()).caption()).endsWith("\n*5 files, +80 −12*");
        assertThat(changed("Yes.", new Changes(1, 1, 0))).containsExactly(new Text("Yes.\n\n*0s · 1 file, +1 −0*"));
    }

    private static List<Part> changed(String said, Changes changes) {
        var delivery = new PendingAnswer(
                new TurnId("t"), Outcome.answered(said).with(changes), Cost.NONE, "512", Instant.EPOCH);
        return AnswerText.parts(delivery, null, LiveMessageState.NONE, false, Duration.ZERO, AnswerText.LIMITS);
    }

    @Test
    void upToFourMessagesAreSentWholeAndInOrder() {
        var answer = paragraphs(150);
        var parts = parts(Outcome.Kind.ANSWERED, answer, Cost.NONE, LiveMessageState.NONE);

        assertThat(parts).hasSizeBetween(2, AnswerText.MOST_MESSAGES).allMatch(Text.class::isInstance);
        assertThat(parts.stream().map(part -> ((Text) part).markdown().strip()).collect(Collectors.joining("\n\n")))
                .isEqualTo(answer);
    }

    @Test
    void beyondFourTheBeginningAndTheWholeAsAFile() {
        var answer = paragraphs(400);
        var parts = parts(Outcome.Kind.ANSWERED, answer, Cost.NONE, LiveMessageState.NONE);

        assertThat(parts).hasSize(2);
        assertThat(answer).startsWith(((Text) parts.getFirst()).markdown().strip());
        assertThat(parts.getLast())
                .isEqualTo(new File(
                        "paragraph-0-has-a-few-words.md",
                        answer,
                        "📄 The full answer (" + String.format(Locale.ROOT, "%,d", answer.length()) + " characters)."));
    }

    @Test
    void aLongAnswerThatFailedSaysSoUnderTheFile() {
        var parts = parts(Outcome.Kind.FAILED, paragraphs(400), Cost.NONE, LiveMessageState.NONE);

        assertThat(((File) parts.getLast()).caption()).endsWith("⚠️ Usage limit reached.");
    }

    @Test
    void theFileHoldsWhatStandsAboveToo() {
        var answer = "One.\n\n" + paragraphs(400);
        var parts = parts(Outcome.Kind.ANSWERED, answer, Cost.NONE, ABOVE);

        assertThat(((Text) parts.getFirst()).markdown()).startsWith("Paragraph 0 ");
        assertThat(((File) parts.getLast()).content()).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"ANSWERED  | ✅ Done after 20s.", "FAILED    | ⚠️ Failed after 20s."})
    void anEditAfter20SecondsIsFollowedByARing(Outcome.Kind kind, String ring) {
        var cost = new Cost(20_000, 0, 0, 0, 0, 0);

        assertThat(AnswerText.parts(delivery(kind, "Yes.", cost), null, live(), true, Duration.ZERO, AnswerText.LIMITS))
                .hasSize(2)
                .last()
                .isEqualTo(new Ring(ring));
    }

    @Test
    void whatAPersonHasStoppedIsOneMessageThatTellsWhatIsOnHold() {
        var delivery = delivery(Outcome.Kind.CANCELLED, "So far.", new Cost(17_400, 0, 0, 0, 0, 0));
        var hold = new Reply("1 message is on hold.", List.of());

        assertThat(AnswerText.parts(delivery, hold, live(), true, Duration.ofSeconds(60), AnswerText.LIMITS))
                .containsExactly(new Text(
                        "So far.\n\n⏹ Stopped after 17 s; your session is kept. 1 message is on hold." + "\n\n*17s*"));
    }

    @Test
    void anEditOfANoticeThatHasWaitedIsFollowedByARingThoughTheTurnWasShort() {
        var delivery = delivery(Outcome.Kind.ANSWERED, "Yes.", new Cost(3_000, 0, 0, 0, 0, 0));

        assertThat(AnswerText.parts(delivery, null, live(), true, Duration.ofSeconds(20), AnswerText.LIMITS))
                .last()
                .isEqualTo(new Ring("✅ Done after 3s."));
        assertThat(AnswerText.parts(delivery, null, live(), true, Duration.ofSeconds(19), AnswerText.LIMITS))
                .hasSize(1);
    }

    @Test
    void whatRingsByItselfNeedsNoRing() {
        var cost = new Cost(20_000, 0, 0, 0, 0, 0);
        var answered = Outcome.Kind.ANSWERED;

        assertThat(AnswerText.parts(
                        delivery(answered, "Yes.", cost),
                        null,
                        LiveMessageState.NONE,
                        false,
                        Duration.ZERO,
                        AnswerText.LIMITS))
                .noneMatch(Ring.class::isInstance);
        assertThat(AnswerText.parts(
                        delivery(answered, paragraphs(150), cost),
                        null,
                        live(),
                        true,
                        Duration.ZERO,
                        AnswerText.LIMITS))
                .noneMatch(Ring.class::isInstance);
        assertThat(AnswerText.parts(
                        delivery(answered, "Yes.", new Cost(19_999, 0, 0, 0, 0, 0)),
                        null,
                        live(),
                        true,
                        Duration.ZERO,
                        AnswerText.LIMITS))
                .noneMatch(Ring.class::isInstance);
    }

    private static LiveMessageState live() {
        return LiveMessageState.NONE.at(Optional.of(77));
    }

    private static List<Part> parts(Outcome.Kind kind, String said, Cost cost, LiveMessageState live) {
        return AnswerText.parts(delivery(kind, said, cost), null, live, false, Duration.ZERO, AnswerText.LIMITS);
    }

    private static PendingAnswer delivery(Outcome.Kind kind, String said, Cost cost) {
        var reason = kind == Outcome.Kind.FAILED ? "Usage limit reached." : "";
        return new PendingAnswer(new TurnId("t"), new Outcome(kind, said, reason, null), cost, "512", Instant.EPOCH);
    }

    private static String paragraphs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "Paragraph " + i + " has a few words "
                        + "and more ".repeat(5).strip() + ".")
                .collect(Collectors.joining("\n\n"));
    }

    private static String lines(String text) {
        return text.replace('¶', '\n');
    }
}
