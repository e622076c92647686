package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import switchboard.agent.AgentProtocol;
import switchboard.claude.wire.Incoming;
import switchboard.model.AgentQuery;
import switchboard.model.FileChanges;
import switchboard.model.Session;
import switchboard.text.Texts;

/** The questions to a session outside of its turns that it has not answered yet. Used by one actor. */
final class Queries {

    /** A question and who wants the answer, which may come from another thread. */
    private record Open<T>(AgentQuery<T> query, Session session, Consumer<AgentQuery.Result<T>> reply) {}

    /** Categories of the context that do not fill it: loaded on demand, kept free, free. */
    private static final Set<String> NOT_THERE = Set.of("deferred", "buffer", "free");

    /** By the tag of the control request. */
    private final Map<String, Open<?>> open = new LinkedHashMap<>();

    private final Executor blocking;

    /** @param blocking runs what looks at files */
    Queries(Executor blocking) {
        this.blocking = blocking;
    }

    /** Keeps a query. Returns the tag of its request and answer. */
    <T> String add(AgentProtocol.Ask<T> query) {
        return add(new Open<>(query.query(), query.session(), query.replyTo()::tell));
    }

    private String add(Open<?> query) {
        var tag = UUID.randomUUID().toString();
        open.put(tag, query);
        return tag;
    }

    /** Asks which files a turn has changed that has just ended. */
    CompletionStage<AgentQuery.Result<FileChanges>> measure(AgentProtocol.Job job, ProcessState process) {
        var told = new CompletableFuture<AgentQuery.Result<FileChanges>>();
        ask(add(new Open<>(new AgentQuery.ChangesSince(job.turn()), job.session(), told::complete)), process);
        return told;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** The session that the first query is about. */
    Session session() {
        return open.values().iterator().next().session();
    }

    /** Sends all open queries to a process that has just started. */
    void askAll(ProcessState process) {
        List.copyOf(open.keySet()).forEach(tag -> ask(tag, process));
    }

    void ask(String tag, ProcessState process) {
        var query = open.get(tag);
        if (query == null) {
            return;
        }
        if (isAboutFiles(query.query()) && !process.serves(query.session())) {
            open.remove(tag);
            fail(query, Texts.of("undo.elsewhere"));
        } else {
            process.tell(request(tag, query.query()));
        }
    }

    /** Whether only the session itself can answer: each keeps the earlier files of its own prompts. */
    private static boolean isAboutFiles(AgentQuery<?> query) {
        return query instanceof AgentQuery.ChangesSince || query instanceof AgentQuery.PutBack;
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
            case AgentQuery.ChangesSince since -> Checkpoints.request(tag, since.turn(), true);
            case AgentQuery.PutBack back -> Checkpoints.request(tag, back.turn(), false);
            case AgentQuery.Patches patches -> throw new IllegalArgumentException("the transcript tells this");
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

    private <T> void answer(Open<T> query, Incoming.Response response) {
        var problem = problem(query.query(), response);
        if (problem.isPresent()) {
            query.reply().accept(new AgentQuery.Unanswered<>(problem.get()));
        } else if (query.query() instanceof AgentQuery.ChangesSince) {
            blocking.execute(() -> query.reply().accept(looked(query.query(), response.payload())));
        } else {
            query.reply().accept(new AgentQuery.Answered<>(read(query.query(), response.payload())));
        }
    }

    /** Whoever waits is answered, whatever a look at files fails of. */
    private static <T> AgentQuery.Result<T> looked(AgentQuery<T> query, JsonNode payload) {
        try {
            return new AgentQuery.Answered<>(read(query, payload));
        } catch (Throwable failure) {
            return new AgentQuery.Unanswered<>(String.valueOf(failure.getMessage()));
        }
    }

    private static Optional<String> problem(AgentQuery<?> query, Incoming.Response response) {
        if (isAboutFiles(query)) {
            return Checkpoints.problem(response);
        }
        return response.success() ? Optional.empty() : Optional.of(response.error());
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
                            case AgentQuery.ChangesSince since -> Checkpoints.changes(payload);
                            case AgentQuery.PutBack back -> new AgentQuery.Taken();
                            case AgentQuery.Patches patches ->
                                throw new IllegalArgumentException("the transcript tells this");
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

    private static <T> void fail(Open<T> query, String why) {
        query.reply().accept(new AgentQuery.Unanswered<>(why));
    }
}
