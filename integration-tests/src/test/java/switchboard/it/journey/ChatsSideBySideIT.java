package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.ToolCall;

class ChatsSideBySideIT extends Journey {

    @Test
    void twoChatsAtOnceWorkInTwoDirectoriesAndNeitherSeesTheOthersWords() throws Exception {
        var apples = directory("apples");
        var pears = directory("pears");
        claude.when("about apples", Script.say("Apples are red.").hold("apples"));
        claude.when("about pears", Script.say("Pears are green.").hold("pears"));
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        one.says("/cd " + apples);
        two.says("/cd " + pears);
        one.awaitMessage(apples.toString());
        two.awaitMessage(pears.toString());

        one.says("tell me about apples");
        two.says("tell me about pears");
        claude.awaitHeld("apples");
        claude.awaitHeld("pears"); // both run at once
        claude.release("pears");
        claude.release("apples");

        one.awaitMessage("Apples are red.");
        two.awaitMessage("Pears are green.");
        one.says("and now?");
        assertThat(one.awaitMessage("You said: and now?").text())
                .contains("tell me about apples")
                .doesNotContain("pears");
        assertThat(said(one)).noneMatch(text -> text.contains("green"));
        assertThat(said(two)).noneMatch(text -> text.contains("red"));
        assertThat(claude.requests()).allSatisfy(request -> {
            if (request.mentions("about apples")) {
                assertThat(request.mentions("about pears")).isFalse();
                assertThat(request.workingDirectory()).hasToString(apples.toString());
            } else {
                assertThat(request.workingDirectory()).hasToString(pears.toString());
            }
        });
    }

    @Test
    void aNewChatBeginsInTheDefaultDirectoryWhereverTheOthersWork() throws Exception {
        var apples = directory("apples");
        startBot();
        var one = chatWith(ada);
        one.says("/cd " + apples);
        one.awaitMessage(apples.toString());
        one.says("hello from one");
        one.awaitMessage("You said: hello from one");

        var two = chatWith(bob);
        two.says("hello from two");
        two.awaitMessage("You said: hello from two");

        assertThat(claude.requests().stream().map(request -> request.workingDirectory()))
                .containsExactly(apples.toString(), work().toRealPath().toString());
    }

    @Test
    void atTheLimitAThirdChatWaitsIsToldItsPlaceAndIsAnsweredInTurn() throws Exception {
        settings.put("MAX_CONCURRENT_QUERIES", "2");
        settings.put("TELEGRAM_ALLOWED_USERS", "111,222,333");
        claude.when("first", Script.say("Answer one.").hold("first"));
        claude.when("second", Script.say("Answer two.").hold("second"));
        claude.when("third", Script.say("Answer three."));
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        var three = chatWith(telegram.person(333, "Cleo"));
        one.says("first");
        two.says("second");
        claude.awaitHeld("first");
        claude.awaitHeld("second");

        three.says("third");

        var notice = three.awaitMessage("Next up");
        assertThat(notice.text()).contains("All 2 slots are busy");
        assertThat(notice.labels()).containsExactly("Cancel");
        claude.release("first");
        three.awaitMessage("Answer three.");
        assertThat(claude.requests()).hasSize(3);
        claude.release("second");
        two.awaitMessage("Answer two.");
    }

    @Test
    void aWaitingPromptThatIsCancelledNeverReachesClaude() throws Exception {
        settings.put("MAX_CONCURRENT_QUERIES", "1");
        claude.when("first", Script.say("Answer one.").hold("first"));
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        one.says("first");
        claude.awaitHeld("first");
        two.says("never mind");
        var notice = two.awaitMessage("Next up");

        two.presses(notice, "Cancel");

        two.awaitMessage("Stopped");
        claude.release("first");
        one.awaitMessage("Answer one.");
        two.says("hello");
        two.awaitMessage("You said: hello");
        assertThat(claude.requests()).noneMatch(request -> request.mentions("never mind"));
    }

    @Test
    void changingTheDirectoryOfOneChatLeavesTheOthersAlone() throws Exception {
        var elsewhere = directory("elsewhere");
        claude.when("make it", Script.calls(ToolCall.write("made.txt", "x")).thenSay("Made."));
        settings.put("CLAUDE_PERMISSION_MODE", "acceptEdits");
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        one.says("/cd " + elsewhere);
        one.awaitMessage(elsewhere.toString());

        one.says("make it");
        one.awaitMessage("Made.");
        assertThat(Files.exists(elsewhere.resolve("made.txt"))).isTrue();

        two.says("make it");
        two.awaitMessage("Made.");
        assertThat(Files.exists(work().resolve("made.txt"))).isTrue();
    }

    @Test
    void twoChatsInOneDirectoryAreEachToldOnceAlsoOverARestart() throws Exception {
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        one.says("hello");
        one.awaitMessage("You said: hello");
        assertThat(said(one)).hasSize(1);

        two.says("hello");
        two.awaitMessage("You said: hello");

        var told = one.awaitMessage("Another chat is working in " + work().toRealPath() + ", too");
        assertThat(told.text()).contains("/cd").doesNotContain("Bob");
        two.awaitMessage("Another chat is working in");
        stopBot();
        startBot();
        for (var chat : List.of(one, two)) {
            chat.says("again");
            chat.awaitMessage("You said: again");
            assertThat(said(chat).stream().filter(text -> text.contains("Another chat is working")))
                    .hasSize(1);
        }
    }

    @Test
    void aSecondPromptOfTheSameChatWaitsForTheFirst() throws Exception {
        claude.when("first", Script.say("Answer one.").hold("first"));
        startBot();
        var chat = chatWith(ada);
        chat.says("first");
        claude.awaitHeld("first");

        chat.says("second");

        chat.awaitMessage("⏳ Queued.");
        claude.release("first");
        chat.awaitMessage("Answer one.");
        assertThat(chat.awaitMessage("You said: second").text()).contains("Before that: first");
    }
}
