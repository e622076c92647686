package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;

/** A cloned repository whose hook would run at each prompt. */
class TrustIT extends Journey {

    @Test
    void aClonesHookRunsOnceItIsTrustedAndAChangedOneOnlyAfterAnotherYes() throws Exception {
        cloneWithHook("one");
        startBot();
        var chat = chatWith(ada);
        var group = telegram.group(-4321, "Team").with(ada);

        ask(chat, "hello");
        assertThat(ran("one")).isFalse();

        chat.says("/trust");
        var offer = chat.awaitMessage("has 1 hook in .claude/settings.json");
        assertThat(offer.text()).contains("touch " + mark("one"));
        chat.presses(offer, "✅ Trust this folder");
        chat.awaitMessage("is trusted. Its project files are loaded from the next message on.");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(sessions().resolve("trust.json"))))
                .isEqualTo("rw-------");
        ask(chat, "again");
        assertThat(ran("one")).isTrue();

        Files.delete(mark("one"));
        group.says("/ask in the group");
        group.awaitAnswer("You said: in the group");
        assertThat(ran("one"))
                .as("trust given in a private chat holds in a group")
                .isTrue();

        cloneWithHook("two");
        chat.says("once more");
        var question = chat.awaitMessage("have changed since you trusted them");
        assertThat(question.text()).contains("- ", "touch " + mark("one"), "+ ", "touch " + mark("two"));
        assertThat(question.labels()).containsExactly("✅ Trust the changes", "Run without them");
        assertThat(ran("two")).isFalse();
        chat.presses(question, "✅ Trust the changes");
        chat.awaitAnswer("You said: once more");
        assertThat(ran("two")).isTrue();

        cloneWithHook("three");
        group.says("/ask and here");
        var inGroup = group.awaitMessage("You can trust a folder only in a private chat with me");
        assertThat(inGroup.labels()).containsExactly("Run without them", "Check again");
        group.presses(inGroup, "Run without them");
        group.awaitAnswer("You said: and here");
        assertThat(ran("three")).isFalse();

        stopBot();
        startBot();
        chat.says("after a restart");
        chat.presses(
                chat.awaitMessage(message -> message.text().contains("have changed since you trusted them")
                        && message.text().contains(mark("three").toString())),
                "Run without them");
        chat.awaitAnswer("You said: after a restart");
        assertThat(ran("three")).isFalse();
    }

    /** Claude Code puts what it may of a changed file in force within a second or two. */
    @Test
    void aRuleThatIsWrittenInMidTurnIsNotInForce() throws Exception {
        cloneWithHook("one");
        var rule = "{\"permissions\":{\"allow\":[\"Bash(touch *)\"]}}";
        claude.when(
                "write a rule",
                Script.call(
                                "Write",
                                Map.of(
                                        "file_path",
                                        work().resolve(".claude/settings.local.json") + "",
                                        "content",
                                        rule))
                        .thenCall("Bash", Map.of("command", "sleep 4", "description", "let Claude Code reread"))
                        .thenCall("Bash", Map.of("command", "touch made", "description", "make a file"))
                        .thenSay("Done."));
        startBot();
        var chat = chatWith(ada);
        chat.says("/trust");
        chat.presses(chat.awaitMessage("has 1 hook"), "✅ Trust this folder");
        chat.awaitMessage("is trusted.");

        chat.says("write a rule");
        chat.presses(chat.awaitPermissionRequest("settings.local.json"), "✅ Allow");
        chat.presses(chat.awaitPermissionRequest("touch made"), "❌ Deny");

        chat.awaitAnswer("Done.");
        assertThat(work().resolve("made")).doesNotExist();
        chat.says("and now?");
        chat.awaitMessage("have changed since you trusted them");
    }

    private static void ask(Chat chat, String text) {
        chat.says(text);
        chat.awaitAnswer("You said: " + text);
    }

    private void cloneWithHook(String name) throws IOException {
        Files.createDirectories(work().resolve(".git"));
        Files.createDirectories(work().resolve(".claude"));
        Files.writeString(
                work().resolve(".claude/settings.json"),
                "{\"hooks\":{\"UserPromptSubmit\":[{\"hooks\":[\n{\"type\":\"command\",\"command\":\"touch "
                        + mark(name) + "\"}\n]}]}}\n");
    }

    private Path mark(String name) {
        return dir.resolve("ran-" + name);
    }

    private boolean ran(String name) {
        return Files.exists(mark(name));
    }
}
