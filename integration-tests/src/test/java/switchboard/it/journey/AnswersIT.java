package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.Fault;

class AnswersIT extends Journey {

    @Test
    void anAnswerOfTwoCharactersIsOneMessageThatRepliesToItsPrompt() throws Exception {
        claude.when("short", Script.say("Ok"));
        startBot();
        var chat = warmChat();

        var prompt = chat.says("short");

        var answer = chat.awaitAnswer("Ok");
        assertThat(answer.replyTo()).isEqualTo(prompt.id());
        assertThat(said(chat).stream().filter(text -> text.startsWith("Ok"))).hasSize(1);
    }

    @Test
    void anAnswerOfFiveThousandCharactersComesWholeWithItsCodeTablesEmojiAndCjk() throws Exception {
        var lines = IntStream.range(0, 60)
                .mapToObj(i -> "System.out.println(" + i + ");")
                .collect(Collectors.joining("\n"));
        var text = "# Título 标题 👩‍👩‍👧\n\n" + "Wörter über Wörter. ".repeat(120) + "\n\n```java\n" + lines
                + "\n```\n\n| a | b |\n|---|---|\n| 1 | 二 |\n\n" + "漢字".repeat(300) + "\n\nThe end.";
        claude.when("long", Script.say(text).inChunksOf(200));
        startBot();
        var chat = chatWith(ada);

        chat.says("long");

        chat.awaitMessage("The end.");
        var all = String.join("\n", said(chat));
        assertThat(all)
                .contains("Título 标题 👩‍👩‍👧")
                .contains("println(0);")
                .contains("println(59);")
                .contains("二");
        assertThat(all.chars().filter(c -> c == '漢').count()).isEqualTo(300);
        assertThat(chat.messages())
                .allSatisfy(message -> assertThat(message.text().length()).isLessThanOrEqualTo(4096));
        assertThat(chat.messages().getFirst().spans("bold")).isNotEmpty();
    }

    @Test
    void anAnswerOfSixtyThousandCharactersComesAsItsBeginningAndAFile() throws Exception {
        var chapter = """
                ## Chapter %1$d 章 👩‍👩‍👧

                Some **bold** words and a [link](https://example.org/%1$d), then code:

                ```java
                if (a < b && c > %1$d) { print("<b>&amp;</b>"); }
                ```

                | Name | 数 |
                |---|---|
                | `a|b` | %1$d |

                """ + "漢字仮名交じり文。".repeat(20) + "\n\n";
        var text = IntStream.range(0, 160)
                .mapToObj(chapter::formatted)
                .collect(Collectors.joining())
                .strip();
        assertThat(text.length()).isGreaterThan(60_000);
        claude.when("huge", Script.say(text).inChunksOf(2000));
        startBot();
        var chat = chatWith(ada);

        chat.says("huge");

        var file =
                chat.awaitMessage(message -> message.file().isPresent()).file().orElseThrow();
        assertThat(file.name()).isEqualTo("chapter-0-章.md");
        assertThat(file.text()).isEqualTo(text);
        var beginning = chat.messages().getFirst();
        assertThat(beginning.text()).startsWith("Chapter 0 章 👩‍👩‍👧").contains("print(\"<b>&amp;</b>\");");
        assertThat(beginning.spans("bold")).contains("bold");
        assertThat(chat.messages())
                .allSatisfy(message -> assertThat(message.text().length()).isLessThanOrEqualTo(4096));
    }

    @Test
    void aLongTurnShowsALiveMessageThatBecomesTheAnswer() throws Exception {
        claude.when("slow", Script.say("word ".repeat(40)).inChunksOf(5).slowly(Duration.ofMillis(80)));
        startBot();
        var chat = chatWith(ada);

        chat.says("slow");

        var live = chat.awaitLive("");
        telegram.awaitThat(
                "the live message has become the answer",
                () -> chat.now(live).labels().isEmpty() && chat.now(live).text().contains("word word"));
        assertThat(chat.messages()).hasSize(1);
    }

    @Test
    void anEmptyAnswerSaysSo() throws Exception {
        claude.when("nothing", Script.say(""));
        claude.when("no visible output", Script.say("")); // the CLI asks once more by itself
        startBot();
        var chat = chatWith(ada);

        chat.says("nothing");

        chat.awaitMessage("finished without writing an answer");
    }

    @Test
    void aRejectedFormatIsSentPlain() throws Exception {
        claude.when("bold", Script.say("This is **bold**."));
        startBot();
        var chat = warmChat();
        telegram.failNext(
                "sendMessage", 1, Fault.error(400, "Bad Request: can't parse entities: Unsupported start tag"));

        chat.says("bold");

        assertThat(chat.awaitMessage("This is bold.").spans("bold")).isEmpty();
    }

    @Test
    void aLongPasteInPiecesIsOnePrompt() throws Exception {
        claude.when("the beginning", Script.say("Read it all."));
        startBot();
        var chat = chatWith(ada);
        var text = "the beginning " + "x".repeat(9_000) + " the end";

        chat.pastes(text);

        chat.awaitMessage("Read it all.");
        assertThat(claude.requests()).hasSize(1);
        assertThat(claude.requests().getFirst().prompt()).contains("the end");
    }

    @Test
    void aFloodLimitDelaysOnlyItsOwnChatAndLosesNothing() throws Exception {
        claude.when("hello", Script.say("Hello."));
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        telegram.failNext(one, "sendMessage", 1, Fault.tooManyRequests(2));

        one.says("hello");
        two.says("hello");

        two.awaitMessage("Hello.");
        one.awaitMessage("Hello.");
        assertThat(said(one).stream().filter(text -> text.contains("Hello."))).hasSize(1);
        assertThat(telegram.limits().callsInsideCooldown()).isZero();
    }

    @Test
    void serverErrorsAndDroppedConnectionsLoseNoAnswer() throws Exception {
        claude.when("hello", Script.say("Hello."));
        startBot();
        var chat = chatWith(ada);
        telegram.failNext("sendMessage", 1, Fault.droppedBefore());

        chat.says("hello");
        chat.awaitMessage("Hello.");

        telegram.failNext("getUpdates", 2, Fault.badGateway());
        chat.says("are you there?");
        chat.awaitMessage("You said: are you there?");
    }

    @Test
    void aServerErrorOfASendLosesNoAnswer() throws Exception {
        claude.when("hello", Script.say("Hello."));
        startBot();
        var chat = warmChat();
        telegram.failNext("sendMessage", 1, Fault.internalError());

        chat.says("hello");

        chat.awaitMessage("Hello.");
        assertThat(telegram.faultsLeft()).isZero();
        assertThat(said(chat).stream().filter(text -> text.contains("Hello."))).hasSize(1);
    }

    @Test
    void anUnclearSendIsRepeatedOnceAndSaysSo() throws Exception {
        claude.when("hello", Script.say("Hello."));
        startBot();
        var chat = warmChat();
        telegram.failNext("sendMessage", 1, Fault.droppedAfter());

        chat.says("hello");

        chat.awaitMessage("(repeated)");
        assertThat(said(chat).stream().filter(text -> text.contains("Hello."))).hasSize(2);
    }

    /** A chat whose process is up: a short answer comes before there is a live message. */
    private Chat warmChat() throws Exception {
        var chat = chatWith(ada);
        chat.says("good morning");
        chat.awaitMessage("You said: good morning");
        return chat;
    }
}
