package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.claude.wire.Incoming;
import switchboard.model.Content;
import switchboard.model.Rule;

class StreamJsonTest {

    @Test
    void theStatesOfAProcessAndOfAMessageAreRead() {
        assertThat(Lines.read("idle")).isEqualTo(new Incoming.StateChanged("idle"));
        assertThat(Lines.read("lifecycle"))
                .isEqualTo(new Incoming.Lifecycle("8177322e-c142-4c13-b4e3-beed956e973a", "queued"));
        assertThat(Lines.read("init")).isEqualTo(new Incoming.Init("2.1.330"));
    }

    @Test
    void streamedTextComesAsDeltasAfterAMessageStart() {
        assertThat(Lines.read("message-start")).isEqualTo(new Incoming.MessageStart());
        assertThat(Lines.read("text-delta")).isEqualTo(new Incoming.TextDelta("Hello there,"));
    }

    @Test
    void streamedTextOfASubagentIsPassedOver() {
        var ofSubagent =
                Lines.line("text-delta").replace("\"parent_tool_use_id\":null", "\"parent_tool_use_id\":\"toolu_1\"");

        assertThat(StreamJson.read(ofSubagent)).isInstanceOf(Incoming.Other.class);
    }

    @Test
    void anEventIsReadWhereverItsTypeIsInTheLine() {
        var line = Lines.line("text-delta")
                .replaceFirst("\\{\"type\":\"stream_event\",(.*)}$", "{$1,\"type\":\"stream_event\"}");

        assertThat(line).startsWith("{\"event\":");
        assertThat(StreamJson.read(line)).isEqualTo(new Incoming.TextDelta("Hello there,"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "block-start",
                "tool-input-delta",
                "block-stop",
            })
    void anEventWithoutTextIsPassedOver(String name) {
        assertThat(Lines.read(name)).isEqualTo(new Incoming.Other("stream_event"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "[{\"type\":\"message_start\"}]",
                "{\"delta\":[{\"type\":\"text_delta\",\"text\":\"x\"}],\"type\":\"content_block_delta\"}",
                "{\"delta\":{\"more\":{\"type\":\"text_delta\",\"text\":\"x\"}},\"type\":\"content_block_delta\"}",
                "{\"type\":{\"type\":\"message_start\"}}",
            })
    void anEventOfAnotherFormIsPassedOver(String event) {
        assertThat(StreamJson.read("{\"type\":\"stream_event\",\"event\":" + event + ",\"uuid\":\"u\"}"))
                .isEqualTo(new Incoming.Other("stream_event"));
    }

    @Test
    void anEventThatIsCutIsNoJson() {
        var line = Lines.line("text-delta");

        assertThat(StreamJson.read(line.substring(0, line.length() - 1))).isEqualTo(new Incoming.Other("no JSON"));
    }

    @Test
    void aBlockOfTextCountsEveryTokenTheRequestHeld() {
        assertThat(Lines.read("assistant-text"))
                .isEqualTo(new Incoming.Assistant(List.of(new Incoming.Text("Done.")), null, null, 150));
    }

    @Test
    void aToolCallOfASubagentNamesTheCallThatStartedIt() {
        assertThat(Lines.read("tool-of-subagent"))
                .asInstanceOf(type(Incoming.Assistant.class))
                .satisfies(line -> {
                    assertThat(line.parent()).isEqualTo("toolu_0018_1");
                    assertThat(line.blocks())
                            .singleElement()
                            .asInstanceOf(type(Incoming.ToolUse.class))
                            .satisfies(use -> {
                                assertThat(use.name()).isEqualTo("Write");
                                assertThat(use.input().path("content").asText()).isEqualTo("two");
                            });
                });
    }

    @Test
    void textThatTheCliMadeOfAnApiErrorCarriesTheError() {
        assertThat(Lines.read("assistant-limit"))
                .asInstanceOf(type(Incoming.Assistant.class))
                .satisfies(line -> {
                    assertThat(line.error()).isEqualTo("rate_limit");
                    assertThat(line.contextTokens()).isZero();
                });
    }

    @Test
    void aRuleThatNobodyWouldReadIsNotSuggested() {
        var rule = "{\"toolName\":\"Bash\",\"ruleContent\":\"%s\"}";
        var suggestion = "[{\"type\":\"addRules\",\"behavior\":\"allow\",\"rules\":[" + rule.formatted("ls") + ","
                + rule.formatted("x".repeat(Rule.LONGEST)) + "]}]";
        var ask = CliLines.canUseTool("r", "t", "Bash", StreamJson.object(), StreamJson.json(suggestion), null);

        assertThat(((Incoming.Ask) StreamJson.read(ask.toString())).suggestions())
                .isEmpty();
    }

    @Test
    void aToolResultIsKnownFromAnEchoedPrompt() {
        assertThat(Lines.read("tool-result"))
                .isEqualTo(new Incoming.ToolResults(List.of(new Incoming.ToolResult("toolu_0004_0", true))));
        assertThat(Lines.read("replay")).isEqualTo(new Incoming.Other("user"));
    }

    @Test
    void aResultCarriesPriceWindowAndTheMessagesItAnswers() {
        assertThat(Lines.read("result-completed"))
                .isEqualTo(new Incoming.Result(
                        false,
                        "completed",
                        0,
                        "Hello there, this is a short answer.",
                        List.of(),
                        List.of("8177322e-c142-4c13-b4e3-beed956e973a"),
                        7,
                        1_000_000,
                        0.000674));
    }

    @Test
    void thePriceOfALaterResultIsOnlyItsOwn() {
        assertThat(Lines.read("result-compact"))
                .asInstanceOf(type(Incoming.Result.class))
                .satisfies(result -> assertThat(result.usd()).isEqualTo(0.000674));
    }

    @Test
    void anErrorOfTheApiIsAFailureThoughItsSubtypeSaysSuccess() {
        assertThat(Lines.line("result-limit")).contains("\"subtype\":\"success\"");
        assertThat(Lines.read("result-limit"))
                .asInstanceOf(type(Incoming.Result.class))
                .satisfies(result -> {
                    assertThat(result.failed()).isTrue();
                    assertThat(result.apiStatus()).isEqualTo(429);
                    assertThat(result.aborted()).isFalse();
                });
    }

    @Test
    void aResultAfterAnInterruptIsAborted() {
        assertThat(Lines.read("result-interrupted"))
                .asInstanceOf(type(Incoming.Result.class))
                .satisfies(result -> {
                    assertThat(result.aborted()).isTrue();
                    assertThat(result.text()).isEmpty();
                });
    }

    @Test
    void onlyRulesThatAllowAreTakenFromTheSuggestions() {
        assertThat(Lines.line("ask-bash")).contains("addDirectories", "setMode");
        assertThat(Lines.read("ask-bash"))
                .asInstanceOf(type(Incoming.Ask.class))
                .satisfies(ask -> {
                    assertThat(ask.tool()).isEqualTo("Bash");
                    assertThat(ask.toolUseId()).isEqualTo("toolu_0002_0");
                    assertThat(ask.suggestions()).containsExactly(new Rule("Bash", "touch a *"));
                    assertThat(ask.byMode()).isFalse();
                });
        var denying = Lines.line("ask-bash").replace("\"behavior\":\"allow\"", "\"behavior\":\"deny\"");
        assertThat(StreamJson.read(denying))
                .asInstanceOf(type(Incoming.Ask.class))
                .satisfies(ask -> assertThat(ask.suggestions()).isEmpty());
        assertThat(Lines.read("ask-of-subagent"))
                .asInstanceOf(type(Incoming.Ask.class))
                .satisfies(ask -> {
                    assertThat(ask.suggestions()).isEmpty();
                    assertThat(ask.agentId()).isEqualTo("a80c8483396a5191e");
                });
    }

    @Test
    void aQuestionAndAPlanAreAskedAsTools() {
        assertThat(Lines.read("ask-question"))
                .asInstanceOf(type(Incoming.Ask.class))
                .satisfies(ask -> assertThat(ask.input().path("questions")).hasSize(2));
        assertThat(Lines.read("ask-plan"))
                .asInstanceOf(type(Incoming.Ask.class))
                .satisfies(ask -> assertThat(ask.input().path("plan").asText()).startsWith("# Plan"));
    }

    @Test
    void aQuestionSaysWhichPathAndWhy() {
        var ask = (Incoming.Ask) StreamJson.read("{\"type\":\"control_request\",\"request_id\":\"A\",\"request\":"
                + "{\"subtype\":\"can_use_tool\",\"tool_name\":\"Bash\",\"input\":{\"command\":\"touch ../q\"},"
                + "\"blocked_path\":\"/srv/q\",\"decision_reason\":\"It is _outside_\"}}");

        assertThat(ask.disclosure().remarks()).containsExactly("Path: `/srv/q`", "Why it asks: It is \\_outside\\_");
    }

    @Test
    void aHookCallbackNamesItsEvent() {
        assertThat(Lines.read("hook-pre-tool-use"))
                .asInstanceOf(type(Incoming.HookCallback.class))
                .satisfies(callback -> {
                    assertThat(callback.requestId()).isEqualTo("0f2f5a0a-58cc-4c4a-9d83-47ad2a4e7b1d");
                    assertThat(callback.callbackId()).isEqualTo("PreToolUse");
                    assertThat(callback.event()).isEqualTo("PreToolUse");
                    assertThat(callback.input().at("/tool_input/command").asText())
                            .isEqualTo("echo hi");
                });
    }

    @Test
    void callsOfTheHostsToolsAreRead() {
        assertThat(Lines.read("mcp-call")).isInstanceOfSatisfying(Incoming.ToolCall.class, call -> {
            assertThat(call.requestId()).isEqualTo("f2c5d6be-5320-4845-96c4-73298610ef43");
            assertThat(call.rpcId().asInt()).isEqualTo(2);
            assertThat(call.tool()).isEqualTo("send_file");
            assertThat(call.toolUseId()).isEqualTo("toolu_af5a71862c01467b91bc");
            assertThat(call.arguments().path("path").asText()).isEqualTo("/x");
        });
        assertThat(Lines.read("mcp-cancelled"))
                .isInstanceOfSatisfying(
                        Incoming.ToolCancelled.class,
                        cancelled -> assertThat(cancelled.rpcId().asInt()).isEqualTo(2));
        assertThat(Lines.read("mcp-list")).isInstanceOf(Incoming.ToolMessage.class);
        assertThat(Lines.read("ask-own-tool")).isEqualTo(new Incoming.AskOfOwn("6c43b503-1683-428d-90d2-eca9720f4408"));
    }

    @Test
    void aServerOfAProjectIsNotTheHosts() {
        var projects = Lines.line("ask-own-tool").replace("\"source\":\"sdk\"", "\"source\":\"project\"");

        assertThat(StreamJson.read(projects)).isInstanceOf(Incoming.Ask.class);
    }

    @Test
    void aRequestOfAKindThisHostDoesNotServeKeepsItsId() {
        assertThat(
                        StreamJson.read(
                                "{\"type\":\"control_request\",\"request_id\":\"A\",\"request\":{\"subtype\":\"elicitation\"}}"))
                .isEqualTo(new Incoming.Unserved("A", "elicitation"));
        assertThat(Lines.read("withdrawn")).isEqualTo(new Incoming.Withdrawn("db6b8b14-8891-4b1f-81ff-ef3cb2db472b"));
    }

    @Test
    void anAnswerIsASuccessOrCarriesTheReason() {
        assertThat(Lines.read("refused"))
                .asInstanceOf(type(Incoming.Response.class))
                .satisfies(response -> {
                    assertThat(response.requestId()).isEqualTo("bad");
                    assertThat(response.success()).isFalse();
                    assertThat(response.error()).startsWith("Cannot set permission mode");
                });
        assertThat(StreamJson.read(
                        "{\"type\":\"control_response\",\"response\":{\"subtype\":\"success\",\"request_id\":\"r1\"}}"))
                .asInstanceOf(type(Incoming.Response.class))
                .satisfies(response -> {
                    assertThat(response.success()).isTrue();
                    assertThat(response.payload().isMissingNode()).isTrue();
                });
    }

    @Test
    void retriesCompactionAndModesAreRead() {
        assertThat(Lines.read("api-retry")).isEqualTo(new Incoming.ApiRetry(1, 10, 529, "overloaded"));
        assertThat(Lines.read("compacting")).isEqualTo(new Incoming.Compacting());
        assertThat(Lines.read("compacted")).isEqualTo(new Incoming.Compacted(157, 2528));
        assertThat(Lines.read("mode-changed")).isEqualTo(new Incoming.ModeChanged("plan"));
        assertThat(StreamJson.read("{\"type\":\"conversation_reset\",\"new_conversation_id\":\"n\"}"))
                .isEqualTo(new Incoming.ConversationReset("n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requesting",
                "replay",
                "block-start",
                "tool-input-delta",
                "block-stop",
                "rate-limit",
                "title-changed",
                "ui-invalidate"
            })
    void whatATurnDoesNotNeedIsPassedOver(String name) {
        assertThat(Lines.read(name)).isInstanceOf(Incoming.Other.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "not json",
                "{\"type\":\"assistant\"",
                "[1,2]",
                "5",
                "null",
                "{}",
                "{\"type\":null}",
                "{\"type\":{\"a\":1}}",
                "{\"type\":\"of the future\",\"x\":[]}",
                "{\"type\":\"system\",\"subtype\":\"of the future\"}",
                "{\"type\":\"stream_event\"}",
                "{\"type\":\"user\",\"message\":\"text\"}"
            })
    void anOddLineIsPassedOver(String line) {
        assertThat(StreamJson.read(line)).isInstanceOf(Incoming.Other.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"assistant\"}",
                "{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"of the future\"},5,null]}}",
                "{\"type\":\"result\"}",
                "{\"type\":\"control_request\"}",
                "{\"type\":\"control_request\",\"request\":{\"subtype\":\"can_use_tool\",\"permission_suggestions\":5}}",
                "{\"type\":\"control_response\"}",
                "{\"type\":\"command_lifecycle\"}"
            })
    void aKnownLineWithoutItsMembersBreaksNothing(String line) {
        assertThat(StreamJson.read(line)).isNotNull();
    }

    @Test
    void aPromptIsOneLineWhateverStandsInIt() {
        var line = StreamJson.user("u", "two\nlines \"quoted\" 😀 \u2028", true);

        assertThat(line).doesNotContain("\n");
        var json = StreamJson.json(line);
        assertThat(json.at("/message/content").asText()).isEqualTo("two\nlines \"quoted\" 😀 \u2028");
        assertThat(json.path("client_composed").asBoolean()).isTrue();
        assertThat(json.path("uuid").asText()).isEqualTo("u");
    }

    @Test
    void aPromptOfSeveralPiecesIsOneTextThatNamesWhatItCannotBring() {
        List<Content> content = List.of(
                new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", "It fails\nin `main`"),
                new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, "a cat.png", "image/png", 1_234L),
                new Content.Text("why?"));

        var json = StreamJson.json(StreamJson.user("u", content, true));
        assertThat(json.at("/message/content").asText()).isEqualTo("""
                > Replying to the message of Bob:
                > It fails
                > in `main`

                (Attached photo, which cannot be opened here: a cat.png, image/png, 1234 bytes)

                why?""");
        assertThat(json.path("client_composed").asBoolean()).isTrue();
    }

    @Test
    void aCommandOfClaudeCodeIsNotMarkedAsLiteral() {
        assertThat(StreamJson.json(StreamJson.user("u", "/compact", false)).has("client_composed"))
                .isFalse();
    }

    @Test
    void requestsAndAnswersHaveTheFormTheCliTakes() {
        assertThat(StreamJson.request("r1", "set_model", StreamJson.object().put("model", "haiku")))
                .isEqualTo("{\"type\":\"control_request\",\"request_id\":\"r1\",\"request\":{\"subtype\":\"set_model\","
                        + "\"model\":\"haiku\"}}");
        assertThat(StreamJson.response("q", PermissionRequest.deny("no")))
                .isEqualTo("{\"type\":\"control_response\",\"response\":{\"subtype\":\"success\",\"request_id\":\"q\","
                        + "\"response\":{\"behavior\":\"deny\",\"message\":\"no\"}}}");
        assertThat(StreamJson.refusal("q", "no"))
                .isEqualTo("{\"type\":\"control_response\",\"response\":{\"subtype\":\"error\",\"request_id\":\"q\","
                        + "\"error\":\"no\"}}");
    }
}
