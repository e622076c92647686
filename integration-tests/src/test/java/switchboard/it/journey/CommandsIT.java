package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.ToolCall;
import switchboard.it.anthropic.TurnRequest;

/** The slash commands as a person uses them on the phone. */
class CommandsIT extends Journey {

    @Test
    void theModelIsPickedFromClaudesOwnListByButtonOrWordAndKeptOverARestart() throws Exception {
        startBot();
        var chat = chatWith(ada);
        chat.says("/model");
        var list = chat.awaitMessage("Model: default.");
        assertThat(list.labels()).contains("default", "opus", "sonnet", "haiku");

        chat.presses(list, "haiku");
        chat.awaitMessage("Model: haiku, from now on.");
        chat.says("first");
        chat.awaitMessage("You said: first");
        assertThat(asked("first").model()).contains("haiku");

        chat.says("/model snonet");
        chat.awaitMessage("Claude Code has no model snonet. Did you mean sonnet?");
        chat.says("/model Sonnet");
        chat.awaitMessage("Model: sonnet, from now on.");
        stopBot();
        startBot();
        chat.says("second");
        chat.awaitMessage("You said: second");
        assertThat(asked("second").model()).contains("sonnet");

        chat.says("/model default");
        chat.awaitMessage("Model: default, from now on.");
        chat.says("third");
        chat.awaitMessage("You said: third");
        assertThat(asked("third").model()).contains("opus");
    }

    @Test
    void compactSumsUpTheConversationWhichGoesOnWithWhatWasSaid() throws Exception {
        startBot();
        var chat = chatWith(ada);
        chat.says("/compact");
        chat.awaitMessage("Nothing has been said in this session yet");
        chat.says("remember the apples");
        chat.awaitMessage("You said: remember the apples");

        chat.says("/compact keep the fruit");

        chat.awaitMessage("Compacted the conversation");
        chat.says("what was it?");
        chat.awaitMessage("You said: what was it?");
        assertThat(asked("what was it?").earlier()).isEmpty();
        assertThat(asked("what was it?").mentions("The user said: remember the apples"))
                .isTrue();
    }

    @Test
    void costAndContextTellOfThisSessionAndThisChat() throws Exception {
        startBot();
        var chat = chatWith(ada);
        chat.says("/cost");
        chat.awaitMessage("Nothing asked yet.");
        chat.says("hello");
        chat.awaitAnswer("You said: hello");

        chat.says("/cost");
        assertThat(chat.awaitMessage("This session: ").text())
                .containsPattern(
                        "This session: \\$0\\.\\d{4}\\.\nToday: \\$0\\.\\d{4}\\.\nThis chat: \\$0\\.\\d{4} in 1 turn, 7 output tokens\\.");
        chat.says("/context");
        assertThat(chat.awaitMessage("Context: ").text())
                .containsPattern("Context: \\d+%, [\\d.]+k of [\\d.]+[kM] tokens\\.")
                .contains("• System prompt: ")
                .doesNotContain("deferred")
                .doesNotContain("Free");
    }

    @Test
    void aSkillIsPickedFromClaudesOwnListAndClaudeIsAskedForIt() throws Exception {
        var skill = dir.resolve("home/.claude/skills/greet/SKILL.md");
        Files.createDirectories(skill.getParent());
        Files.writeString(skill, "---\nname: greet\ndescription: Greets a guest\n---\nPour tea for $ARGUMENTS.");
        claude.when("/greet Bob and Eve", Script.call("Skill", Map.of("skill", "greet", "args", "Bob and Eve")));
        startBot();
        var chat = chatWith(ada);
        chat.says("/skill");
        var list = chat.awaitMessage("Skills here:");
        assertThat(list.text()).contains("greet – Greets a guest");

        chat.says("/skill greet Bob and Eve");
        chat.awaitMessage("Pour tea for Bob and Eve.");

        chat.presses(list, "greet");
        chat.awaitAnswer("You said: /greet");
    }

    @Test
    void effortModeAndTitleAreShownInStatusAndKeptOverARestart() throws Exception {
        startBot();
        var chat = chatWith(ada);
        chat.says("/think");
        var levels = chat.awaitMessage("Effort: default.");
        chat.presses(levels, "high");
        chat.awaitMessage("Effort: high, from now on.");
        chat.says("/effort hihg");
        chat.awaitMessage("There is no effort hihg. Did you mean high?");
        chat.says("/mode");
        var modes = chat.awaitMessage("Mode: default (asks before it changes anything).");
        assertThat(modes.labels()).containsExactly("default", "acceptEdits", "plan");
        chat.presses(modes, "acceptEdits");
        chat.awaitMessage("Mode: acceptEdits");
        chat.says("/mode bypass");
        chat.awaitMessage("Bypass mode is disabled.");
        chat.says("/title Frontend *work*");
        chat.awaitMessage("This session is now “Frontend *work*”.");
        stopBot();
        startBot();

        chat.says("/status");

        assertThat(chat.awaitMessage("📊 Bot Status").text())
                .contains("effort high · mode acceptEdits")
                .contains("🏷 Title: Frontend *work*");
        claude.when("make it", Script.calls(ToolCall.write("made.txt", "x")).thenSay("Made."));
        chat.says("make it");
        chat.awaitMessage("Made.");
        assertThat(work().resolve("made.txt")).exists();
        chat.says("/sessions");
        chat.awaitMessage("• Chat: Frontend *work* (#111)");
    }

    @Test
    void planModeTurnedOnInMidTurnHoldsForTheRestOfTheTurn() throws Exception {
        claude.when(
                "make it",
                Script.say("Let me see what there is.")
                        .hold("looking")
                        .thenCalls(ToolCall.write("made.txt", "x"))
                        .thenSay("So it was."));
        settings.put("CLAUDE_PERMISSION_MODE", "acceptEdits");
        startBot();
        var chat = chatWith(ada);
        chat.says("make it");
        claude.awaitHeld("looking");

        chat.says("/plan");
        chat.awaitMessage("Plan mode on: Claude reads and plans but changes nothing.");
        claude.release("looking");

        chat.awaitMessage("So it was.");
        assertThat(work().resolve("made.txt")).doesNotExist();
        chat.says("/plan off");
        chat.awaitMessage("Mode: acceptEdits");
        chat.says("/plan off");
        chat.awaitMessage("Plan mode is off already.");
        chat.says("now make it");
        telegram.awaitThat("the file is made", () -> Files.exists(work().resolve("made.txt")));
    }

    @Test
    void retryAsksTheLastPromptAgain() throws Exception {
        startBot();
        var chat = chatWith(ada);
        chat.says("/retry");
        chat.awaitMessage("There is nothing to retry yet.");
        chat.says("count the apples");
        var first = chat.awaitMessage("You said: count the apples");

        chat.says("/retry");

        assertThat(chat.awaitMessage(message -> message.id() > first.id()).text())
                .contains("You said: count the apples. Before that: count the apples");
    }

    @Test
    void whatWaitsIsListedRemovedAndCleared() throws Exception {
        claude.when("first", Script.say("Answer one.").hold("first"));
        startBot();
        var chat = chatWith(ada);
        chat.says("first");
        claude.awaitHeld("first");
        for (var words : new String[] {"second", "third"}) {
            chat.says(words);
        }
        chat.awaitMessage("3rd in this chat");
        chat.says("/ask fourth");
        chat.awaitMessage("4th in this chat");

        chat.says("/q");
        var list = chat.awaitMessage("Queued:");
        assertThat(list.text()).isEqualTo("Now: “first”\nQueued:\n1 “second”\n2 “third”\n3 “fourth”");
        chat.presses(list, "Remove 2");
        var shorter = chat.awaitMessage("Removed “third”.");
        assertThat(shorter.text()).contains("1 “second”\n2 “fourth”");
        chat.presses(list, "Remove 2");
        chat.awaitMessage("no longer in the queue");
        chat.presses(shorter, "Clear the queue");
        chat.awaitMessage("Removed 2 queued messages.");
        chat.says("/pending");
        chat.awaitMessage("The queue is empty.");

        claude.release("first");
        chat.awaitMessage("Answer one.");
        assertThat(claude.requests()).hasSize(1);
        assertThat(said(chat)).noneMatch(text -> text.contains("⏳ Queued"));
    }

    @Test
    void askIsAPromptInAGroup() throws Exception {
        startBot();
        var group = telegram.group(-1009876543210L, "Team").with(ada);

        group.says("/ask");
        group.awaitMessage("Write your question after it");
        group.says("/ask@" + telegram.botUsername() + " what is this?");

        group.awaitMessage("You said: what is this?");
    }

    @Test
    void whatIsAllowedForGoodIsListedAndRevoked() throws Exception {
        claude.when(
                "touch",
                Script.call("Bash", Map.of("command", "touch made", "description", "make a file"))
                        .thenSay("Done."));
        startBot();
        var chat = chatWith(ada);
        chat.says("/rules");
        chat.awaitMessage("No rules yet. Claude asks every time.");
        chat.says("touch one");
        chat.presses(chat.awaitPermissionRequest("touch made"), "Always allow");
        chat.awaitMessage("Done.");

        chat.says("/rules");
        var rules = chat.awaitMessage("Always allowed here:\n1 Bash(touch made");
        chat.presses(rules, "Revoke 1");
        var revoked = chat.awaitMessage("Revoked Bash(touch made");

        assertThat(revoked.text()).contains("Claude asks again, from the next message on.");
        chat.says("touch two");
        chat.awaitMessage(
                message -> message.id() > revoked.id() && message.labels().contains("✅ Allow"));
        chat.says("/stop");
        chat.awaitMessage("⏹ Stopped");
    }

    @Test
    void helpAndTheMenuNameEveryCommandAMistypedOneIsAskedAboutAndAnyOtherIsText() throws Exception {
        startBot();
        var chat = chatWith(ada);
        telegram.awaitCall("setMyCommands");
        chat.says("/start");

        var help = chat.awaitMessage("👋");

        assertThat(chat.menu()).contains("new", "stop", "model", "rules").doesNotContain("cancel");
        assertThat(chat.menu()).allSatisfy(name -> assertThat(help.text()).contains("\n/" + name));
        assertThat(help.text())
                .contains("Session: none yet, your first message begins it")
                .contains("Mode: default (asks before it changes anything)");
        chat.says("/stauts");
        var question = chat.awaitMessage("There's no command /stauts. Did you mean /status, or is it for Claude?");
        chat.presses(question, "/status");
        chat.awaitMessage("⚪ Session: None");
        assertThat(claude.requests()).isEmpty();
        chat.says("/xyzzy says the readme, why?");
        chat.awaitMessage("You said: /xyzzy says the readme, why?");
    }

    private TurnRequest asked(String prompt) {
        return claude.awaitRequest(request -> request.prompt().equals(prompt), patience());
    }
}
