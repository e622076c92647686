package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.claude.ClaudeFixture.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.Patience;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Event;
import switchboard.files.FilesSettings;
import switchboard.files.OfferedFiles;
import switchboard.model.Decision;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.model.Settings;
import switchboard.model.TurnId;
import switchboard.throttle.WarmPool;

/** Tools of the host that Claude calls: from the call to its result. */
class ServedCallsTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final String SECRET = "s3cr3t-of-the-bot";

    private final ScriptedClaude claude = new ScriptedClaude();
    private final TestProbe<Event> turn = KIT.createTestProbe();
    private final TestProbe<AgentProtocol.Notice> owner = KIT.createTestProbe();
    private final TestProbe<WarmPool.Command> pool = KIT.createTestProbe();
    private final TurnId id = TurnId.random();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private Path work = Path.of("");
    private Session where = ClaudeFixture.fresh();
    private ActorRef<AgentProtocol.Command> session =
            KIT.<AgentProtocol.Command>createTestProbe().ref();

    @BeforeEach
    void prepare() throws IOException {
        dir = dir.toRealPath();
        work = Files.createDirectories(dir.resolve("work"));
        where = Session.fresh(work, null, Instant.EPOCH);
        Files.writeString(work.resolve("plum.txt"), "plum");
        var files = new FilesSettings(dir.resolve("files"), 1_000_000_000, Duration.ofDays(7));
        var settings = ClaudeFixture.settings(Map.of("HOME", dir.toString()))
                .withSecrets(Secrets.of(List.of(SECRET)))
                .withFiles(files.places())
                .withOffered(new OfferedFiles(files, List.of(work)));
        session = KIT.spawn(ClaudeSession.create(
                ClaudeFixture.CHAT,
                new ClaudeSetup(settings, ClaudeFixture.projects(), claude),
                pool.ref(),
                owner.ref()));
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void aFileIsOfferedToTheChatAndClaudeGetsTheReceipt() {
        claude.on(
                "send it",
                Script.EMPTY
                        .call("send_file", "{\"path\":\"plum.txt\",\"caption\":\" A plum \"}")
                        .say("Sent."));
        run("send it");

        var offer = next(AgentProtocol.FileOffered.class);
        assertThat(offer.file().copy()).hasContent("plum");
        assertThat(offer.file().name()).isEqualTo("plum.txt");
        assertThat(offer.file().caption()).isEqualTo("A plum");
        assertThat(offer.call()).isEqualTo(toolUse());
        session.tell(new AgentProtocol.FileSent(offer.request(), new AgentProtocol.Sent("7")));

        next(AgentProtocol.Finished.class);
        assertThat(result())
                .isEqualTo(StreamJson.json("{\"content\":[{\"type\":\"text\",\"text\":\"Sent as message 7.\"}]}"));
    }

    @Test
    void claudeReadsWhyAFileWasNotSent() {
        claude.on("send it", Script.EMPTY.call("send_file", "{\"path\":\"plum.txt\"}"));
        run("send it");

        var offer = next(AgentProtocol.FileOffered.class);
        session.tell(
                new AgentProtocol.FileSent(offer.request(), new AgentProtocol.NotSent("The bot may not write here.")));

        next(AgentProtocol.Finished.class);
        assertThat(result())
                .isEqualTo(
                        StreamJson.json(
                                "{\"content\":[{\"type\":\"text\",\"text\":\"The bot may not write here.\"}],\"isError\":true}"));
    }

    @Test
    void aFileThatMayNotLeaveIsNeverOffered() {
        claude.on(
                "all",
                Script.EMPTY
                        .call("send_file", "{\"path\":\"/etc/shadow\"}")
                        .call("send_file", "{\"path\":\"~/.ssh/id_rsa\"}")
                        .call("send_file", "{}")
                        .call("send_file", "{\"path\":\"a\\u0000b\"}")
                        .call("send_file", "{\"path\":\"plum.txt\",\"caption\":\"" + "c".repeat(1025) + "\"}")
                        .call("send_everything", "{}"));
        run("all");

        var events = until(AgentProtocol.Finished.class);
        assertThat(events).noneMatch(AgentProtocol.FileOffered.class::isInstance);
        assertThat(texts())
                .satisfiesExactly(
                        first -> assertThat(first).contains("only files below"),
                        second -> assertThat(second).contains("is closed"),
                        third -> assertThat(third).isEqualTo("The path is missing."),
                        fourth -> assertThat(fourth).contains("no path"),
                        fifth -> assertThat(fifth).isEqualTo("A caption has at most 1024 characters."));
        assertThat(claude.last()
                        .answers()
                        .getLast()
                        .at("/mcp_response/error/message")
                        .asText())
                .isEqualTo("There is no tool send_everything.");
    }

    @Test
    void severalFilesOfAMessageAreOfferedAtOnceAndInOrder() throws IOException {
        Files.writeString(work.resolve("pear.txt"), "pear".repeat(5_000_000)); // takes longer to be copied
        claude.on(
                "both",
                Script.EMPTY
                        .callAside(null, "send_file", "{\"path\":\"pear.txt\"}")
                        .callAside(null, "send_file", "{\"path\":\"none.txt\"}")
                        .call("send_file", "{\"path\":\"plum.txt\"}"));
        run("both");

        var first = next(AgentProtocol.FileOffered.class);
        var second = next(AgentProtocol.FileOffered.class);
        assertThat(List.of(first.file().name(), second.file().name())).containsExactly("pear.txt", "plum.txt");
        session.tell(new AgentProtocol.FileSent(second.request(), new AgentProtocol.Sent("8")));
        session.tell(new AgentProtocol.FileSent(first.request(), new AgentProtocol.Sent("7")));
        next(AgentProtocol.Finished.class);
    }

    @Test
    void aFileWhoseCallIsCancelledWhileItIsCopiedIsLeftToTheChat() throws IOException {
        Files.writeString(work.resolve("pear.txt"), "pear".repeat(5_000_000));
        claude.on("send it", Script.EMPTY.call("send_file", "{\"path\":\"pear.txt\"}"));
        run("send it");
        next(AgentProtocol.ToolBegan.class);

        session.tell(new AgentProtocol.Interrupt(id));

        var offer = next(AgentProtocol.FileOffered.class);
        assertThat(offer.file().name()).isEqualTo("pear.txt");
        assertThat(next(AgentProtocol.Withdrawn.class).request())
                .as("no call waits for it")
                .isEqualTo(offer.request());
    }

    @Test
    void claudeReadsThatAFileIsStillOnItsWay() {
        claude.on("send it", Script.EMPTY.call("send_file", "{\"path\":\"plum.txt\"}"));
        run("send it");

        session.tell(new AgentProtocol.FileSent(
                next(AgentProtocol.FileOffered.class).request(), new AgentProtocol.OnItsWay()));

        next(AgentProtocol.Finished.class);
        assertThat(texts())
                .singleElement()
                .asString()
                .contains("Sending takes long", "on its way", "do not send it again");
        assertThat(result().has("isError")).isFalse();
    }

    @Test
    void peopleAreAskedAndClaudeGetsTheAnswer() {
        claude.on(
                "ask",
                Script.EMPTY.call(
                        "ask_user",
                        "{\"question\":\"Which of " + SECRET + "?\",\"options\":[\"Red\",\"Blue\"],\"multi\":true}"));
        run("ask");

        var asked = next(AgentProtocol.Asked.class);
        var choice = ((AgentProtocol.Choices) asked.what()).choices().getFirst();
        assertThat(choice.text()).doesNotContain(SECRET).startsWith("Which of ");
        assertThat(choice.options()).extracting(option -> option.label()).containsExactly("Red", "Blue");
        assertThat(choice.several()).isTrue();
        assertThat(asked.call()).isEqualTo(toolUse());
        assertThat(asked.subagent()).isNull();
        session.tell(new AgentProtocol.Answer(
                asked.request(),
                new AgentProtocol.Chosen(List.of(new AgentProtocol.Pick(List.of("Red", "Blue"), "soon")))));

        next(AgentProtocol.Finished.class);
        assertThat(texts()).containsExactly("Red\nBlue\nsoon");
    }

    @Test
    void aRefusedAnswerIsAnErrorForClaude() {
        claude.on("ask", Script.EMPTY.call("ask_user", "{\"question\":\"Which?\"}"));
        run("ask");

        session.tell(new AgentProtocol.Answer(
                next(AgentProtocol.Asked.class).request(), new AgentProtocol.Decided(new Decision.Deny("later"))));

        next(AgentProtocol.Finished.class);
        assertThat(texts()).containsExactly("The user says: later");
        assertThat(result().path("isError").asBoolean()).isTrue();
    }

    @Test
    void aSubagentsQuestionSaysWhoseItIs() {
        claude.on(
                "agents",
                Script.EMPTY
                        .callAside("toolu_agent1", "ask_user", "{\"question\":\"One?\"}")
                        .callAside("toolu_agent2", "ask_user", "{\"question\":\"Two?\"}"));
        run("agents");

        assertThat(List.of(
                        String.valueOf(next(AgentProtocol.Asked.class).subagent()),
                        String.valueOf(next(AgentProtocol.Asked.class).subagent())))
                .containsExactlyInAnyOrder("toolu_agent1", "toolu_agent2");
    }

    @Test
    void aStopWithdrawsWhatIsAskedAndALateReplyIsIgnored() {
        claude.on(
                "ask",
                Script.EMPTY
                        .callAside(null, "send_file", "{\"path\":\"plum.txt\"}")
                        .call("ask_user", "{\"question\":\"Which?\"}"));
        run("ask");
        var both = new HashMap<Class<?>, String>();
        turn.fishForMessage(
                Patience.ENOUGH,
                event -> { // in any order
                    if (event instanceof AgentProtocol.FileOffered offered) {
                        both.put(AgentProtocol.FileSent.class, offered.request());
                    } else if (event instanceof AgentProtocol.Asked question) {
                        both.put(AgentProtocol.Answer.class, question.request());
                    }
                    return both.size() < 2 ? FishingOutcomes.continueAndIgnore() : FishingOutcomes.complete();
                });
        var offer = String.valueOf(both.get(AgentProtocol.FileSent.class));
        var asked = String.valueOf(both.get(AgentProtocol.Answer.class));

        session.tell(new AgentProtocol.Interrupt(id));

        assertThat(List.of(
                        next(AgentProtocol.Withdrawn.class).request(),
                        next(AgentProtocol.Withdrawn.class).request()))
                .containsExactlyInAnyOrder(offer, asked);
        assertThat(next(AgentProtocol.Finished.class).ending()).isEqualTo(new AgentProtocol.Stopped());
        session.tell(new AgentProtocol.FileSent(offer, new AgentProtocol.Sent("7")));
        session.tell(new AgentProtocol.Answer(
                asked, new AgentProtocol.Chosen(List.of(new AgentProtocol.Pick(List.of(), "Red")))));
        run("hello");
        next(AgentProtocol.Finished.class);
        for (var request : List.of(offer, asked)) {
            assertThat(claude.last().written())
                    .filteredOn(line -> line.contains("\"" + request + "\""))
                    .as("one answer to %s", request)
                    .hasSize(1);
        }
    }

    @Test
    void aCallOfATurnThatClaudeBeganItselfIsThatTurns() {
        run("hello");
        next(AgentProtocol.Finished.class);

        claude.last().startTurn(Script.EMPTY.call("ask_user", "{\"question\":\"Which?\"}"));

        var begun = owner.expectMessageClass(AgentProtocol.SelfStarted.class, Patience.ENOUGH);
        session.tell(new AgentProtocol.Adopt(begun.turn(), turn.ref()));
        assertThat(next(AgentProtocol.Asked.class).call()).isEqualTo(toolUse());
    }

    @Test
    void aCallThatIsTooLongForALineIsRefused() {
        claude.on("long", Script.EMPTY.call("ask_user", "{\"question\":\"Which?" + BoundedLines.CUT + "\"}"));
        run("long");

        assertThat(until(AgentProtocol.Finished.class)).noneMatch(AgentProtocol.Asked.class::isInstance);
        assertThat(texts()).containsExactly("This is too long.");
    }

    private void run(String prompt) {
        session.tell(new AgentProtocol.Apply(Settings.NONE));
        var turnId = prompt.equals("hello") ? TurnId.random() : id;
        session.tell(new AgentProtocol.Run(new AgentProtocol.Job(turnId, prompt, true, where, false), turn.ref()));
        where = where.usedAt(Instant.EPOCH);
    }

    private <T extends Event> T next(Class<T> type) {
        return type.cast(until(type).getLast());
    }

    private List<Event> until(Class<? extends Event> type) {
        return turn.fishForMessage(
                Patience.ENOUGH,
                event -> type.isInstance(event) ? FishingOutcomes.complete() : FishingOutcomes.continueAndCollect());
    }

    /** The id of the call that Claude has made last. */
    private String toolUse() {
        return "toolu_" + where.id() + "_0";
    }

    /** The result of the last call. */
    private JsonNode result() {
        await().until(() -> !claude.last().answers().isEmpty());
        return claude.last().answers().getLast().at("/mcp_response/result");
    }

    /** The texts of all results. */
    private List<String> texts() {
        return claude.last().answers().stream()
                .map(answer -> answer.at("/mcp_response/result/content/0/text").asText())
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
