package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.ToolCall;

class QuestionsIT extends Journey {

    private static Script touch(String file) {
        return Script.call("Bash", Map.of("command", "touch " + file, "description", "make a file"))
                .thenSay("Done with " + file + ".");
    }

    @Test
    void aPermissionIsAskedShownWholeAndAllowedByButton() throws Exception {
        claude.when("make", touch("made"));
        startBot();
        var chat = chatWith(ada);
        chat.says("make");
        var question = chat.awaitPermissionRequest("touch made");
        assertThat(question.silent()).isFalse();
        assertThat(question.labels()).containsExactly("✅ Allow", "Always allow", "❌ Deny");

        var press = chat.presses(question, "✅ Allow");

        assertThat(press.awaitAnswer().toString()).contains("Allowed");
        chat.awaitMessage("Done with made.");
        assertThat(Files.exists(work().resolve("made"))).isTrue();
        assertThat(chat.now(question).labels()).isEmpty();
        assertThat(chat.now(question).text()).contains("Allowed (Ada)");
    }

    @Test
    void aDeniedCommandIsNotRunAndTheReasonGivenByReplyReachesClaude() throws Exception {
        claude.when("make", touch("made"));
        startBot();
        var chat = chatWith(ada);
        chat.says("make");
        var question = chat.awaitPermissionRequest("touch made");

        chat.repliesTo(question, "use another name");

        chat.awaitMessage("Done with made.");
        assertThat(Files.exists(work().resolve("made"))).isFalse();
        assertThat(claude.requests().getLast().mentions("use another name")).isTrue();
        assertThat(chat.now(question).text()).contains("Denied: use another name");
    }

    @Test
    void alwaysHereHoldsInThisChatOverARestartAndInNoOther() throws Exception {
        claude.when("make one", touch("one"));
        claude.when("make two", touch("one"));
        startBot();
        var chat = chatWith(ada);
        chat.says("make one");
        chat.presses(chat.awaitPermissionRequest("touch one"), "Always allow");
        var allowed = chat.awaitMessage("Done with one.");
        stopBot();
        startBot();

        chat.says("make two");
        chat.awaitMessage(message -> message.text().contains("Done with one.") && message.id() > allowed.id());

        var other = chatWith(bob);
        other.says("make two");
        other.presses(other.awaitPermissionRequest("touch one"), "❌ Deny");
        other.awaitMessage("Done with one.");
    }

    @Test
    void aStalePressSaysSo() throws Exception {
        claude.when("make", touch("made"));
        startBot();
        var chat = chatWith(ada);
        chat.says("make");
        var question = chat.awaitPermissionRequest("touch made");
        var data =
                Objects.requireNonNull(question.buttons().getFirst().getFirst().callbackData());
        chat.presses(question, "❌ Deny");
        chat.awaitMessage("Done with made.");

        var press = chat.pressesData(question, data);

        assertThat(press.awaitAnswer().toString()).contains("no longer open");
        assertThat(Files.exists(work().resolve("made"))).isFalse();
    }

    @Test
    void aPressFromAnotherChatOrByAStrangerDecidesNothing() throws Exception {
        claude.when("make", touch("made"));
        startBot();
        var chat = chatWith(ada);
        chat.says("make");
        var question = chat.awaitPermissionRequest("touch made");
        var data =
                Objects.requireNonNull(question.buttons().getFirst().getFirst().callbackData());
        var other = chatWith(bob);
        other.says("hello");
        var hello = other.awaitMessage("You said: hello");

        assertThat(other.pressesData(hello, data).awaitAnswer().toString()).contains("no longer open");
        var mallory = telegram.person(666, "Mallory");
        assertThat(chat.as(mallory).pressesData(question, data).awaitAnswer().toString())
                .contains("not allowed");

        assertThat(Files.exists(work().resolve("made"))).isFalse();
        chat.presses(question, "❌ Deny");
        chat.awaitMessage("Done with made.");
    }

    @Test
    void claudesQuestionIsAnsweredByAButton() throws Exception {
        claude.when("ask me", Script.call("AskUserQuestion", question()).thenSay("Thanks."));
        startBot();
        var chat = chatWith(ada);
        chat.says("ask me");

        chat.presses(chat.awaitMessage("Which colour?"), "Blue");

        chat.awaitMessage("Thanks.");
        assertThat(claude.requests().getLast().mentions("\"Which colour?\"=\"Blue\""))
                .isTrue();
    }

    @Test
    void claudesQuestionIsAnsweredInOwnWords() throws Exception {
        claude.when("ask me", Script.call("AskUserQuestion", question()).thenSay("Thanks."));
        startBot();
        var chat = chatWith(ada);
        chat.says("ask me");

        chat.repliesTo(chat.awaitMessage("Which colour?"), "rather a stripe");

        chat.awaitMessage("Thanks.");
        assertThat(claude.requests().getLast().mentions("rather a stripe")).isTrue();
    }

    @Test
    void aPlanIsShownAndCarriedOutWhenApproved() throws Exception {
        settings.put("CLAUDE_PERMISSION_MODE", "plan");
        claude.when("plan it", Script.plan("# The plan\n1. make tea").thenSay("Tea is made."));
        startBot();
        var chat = chatWith(ada);
        chat.says("plan it");

        var plan = chat.awaitMessage("make tea");
        assertThat(plan.labels()).containsExactly("✅ Start", "Start, auto-accept edits", "Keep planning");
        chat.presses(plan, "✅ Start");

        chat.awaitMessage("Tea is made.");
    }

    @Test
    void whileAPersonThinksTheSlotServesAnotherChat() throws Exception {
        settings.put("MAX_CONCURRENT_QUERIES", "1");
        claude.when("make", touch("made"));
        startBot();
        var chat = chatWith(ada);
        chat.says("make");
        var question = chat.awaitPermissionRequest("touch made");

        var other = chatWith(bob);
        other.says("hello");
        other.awaitMessage("You said: hello");

        chat.presses(question, "✅ Allow");
        chat.awaitMessage("Done with made.");
    }

    @Test
    void ofTwoSubagentsAtWorkOneAsksAndTheTurnEndsWithBoth() throws Exception {
        claude.when(
                "divide the work",
                Script.calls(ToolCall.agent("reader", "agent one: read"), ToolCall.agent("writer", "agent two: write"))
                        .thenSay("Both are done."));
        claude.when("agent one: read", Script.say("One has read.").hold("reader"));
        claude.when(
                "agent two: write",
                Script.calls(ToolCall.write("two.txt", "two")).thenSay("Two has written."));
        startBot();
        var chat = chatWith(ada);
        chat.says("divide the work");
        var question = chat.awaitMessage("two.txt");

        chat.presses(question, "✅ Allow");
        claude.awaitHeld("reader");
        claude.release("reader");

        chat.awaitMessage("Both are done.");
        assertThat(Files.readString(work().resolve("two.txt"))).isEqualTo("two");
    }

    @Test
    void whatIsTooLongForAMessageIsAskedWithAFile() throws Exception {
        var command = "echo " + "long ".repeat(1200) + "> made";
        claude.when(
                "make",
                Script.call("Bash", Map.of("command", command, "description", "long"))
                        .thenSay("Done."));
        startBot();
        var chat = chatWith(ada);
        chat.says("make");

        var question = chat.awaitMessage(
                message -> message.file().isPresent() && message.labels().contains("✅ Allow"));
        assertThat(question.toString()).isNotEmpty();
        chat.presses(question, "❌ Deny");

        chat.awaitMessage("Done.");
        assertThat(Files.exists(work().resolve("made"))).isFalse();
    }

    private static Map<String, Object> question() {
        return Map.of(
                "questions",
                List.of(Map.of(
                        "question",
                        "Which colour?",
                        "header",
                        "Colour",
                        "multiSelect",
                        false,
                        "options",
                        List.of(
                                Map.of("label", "Red", "description", "like fire"),
                                Map.of("label", "Blue", "description", "like water")))));
    }
}
