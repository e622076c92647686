package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

/** Who may do what, and the record of who did what: Ada owns the bot, Bob uses it. */
class WhoIT extends Journey {

    private Path record = Path.of("");

    @BeforeEach
    void adaOwnsTheBot() throws IOException {
        record = Files.createDirectories(dir.resolve("records")).toRealPath().resolve("who.jsonl");
        settings.put("TELEGRAM_OWNERS", String.valueOf(ADA));
        settings.put("AUDIT_LOG_PATH", record.toString());
    }

    @Test
    void inAGroupAUserAllowsOnceAndAnOwnerForGoodAndAllOfItIsRecorded() throws Exception {
        claude.when(
                "make",
                Script.call("Bash", Map.of("command", "touch made", "description", "make a file"))
                        .thenSay("It is made."));
        startBot();
        var asOwner = telegram.group(-4321, "Team").with(ada);
        var asUser = asOwner.as(bob);
        asUser.says("/ask make");
        var question = asUser.awaitPermissionRequest("touch made");

        var refused = asUser.presses(question, "Always allow").awaitAnswer();

        assertThat(refused.toString()).contains("Only an owner of this bot can allow something for good.");
        assertThat(asUser.now(question).labels()).containsExactly("✅ Allow", "Always allow", "❌ Deny");
        assertThat(work().resolve("made")).doesNotExist();
        asOwner.presses(question, "Always allow").awaitAnswer();
        asUser.awaitMessage("It is made.");
        asUser.says("/mode plan");
        asUser.awaitMessage("Only an owner of this bot can change the mode.");
        asOwner.says("/mode plan");
        asOwner.awaitMessage("Plan mode on");
        stopBot();

        assertThat(Files.getPosixFilePermissions(record)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(recorded())
                .containsSubsequence(
                        "Bob prompt make accepted",
                        "Bob permission Bash: touch made forbidden",
                        "Ada permission Bash: touch made always",
                        "Bob prompt make answered")
                .contains(
                        "Bob command /ask make done",
                        "Ada settings +rule Bash(touch made *) changed",
                        "Bob command /mode plan denied",
                        "Ada command /mode plan done",
                        "Ada settings mode plan changed");
        assertThat(Files.readString(record)).doesNotContain("It is made.").contains("\"chat\":\"-4321\"");
    }

    @Test
    void whoSendsTooMuchWaitsStrangersAreRecordedAndClaudeDoesNotReadTheRecord() throws Exception {
        settings.put("RATE_LIMIT_REQUESTS", "2");
        claude.when(
                "read",
                Script.call("Read", Map.of("file_path", record.toString())).thenSay("Read."));
        startBot();
        var chat = chatWith(ada);
        chat.says("read");
        chat.awaitAnswer("Read.");
        assertThat(claude.requests().getLast().mentions("denied by your permission settings"))
                .isTrue();
        assertThat(claude.requests().getLast().mentions("\"outcome\"")).isFalse();
        chat.says("one more");
        chat.awaitAnswer("You said: one more");

        chat.says("too much");

        assertThat(chat.awaitMessage("That was more than 2 messages within 1 minute.")
                        .text())
                .containsPattern("Please send it again in \\d+ seconds?\\.");
        chat.says("/stop");
        chat.awaitMessage("Nothing is running.");
        var others = chatWith(bob);
        others.says("hello");
        others.awaitAnswer("You said: hello");
        var strange = chatWith(telegram.person(666, "Mallory"));
        strange.says("let me in");
        strange.awaitMessage("You are not allowed to use this bot.");
        await().atMost(patience())
                .untilAsserted(() -> assertThat(recorded())
                        .contains("Ada rate_limit too much refused", "Mallory stranger a message refused"));
        assertThat(claude.requests()).noneMatch(request -> request.mentions("too much"));
    }

    @Test
    void aUserWhoStartsAPlanDoesNotBringBackTheModeBeforeIt() throws Exception {
        settings.put("CLAUDE_PERMISSION_MODE", "acceptEdits");
        var made = work().resolve("made").toString();
        claude.when("warm up", Script.say("Warm."));
        claude.when(
                "plan it",
                Script.plan("# The plan\n1. make tea")
                        .thenCall("Write", Map.of("file_path", made, "content", "tea"))
                        .thenSay("Tea is made."));
        startBot();
        var asOwner = telegram.group(-4321, "Team").with(ada);
        var asUser = asOwner.as(bob);
        asOwner.says("/ask warm up");
        asOwner.awaitMessage("Warm.");
        asOwner.says("/mode plan");
        asOwner.awaitMessage("Plan mode on");
        asUser.says("/ask plan it");
        var plan = asUser.awaitMessage("make tea");
        asUser.presses(plan, "✅ Start");

        var question = asUser.awaitPermissionRequest("made");
        assertThat(work().resolve("made")).doesNotExist();
        asUser.presses(question, "✅ Allow");
        asUser.awaitMessage("Tea is made.");
        asUser.says("/mode");
        assertThat(asUser.awaitMessage("Mode:").text()).startsWith("Mode: default");
    }

    private List<String> recorded() throws IOException {
        var told = new ArrayList<String>();
        for (var line : Files.readAllLines(record)) {
            told.add(told(new ObjectMapper().readTree(line)));
        }
        return told;
    }

    private static String told(JsonNode entry) {
        return String.join(
                " ",
                entry.path("who").path("name").asText("nobody"),
                entry.path("kind").asText(),
                entry.path("what").asText(),
                entry.path("outcome").asText());
    }
}
