package switchboard.claude.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.claude.CliLines;
import switchboard.claude.StreamJson;
import switchboard.claude.wire.Incoming;

class StandInCliTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void aTurnHasTheLinesOfTheCliInTheirOrder() {
        var console = Console.greeted();
        console.say("u", "hello");
        console.time.pass(LONG);

        assertThat(console.lines.stream().map(StandInCliTest::kind).distinct())
                .containsExactly(
                        "session_state_changed running",
                        "command_lifecycle queued",
                        "command_lifecycle started",
                        "init",
                        "status",
                        "user",
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "assistant",
                        "content_block_stop",
                        "message_stop",
                        "result",
                        "command_lifecycle completed",
                        "session_state_changed idle");
        var result = console.read(Incoming.Result.class).getFirst();
        assertThat(result.failed()).isFalse();
        assertThat(result.uuids()).containsExactly("u");
        assertThat(result.text()).startsWith("You said: “hello”");
    }

    private static String kind(String line) {
        var json = CliLines.json(line);
        return switch (json.path("type").asText()) {
            case "stream_event" -> json.at("/event/type").asText();
            case "system", "command_lifecycle" ->
                (json.path("subtype").asText(json.path("type").asText()) + " "
                                + json.path("state").asText())
                        .strip();
            default -> json.path("type").asText();
        };
    }

    @Test
    void wordsComeAtAReadablePace() {
        var console = Console.greeted();
        console.say("u", "stream");
        assertThat(console.read(Incoming.TextDelta.class)).hasSize(1);
        console.time.pass(Duration.ofSeconds(1));

        assertThat(console.read(Incoming.TextDelta.class)).hasSizeBetween(15, 35);
        assertThat(console.read(Incoming.Result.class)).isEmpty();
    }

    @Test
    void aWaitTakesItsTime() {
        var console = Console.greeted();
        console.say("u", "wait 60");
        passUntil(console, Incoming.Assistant.class::isInstance, 2);
        console.time.pass(Duration.ofSeconds(59));
        assertThat(console.read(Incoming.ToolResults.class)).isEmpty();
        console.time.pass(Duration.ofSeconds(1));

        assertThat(console.read(Incoming.ToolResults.class)).hasSize(1);
    }

    @Test
    void anInterruptInMidStreamKeepsWhatWasSaid() {
        var console = Console.greeted();
        console.say("u", "stream");
        console.time.pass(Duration.ofSeconds(1));
        assertThat(console.request("interrupt", "cancel_queued", "true").success())
                .isTrue();

        var spoken = String.join(
                "",
                console.read(Incoming.TextDelta.class).stream()
                        .map(Incoming.TextDelta::text)
                        .toList());
        assertThat(console.read(Incoming.Assistant.class))
                .flatExtracting(Incoming.Assistant::blocks)
                .containsExactly(new Incoming.Text(spoken));
        assertThat(console.read().reversed().subList(0, 3))
                .satisfiesExactly(
                        idle -> assertThat(idle).isEqualTo(new Incoming.StateChanged("idle")),
                        cancelled -> assertThat(cancelled).isEqualTo(new Incoming.Lifecycle("u", "cancelled")),
                        result -> assertThat(((Incoming.Result) result).terminalReason())
                                .isEqualTo("aborted_streaming"));
        var lines = console.lines.size();
        console.time.pass(LONG);
        assertThat(console.lines).hasSize(lines);
    }

    @Test
    void anInterruptWhileAToolRunsFailsTheTool() {
        var console = Console.greeted();
        console.say("u", "wait 60");
        passUntil(console, Incoming.Assistant.class::isInstance, 2);
        console.request("interrupt", "cancel_queued", "true");

        assertThat(console.read(Incoming.ToolResults.class))
                .flatExtracting(Incoming.ToolResults::results)
                .extracting(Incoming.ToolResult::failed)
                .containsExactly(true);
        assertThat(console.read(Incoming.Result.class))
                .extracting(Incoming.Result::terminalReason)
                .containsExactly("aborted_tools");
    }

    @Test
    void anInterruptWithdrawsWhatIsAskedAndALateAnswerChangesNothing() {
        var console = Console.greeted();
        console.say("u", "permission");
        passUntil(console, Incoming.Ask.class::isInstance, 1);
        var asked = console.read(Incoming.Ask.class).getFirst();
        console.request("interrupt", "cancel_queued", "true");
        assertThat(console.read(Incoming.Withdrawn.class)).containsExactly(new Incoming.Withdrawn(asked.requestId()));

        console.process.write(StreamJson.response(
                asked.requestId(), StreamJson.object().put("behavior", "deny").put("message", "too late")));
        console.time.pass(LONG);
        assertThat(console.read(Incoming.Result.class)).hasSize(1);
    }

    @Test
    void anInterruptOfNothingIsHarmless() {
        var console = Console.greeted();

        assertThat(console.request("interrupt", "cancel_queued", "true").success())
                .isTrue();
        assertThat(console.lines).hasSize(1);
    }

    @Test
    void aPromptThatComesWhileATurnRunsIsNext() {
        var console = Console.greeted();
        console.say("u", "stream");
        console.say("v", "hello");
        assertThat(console.read()).contains(new Incoming.Lifecycle("v", "queued"));
        console.time.pass(LONG);

        assertThat(console.read(Incoming.Result.class))
                .extracting(Incoming.Result::uuids)
                .containsExactly(List.of("u"), List.of("v"));
    }

    @Test
    void anInterruptDropsWhatWaits() {
        var console = Console.greeted();
        console.say("u", "stream");
        console.say("v", "hello");
        console.request("interrupt", "cancel_queued", "true");
        console.time.pass(LONG);

        assertThat(console.read(Incoming.Result.class)).hasSize(1);
        assertThat(console.read()).contains(new Incoming.Lifecycle("v", "cancelled"));
    }

    @Test
    void aChangeOfTheModeIsAcknowledgedAndAnnounced() {
        var console = Console.greeted();
        var answer = console.request("set_permission_mode", "mode", "plan");

        assertThat(answer.payload().path("mode").asText()).isEqualTo("plan");
        assertThat(console.read()).contains(new Incoming.ModeChanged("plan"));
    }

    @Test
    void bypassIsTakenOnlyIfItWasStartedSo() {
        assertThat(Console.greeted()
                        .request("set_permission_mode", "mode", "bypassPermissions")
                        .success())
                .isFalse();
        assertThat(Console.greeted("--allow-dangerously-skip-permissions")
                        .request("set_permission_mode", "mode", "bypassPermissions")
                        .success())
                .isTrue();
    }

    @Test
    void aChangeOfTheModelIsAcknowledged() {
        var console = Console.greeted("--model=opus");

        assertThat(console.request("set_model", "model", "haiku")
                        .payload()
                        .path("model")
                        .asText())
                .isEqualTo("haiku");
        process(console, "{\"subtype\":\"set_model\",\"model\":null}");
        console.say("u", "hello");
        console.time.pass(LONG);
        assertThat(console.read(Incoming.Result.class).getFirst().text()).contains("model `default`");
    }

    private static void process(Console console, String request) {
        console.process.write("{\"type\":\"control_request\",\"request_id\":\"x\",\"request\":" + request + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initialize",
                "apply_flag_settings",
                "get_binary_version",
                "list_models",
                "get_context_usage",
                "get_settings",
                "list_permission_rules"
            })
    void itServesWhatTheEngineAsks(String subtype) {
        assertThat(new Console().request(subtype).success()).isTrue();
    }

    @Test
    void itRefusesWhatItDoesNotKnow() {
        var answer = new Console().request("rewind_files");

        assertThat(answer.success()).isFalse();
        assertThat(answer.error()).isEqualTo("Unsupported control request subtype: rewind_files");
    }

    @Test
    void inBypassNothingIsAsked() {
        var console = Console.greeted("--permission-mode=bypassPermissions");
        console.say("u", "permission");
        console.time.pass(LONG);

        assertThat(console.read(Incoming.Ask.class)).isEmpty();
        assertThat(console.read(Incoming.Result.class).getFirst().text()).contains("never asks");
    }

    @Test
    void partsOfAPromptAreOneText() {
        var console = Console.greeted();
        console.process.write("{\"type\":\"user\",\"uuid\":\"u\",\"message\":{\"role\":\"user\",\"content\":["
                + "{\"type\":\"text\",\"text\":\"one\"},{\"type\":\"image\"},{\"type\":\"text\",\"text\":\"two\"}]}}");
        console.time.pass(LONG);

        assertThat(console.read(Incoming.Result.class).getFirst().text()).startsWith("You said: “one two”");
    }

    private static void passUntil(Console console, Predicate<Incoming> wanted, int times) {
        for (var steps = 0; steps < 2_000; steps++) {
            if (console.read().stream().filter(wanted).count() >= times) {
                return;
            }
            console.time.pass(Duration.ofMillis(5));
        }
        throw new AssertionError("not in " + console.read());
    }
}
