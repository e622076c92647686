package switchboard.it.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the real CLI makes of the API's faults. */
class ClaudeFaultsIT extends ClaudeWithFakeApi {

    @Test
    void anOverloadIsRetriedUntilItIsOver() {
        api.failNext(2, Fault.overloaded());
        ClaudeDriver claude = startNew();

        claude.say("hello");

        assertThat(claude.awaitResult().path("result").asText()).isEqualTo(FakeMessagesApi.echo("hello", List.of()));
        assertThat(claude.lines(line -> line.path("subtype").asText().equals("api_retry")))
                .extracting(line -> line.path("error_status").asInt())
                .containsExactly(529, 529);
    }

    @Test
    void aDroppedStreamIsRepeatedWhole() {
        api.when("hello", Script.say("A good and rather long answer, in parts."))
                .failing(1, new Fault.Drop(2));
        ClaudeDriver claude = startNew();

        claude.say("hello");

        assertThat(claude.awaitResult().path("result").asText()).isEqualTo("A good and rather long answer, in parts.");
        assertThat(claude.lines(line -> line.at("/event/type").asText().equals("message_start")))
                .hasSize(2);
    }

    @Test
    void anErrorEventInTheStreamIsRecoveredWithoutStreaming() {
        api.when("hello", Script.say("A good and rather long answer, in parts."))
                .failing(1, new Fault.StreamError("overloaded_error", "Overloaded", 1));
        ClaudeDriver claude = startNew();

        claude.say("hello");

        assertThat(claude.awaitResult().path("result").asText()).isEqualTo("A good and rather long answer, in parts.");
        assertThat(api.requests()).extracting(TurnRequest::streaming).containsExactly(true, false);
    }

    @Test
    void aWrongKeyEndsTheTurnAtOnce() {
        api.failNext(1, Fault.unauthorized());
        ClaudeDriver claude = startNew();

        claude.say("hello");
        JsonNode result = claude.awaitResult();

        assertThat(result.path("api_error_status").asInt()).isEqualTo(401);
        assertThat(result.path("result").asText()).contains("Invalid API key");
    }

    @Test
    void aUsedUpLimitIsToldWithItsReset() {
        api.failNext(1, Fault.usageLimit(Instant.now().plus(Duration.ofHours(2))));
        Map<String, String> environment = ClaudeCli.environment(home, api.root());
        environment.remove("ANTHROPIC_API_KEY");
        environment.put("CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-fake");
        ClaudeDriver claude = start(environment, "--session-id=" + session);

        claude.say("hello");

        assertThat(claude.awaitResult().path("result").asText()).startsWith("You've hit your 5-hour limit · resets ");
        assertThat(claude.lines(line -> line.path("type").asText().equals("rate_limit_event")))
                .isNotEmpty();
    }
}
