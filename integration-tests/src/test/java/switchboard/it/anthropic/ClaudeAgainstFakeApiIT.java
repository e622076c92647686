package switchboard.it.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The real CLI talks to {@link FakeMessagesApi}: what the journeys build on. */
class ClaudeAgainstFakeApiIT extends ClaudeWithFakeApi {

    static final Map<String, Object> COLOUR_QUESTION = Map.of(
            "questions",
            List.of(Map.of(
                    "question",
                    "Which colour?",
                    "header",
                    "Colour",
                    "multiSelect",
                    false,
                    "options",
                    List.of(
                            Map.of("label", "Red", "description", "warm"),
                            Map.of("label", "Blue", "description", "cold")))));

    @Test
    void aTextTurnIsStreamedAndRecorded() {
        api.when("say hello", Script.say("Hello there, this is the answer. 🙂").usage(new Round.Usage(11, 22, 33, 44)));
        ClaudeDriver claude = startNew();

        String uuid = claude.say("say hello");
        JsonNode result = claude.awaitResult();

        assertThat(result.path("result").asText()).isEqualTo("Hello there, this is the answer. 🙂");
        assertThat(result.path("user_message_uuid").asText()).isEqualTo(uuid);
        assertThat(result.at("/usage/input_tokens").asInt()).isEqualTo(11);
        assertThat(result.at("/usage/output_tokens").asInt()).isEqualTo(22);
        assertThat(claude.lines(line -> line.at("/event/delta/type").asText().equals("text_delta")))
                .hasSizeGreaterThan(1);
        TurnRequest request = api.requests().getFirst();
        assertThat(request.prompt()).isEqualTo("say hello");
        assertThat(request.rule()).isEqualTo("say hello");
        assertThat(request.directory()).isEqualTo(work.toString());
        assertThat(request.sessionId()).isEqualTo(session);
        assertThat(request.headers()).containsKey("x-api-key");
        assertThat(request.tools()).contains("Bash", "Agent");
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void aBashCallAsksAndRunsWhenAllowed() {
        api.when(
                "touch",
                Script.say("I will. ").thenCalls(ToolCall.bash("touch a")).thenSay("Done."));
        ClaudeDriver claude = startNew();

        claude.say("touch a file");
        claude.allow(claude.awaitAsk("Bash"));

        assertThat(claude.awaitResult().path("result").asText()).isEqualTo("Done.");
        assertThat(work.resolve("a")).exists();
        assertThat(api.requests()).extracting(TurnRequest::round).containsExactly(0, 1);
    }

    @Test
    void parallelCallsAskOneAfterTheOtherAndComeBackTogether() {
        api.when(
                "both",
                Script.calls(ToolCall.bash("touch a"), ToolCall.bash("touch b")).thenSay("Done."));
        ClaudeDriver claude = startNew();

        claude.say("make both");
        claude.deny(claude.awaitAsk("Bash"), "not this one");
        claude.allow(claude.awaitAsk("Bash"));

        assertThat(claude.awaitResult().path("result").asText()).isEqualTo("Done.");
        assertThat(work.resolve("a")).doesNotExist();
        assertThat(work.resolve("b")).exists();
        assertThat(api.requests()).extracting(TurnRequest::round).containsExactly(0, 1);
        assertThat(api.requests().getLast().mentions("not this one")).isTrue();
    }

    @Test
    void aQuestionIsAnsweredByTheHost() {
        api.when("ask me", Script.call("AskUserQuestion", COLOUR_QUESTION).thenSay("Thanks."));
        ClaudeDriver claude = startNew();

        claude.say("ask me");
        JsonNode ask = claude.awaitAsk("AskUserQuestion");
        ObjectNode input = ask.at("/request/input").deepCopy();
        input.putObject("answers").put("Which colour?", "Red");
        claude.allow(ask, input);

        assertThat(claude.awaitResult().path("result").asText()).isEqualTo("Thanks.");
        assertThat(api.requests().getLast().mentions("\"Which colour?\"=\"Red\""))
                .isTrue();
    }

    @Test
    void aPlanIsWrittenAndPutToTheHost() {
        api.when("plan it", Script.plan("# Plan\n1. one").thenSay("Started."));
        ClaudeDriver claude = startNew("--permission-mode=plan");

        claude.say("plan it");
        JsonNode ask = claude.awaitAsk("ExitPlanMode");
        assertThat(ask.at("/request/input/plan").asText()).isEqualTo("# Plan\n1. one");
        claude.allow(ask);

        assertThat(claude.awaitResult().path("result").asText()).isEqualTo("Started.");
    }

    @Test
    void subagentsRunTheirOwnScriptsAndMayAsk() {
        api.when(
                "two helpers",
                Script.calls(ToolCall.agent("reader", "agent one"), ToolCall.agent("writer", "agent two"))
                        .thenSay("Both are done."));
        api.when("agent one", Script.say("Agent one was here."));
        api.when("agent two", Script.calls(ToolCall.write("two.txt", "two")).thenSay("Agent two wrote."));
        ClaudeDriver claude = startNew();

        claude.say("send two helpers");
        JsonNode ask = claude.awaitAsk("Write");
        assertThat(ask.at("/request/agent_id").asText()).isNotEmpty();
        claude.allow(ask);

        assertThat(claude.awaitResult().path("result").asText()).isEqualTo("Both are done.");
        assertThat(work.resolve("two.txt")).hasContent("two");
        assertThat(api.requests().stream().filter(TurnRequest::bySubagent).map(TurnRequest::prompt))
                .containsOnly("agent one", "agent two");
        assertThat(api.requests().getLast().mentions("Agent one was here.")).isTrue();
    }

    @Test
    void aResumedSessionHasItsHistory() {
        ClaudeDriver first = startNew();
        first.say("the cat is grey");
        first.awaitResult();
        first.close();

        ClaudeDriver second = resume(Map.of());
        second.say("what about the cat?");

        assertThat(second.awaitResult().path("result").asText())
                .isEqualTo(FakeMessagesApi.echo("what about the cat?", List.of("the cat is grey")));
    }

    @Test
    void aKilledTurnGoesOnWhereItWas() {
        api.when(
                "long work",
                Script.calls(ToolCall.bash("echo looked"))
                        .thenSay("And now the rest of the answer.")
                        .hold("rest"));
        ClaudeDriver first = startNew();
        String uuid = first.say("long work");
        api.awaitHeld("rest");
        awaitOnDisk("looked");
        first.kill();

        ClaudeDriver second = resume(Map.of("CLAUDE_CODE_RESUME_INTERRUPTED_TURN", "1"));
        second.say(uuid, "long work");
        api.awaitHeld("rest");
        api.release("rest");
        JsonNode result = second.awaitResult();

        assertThat(result.path("result").asText()).isEqualTo("And now the rest of the answer.");
        assertThat(result.path("user_message_uuid").asText()).isEqualTo(uuid);
        assertThat(api.requests()).extracting(TurnRequest::round).containsExactly(0, 1, 1);
        assertThat(api.requests()).extracting(TurnRequest::prompt).containsOnly("long work");
        second.awaitIdle();
        assertThat(second.lines(line -> line.path("type").asText().equals("result")))
                .hasSize(1);
    }

    @Test
    void steeringTextIsNoPrompt() {
        api.when("touch", Script.calls(ToolCall.bash("touch a")).thenSay("Done."));
        ClaudeDriver claude = startNew();
        claude.say("touch a file");
        JsonNode ask = claude.awaitAsk("Bash");
        String steering = claude.say("rather b");
        claude.await(line -> line.path("command_uuid").asText().equals(steering));
        claude.allow(ask);

        assertThat(claude.awaitResult().path("result").asText()).isEqualTo("Done.");
        assertThat(api.requests().getLast().prompt()).isEqualTo("touch a file");
        assertThat(api.requests().getLast().mentions("rather b")).isTrue();
    }

    @Test
    void anInterruptedTurnLeavesItsPromptInTheHistory() {
        api.when("story", Script.say("Once upon a time there was").hold("story"));
        ClaudeDriver claude = startNew();
        claude.say("a story");
        api.awaitHeld("story");
        claude.request("interrupt");
        assertThat(claude.awaitResult().path("is_error").asBoolean()).isTrue();

        claude.say("something else");

        assertThat(claude.awaitResult().path("result").asText())
                .isEqualTo(FakeMessagesApi.echo("something else", List.of("a story")));
    }

    @Test
    void aCompactionIsNoTurn() {
        ClaudeDriver claude = startNew();
        claude.say("the cat is grey");
        claude.awaitIdle();
        claude.say("/compact");
        claude.await(line -> line.path("subtype").asText().equals("compact_boundary"));
        claude.awaitIdle();
        claude.say("and now?");

        assertThat(claude.awaitResult().path("result").asText()).isEqualTo(FakeMessagesApi.echo("and now?", List.of()));
        assertThat(api.requests()).hasSize(2);
        assertThat(api.requests().getLast().mentions("the cat is grey")).isTrue();
        assertThat(api.backgroundRequests()).hasSize(1);
    }

    /** The CLI writes its transcript a moment after the fact; a kill before that loses the turn, and that is not the case meant here. */
    private void awaitOnDisk(String text) {
        await().atMost(Duration.ofSeconds(10)).until(() -> transcript().contains("\"content\":\"" + text));
    }

    private String transcript() {
        try (Stream<Path> files = Files.walk(home.resolve(".claude/projects"))) {
            return files.filter(file -> file.endsWith(session + ".jsonl"))
                    .map(ClaudeAgainstFakeApiIT::read)
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
