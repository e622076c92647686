package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.model.Content;
import switchboard.model.Day;
import switchboard.model.DayLimit;
import switchboard.model.Disclosure;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.telegram.markdown.MarkdownToHtml;
import switchboard.telegram.markdown.MessageSplitter;
import switchboard.text.VisibleText;

class QuestionTextTest {

    private static final QuestionText.Audience IN_GROUP = new QuestionText.Audience(true, true);
    private static final QuestionText.Audience USER = new QuestionText.Audience(false, false);

    @Test
    void whereNoOwnerIsNothingIsOfferedThatOnlyOwnersMayDecide() {
        var permission = new Question.Permission(
                "k1", "Bash", json().put("command", "git log"), List.of(new Rule("Bash", "git log *")));
        var plan = new Question.Plan("k3", "1. Move it");
        var changed = new Question.ProjectChanged("trust-1", Path.of("/srv"), "+ x", List.of());

        assertThat(labels(QuestionText.of(permission, IN_GROUP))).containsExactly("✅ Allow", "Always allow", "❌ Deny");
        assertThat(labels(QuestionText.of(permission, USER))).containsExactly("✅ Allow", "❌ Deny");
        assertThat(QuestionText.of(permission, USER).markdown()).doesNotContain("“Always” covers");
        assertThat(labels(QuestionText.of(plan, IN_GROUP))).contains("Start, auto-accept edits");
        assertThat(labels(QuestionText.of(plan, USER))).containsExactly("✅ Start", "Keep planning");
        assertThat(labels(QuestionText.of(changed, USER))).containsExactly("Run without them", "Check again");
        assertThat(QuestionText.of(changed, USER).markdown()).contains("Only an owner of this bot can trust them");
    }

    @Test
    void changedProjectFilesAreShownWithTheirDifference() {
        var text = QuestionText.of(new Question.ProjectChanged(
                "trust-1", Path.of("/srv/shop"), "==== key.sh (changed) ====\n- a\n+ b\u202e\n", List.of()));

        assertThat(text.markdown())
                .contains(
                        "Project files of `/srv/shop` have changed", "+ b⟨U+202E⟩", "not code that they call in turn");
        assertThat(labels(text)).containsExactly("✅ Trust the changes", "Run without them");
    }

    @Test
    void changedProjectFilesAreTrustedNeitherInAGroupNorUnseen() {
        var changed = new Question.ProjectChanged("trust-1", Path.of("/srv"), "+ x", List.of());
        assertThat(labels(QuestionText.of(changed, IN_GROUP))).containsExactly("Run without them", "Check again");

        var unseen = new Question.ProjectChanged("trust-1", Path.of("/srv"), "+ x", List.of("x cannot be read"));
        assertThat(labels(QuestionText.of(unseen))).containsExactly("Run without them", "Check again");
        assertThat(QuestionText.of(unseen).markdown()).contains("`x cannot be read`");
    }

    @Test
    void aLongDifferenceIsAFile() {
        var text = QuestionText.of(new Question.ProjectChanged(
                "trust-1", Path.of("/srv/" + "d".repeat(300)), "+ x\n".repeat(2_000), List.of()));

        assertThat(text.file().orElseThrow().name()).isEqualTo("changes-" + "d".repeat(48) + ".md");
        assertThat(text.markdown().length()).isLessThan(1_000);
    }

    @Test
    void aFileThatIsGoneIsNamedWithTheReason() {
        var text = QuestionText.of(gone(missing("my `report`\u202e.pdf", "It has more than 20 MB.")));

        assertThat(text.markdown())
                .contains(
                        "I can't get ``my `report`⟨U+202E⟩.pdf``",
                        "It has more than 20 MB",
                        "**Run without it**",
                        "**Discard**");
        assertThat(text.markdown()).contains("**Try again** fetches it again.");
        assertThat(labels(text)).containsExactly("Try again", "Run without it", "Discard");
        assertThat(text.keys().getFirst().getFirst().data()).isEqualTo("q|get-1|t");
        assertThat(text.keys().getLast().getFirst().data()).isEqualTo("q|get-1|y");
        assertThat(QuestionText.of(gone(missing(null, "It has expired."))).markdown())
                .contains("I can't get your photo");
    }

    @Test
    void severalFilesThatAreGoneAreAskedAboutTogether() {
        var text = QuestionText.of(gone(missing("a.pdf", "It has expired."), missing(null, "It is too large.")));

        assertThat(text.markdown()).contains("2 of your files", "• `a.pdf`: It has expired", "• your photo: It is too");
        assertThat(text.markdown()).contains("**Try again** fetches them again.");
        assertThat(labels(text)).containsExactly("Try again", "Run without them", "Discard");
    }

    @Test
    void whatNobodyWillEverHaveIsNotTriedAgain() {
        var file = missing("a.pdf", "").file();
        var text = QuestionText.of(gone(Question.Missing.forEver(file, "It is too large.")));

        assertThat(labels(text)).containsExactly("Run without it", "Discard");
        assertThat(text.markdown()).doesNotContain("Try again");
    }

    @Test
    void aPromptThatMayBeWhatTheChatFailsOfIsAskedAbout() {
        var text = QuestionText.of(new Question.Suspect("host1", "look at *this*\u202e", 3));

        assertThat(text.markdown())
                .startsWith("⚠️ I had to start over 3 times while Claude worked on “look at \\*this\\*⟨U\\+202E⟩”")
                .contains("may be the cause", "**Continue**", "**Discard**");
        assertThat(labels(text)).containsExactly("Continue", "Discard");
        assertThat(text.keys().getFirst().getFirst().data()).isEqualTo("q|host1|y");
    }

    @Test
    void aBudgetThatIsSpentSaysWhatHappensAndWhenWithoutAPerson() {
        var text = QuestionText.of(over(false, 5.2));

        assertThat(text.markdown())
                .isEqualTo("💳 Today's budget for this chat is used up: $5.20 of $5.00\n\n"
                        + "Your message waits. It runs by itself when the next day begins, at "
                        + Day.end(LocalDate.EPOCH)
                        + ". **Go on** runs it now and lifts the budget until then. **Discard** drops the message.");
        assertThat(labels(text)).containsExactly("Go on until tomorrow", "Discard");
        assertThat(text.keys().getFirst().getFirst().data()).isEqualTo("q|day-1|y");
    }

    @Test
    void theLimitForAllChatsTellsWhoMayLiftIt() {
        assertThat(QuestionText.of(over(true, 0)).markdown())
                .startsWith("💳 Today's limit for all chats is reached: $5.00\n\n")
                .contains("An owner can tap **Go on**", "for all chats");
    }

    @Test
    void whereNoOwnerIsTheLimitForAllChatsCannotBeLifted() {
        var user = new QuestionText.Audience(false, false);
        var text = QuestionText.of(over(true, 0), user);

        assertThat(labels(text)).containsExactly("Discard");
        assertThat(text.markdown())
                .contains("An owner of this bot can lift the limit")
                .doesNotContain("Go on");
        assertThat(labels(QuestionText.of(over(false, 5.2), user))).containsExactly("Go on until tomorrow", "Discard");
    }

    private static Question.OverBudget over(boolean ofAll, double spent) {
        return new Question.OverBudget("day-1", ofAll, spent, new DayLimit(5), LocalDate.EPOCH);
    }

    private static Question.FileGone gone(Question.Missing... files) {
        return new Question.FileGone("get-1", List.of(files));
    }

    private static Question.Missing missing(@Nullable String name, String why) {
        return Question.Missing.forNow(
                new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, name, null, null), why);
    }

    @Test
    void aTranscriptIsQuotedAsItIsAndSaysWhenItIsSent() {
        var text = QuestionText.of(
                new Question.Transcript("say-1", "512", "use *this*\nand that", Duration.ofSeconds(4), false));

        assertThat(text.markdown())
                .isEqualTo("🎙 I heard:\n\n> use \\*this\\*\n> and that\n\nI'll send this to Claude in 4 s."
                        + " To change it, tap **Edit**.");
        assertThat(labels(text)).containsExactly("✅ Send", "✏️ Edit", "Discard");
    }

    @Test
    void aTranscriptThatWaitsForAPersonSaysSo() {
        var text = QuestionText.of(new Question.Transcript("say-1", "512", "hello", null, false));

        assertThat(text.markdown()).endsWith("Tap **Send**, or reply with what it should say.");
    }

    @Test
    void aTranscriptToBeEditedIsInABlockWhichATapCopies() {
        var text = QuestionText.of(new Question.Transcript("say-1", "512", "use ``` this", null, true));

        assertThat(text.markdown())
                .isEqualTo("✏️ Send me what it should say. So far it says:\n\n````\nuse ``` this\n````");
        assertThat(labels(text)).containsExactly("✅ Send this", "Discard");
    }

    @Test
    void inAGroupATranscriptIsEditedByAReply() {
        var text = QuestionText.of(new Question.Transcript("say-1", "512", "hello", null, true), IN_GROUP);

        assertThat(text.markdown()).startsWith("✏️ Reply to this with what it should say. So far it says:");
    }

    @Test
    void aLongTranscriptIsAFile() {
        var text = QuestionText.of(new Question.Transcript("say-1", "512", "word ".repeat(2_000), null, false));

        assertThat(text.file()).hasValueSatisfying(file -> {
            assertThat(file.name()).isEqualTo("transcript.md");
            assertThat(file.content()).contains("word word");
        });
        assertThat(labels(text)).containsExactly("✅ Send", "✏️ Edit", "Discard");
    }

    @Test
    void aRecordingWithoutATranscriptSaysWhyAndHowToGoOn() {
        var note = new Content.Attachment("v1", Content.Attachment.Kind.VOICE, "voice.ogg", null, null);
        var one = QuestionText.of(
                new Question.Unheard("say-1", "512", List.of(Question.Missing.forNow(note, "*It* is silent."))));
        assertThat(one.markdown())
                .isEqualTo("⚠️ I can't tell what you say in your voice message\n\n\\*It\\* is silent.\n\n"
                        + "Your recording is kept. **Try again**, or reply with what you said. **Send as a file** gives"
                        + " it to Claude without its words.");
        assertThat(labels(one)).containsExactly("🔁 Try again", "Send as a file", "Discard");

        var missing = Question.Missing.forNow(note, "It is silent.");
        var two = QuestionText.of(new Question.Unheard("say-1", "512", List.of(missing, missing)));
        assertThat(two.markdown()).contains("2 of your recordings", "• `voice.ogg`: It is silent.");
        assertThat(labels(two)).containsExactly("🔁 Try again", "Send as files", "Discard");
    }

    private static final Rule STATUS = new Rule("Bash", "git status:*");

    @Test
    void aCommandIsShownAsItIsWithAllowAndDeny() {
        var text = asked("Bash", json().put("command", "rm -rf build").put("description", "Clean up"));

        assertThat(text.markdown()).contains("**Bash**", "Clean up", "```bash\nrm -rf build\n```");
        assertThat(text.file()).isEmpty();
        assertThat(labels(text)).containsExactly("✅ Allow", "❌ Deny");
        assertThat(text.keys().getFirst().getFirst().data()).isEqualTo("q|k1|y");
    }

    @Test
    void theRulesAreShownWithAlways() {
        var text = asked("Bash", json().put("command", "git status"), STATUS, new Rule("Read", null));

        assertThat(text.markdown()).contains("“Always” covers: `Bash(git status:*)`, `Read`");
        assertThat(labels(text)).containsExactly("✅ Allow", "Always allow", "❌ Deny");
    }

    @Test
    void rulesThatCannotBeShownAreNotOffered() {
        var text = asked("Bash", json().put("command", "ls"), new Rule("Bash", "x".repeat(800)));

        assertThat(text.markdown()).doesNotContain("Always");
        assertThat(labels(text)).containsExactly("✅ Allow", "❌ Deny");
    }

    @Test
    void whatIsLongGoesWholeAsAFileWithTheButtons() {
        var command = "echo " + "long ".repeat(1_000) + "; rm -rf /";
        var text = asked("Bash", json().put("command", command), STATUS);

        assertThat(text.file().orElseThrow().name()).isEqualTo("request-bash.md");
        assertThat(text.file().orElseThrow().content()).contains(command);
        assertThat(text.markdown()).contains("All of it is in the file.", "`Bash(git status:*)`");
        assertThat(MarkdownToHtml.render(text.settled("Denied: " + "no! ".repeat(999)))
                        .text())
                .hasSizeLessThan(1024);
        assertThat(labels(text)).containsExactly("✅ Allow", "Always allow", "❌ Deny");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 3_000, 3_400, 3_499, 3_501, 4_096, 40_000})
    void nothingShortenedCarriesAllow(int length) {
        var command = "a".repeat(length - 3) + "end";
        var text = asked("Bash", json().put("command", command), new Rule("Bash", "r".repeat(560)));

        var whole = text.file().map(AnswerText.File::content).orElse(text.markdown());
        assertThat(whole).contains(command);
        assertThat(MessageSplitter.split(text.markdown())).hasSize(1);
    }

    @Test
    void thereIsRoomForWhatBecomesOfIt() {
        for (var length = 3_000; length <= 3_500; length += 20) {
            var text = asked("Bash", json().put("command", "a".repeat(length)), new Rule("Bash", "r".repeat(560)));

            assertThat(MessageSplitter.split(text.settled("Denied: " + "no! ".repeat(999))))
                    .hasSize(1);
        }
    }

    @Test
    void onceSettledItSaysHow() {
        var text = asked("Bash", json().put("command", "ls"));

        assertThat(text.settled("Allowed (Ada_K)")).isEqualTo(text.markdown() + "\n\n▸ Allowed \\(Ada\\_K\\)");
    }

    @Test
    void anEditIsADiff() {
        var input = json().put("file_path", "/src/A.java")
                .put("old_string", "int a;\nint b;")
                .put("new_string", "long a;")
                .put("replace_all", true);
        var text = asked("Edit", input);

        assertThat(text.markdown())
                .contains("`/src/A.java`", "```diff\n- int a;\n- int b;\n+ long a;\n```", "(every place)");
    }

    @Test
    void aFileIsShownWithItsPathAndAnAddressAsItIs() {
        assertThat(asked("Write", json().put("file_path", "/a b").put("content", "x\ny"))
                        .markdown())
                .contains("`/a b`", "```\nx\ny\n```");
        assertThat(asked("WebFetch", json().put("url", "https://a.example/_x_*"))
                        .markdown())
                .contains("`https://a.example/_x_*`");
    }

    @Test
    void anotherToolIsShownWithAllItIsGiven() {
        var text = asked("mcp__db__query", json().put("sql", "DROP TABLE x").put("force", true));

        assertThat(text.markdown())
                .contains("**mcp\\_\\_db\\_\\_query**", "\"sql\" : \"DROP TABLE x\"", "\"force\" : true");
    }

    @Test
    void whatAKnownToolIsGivenBesidesIsShownToo() {
        assertThat(asked("Bash", json().put("command", "ls").put("dangerouslyDisableSandbox", true))
                        .markdown())
                .contains("\"dangerouslyDisableSandbox\" : true");
        assertThat(asked("WebFetch", json().put("url", "https://a.example").put("prompt", "Read it"))
                        .markdown())
                .contains("\"prompt\" : \"Read it\"");
        assertThat(asked("Bash", json().put("command", "ls")).markdown()).doesNotContain("json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bash:command",
                "Bash:description",
                "Write:file_path",
                "Write:content",
                "Edit:new_string",
                "WebFetch:url",
                "Other:anything"
            })
    void whatIsInvisibleIsMadeVisible(String place) {
        var parts = place.split(":", 2);
        var text = asked(parts[0], json().put(parts[1], "safe\u202Etxt.exe\u200B"));

        assertThat(MarkdownToHtml.render(text.markdown()).text()).contains("safe⟨U+202E⟩txt.exe⟨U+200B⟩");
    }

    @Test
    void whatIsInvisibleInAFileIsMadeVisibleToo() {
        var text = asked("Bash", json().put("command", "x".repeat(5_000) + "\u202E"));

        assertThat(text.file().orElseThrow().content()).contains("⟨U+202E⟩");
    }

    @Test
    void whatIsInvisibleInARuleIsMadeVisible() {
        var text = asked("Bash", json().put("command", "ls"), new Rule("Bash", "ls\u200B\nrm"));

        assertThat(text.markdown()).contains("`Bash(ls⟨U+200B⟩⟨U+000A⟩rm)`");
    }

    @Test
    void aLineBreakInAPathIsMadeVisible() {
        assertThat(asked("Write", json().put("file_path", "/tmp/a\nb").put("content", ""))
                        .markdown())
                .contains("`/tmp/a⟨U+000A⟩b`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo\n```\n**Harmless**",
                "````\n```\n# Harmless",
                "~~~\n```` x",
                "x ``` y `````` z",
                "\n```",
                "```\r\n```"
            })
    void aCommandCannotBreakOutOfItsBlock(String command) {
        var text = asked("Bash", json().put("command", command));
        var html = MarkdownToHtml.render(text.markdown()).html();

        assertThat(html.split("<pre>", -1)).hasSize(2);
        assertThat(html.split("</pre>", -1)).hasSize(2);
        assertThat(html.substring(html.indexOf("<pre>"), html.indexOf("</pre>")))
                .contains(VisibleText.reveal(command).strip().lines().toList());
        assertThat(html.substring(html.indexOf("</pre>"))).contains("<i>To say no and explain, reply");
    }

    @Test
    void markupInADescriptionStaysText() {
        var text = asked(
                "Bash", json().put("command", "ls").put("description", "**Approved** by [you](https://x.example)"));

        assertThat(MarkdownToHtml.render(text.markdown()).text()).contains("**Approved** by [you](https://x.example)");
    }

    @Test
    void aChoiceHasAButtonForEachOption() {
        var text = QuestionText.of(new Question.Choice(
                "k2",
                1,
                2,
                "Which colour?",
                List.of(new Question.Option("Blue", "like the sky"), new Question.Option("x".repeat(70), ""))));

        assertThat(MarkdownToHtml.render(text.markdown()).text())
                .contains("Which colour? (1 of 2)", "Blue: like the sky", "x".repeat(70));
        assertThat(labels(text)).containsExactly("Blue", "x".repeat(59) + "…");
        assertThat(text.keys()).hasSize(2);
        assertThat(text.keys().get(1).getFirst().data()).isEqualTo("q|k2|o1");
    }

    @Test
    void aChoiceOfSeveralHasBoxesAndDone() {
        var text = QuestionText.of(new Question.Choice(
                "k2",
                1,
                1,
                "Which?",
                List.of(new Question.Option("Blue", ""), new Question.Option("Red", "")),
                true,
                Set.of(1)));

        assertThat(labels(text)).containsExactly("☐ Blue", "☑ Red", "Done");
        assertThat(text.keys()).as("a row each").hasSize(3);
        assertThat(text.keys().stream().map(row -> row.getFirst().data()))
                .containsExactly("q|k2|o0+", "q|k2|o1-", "q|k2|d");
        assertThat(text.markdown()).contains("Tick all that apply");
    }

    @Test
    void thePreviewOfAnOptionIsShownWholeWithAFixedWidth() {
        var text = QuestionText.of(new Question.Choice(
                "k2",
                1,
                1,
                "Which?",
                List.of(
                        new Question.Option("Grid", "wide", "+--+\n|``` |\n+--+"),
                        new Question.Option("List", "", "- a"),
                        new Question.Option("None", ""))));

        assertThat(MarkdownToHtml.render(text.markdown()).html())
                .contains("• <b>Grid</b>: wide\n")
                .contains("<pre>+--+\n|``` |\n+--+</pre>")
                .contains("• <b>List</b>\n")
                .contains("<pre>- a</pre>")
                .contains("• <b>None</b>");
        var long1 = "x".repeat(80) + "\n";
        var longest = QuestionText.of(
                new Question.Choice("k2", 1, 1, "Which?", List.of(new Question.Option("Grid", "", long1.repeat(60)))));
        assertThat(longest.file().orElseThrow().content()).contains(long1.repeat(60));
    }

    @Test
    void aQuestionWithoutOptionsAsksForAReply() {
        var text = QuestionText.of(new Question.Choice("k2", 1, 1, "How wide?\nA number from 1 to 9", List.of()));

        assertThat(MarkdownToHtml.render(text.markdown()).text())
                .isEqualTo("❓ How wide?\nA number from 1 to 9\n\nReply with your answer.");
        assertThat(text.keys()).isEmpty();
    }

    @Test
    void aChoiceThatIsTooLongForAMessageGoesAsAFile() {
        var options = IntStream.range(0, 4)
                .mapToObj(i -> new Question.Option("Option " + i, "words ".repeat(300)))
                .toList();
        var text = QuestionText.of(new Question.Choice("k2", 1, 1, "Which?", options));

        assertThat(text.file().orElseThrow().content()).contains("Which?", "Option 3");
        assertThat(MarkdownToHtml.render(text.markdown()).text()).hasSizeLessThan(1024);
        assertThat(labels(text)).containsExactly("Option 0", "Option 1", "Option 2", "Option 3");
    }

    @Test
    void aPlanIsShownWhole() {
        var text = QuestionText.of(new Question.Plan("k3", "1. **Move** it\n2. Test"));

        assertThat(text.markdown()).contains("1. **Move** it\n2. Test");
        assertThat(labels(text)).containsExactly("✅ Start", "Start, auto-accept edits", "Keep planning");
        assertThat(QuestionText.of(new Question.Plan("k3", "step\n".repeat(2_000)))
                        .file()
                        .orElseThrow()
                        .content())
                .isEqualTo("step\n".repeat(2_000));
    }

    @Test
    void aCodeBlockThatAPlanLeavesOpenSwallowsNothing() {
        var text = QuestionText.of(new Question.Plan("k3", "Run\n```\nmake"));

        assertThat(MarkdownToHtml.render(text.markdown()).html())
                .contains("</pre>")
                .contains("<i>Reply with changes");
    }

    @Test
    void anEmptyPlanSaysSo() {
        assertThat(QuestionText.of(new Question.Plan("k3", "")).markdown()).contains("sent an empty plan");
    }

    @Test
    void aSkillIsShownWholeWithWhatItRunsAndMayUse() {
        var skill = "---\nallowed-tools: Bash(*)\n---\nState: !`git fetch`\n" + "Do it. ".repeat(2_000);
        var text = disclosed(new Disclosure(
                List.of("⚠️ Runs at once: `git fetch`", "⚠️ May then use without asking: `Bash(*)`"),
                List.of(new Disclosure.Text("/home/me/.claude/skills/x/SKILL.md", skill)),
                true));

        assertThat(text.markdown()).contains("Runs at once: `git fetch`", "without asking: `Bash(*)`");
        assertThat(text.file().orElseThrow().content()).contains("/home/me/.claude/skills/x/SKILL.md", skill);
        assertThat(labels(text)).containsExactly("✅ Allow", "❌ Deny");
    }

    @Test
    void whatCannotBeShownCannotBeAllowed() {
        var text = disclosed(new Disclosure(List.of("I can't find it."), List.of(), false));

        assertThat(text.markdown()).contains("I can't find it.");
        assertThat(labels(text)).containsExactly("❌ Deny");
    }

    @Test
    void aRemarkHidesNothing() {
        var text = disclosed(new Disclosure(List.of("Path: `/a\u202Eb`"), List.of(), true));

        assertThat(text.markdown()).contains("/a⟨U+202E⟩b");
    }

    @Test
    void remarksThatAreLongGoWithTheRestAndTheCaptionFits() {
        var text = disclosed(new Disclosure(List.of("r".repeat(2_000), "s".repeat(2_000)), List.of(), true));

        assertThat(text.file().orElseThrow().content()).contains("r".repeat(2_000), "s".repeat(2_000));
        assertThat(text.markdown()).hasSizeLessThan(1_000);
    }

    @Test
    void anEditShowsCarriageReturnsAndAMissingLastLineEnd() {
        assertThat(edited("a\r\nb\n", "a\nb")).contains("- a⟨U+000D⟩\n- b\n+ a\n+ b\n\\ No newline at the end\n");
        assertThat(edited("a", "a\n")).contains("- a\n\\ No newline at the end\n+ a\n");
        assertThat(edited("a\rb", "a")).contains("- a⟨U+000D⟩b\n+ a\n");
        assertThat(edited("a", "b")).contains("```diff\n- a\n+ b\n```");
        assertThat(edited("a", "")).contains("```diff\n- a\n```");
        assertThat(edited("a\n\n", "a\n")).contains("- a\n- \n+ a\n");
    }

    private static String edited(String before, String after) {
        return asked(
                        "Edit",
                        json().put("file_path", "/f").put("old_string", before).put("new_string", after))
                .markdown();
    }

    private static QuestionText disclosed(Disclosure disclosure) {
        return QuestionText.of(new Question.Permission("k1", "Skill", json().put("skill", "x"), List.of(), disclosure));
    }

    private static QuestionText asked(String tool, JsonNode input, Rule... rules) {
        return QuestionText.of(new Question.Permission("k1", tool, input, List.of(rules)));
    }

    private static List<String> labels(QuestionText text) {
        return text.keys().stream().flatMap(List::stream).map(Key::label).toList();
    }

    private static ObjectNode json() {
        return JsonNodeFactory.instance.objectNode();
    }
}
