package switchboard.botapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A bot that calls the methods of a state. */
final class Bot {
    private final BotMethods methods;

    Bot(BotApiState state) {
        methods = new BotMethods(state);
    }

    CompletionStage<JsonNode> call(String method, String json, Map<String, FileContent> files) {
        var params = (ObjectNode) Json.parse(json.replace('\'', '"'));
        return Objects.requireNonNull(methods.find(method)).run().apply(new Params(params, files));
    }

    /** Calls with JSON whose quotes are single. */
    CompletionStage<JsonNode> call(String method, String json) {
        return call(method, json, Map.of());
    }

    /** The result of a call that succeeds at once. */
    JsonNode ok(String method, String json) {
        return result(call(method, json));
    }

    JsonNode result(CompletionStage<JsonNode> stage) {
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    ApiError refused(CompletionStage<JsonNode> stage) {
        assertThat(stage.toCompletableFuture()).isDone();
        CompletionException failure = catchThrowableOfType(
                CompletionException.class, () -> stage.toCompletableFuture().join());
        return (ApiError) Objects.requireNonNull(failure.getCause());
    }
}
