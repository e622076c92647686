package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.ChatMessage;
import switchboard.it.telegram.Fault;

/** Claude asks, and people tick, tap, type and change their minds. */
class TalkingBackIT extends Journey {

    @Test
    void severalQuestionsOfOneCallAreTickedTappedAndAnsweredInOwnWords() throws Exception {
        var checks = question("Which checks?", true, "Tests, slow", "Lint", "Docs");
        var layout = question("Which layout?", false, "Grid", "List");
        var colour = question("Which colour?", false, "Red", "Blue");
        claude.when(
                "ask me",
                Script.call("AskUserQuestion", Map.of("questions", List.of(checks, layout, colour)))
                        .thenSay("Thanks."));
        startBot();
        var chat = chatWith(ada);
        chat.says("ask me");

        var first = chat.awaitMessage("Which checks? (1 of 3)");
        assertThat(first.labels()).containsExactly("☐ Tests, slow", "☐ Lint", "☐ Docs", "Done");
        assertThat(chat.presses(first, "Done").awaitAnswer().toString()).contains("Tick at least one");
        for (var label : List.of("☐ Docs", "☐ Lint", "☐ Tests, slow", "☑ Lint")) {
            await().atMost(patience()).until(() -> chat.now(first).labels().contains(label));
            chat.presses(chat.now(first), label);
        }
        await().atMost(patience())
                .until(() -> chat.now(first).labels().equals(List.of("☑ Tests, slow", "☐ Lint", "☑ Docs", "Done")));
        chat.presses(chat.now(first), "Done");
        var second = chat.awaitMessage("Which layout? (2 of 3)");
        assertThat(second.text()).contains("picture of Grid", "picture of List");
        chat.presses(second, "List");
        chat.repliesTo(chat.awaitMessage("Which colour? (3 of 3)"), "rather a stripe");

        chat.awaitMessage("Thanks.");
        var told = claude.requests().getLast();
        assertThat(told.mentions("\"Which checks?\"=\"\"Tests, slow\", Docs\"")).isTrue();
        assertThat(told.mentions("\"Which layout?\"=\"List\" selected preview:\npicture of List"))
                .isTrue();
        assertThat(told.mentions("\"Which colour?\"=\"rather a stripe\"")).isTrue();
        assertThat(chat.now(first).text()).endsWith("▸ Answered: Tests, slow, Docs (Ada)");
        assertThat(chat.now(first).labels()).isEmpty();
    }

    @Test
    void whatClaudeSaidIsAboveItsQuestionAndPendingShowsTheQuestionOnceMore() throws Exception {
        claude.when(
                "make",
                Script.say("I need an empty file for that.")
                        .thenCall("Bash", Map.of("command", "touch made", "description", "make a file"))
                        .thenSay("Done with it."));
        startBot();
        var chat = chatWith(ada);
        telegram.failNext("sendMessage", 1, Fault.tooManyRequests(2));
        chat.says("make");
        var question = chat.awaitPermissionRequest("touch made");
        assertThat(chat.awaitMessage("I need an empty file").id()).isLessThan(question.id());

        chat.deletes(question);
        chat.says("/pending");
        var again = chat.awaitMessage(
                message -> message.id() > question.id() && message.labels().contains("❌ Deny"));
        awaitKnown(again);
        stopBot();
        startBot();
        var restarted = chat.awaitMessage(
                message -> message.id() > again.id() && message.labels().contains("❌ Deny"));
        chat.deletes(restarted);
        chat.says("/pending");
        var last = chat.awaitMessage(
                message -> message.id() > restarted.id() && message.labels().contains("✅ Allow"));
        chat.presses(last, "✅ Allow");

        var answer = chat.awaitMessage("Done with it.");
        assertThat(Files.exists(work().resolve("made"))).isTrue();
        assertThat(answer.text()).doesNotContain("I need an empty file");
        assertThat(said(chat))
                .filteredOn(text -> text.contains("I need an empty file"))
                .hasSize(1);
        await().atMost(patience()).until(() -> chat.now(again).labels().isEmpty());
    }

    @Test
    void wordsAnswerAnOpenChoiceAndWhatWasSaidAtAPermissionDeniesIt() throws Exception {
        var colour = Map.of("questions", List.of(question("Which colour?", false, "Red", "Blue")));
        claude.when("ask me", Script.call("AskUserQuestion", colour).thenSay("Thanks."));
        claude.when(
                "make",
                Script.call("Bash", Map.of("command", "touch made", "description", "make a file"))
                        .thenSay("Not made."));
        startBot();
        var chat = chatWith(ada);
        chat.says("ask me");
        var choice = chat.awaitMessage("Which colour?");
        chat.says("rather a stripe");
        chat.awaitMessage("Thanks.");
        assertThat(claude.requests().getLast().mentions("\"Which colour?\"=\"rather a stripe\""))
                .isTrue();
        assertThat(chat.now(choice).text()).endsWith("▸ Answered: rather a stripe (Ada)");

        chat.says("make");
        var asked = chat.awaitPermissionRequest("touch made");
        chat.says("use another name");
        chat.awaitMessage("⏳ Queued. Claude is still waiting for your OK above");
        awaitStored("use another name");
        stopBot();
        startBot();
        var again = chat.awaitMessage(
                message -> message.id() > asked.id() && message.labels().contains("❌ Deny"));
        var offer = chat.awaitMessage(message -> isAbout(again, message));
        chat.presses(offer, "Deny, and tell Claude this");

        chat.awaitMessage("Not made.");
        assertThat(Files.exists(work().resolve("made"))).isFalse();
        assertThat(claude.requests().getLast().mentions("The user says: use another name"))
                .isTrue();
        assertThat(chat.now(again).text()).endsWith("▸ Denied: use another name (Ada)");
        assertThat(said(chat)).as("it waits no longer").noneMatch(text -> text.startsWith("⏳ Queued"));
        chat.says("hello");
        chat.awaitMessage("You said: hello");
        assertThat(said(chat)).as("it is no prompt any more").noneMatch(text -> text.contains("You said: use another"));
    }

    /** Whether one of the message's buttons belongs to this question. */
    private static boolean isAbout(ChatMessage question, ChatMessage message) {
        var key = data(question).findFirst().orElseThrow().split("\\|", -1)[1];
        return data(message).anyMatch(each -> each.startsWith("u|" + key));
    }

    private static Stream<String> data(ChatMessage message) {
        return message.buttons().stream()
                .flatMap(List::stream)
                .flatMap(button -> Optional.ofNullable(button.callbackData()).stream());
    }

    private static Map<String, Object> question(String text, boolean several, String... labels) {
        var options = Stream.of(labels)
                .map(label -> several
                        ? Map.of("label", label, "description", "as said")
                        : Map.of("label", label, "description", "as said", "preview", "picture of " + label))
                .toList();
        return Map.of("question", text, "header", "Header", "multiSelect", several, "options", options);
    }
}
