package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import switchboard.audit.AuditEntry;
import switchboard.model.Caller;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.Disclosure;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Revision;
import switchboard.model.Shortcut;
import switchboard.model.TurnId;
import switchboard.model.Wording;

/** The record of who did what in a chat. */
class TrailTest extends ChatFixture {

    @Test
    void aPromptIsRecordedWhenItIsAcceptedAndWhenItEndsWithTheNameOfWhoAsked() {
        var prompt = world.submit("x");
        world.ended(prompt);

        assertRecorded("Ada PROMPT “x” accepted", "Ada PROMPT “x” answered");
        assertThat(world.audited).extracting(AuditEntry::turn).containsOnly(prompt.id());
        assertThat(world.audited).extracting(AuditEntry::chat).containsOnly(ChatWorld.CHAT);
        assertThat(world.audited.toString()).as("what Claude has said").doesNotContain("Answer to x");
    }

    @Test
    void whoAskedIsKnownAfterARestart() {
        var prompt = world.submit("hold");
        world.running(prompt);
        assertThat(Objects.requireNonNull(world.stored())
                        .queue()
                        .find(prompt.id())
                        .orElseThrow()
                        .by())
                .isEqualTo(People.ADA);

        world.invoke("stop");
        world.ended(prompt);
        assertRecorded("Ada PROMPT “hold” accepted", "Ada COMMAND “/stop” done", "Ada PROMPT “hold” stopped");
    }

    @Test
    void aPromptThatComesTwiceIsRecordedOnce() {
        var prompt = ChatWorld.prompt("x");
        var submit = new ChatProtocol.Submit(People.ADA, prompt, List.of(7L), null, false, world.receipts.ref());
        world.deliver(submit);
        world.deliver(submit);
        world.ended(prompt);

        assertRecorded("Ada PROMPT “x” accepted", "Ada PROMPT “x” answered");
    }

    @Test
    void aCommandIsRecordedWithItsArgumentAndWhetherItWasAllowed() {
        world.invoke("work", "hard");
        world.deliver(
                new ChatProtocol.Invoke(People.BOB, "owners", "", "m", List.of(900L), null, world.receipts.ref()));

        assertRecorded("Ada COMMAND “/work hard” done", "Bob COMMAND “/owners” denied");
    }

    @Test
    void aDecisionOnAToolIsRecordedWithTheCallAndWhoMadeIt() {
        var prompt = world.submit("hold");
        var asked = world.askedBash(prompt);

        decide(People.BOB, asked.key(), new Decision.AllowAlways());
        decide(People.BOB, asked.key(), new Decision.Allow());
        decide(People.ADA, asked.key(), new Decision.Deny("too late"));

        assertRecorded(
                "Ada PROMPT “hold” accepted",
                "Bob PERMISSION “Bash: git pull” forbidden",
                "Bob PERMISSION “Bash: git pull” allowed");
    }

    @Test
    void aRuleForGoodIsRecordedAsAChangeOfTheSettings() {
        var prompt = world.submit("hold");
        var asked = world.askedBash(prompt);

        decide(People.ADA, asked.key(), new Decision.AllowAlways());

        assertRecorded(
                "Ada PROMPT “hold” accepted",
                "Ada PERMISSION “Bash: git pull” always",
                "Ada SETTINGS “+rule Bash(git *)” changed");
    }

    @Test
    void whatIsDroppedAndWhatIsRefusedIsRecorded() {
        var first = world.submit("hold");
        world.running(first);
        for (var i = 0; i < 5; i++) {
            world.submit("waits");
        }
        world.deliver(new ChatProtocol.Submit(
                People.BOB, ChatWorld.prompt("one too many"), List.of(901L), null, false, world.receipts.ref()));
        world.receipts.expectMessageClass(ChatProtocol.Refused.class);
        world.invoke("new");

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(told()).contains("Bob PROMPT “one too many” refused", "Ada PROMPT “waits” dropped"));
    }

    @Test
    void filesAreRecordedByName() {
        var file = new Content.Attachment("ref", Content.Attachment.Kind.FILE, "plan.pdf", "application/pdf", 10L);
        world.submit("hold", file);

        Awaitility.await().untilAsserted(() -> assertThat(told()).contains("Ada FILE “plan.pdf” received"));
    }

    @Test
    void anEditIsRecordedIfItChangesAnything() {
        var first = world.submit("hold");
        world.running(first);
        var wording = wording("lok at it");
        var prompt = new Prompt(TurnId.random(), wording.content(), true, "12", Instant.EPOCH);
        world.deliver(
                new ChatProtocol.Submit(People.ADA, prompt, List.of(12L), null, false, wording, world.receipts.ref()));
        world.receipts.expectMessageClass(ChatProtocol.Accepted.class);
        world.deliver(new ChatProtocol.Edit(
                People.ADA,
                new Revision("1001", List.of(), wording("look at it").pieces().getFirst(), false, true),
                List.of(13L),
                world.receipts.ref()));
        world.receipts.expectMessageClass(ChatProtocol.Accepted.class);

        assertRecorded(
                "Ada PROMPT “hold” accepted", "Ada PROMPT “lok at it” accepted", "Ada EDIT “look at it” changed");
    }

    private static Wording wording(String words) {
        var piece = new Wording.Piece("12", words, "", "", List.of(new Content.Text(words)));
        return new Wording("1001", 0, List.of(piece));
    }

    @Test
    void whatACommandChangesAfterAWaitIsRecordedWithWhoGaveIt() {
        world.deliver(
                new ChatProtocol.Invoke(People.BOB, "later", "opus", "m", List.of(902L), null, world.receipts.ref()));

        assertRecorded("Bob COMMAND “/later opus” done", "Bob SETTINGS “model opus” changed");
    }

    @Test
    void aPressIsRecordedWithWhatItsButtonStandsFor() {
        var command = "echo " + "x".repeat(80);
        world.invoke("shell", command);
        var reply = world.next(ChatProtocol.Replied.class).reply();
        var run = reply.buttons().getFirst().getFirst().command().split(" ", 2)[1];
        world.invoke("hello", Shortcut.to("!" + command).key());
        world.invoke("run-shell", run);
        world.invoke("run-shell", run);

        assertRecorded(
                "Ada COMMAND “/shell " + command + "” done",
                "Ada COMMAND “/hello !" + command + "” done",
                "Ada COMMAND “/run-shell !" + command + "” done",
                "Ada COMMAND “/run-shell " + run + "” done");
    }

    @Test
    void whatTheAgentHasWrittenIsNotRecorded() {
        var input = JsonNodeFactory.instance.objectNode().put("title", "Bug").put("body", "x".repeat(200));

        assertThat(AuditWords.of(new Question.Permission("k", "mcp__hub__issue", input, List.of(), Disclosure.NONE)))
                .isEqualTo("mcp__hub__issue: title=Bug, body=… (200 characters)");
        assertThat(AuditWords.of(new Question.Choice("k", 1, 1, "Which of your secrets?", List.of())))
                .isEqualTo("choice");
    }

    private void decide(Caller who, String key, Decision decision) {
        TestProbe<ChatProtocol.Settlement> person = world.kit.createTestProbe();
        world.deliver(new ChatProtocol.Answer(who, key, decision, List.of(), person.ref()));
        person.receiveMessage();
    }

    private void assertRecorded(String... entries) {
        Awaitility.await().untilAsserted(() -> assertThat(told()).containsExactly(entries));
    }

    private List<String> told() {
        return world.audited.stream().map(TrailTest::told).toList();
    }

    private static String told(AuditEntry entry) {
        return name(entry.who()) + " " + entry.kind() + " “" + entry.what() + "” " + entry.outcome();
    }

    private static String name(@Nullable Caller who) {
        return who == null ? "nobody" : who.name();
    }
}
