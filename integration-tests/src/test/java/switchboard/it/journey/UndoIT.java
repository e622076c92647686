package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.ToolCall;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;

/** What Claude has changed in files is shown, and put back. */
class UndoIT extends Journey {

    @Test
    void changesAreShownAndPutBackAndTheConversationGoesBackToo() throws Exception {
        settings.put("CLAUDE_PERMISSION_MODE", "acceptEdits");
        telegram.limits().off();
        write("a.txt", "one\ntwo\n");
        startBot();
        var chat = chatWith(ada);

        whatWasChangedIsShownAndPutBack(chat);
        afterARestartTheConversationGoesBackWithTheFiles(chat);
        var message = whatOthersHaveChangedIsAskedAboutByName(chat);
        anEditedMessageIsAskedAgainFromWhereItWas(chat, message);
        whatOthersHaveChangedBetweenTwoTasksIsAskedAbout(chat);
        whatOthersHaveChangedWhileClaudeWorkedIsAskedAbout(chat);
        whatClaudeCodeHasLostIsSaidByName(chat);
        awaitAtRest(ADA);
    }

    private void whatWasChangedIsShownAndPutBack(Chat chat) throws IOException {
        claude.when(
                "paint it blue",
                Script.calls(read("a.txt"))
                        .thenCalls(edit("a.txt", "two", "blue\nsky"), ToolCall.write("sub/new.txt", "1\n2\n3\n"))
                        .thenCalls(ToolCall.bash("echo made > made.txt"))
                        .thenSay("Painted."));
        chat.says("paint it blue");
        var answer = chat.awaitAnswer("Painted.");
        assertThat(answer.text()).endsWith("2 files, +5 −1");
        assertThat(answer.labels()).containsExactly("Diff", "Undo");
        chat.presses(answer, "Diff");
        assertThat(chat.awaitMessage("+sky").text())
                .contains("2 files, +5 −1", "-two", "+blue", "new.txt", "+3")
                .contains("What commands and subagents changed isn't in it.");

        chat.presses(answer, "Undo");
        var offer = chat.awaitMessage("Undo “paint it blue”?");
        assertThat(offer.text())
                .contains("2 files would be as before it: 5 added and 1 removed lines since then are taken back.")
                .contains("• a.txt")
                .contains("• sub/new.txt")
                .contains("Stays as it is, because only commands or subagents changed it: made.txt.")
                .doesNotContain("someone else");
        assertThat(read(work().resolve("a.txt"))).isEqualTo("one\nblue\nsky\n");
        chat.presses(offer, "Put back");

        chat.awaitMessage("Done: 2 files back as before “paint it blue”.");
        assertThat(read(work().resolve("a.txt"))).isEqualTo("one\ntwo\n");
        assertThat(work().resolve("sub/new.txt")).doesNotExist();
        assertThat(work().resolve("made.txt")).exists();
    }

    private void afterARestartTheConversationGoesBackWithTheFiles(Chat chat) throws Exception {
        claude.when(
                "paint it red",
                Script.calls(read("a.txt"))
                        .thenCalls(edit("a.txt", "two", "red"))
                        .thenSay("Painted red."));
        chat.says("paint it red");
        var answer = chat.awaitAnswer("Painted red.");
        awaitAtRest(ADA);
        stopBot();
        startBot();

        chat.presses(answer, "Undo");
        chat.presses(chat.awaitMessage("Undo “paint it red”?"), "Back to before this prompt");
        chat.awaitMessage("This chat is back to before “paint it red”.");
        assertThat(read(work().resolve("a.txt"))).isEqualTo("one\ntwo\n");
        chat.says("where were we?");

        assertThat(chat.awaitAnswer("You said: where were we?").text())
                .contains("Before that: paint it blue")
                .doesNotContain("red");
    }

    private ChatMessage whatOthersHaveChangedIsAskedAboutByName(Chat chat) throws IOException {
        claude.when(
                "paint it grey",
                Script.calls(read("a.txt"))
                        .thenCalls(edit("a.txt", "two", "grey"), ToolCall.write("b.txt", "b\n"))
                        .thenSay("Painted grey."));
        var message = chat.says("paint it grey");
        chat.awaitAnswer("Painted grey.");
        write("a.txt", "one\ngrey\nmine\n");
        chat.says("/undo");
        var offer = chat.awaitMessage("Undo “paint it grey”?");
        assertThat(offer.text()).contains("someone else may have changed a.txt.");
        chat.presses(offer, "Put back all the same");

        chat.awaitMessage("Done: 2 files back as before “paint it grey”.");
        assertThat(read(work().resolve("a.txt"))).isEqualTo("one\ntwo\n");
        assertThat(work().resolve("b.txt")).doesNotExist();
        return message;
    }

    private static void anEditedMessageIsAskedAgainFromWhereItWas(Chat chat, ChatMessage message) {
        chat.edits(message, "paint it gold");
        chat.presses(chat.awaitMessage("It now says: “paint it gold”"), "Ask again from here");
        chat.awaitMessage("Back to before that message; your edited one runs next.");

        assertThat(chat.awaitAnswer("You said: paint it gold").text())
                .contains("Before that: paint it blue | where were we?")
                .doesNotContain("grey");
    }

    /** Both tasks are taken back, and with them what was changed between them. */
    private void whatOthersHaveChangedBetweenTwoTasksIsAskedAbout(Chat chat) throws IOException {
        claude.when(
                "paint it pink",
                Script.calls(read("a.txt"))
                        .thenCalls(edit("a.txt", "two", "pink"), ToolCall.write("d.txt", "d\n"))
                        .thenSay("Painted pink."));
        claude.when(
                "paint it dark",
                Script.calls(read("a.txt"), read("d.txt"))
                        .thenCalls(edit("a.txt", "pink", "dark"), edit("d.txt", "d", "e"))
                        .thenSay("Painted dark."));
        chat.says("paint it pink");
        var first = chat.awaitAnswer("Painted pink.");
        write("a.txt", "one\npink\nmine\n");
        chat.says("paint it dark");
        chat.awaitAnswer("Painted dark.");
        assertThat(read(work().resolve("a.txt"))).isEqualTo("one\ndark\nmine\n");

        chat.presses(first, "Undo");
        var offer = chat.awaitMessage("Undo “paint it pink”?");
        assertThat(offer.text()).contains("someone else may have changed a.txt.");
        chat.presses(offer, "Put back all the same");
        chat.awaitMessage("Done: 2 files back as before “paint it pink”.");
        assertThat(read(work().resolve("a.txt"))).isEqualTo("one\ntwo\n");
    }

    private void whatOthersHaveChangedWhileClaudeWorkedIsAskedAbout(Chat chat) throws IOException {
        claude.when(
                "paint it slowly",
                Script.calls(read("a.txt"))
                        .thenCalls(edit("a.txt", "two", "half"), ToolCall.write("e.txt", "e\n"))
                        .thenSay("Half of it is painted.")
                        .hold("half")
                        .thenCalls(read("a.txt"))
                        .thenCalls(edit("a.txt", "half", "all"))
                        .thenSay("Painted slowly."));
        chat.says("paint it slowly");
        claude.awaitHeld("half");
        write("a.txt", "one\nhalf\nmine\n");
        var later = FileTime.from(Instant.now().plusSeconds(60)); // as if Claude had thought for a while
        Files.setLastModifiedTime(work().resolve("a.txt"), later);
        claude.release("half");
        chat.awaitAnswer("Painted slowly.");
        assertThat(read(work().resolve("a.txt"))).isEqualTo("one\nall\nmine\n");

        chat.says("/undo");
        var offer = chat.awaitMessage("Undo “paint it slowly”?");
        assertThat(offer.text()).contains("someone else may have changed a.txt.");
        chat.presses(offer, "Put back all the same");
        chat.awaitMessage("Done: 2 files back as before “paint it slowly”.");
        assertThat(read(work().resolve("a.txt"))).isEqualTo("one\ntwo\n");
    }

    private void whatClaudeCodeHasLostIsSaidByName(Chat chat) throws IOException {
        claude.when(
                "paint it black",
                Script.calls(read("a.txt"))
                        .thenCalls(edit("a.txt", "two", "black"), ToolCall.write("c.txt", "c\n"))
                        .thenSay("Painted black."));
        chat.says("paint it black");
        var answer = chat.awaitAnswer("Painted black.");
        try (var kept = Files.walk(dir.resolve("home/.claude/file-history"))) {
            kept.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
        chat.presses(answer, "Undo");
        chat.presses(chat.awaitMessage("Undo “paint it black”?"), "Put back");

        chat.awaitMessage("Only 1 of 2 files are back. These are not: a.txt.");
        assertThat(read(work().resolve("a.txt"))).isEqualTo("one\nblack\n");
        assertThat(work().resolve("c.txt")).doesNotExist();
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(work().resolve(name), content);
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    private static ToolCall read(String name) {
        return new ToolCall("Read", request -> Map.of("file_path", request.workingDirectory() + "/" + name));
    }

    private static ToolCall edit(String name, String before, String after) {
        return new ToolCall(
                "Edit",
                request -> Map.of(
                        "file_path",
                        request.workingDirectory() + "/" + name,
                        "old_string",
                        before,
                        "new_string",
                        after));
    }
}
