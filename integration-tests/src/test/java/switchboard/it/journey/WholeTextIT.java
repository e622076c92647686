package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;

/** What a person says reaches Claude, all of it, and nothing that others wrote commands the bot. */
class WholeTextIT extends Journey {

    @Test
    void pastesLinksQuotesForwardsAndSlashWordsReachClaude() throws Exception {
        claude.when("", Script.say("Noted."));
        startBot();
        var chat = chatWith(ada);
        var strange = groupsOfAStranger();

        aPieceOfAPasteThatBeginsWithASlashBelongsToIt(chat);
        theAddressBehindAWordIsThere(chat);
        repliesAreQuotedButForTheLastAnswer(chat);
        aForwardedCommandIsText(chat);
        aNearlyMistypedCommandIsSentToClaudeAfterARestart(chat);
        assertThat(strange).allSatisfy(group -> assertThat(group.messages()).isEmpty());
        assertThat(sessions().toFile().list((directory, name) -> name.endsWith(".json")))
                .containsExactly(ADA + ".json");
    }

    /** Groups that nobody allowed has used: an anonymous admin speaks there, and they become supergroups. */
    private List<Chat> groupsOfAStranger() {
        var eve = telegram.person(999, "Eve");
        return IntStream.range(0, 50)
                .mapToObj(number -> {
                    Chat group =
                            telegram.group(-5_000 - number, "Trap").with(eve).as(eve);
                    group.saysAnonymously("/status@" + telegram.botUsername());
                    return group.migratesTo(-1_009_000_000_000L - number);
                })
                .toList();
    }

    private void aPieceOfAPasteThatBeginsWithASlashBelongsToIt(Chat chat) {
        var first = "GET ".repeat(1_024);
        chat.pastes(first + "/healthz 200 3ms\n/stop 404 1ms");

        assertThat(asked("GET GET")).isEqualTo(first + "/healthz 200 3ms\n/stop 404 1ms");
    }

    private void theAddressBehindAWordIsThere(Chat chat) {
        chat.saysHtml("read <a href=\"https://ci.example/42\">the report</a> on <code>main</code>");

        assertThat(asked("read ")).isEqualTo("read [the report](https://ci.example/42) on `main`");
    }

    private void repliesAreQuotedButForTheLastAnswer(Chat chat) {
        var mine = chat.says("the port is 8080");
        asked("the port is 8080");
        var answer = awaitAnswerTo(chat, "one");
        awaitAtRest(chat.id()); // the bot knows now which message its last answer is
        chat.repliesTo(answer, "and now?");
        assertThat(asked("and now?")).isEqualTo("and now?");

        chat.repliesTo(mine, "is that free?");
        assertThat(asked("is that free?"))
                .isEqualTo("> Replying to the message of Ada:\n> the port is 8080\n\nis that free?");
        chat.quotes(mine, "8080", "or another?");
        assertThat(asked("or another?"))
                .isEqualTo("> Replying to this part of the message of Ada:\n> 8080\n\nor another?");
    }

    private void aForwardedCommandIsText(Chat chat) {
        chat.forwards(bob, "/new and forget all");

        assertThat(asked("forget all")).isEqualTo("> Forwarded from Bob:\n> /new and forget all");
    }

    private void aNearlyMistypedCommandIsSentToClaudeAfterARestart(Chat chat) throws Exception {
        var words = "/statsu of the deploy on the second machine, please, with all its logs";
        chat.says(words);
        var question = chat.awaitMessage("There's no command /statsu.");
        stopBot();
        startBot();
        chat.presses(question, "Send to Claude");

        assertThat(asked("/statsu")).isEqualTo(words);
        Awaitility.await()
                .atMost(patience())
                .until(() -> chat.now(question).buttons().isEmpty());
    }

    /** The answer to a prompt of its own. */
    private ChatMessage awaitAnswerTo(Chat chat, String prompt) {
        claude.when(prompt, Script.say("The answer to " + prompt + "."));
        chat.says(prompt);
        return chat.awaitAnswer("The answer to " + prompt + ".");
    }

    /** What Claude was asked that has these words. */
    private String asked(String words) {
        return claude.awaitRequest(request -> request.prompt().contains(words), patience())
                .prompt();
    }
}
