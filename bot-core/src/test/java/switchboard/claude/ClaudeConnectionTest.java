package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static switchboard.claude.ClaudeFixture.await;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.Patience;
import switchboard.claude.ClaudeConnection.Answered;
import switchboard.claude.ClaudeConnection.Closed;
import switchboard.claude.ClaudeConnection.Heard;
import switchboard.claude.ScriptedClaude.Manner;
import switchboard.claude.tools.AskUser;
import switchboard.claude.tools.ToolServer;
import switchboard.claude.wire.Incoming;
import switchboard.model.Settings;

class ClaudeConnectionTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final int CREDIT = 256;

    private final ManualTime time = ManualTime.get(KIT.system());
    private final ScriptedClaude claude = new ScriptedClaude();
    private final TestProbe<ClaudeConnection.Notice> owner = KIT.createTestProbe();
    private Hooks hooks = Hooks.NONE;
    private int barriers;
    private @Nullable ActorRef<ClaudeConnection.Command> connection;

    @AfterEach
    void stopTheConnection() {
        if (connection != null) {
            KIT.stop(connection);
        }
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void itIntroducesItselfAndTellsTheAnswer() {
        open(Manner.NORMAL);

        assertThat(owner.expectMessageClass(Answered.class).tag()).isEqualTo(ClaudeConnection.INITIALIZE);
        assertThat(process().requests("initialize")).hasSize(1);
        assertThat(process().credit()).isEqualTo(CREDIT);
    }

    @Test
    void aLongLineTakesAndGivesBackAsMuchCreditAsItIsLong() {
        open(Manner.NORMAL);
        owner.expectMessageClass(Answered.class);
        var text = "x".repeat(5 * 16 * 1024);
        process()
                .out("{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"" + text
                        + "\"}]}}");
        var heard = owner.expectMessageClass(Heard.class);
        assertThat(process().credit()).isEqualTo(CREDIT - 1); // the scripted process counts lines

        heard.from().tell(new ClaudeConnection.Credit());
        settle();
        assertThat(process().credit()).isEqualTo(CREDIT + 5);
    }

    @Test
    void whatCannotBeShownWholeIsDeniedAndNobodyIsAsked() {
        open(Manner.NORMAL);
        owner.expectMessageClass(Answered.class);
        process()
                .out("{\"type\":\"control_request\",\"request_id\":\"q1\",\"request\":{\"subtype\":\"can_use_tool\","
                        + "\"tool_name\":\"Write\",\"input\":{\"content\":\"x" + BoundedLines.CUT + "\"}}}");
        settle();

        assertThat(process().written())
                .anySatisfy(line -> assertThat(line).contains("\"q1\"", "deny", "too large to be shown"));
        owner.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aHookIsRegisteredAndItsAnswerWrittenBack() {
        hooks = Hooks.NONE.on(
                "PreToolUse",
                input -> Hooks.block("no " + input.path("tool_name").asText()));
        open(Manner.NORMAL);
        assertThat(process().requests("initialize").getFirst().path("hooks"))
                .isEqualTo(StreamJson.json("{\"PreToolUse\":[{\"hookCallbackIds\":[\"PreToolUse\"]}]}"));

        process().say(CliLines.hookCallback("h1", "PreToolUse", StreamJson.json("{\"tool_name\":\"Bash\"}")));

        awaitWritten(StreamJson.response("h1", Hooks.block("no Bash")));
        assertThat(process().credit()).isEqualTo(CREDIT);
    }

    @Test
    void aHookCanBeForSomeToolsAlone() {
        hooks = Hooks.NONE.on("PostToolUse", Set.of("Write", "Edit"), input -> StreamJson.object());
        open(Manner.NORMAL);

        assertThat(process().requests("initialize").getFirst().path("hooks"))
                .isEqualTo(StreamJson.json(
                        "{\"PostToolUse\":[{\"matcher\":\"Edit|Write\",\"hookCallbackIds\":[\"PostToolUse\"]}]}"));
    }

    @Test
    void linesAreToldWhileAHookIsThinking() throws InterruptedException {
        var thinking = new CountDownLatch(1);
        hooks = Hooks.NONE.on("PreToolUse", input -> {
            thinking.await();
            return StreamJson.object();
        });
        open(Manner.NORMAL);
        owner.expectMessageClass(Answered.class);
        process().say(CliLines.hookCallback("h1", "PreToolUse", StreamJson.object()));

        process().say(Lines.line("idle"));

        owner.expectMessageClass(Heard.class);
        assertThat(process().answers()).isEmpty();
        thinking.countDown();
        awaitWritten(StreamJson.response("h1", StreamJson.object()));
    }

    @Test
    void aHookThatFailsBlocks() {
        hooks = Hooks.NONE.on("PreToolUse", input -> {
            throw new IOException("no such disk");
        });
        open(Manner.NORMAL);

        process().say(CliLines.hookCallback("h1", "PreToolUse", StreamJson.object()));

        awaitBlocked("h1");
    }

    @Test
    void aHookThatRunsOutOfMemoryBlocks() {
        hooks = Hooks.NONE.on("PreToolUse", input -> {
            throw new OutOfMemoryError("as it were");
        });
        open(Manner.NORMAL);

        process().say(CliLines.hookCallback("h1", "PreToolUse", StreamJson.object()));

        awaitBlocked("h1");
    }

    @Test
    void aCallbackThatNobodyRegisteredBlocks() {
        hooks = Hooks.NONE.on("PreToolUse", input -> StreamJson.object());
        open(Manner.NORMAL);

        process().say(CliLines.hookCallback("h1", "ConfigChange", StreamJson.object()));
        process()
                .say(CliLines.hookCallback("h2", "PreToolUse", StreamJson.object())
                        .replace("\"hook_event_name\":\"PreToolUse\"", "\"hook_event_name\":\"Stop\""));

        awaitBlocked("h1");
        awaitBlocked("h2");
    }

    @Test
    void aProcessWhoseConnectionStopsIsTerminatedAndNotKeptFromItsEnd() {
        open(Manner.IGNORES_SIGTERM);
        owner.expectMessageClass(Answered.class);

        KIT.stop(Objects.requireNonNull(connection));

        assertThat(process().terminations()).isEqualTo(1);
        assertThat(process().credit()).isGreaterThan(CREDIT);
    }

    @Test
    void aProcessThatAnswersNothingIsTerminatedAndThenKilled() {
        open(Manner.MUTE_AND_IGNORES_SIGTERM);
        time.timePasses(ClaudeFixture.ANSWER.minusMillis(1));
        settle();
        assertThat(process().terminations()).isZero();

        time.timePasses(Duration.ofMillis(1));
        settle();
        assertThat(process().terminations()).isEqualTo(1);
        assertThat(process().kills()).isZero();
        time.timePasses(ClaudeConnection.TERMINATE_GRACE);

        var closed = owner.expectMessageClass(Closed.class);
        assertThat(closed.hung()).isTrue();
        assertThat(closed.initialized()).isFalse();
        assertThat(process().kills()).isEqualTo(1);
    }

    @Test
    void aHungProcessThatObeysIsNotKilled() {
        open(Manner.MUTE);

        time.timePasses(ClaudeFixture.ANSWER);

        assertThat(owner.expectMessageClass(Closed.class).exit().code()).isEqualTo(143);
        assertThat(process().kills()).isZero();
    }

    @Test
    void silenceInATurnIsLookedInto() {
        open(Manner.NORMAL);
        tell(new ClaudeConnection.Working(true));
        time.timePasses(ClaudeFixture.ANSWER);
        settle();
        assertThat(process().requests("get_binary_version")).hasSize(1);

        time.timePasses(ClaudeFixture.ANSWER);
        settle();

        assertThat(process().requests("get_binary_version")).hasSize(2);
        assertThat(process().isAlive()).isTrue();
    }

    @Test
    void aProbeIsNobodysQuestion() {
        open(Manner.NORMAL);
        owner.expectMessageClass(Answered.class);
        tell(new ClaudeConnection.Working(true));
        time.timePasses(ClaudeFixture.ANSWER);
        settle();

        process().say(Lines.line("idle"));

        assertThat(owner.expectMessageClass(Heard.class).line()).isEqualTo(new Incoming.StateChanged("idle"));
    }

    @Test
    void aTurnThatSpeaksIsNotProbed() {
        open(Manner.NORMAL);
        tell(new ClaudeConnection.Working(true));
        for (var i = 0; i < 4; i++) {
            time.timePasses(ClaudeFixture.ANSWER.dividedBy(2));
            process().say(Lines.line("text-delta"));
            settle();
        }

        assertThat(process().requests("get_binary_version")).isEmpty();
    }

    @Test
    void aProcessThatHangsInATurnIsEnded() {
        claude.on("freeze", Script.EMPTY.freeze());
        open(Manner.NORMAL);
        tell(new ClaudeConnection.Write(StreamJson.user("u", "freeze", true)));
        tell(new ClaudeConnection.Working(true));

        time.timePasses(ClaudeFixture.ANSWER);
        settle();
        time.timePasses(ClaudeFixture.ANSWER);

        var closed = closed();
        assertThat(closed.hung()).isTrue();
        assertThat(closed.initialized()).isTrue();
    }

    @Test
    void anIdleProcessIsLeftInPeace() {
        open(Manner.NORMAL);
        tell(new ClaudeConnection.Working(true));
        tell(new ClaudeConnection.Working(false));

        time.timePasses(Duration.ofHours(1));
        settle();

        assertThat(process().requests("get_binary_version")).isEmpty();
        assertThat(process().isAlive()).isTrue();
    }

    @Test
    void anInterruptThatIsNotFollowedEndsTheProcess() {
        claude.on("freeze", Script.EMPTY.freeze());
        open(Manner.IGNORES_SIGTERM);
        tell(new ClaudeConnection.Write(StreamJson.user("u", "freeze", true)));
        tell(new ClaudeConnection.Working(true));
        tell(new ClaudeConnection.Interrupt());

        time.timePasses(ClaudeConnection.INTERRUPT_GRACE);
        settle();
        assertThat(process().terminations()).isEqualTo(1);
        time.timePasses(ClaudeConnection.TERMINATE_GRACE);

        assertThat(closed().hung()).isFalse();
        assertThat(process().kills()).isEqualTo(1);
    }

    @Test
    void anInterruptThatIsFollowedEndsNothing() {
        open(Manner.NORMAL);
        tell(new ClaudeConnection.Working(true));
        tell(new ClaudeConnection.Interrupt());
        tell(new ClaudeConnection.Working(false));

        time.timePasses(Duration.ofMinutes(1));
        settle();

        assertThat(process().requests("interrupt"))
                .singleElement()
                .satisfies(each ->
                        assertThat(each.path("cancel_queued").asBoolean()).isTrue());
        assertThat(process().isAlive()).isTrue();
    }

    @Test
    void anInterruptAfterTheTurnDoesNotEndTheNextOne() {
        open(Manner.NORMAL);
        tell(new ClaudeConnection.Interrupt());
        tell(new ClaudeConnection.Working(true));

        time.timePasses(ClaudeConnection.INTERRUPT_GRACE);
        settle();

        assertThat(process().isAlive()).isTrue();
    }

    @Test
    void manyInterruptsAreAsPatientAsOne() {
        claude.on("freeze", Script.EMPTY.freeze());
        open(Manner.NORMAL);
        tell(new ClaudeConnection.Write(StreamJson.user("u", "freeze", true)));
        tell(new ClaudeConnection.Working(true));
        tell(new ClaudeConnection.Interrupt());
        time.timePasses(Duration.ofSeconds(4));
        tell(new ClaudeConnection.Interrupt());

        time.timePasses(Duration.ofSeconds(1));

        assertThat(closed().exit().code()).isEqualTo(143);
    }

    @Test
    void theEchoOfAnAnswerIsPassedOver() {
        open(Manner.NORMAL);
        owner.expectMessageClass(Answered.class);

        process().say(Lines.line("echoed-answer"));
        process().say(Lines.line("idle"));

        assertThat(owner.receiveMessage()).isInstanceOf(Heard.class);
    }

    @Test
    void aRequestThatIsNotServedIsRefresumable() {
        open(Manner.NORMAL);

        process().say("{\"type\":\"control_request\",\"request_id\":\"A\",\"request\":{\"subtype\":\"elicitation\"}}");
        settle();

        assertThat(process().written()).contains(StreamJson.refusal("A", "This host does not serve elicitation"));
        await().until(() -> process().credit() == CREDIT);
    }

    @Test
    void answersAreToldWithTheirTags() {
        open(Manner.NORMAL);
        owner.expectMessageClass(Answered.class);
        tell(new ClaudeConnection.Request("one", "list_models", StreamJson.object()));
        tell(new ClaudeConnection.Request("two", "of_the_future", StreamJson.object()));

        assertThat(owner.receiveMessage()).asInstanceOf(type(Answered.class)).satisfies(one -> {
            assertThat(one.tag()).isEqualTo("one");
            assertThat(one.response().payload().path("models")).hasSize(1);
        });
        assertThat(owner.receiveMessage()).asInstanceOf(type(Answered.class)).satisfies(two -> {
            assertThat(two.tag()).isEqualTo("two");
            assertThat(two.response().success()).isFalse();
        });
    }

    @Test
    void noLineComesWithoutCredit() {
        open(Manner.NORMAL);
        owner.expectMessageClass(Answered.class);
        settle();
        for (var i = 0; i < CREDIT + 2; i++) {
            process().say(Lines.line("text-delta"));
        }
        assertThat(process().waiting()).isEqualTo(2);

        tell(new ClaudeConnection.Credit());
        settle();
        assertThat(process().waiting()).isEqualTo(1);
        tell(new ClaudeConnection.Credit());
        settle();

        assertThat(process().waiting()).isZero();
    }

    @Test
    void aProcessThatNeverStartsSaysWhy() {
        open(Manner.neverStarts("`claude` cannot be run."));

        var closed = owner.expectMessageClass(Closed.class);
        assertThat(closed.exit().notStarted()).isTrue();
        assertThat(closed.initialized()).isFalse();
        owner.expectTerminated(connection());
    }

    @Test
    void theToolServerIsRegisteredAndAnswersBeforeTheProcessIsUp() {
        open(Manner.MUTE);
        var initialize = process().requests("initialize").getFirst();
        assertThat(initialize.path("sdkMcpServers").toString()).isEqualTo("[\"switchboard\"]");
        assertThat(initialize
                        .at("/sdkMcpServerManifests/switchboard/toolsListResult/tools/0/name")
                        .asText())
                .isEqualTo("ask_user");

        process().say(Lines.line("mcp-initialize"));
        process().say(Lines.line("mcp-initialized"));
        process().say(Lines.line("mcp-list"));

        await().until(() -> process().answers().size() == 3);
        assertThat(process().answers())
                .extracting(answer -> answer.path("mcp_response").path("id").asInt())
                .containsExactly(0, 0, 1);
        assertThat(process()
                        .answers()
                        .getLast()
                        .at("/mcp_response/result/tools/0/name")
                        .asText())
                .isEqualTo("ask_user");
        assertThat(process().credit()).isPositive();
    }

    @Test
    void nobodyIsAskedAboutToolsOfTheHost() {
        open(Manner.NORMAL);

        process().say(Lines.line("ask-own-tool"));

        await().until(() -> !process().answers().isEmpty());
        assertThat(process().answers().getLast().path("behavior").asText()).isEqualTo("allow");
    }

    @Test
    void aProcessDoesNotOutliveItsConnection() {
        open(Manner.NORMAL);

        KIT.stop(connection());

        assertThat(process().terminations()).isEqualTo(1);
    }

    private static final ToolServer TOOLS = new ToolServer(List.of(new AskUser()));

    private void open(Manner manner) {
        claude.starting(manner);
        var launch = new ClaudeCommandLine(ClaudeFixture.settings(Map.of()))
                .launch(ClaudeFixture.CHAT, ClaudeFixture.fresh(), Settings.NONE, Project.BARE, false);
        connection =
                KIT.spawn(ClaudeConnection.create(launch, claude, hooks, TOOLS, ClaudeFixture.ANSWER, owner.ref()));
        if (manner.atStart() == null) {
            await().until(() -> !claude.processes().isEmpty());
            settle();
        }
    }

    private ActorRef<ClaudeConnection.Command> connection() {
        return Objects.requireNonNull(connection);
    }

    private ScriptedProcess process() {
        return claude.last();
    }

    private void tell(ClaudeConnection.Command command) {
        connection().tell(command);
        settle();
    }

    private void awaitWritten(String line) {
        await().until(() -> process().written().contains(line));
    }

    private void awaitBlocked(String requestId) {
        await().until(() -> process().written().stream()
                .anyMatch(line -> line.contains("\"" + requestId + "\"") && line.contains("\"decision\":\"block\"")));
    }

    private Closed closed() {
        return (Closed) owner.fishForMessage(
                        Patience.ENOUGH,
                        notice -> notice instanceof Closed
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore())
                .getLast();
    }

    /** Returns when the living connection has dealt with everything it was told before, its timers among it. */
    private void settle() {
        var barrier = "{\"type\":\"keep_alive\",\"n\":" + barriers++ + "}";
        connection().tell(new ClaudeConnection.Write(barrier));
        await().until(() -> process().written().contains(barrier));
    }
}
