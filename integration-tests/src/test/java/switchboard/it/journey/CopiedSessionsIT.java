package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.TurnRequest;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;

/** Sessions that begin with what was said in others: copies here and in other chats, and summaries. */
class CopiedSessionsIT extends Journey {

    private static final String SUMMARY_ASKED = "handed over to a successor";

    @Test
    void aConversationGoesOnInCopies() throws Exception {
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        nothingSaidIsNothingToCopy(one);
        two.says("something else");
        two.awaitAnswer("You said: something else");
        one.says("remember the plum");
        one.awaitAnswer("You said: remember the plum");

        theChatContinuesInACopy(one);
        theOriginalIsAsItWas(one);
        anotherChatGoesOnFromACopy(one, two);
        aCopyOfWhatIsGoneIsANewSession(one);
        awaitAtRest(ADA);
        awaitAtRest(BOB);
    }

    private static void nothingSaidIsNothingToCopy(Chat chat) {
        chat.says("/fork");
        chat.awaitMessage("Nothing has been said in this session yet, so there is nothing to copy.");
        chat.says("/handoff");
        chat.awaitMessage("Nothing has been said in this session yet, so there is nothing to hand over.");
        chat.says("/share");
        chat.awaitMessage("Nothing has been said in this session yet, so there is nothing to share.");
    }

    private void theChatContinuesInACopy(Chat chat) {
        chat.says("/fork Trial");
        chat.awaitMessage("Now in “Trial”, a copy of this session");
        chat.says("in the copy");

        assertThat(chat.awaitAnswer("You said: in the copy").text()).contains("Before that: remember the plum");
        chat.says("still there");
        assertThat(chat.awaitAnswer("You said: still there").text())
                .contains("Before that: remember the plum | in the copy");
    }

    private void theOriginalIsAsItWas(Chat chat) {
        chat.says("/resume");
        var sessions = chat.awaitMessage("Earlier sessions");
        var original = sessions.labels().stream()
                .filter(label -> label.startsWith("remember the plum"))
                .findFirst()
                .orElseThrow();
        chat.presses(sessions, original);
        chat.awaitMessage("Now in “remember the plum”");
        chat.says("in the original");

        var answer = chat.awaitAnswer("You said: in the original").text();
        assertThat(answer).contains("Before that: remember the plum").doesNotContain("in the copy");
    }

    private void anotherChatGoesOnFromACopy(Chat from, Chat to) throws Exception {
        from.says("/share");
        from.presses(from.awaitMessage("Which chat do you want to offer a copy"), "Bob");
        from.awaitMessage("Offered to “Bob”");
        var offer = to.awaitMessage("Ada in “Ada” offers this chat a copy of a session: “remember the plum”");
        from.says("this is private");
        from.awaitAnswer("You said: this is private");
        stopBot();
        startBot();
        to.presses(offer, "Continue from it");
        to.awaitMessage("Now in “remember the plum”, a copy");
        to.says("what was it?");

        assertThat(to.awaitAnswer("You said: what was it?").text())
                .contains("Before that: remember the plum | in the original")
                .doesNotContain("private");
        assertThat(request("what was it?").mentions("something else")).isFalse();
        from.says("and here?");
        assertThat(from.awaitAnswer("You said: and here?").text())
                .contains("this is private")
                .doesNotContain("what was it?");
    }

    private void aCopyOfWhatIsGoneIsANewSession(Chat chat) throws IOException {
        chat.says("/fork");
        chat.awaitMessage("Now in a copy of this session");
        try (var files = Files.walk(dir.resolve("home/.claude/projects"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        chat.says("anybody there?");

        chat.awaitMessage("Claude no longer has the conversation that this one was copied from.");
        assertThat(chat.awaitAnswer("You said: anybody there?").text()).contains("Before that: nothing");
    }

    @Test
    void overRestartsAHandoffAndAnOfferStillArrive() throws Exception {
        claude.when(SUMMARY_ASKED, Script.say("The plum is ripe.").hold("summary"));
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        two.says("hello");
        two.awaitAnswer("You said: hello");
        one.says("remember the plum");
        one.awaitAnswer("You said: remember the plum");
        awaitInTranscript("remember the plum");

        one.says("/handoff the plum");
        claude.awaitHeld("summary");
        one.says("what now?");
        one.awaitMessage("Queued");
        stopBot();
        startBot();
        claude.awaitHeld("summary");
        claude.release("summary");

        assertThat(one.awaitAnswer("The plum is ripe.").text()).contains("continues in a new session");
        one.awaitAnswer("what now?");
        var request = request("what now?");
        assertThat(request.prompt()).contains("The plum is ripe.");
        assertThat(request.earlier()).as("nothing but the summary").isEmpty();
        one.says("and then?");
        one.awaitAnswer("You said: and then?");
        assertThat(request("and then?").prompt()).doesNotContain("Summary of an earlier session");

        one.says("/share Bob");
        var offer = two.awaitMessage("offers this chat a copy of a session");
        stopBot();
        startBot();
        two.presses(offer, "No");
        two.awaitMessage("OK, the offer is declined.");
        awaitAtRest(ADA);
        awaitAtRest(BOB);
        assertThat(offers(two)).hasSize(1);
    }

    private static List<ChatMessage> offers(Chat chat) {
        return chat.messages().stream()
                .filter(each -> each.text().contains("offers this chat a copy"))
                .toList();
    }

    /** The last one of a prompt that contains a text. */
    private TurnRequest request(String text) {
        return claude.requests().stream()
                .filter(each -> each.prompt().contains(text))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
