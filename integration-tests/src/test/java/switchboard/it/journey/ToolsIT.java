package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.ToolCall;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;
import switchboard.it.telegram.Fault;

/** Claude's own tools in a chat: it sends files and asks questions. */
class ToolsIT extends Journey {

    @Test
    void filesAreSentAndQuestionsAnsweredInAllWays() throws Exception {
        picture("cat.png");
        picture("dog.png");
        Files.writeString(work().resolve("notes.txt"), "The plum is ripe.");
        Files.createDirectories(dir.resolve("home/.ssh"));
        Files.writeString(dir.resolve("home/.ssh/id_rsa"), "key");
        startBot();
        var chat = chatWith(ada);

        picturesOfOneMessageAreAnAlbumAndADocumentFollows(chat);
        whatMayNotLeaveDoesNot(chat);
        aQuestionIsAnsweredByAButton(chat);
        aQuestionIsAnsweredByTicks(chat);
        aQuestionIsAnsweredInOwnWordsOverARestart(chat);
        assertThat(said(chat)).noneMatch(text -> text.contains("mcp__"));
    }

    private void picturesOfOneMessageAreAnAlbumAndADocumentFollows(Chat chat) {
        claude.when(
                "send all",
                Script.calls(send("cat.png", "A cat"), send("dog.png", ""))
                        .thenCall("mcp__switchboard__send_file", Map.of("path", work() + "/notes.txt"))
                        .thenSay("All are there."));
        chat.says("send all");

        chat.awaitMessage("All are there.");
        var files = files(chat);
        assertThat(files)
                .extracting(message -> message.file().orElseThrow().name())
                .endsWith("notes.txt");
        assertThat(files).hasSize(3);
        assertThat(files).extracting(ChatMessage::text).contains("A cat");
        assertThat(telegram.calls("sendMediaGroup")).hasSize(1);
        assertThat(telegram.calls("sendDocument")).hasSize(1);
        var last = files.getLast();
        assertThat(claude.requests().getLast().mentions("Sent as message " + last.id() + "."))
                .isTrue();
    }

    private void whatMayNotLeaveDoesNot(Chat chat) {
        var before = files(chat).size();
        claude.when(
                "send the key",
                Script.calls(send("../home/.ssh/id_rsa", ""), send("/etc/shadow", ""))
                        .thenSay("I can't."));
        chat.says("send the key");

        chat.awaitMessage("I can't.");
        assertThat(files(chat)).hasSize(before);
        var request = claude.requests().getLast();
        assertThat(request.mentions("is closed and can't be sent.")).isTrue();
        assertThat(request.mentions("can't be sent: only files below")).isTrue();
    }

    private void aQuestionIsAnsweredByAButton(Chat chat) {
        claude.when("ask one", ask("Which colour?", false, "Red", "Blue").thenSay("I take it."));
        chat.says("ask one");

        chat.presses(chat.awaitMessage("Which colour?"), "Blue");

        chat.awaitMessage("I take it.");
        assertThat(claude.requests().getLast().mentions("Blue")).isTrue();
    }

    private void aQuestionIsAnsweredByTicks(Chat chat) {
        claude.when(
                "ask several", ask("Which fruits?", true, "Plum", "Pear", "Fig").thenSay("I take them."));
        chat.says("ask several");

        var question = chat.awaitMessage("Which fruits?");
        chat.presses(question, "☐ Plum");
        chat.presses(chat.now(question), "☐ Fig");
        telegram.awaitThat("two ticks", () -> chat.now(question).labels().containsAll(List.of("☑ Plum", "☑ Fig")));
        chat.presses(chat.now(question), "Done");

        chat.awaitMessage("I take them.");
        assertThat(claude.requests().getLast().mentions("Plum\nFig")).isTrue();
    }

    private void aQuestionIsAnsweredInOwnWordsOverARestart(Chat chat) throws Exception {
        claude.when("ask freely", ask("What else?", false).thenSay("I see."));
        chat.says("ask freely");
        var before = chat.awaitMessage("What else?");
        awaitKnown(before);
        stopBot();
        startBot();

        var again = chat.awaitMessage(message -> message.text().contains("What else?") && message.id() > before.id());
        chat.repliesTo(again, "a bit of cinnamon");

        chat.awaitMessage("I see.");
        assertThat(claude.requests().getLast().mentions("a bit of cinnamon")).isTrue();
    }

    /** Telegram has the file, but the bot is killed before it learns so. */
    @Test
    void aFileWhoseUploadAKillCutOffIsRepeatedAndMarkedAndNobodyIsAsked() throws Exception {
        Files.writeString(work().resolve("notes.txt"), "The plum is ripe.");
        claude.when("send it", Script.calls(send("notes.txt", "Notes")).thenSay("It is there."));
        var chat = chatWith(ada);
        telegram.failNext("sendDocument", 1, Fault.delayed(Duration.ofSeconds(30)));
        launchBot();
        chat.says("send it");
        telegram.awaitThat("Telegram to have the file", () -> files(chat).size() == 1);

        killBot();
        launchBot();

        chat.awaitMessage("It is there.");
        assertThat(files(chat)).hasSize(2);
        assertThat(files(chat).getFirst().text()).isEqualTo("Notes");
        assertThat(files(chat).getLast().text()).contains("(repeated)");
        assertThat(said(chat)).noneMatch(text -> text.contains("twice"));
    }

    private static List<ChatMessage> files(Chat chat) {
        return chat.messages().stream()
                .filter(message -> message.file().isPresent())
                .toList();
    }

    private ToolCall send(String path, String caption) {
        return ToolCall.of("mcp__switchboard__send_file", Map.of("path", path, "caption", caption));
    }

    private static Script ask(String question, boolean multi, String... options) {
        return Script.call(
                "mcp__switchboard__ask_user",
                Map.of("question", question, "options", List.of(options), "multi", multi));
    }

    private void picture(String name) throws IOException {
        var picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(3, 3, name.hashCode());
        ImageIO.write(picture, "png", work().resolve(name).toFile());
    }
}
