package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import switchboard.agent.AgentProtocol;
import switchboard.claude.wire.Incoming;
import switchboard.model.AgentQuery;

/** The questions to a session outside of its turns that it has not answered yet. Used by one actor. */
final class Queries {

    /** Categories of the context that do not fill it: loaded on demand, kept free, free. */
    private static final Set<String> NOT_THERE = Set.of("deferred", "buffer", "free");

    /** By the tag of the control request. */
    private final Map<String, AgentProtocol.Ask<?>> open = new LinkedHashMap<>();

    /** Keeps a query. Returns the tag of its request and answer. */
    String add(AgentProtocol.Ask<?> query) {
        var tag = UUID.randomUUID().toString();
        open.put(tag, query);
        return tag;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    AgentProtocol.Ask<?> first() {
        return open.values().iterator().next();
    }

    /** Sends all open queries to a process that has just started. */
    void askAll(ProcessState process) {
        open.keySet().forEach(tag -> ask(tag, process));
    }

    void ask(String tag, ProcessState process) {
        var query = open.get(tag);
        if (query != null) {
            process.tell(request(tag, query.query()));
        }
    }

    private static ClaudeConnection.Request request(String tag, AgentQuery<?> query) {
        ObjectNode arguments = StreamJson.object();
        return switch (query) {
            case AgentQuery.EndProcess end -> throw new IllegalArgumentException("the session answers this itself");
            case AgentQuery.Context context ->
                new ClaudeConnection.Request(tag, "get_context_usage", arguments.put("detail", "summary"));
            case AgentQuery.Models models -> new ClaudeConnection.Request(tag, "list_models", arguments);
            case AgentQuery.Skills skills -> new ClaudeConnection.Request(tag, "reload_skills", arguments);
            case AgentQuery.TakeMode take ->
                new ClaudeConnection.Request(
                        tag,
                        ProcessState.SET_MODE,
                        arguments.put("mode", take.mode().word()));
        };
    }

    /** Whether the response answers one of these queries. */
    boolean answered(String tag, Incoming.Response response) {
        var query = open.remove(tag);
        if (query != null) {
            answer(query, response);
        }
        return query != null;
    }

    private static <T> void answer(AgentProtocol.Ask<T> query, Incoming.Response response) {
        query.replyTo()
                .tell(
                        response.success()
                                ? new AgentQuery.Answered<>(read(query.query(), response.payload()))
                                : new AgentQuery.Unanswered<>(response.error()));
    }

    private static <T> T read(AgentQuery<T> query, JsonNode payload) {
        return query.answer()
                .cast(
                        switch (query) {
                            case AgentQuery.EndProcess end ->
                                throw new IllegalArgumentException("the session answers this itself");
                            case AgentQuery.Context context -> usage(payload);
                            case AgentQuery.Models models -> models(payload);
                            case AgentQuery.Skills skills -> skills(payload);
                            case AgentQuery.TakeMode take -> new AgentQuery.Taken();
                        });
    }

    private static AgentQuery.ContextUsage usage(JsonNode payload) {
        var parts = StreamSupport.stream(payload.path("categories").spliterator(), false)
                .filter(category -> !NOT_THERE.contains(category.path("kind").asText()))
                .map(category -> new AgentQuery.ContextUsage.Part(
                        category.path("name").asText(), category.path("tokens").asLong()))
                .filter(part -> part.tokens() > 0)
                .toList();
        return new AgentQuery.ContextUsage(
                payload.path("percentage").asInt(),
                payload.path("totalTokens").asLong(),
                payload.path("maxTokens").asLong(),
                parts);
    }

    private static AgentQuery.ModelList models(JsonNode payload) {
        return new AgentQuery.ModelList(
                StreamSupport.stream(payload.path("models").spliterator(), false)
                        .map(model -> new AgentQuery.ModelList.Model(
                                model.path("value").asText(),
                                model.path("resolvedModel").asText(),
                                model.path("description").asText()))
                        .filter(model -> !model.name().isBlank())
                        .toList());
    }

    private static AgentQuery.SkillList skills(JsonNode payload) {
        return new AgentQuery.SkillList(StreamSupport.stream(
                        payload.path("skills").spliterator(), false)
                .map(skill -> new AgentQuery.SkillList.Skill(
                        skill.path("name").asText(), skill.path("description").asText()))
                .filter(skill -> !skill.name().isBlank())
                .toList());
    }

    /** All open queries fail, because no process will answer them. */
    void failed(AgentProtocol.Broke why) {
        var unanswered = List.copyOf(open.values());
        open.clear();
        unanswered.forEach(query -> fail(query, why.sentence()));
    }

    private static <T> void fail(AgentProtocol.Ask<T> query, String why) {
        query.replyTo().tell(new AgentQuery.Unanswered<>(why));
    }
}
