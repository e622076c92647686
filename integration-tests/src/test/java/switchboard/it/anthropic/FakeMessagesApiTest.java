package switchboard.it.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeMessagesApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, ?> LOOK = Map.of("command", "ls");

    private final FakeMessagesApi api = FakeMessagesApi.start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        api.close();
        http.shutdownNow();
    }

    @Test
    void aStreamHasTheEventsOfTheMessagesApiInOrder() throws Exception {
        api.when("hello", Script.say("Hello you").inChunksOf(6).thenCall("Bash", LOOK));

        List<JsonNode> events = events(post(true, user("hello")));

        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(text(events)).isEqualTo("Hello you");
        assertThat(events.get(6).at("/delta/partial_json").asText()).isEqualTo("{\"command\":\"ls\"}");
        assertThat(events.get(8).at("/delta/stop_reason").asText()).isEqualTo("tool_use");
    }

    @Test
    void withoutStreamingTheSameComesAsOneMessage() throws Exception {
        api.when("hello", Script.say("Hello you").usage(new Round.Usage(1, 2, 3, 4)));

        JsonNode message = JSON.readTree(post(false, user("hello")).body());

        assertThat(message.at("/content/0/text").asText()).isEqualTo("Hello you");
        assertThat(message.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(message.at("/usage/output_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void theRoundFollowsFromTheConversation() throws Exception {
        api.when("look", Script.call("Bash", LOOK).thenSay("Seen."));

        assertThat(ask(user("look"))).isEmpty();
        assertThat(ask(user("look"), toolUse(), toolResult())).isEqualTo("Seen.");
        assertThat(ask(user("look"))).isEmpty();
        assertThat(api.requests()).extracting(TurnRequest::round).containsExactly(0, 1, 0);
    }

    @Test
    void anAnswerThatLostItsToolCallsIsNotARound() throws Exception {
        api.when("look", Script.say("Let me see.").thenCall("Bash", LOOK).thenSay("Seen."));

        ask(user("look"), assistant("Let me see."), user("Continue from where you left off."));

        assertThat(api.requests().getFirst().round()).isZero();
    }

    @Test
    void theHiddenPromptCarriesOnTheScriptBeforeIt() throws Exception {
        api.when("look", Script.call("Bash", LOOK).thenSay("Seen."));

        String answer = ask(user("look"), toolUse(), toolResult(), user("Continue from where you left off."));

        assertThat(answer).isEqualTo("Seen.");
    }

    @Test
    void injectedTextIsNoPrompt() throws Exception {
        String answer = ask(
                blocks("<system-reminder>\nBe good.\n</system-reminder>\n", "first"),
                assistant("ok"),
                blocks("[Request interrupted by user]\n", "<command-name>/model</command-name>\n", "second"),
                Map.of("role", "system", "content", "The user sent a new message while you were working:\nthird"));

        assertThat(answer).isEqualTo("You said: second. Before that: first");
    }

    @Test
    void aPromptThatGotNoAnswerIsToldApartFromTheNext() throws Exception {
        assertThat(ask(blocks("failed\n", "next", "with a second part")))
                .isEqualTo("You said: next\nwith a second part. Before that: failed");
    }

    @Test
    void theRuleAddedLastIsTriedFirst() throws Exception {
        api.when("hello", Script.say("old"));
        api.when("hello you", Script.say("new"));

        assertThat(ask(user("hello you"))).isEqualTo("new");
        assertThat(ask(user("hello me"))).isEqualTo("old");
    }

    @Test
    void backgroundRequestsAreAnsweredButNoTurns() throws Exception {
        api.failNext(1, Fault.overloaded());

        HttpResponse<String> title = send(Map.of("model", "m", "messages", List.of(user("Name this chat: hello"))));
        HttpResponse<String> compaction =
                post(true, user("hi"), assistant("ho"), user("CRITICAL: Respond with TEXT ONLY."));

        assertThat(title.statusCode()).isEqualTo(200);
        assertThat(text(events(compaction))).startsWith("<summary>");
        assertThat(api.requests()).isEmpty();
        assertThat(api.backgroundRequests()).hasSize(2);
    }

    @Test
    void aTurnIsRecordedWithWhatTheModelWasGiven() throws Exception {
        ask(user("hello"));

        TurnRequest request = api.awaitRequest(r -> r.prompt().equals("hello"), Duration.ofSeconds(1));

        assertThat(request.workingDirectory()).isEqualTo("/srv/chat");
        assertThat(request.tools()).containsExactly("Bash");
        assertThat(request.headers()).containsEntry("x-api-key", "key");
        assertThat(request.rule()).isNull();
        assertThatThrownBy(() -> api.awaitRequest(r -> r.prompt().equals("bye"), Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("hello");
    }

    @Test
    void aHeldStreamWaitsForItsRelease() {
        api.when("hello", Script.say("Hello you, out there").hold("greeting"));

        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request(body(true, user("hello"))), HttpResponse.BodyHandlers.ofString());
        api.awaitHeld("greeting", Duration.ofSeconds(5));
        assertThat(answer).isNotDone();
        api.release("greeting");

        assertThat(text(events(answer.join()))).isEqualTo("Hello you, out there");
        assertThatThrownBy(() -> api.awaitHeld("greeting", Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void faultsHappenAsOftenAsOrderedThenAllIsWell() throws Exception {
        api.when("hello", Script.say("fine")).failing(1, Fault.rateLimited(Duration.ofSeconds(3)));
        api.failNext(1, Fault.overloaded());

        HttpResponse<String> first = post(true, user("hello"));
        HttpResponse<String> second = post(true, user("hello"));

        assertThat(first.statusCode()).isEqualTo(529);
        assertThat(JSON.readTree(first.body()).at("/error/type").asText()).isEqualTo("overloaded_error");
        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(second.headers().firstValue("retry-after")).contains("3");
        assertThat(ask(user("hello"))).isEqualTo("fine");
    }

    @Test
    void aConnectionIsDroppedBeforeOrAmidTheAnswer() {
        api.failNext(1, new Fault.Drop(0));
        api.failNext(1, new Fault.Drop(1));

        assertThatThrownBy(() -> post(true, user("hello"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> post(true, user("hello"))).isInstanceOf(IOException.class);
    }

    @Test
    void anErrorEventEndsTheStream() throws Exception {
        api.failNext(1, new Fault.StreamError("overloaded_error", "Overloaded", 1));

        List<JsonNode> events = events(post(true, user("hello")));

        assertThat(events.getLast().at("/error/type").asText()).isEqualTo("overloaded_error");
    }

    @Test
    void aDelayedAnswerComesLate() throws Exception {
        api.failNext(1, new Fault.Delay(Duration.ofMillis(150)));
        var start = Instant.now();

        assertThat(ask(user("hello"))).startsWith("You said: hello.");

        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void everythingElseIsHarmless() throws Exception {
        HttpRequest head = HttpRequest.newBuilder(api.root()).HEAD().build();
        HttpRequest count = HttpRequest.newBuilder(api.root().resolve("/v1/messages/count_tokens"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        assertThat(http.send(head, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
        assertThat(http.send(count, HttpResponse.BodyHandlers.ofString()).body())
                .contains("input_tokens");
    }

    private String ask(Map<?, ?>... messages) throws Exception {
        return text(events(post(true, messages)));
    }

    private HttpResponse<String> post(boolean stream, Map<?, ?>... messages) throws Exception {
        return send(body(stream, messages));
    }

    private HttpResponse<String> send(Map<String, ?> body) throws Exception {
        return http.send(request(body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(Map<String, ?> body) {
        return HttpRequest.newBuilder(api.root().resolve("/v1/messages?beta=true"))
                .header("x-api-key", "key")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString()))
                .build();
    }

    private static Map<String, ?> body(boolean stream, Map<?, ?>... messages) {
        var all = new ArrayList<Object>(Arrays.asList(messages));
        all.add(
                1,
                Map.of(
                        "role",
                        "system",
                        "content",
                        "# Environment\n - Primary working directory: /srv/chat\n - Shell: bash"));
        return Map.of("model", "m", "stream", stream, "tools", List.of(Map.of("name", "Bash")), "messages", all);
    }

    private static Map<?, ?> user(String text) {
        return Map.of("role", "user", "content", text);
    }

    private static Map<?, ?> assistant(String text) {
        return Map.of("role", "assistant", "content", List.of(Map.of("type", "text", "text", text)));
    }

    private static Map<?, ?> blocks(String... texts) {
        return Map.of(
                "role",
                "user",
                "content",
                Arrays.stream(texts)
                        .map(text -> Map.of("type", "text", "text", text))
                        .toList());
    }

    private static Map<?, ?> toolUse() {
        return Map.of(
                "role",
                "assistant",
                "content",
                List.of(Map.of("type", "tool_use", "id", "toolu_1", "name", "Bash", "input", LOOK)));
    }

    private static Map<?, ?> toolResult() {
        return Map.of(
                "role",
                "user",
                "content",
                List.of(Map.of("type", "tool_result", "tool_use_id", "toolu_1", "content", "look at this")));
    }

    private static List<JsonNode> events(HttpResponse<String> response) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> tree(line.substring("data: ".length())))
                .toList();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    private static String text(List<JsonNode> events) {
        return events.stream().map(event -> event.at("/delta/text").asText()).collect(Collectors.joining());
    }
}
