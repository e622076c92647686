package switchboard.it.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A scripted Anthropic Messages API on a free loopback port, for the real Claude CLI to talk to ({@code ANTHROPIC_BASE_URL}).
 *
 * <p>A script is chosen by the newest prompt of the conversation, its round by the answers that follow this prompt. Nothing is counted
 * here, so retries, resumes, restarts of the CLI and of this server all go on where the conversation stands. Without a rule the model
 * says back what it was told, see {@link #echo}. {@link Conversation} tells turns from the CLI's background requests; these are
 * answered neutrally, never fail and are not among {@link #requests()}.
 *
 * <p>Thread-safe. {@link #close()} ends open streams.
 */
public final class FakeMessagesApi implements AutoCloseable {

    /** How long a test waits for what must come; generous, for machines whose cores others use too. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> HEADERS = List.of(
            "x-api-key",
            "authorization",
            "user-agent",
            "x-claude-code-session-id",
            "x-claude-code-agent-id",
            "anthropic-beta");

    /** A script for the prompts that contain a text. */
    public static final class Rule {
        private final String substring;
        private final Script script;
        private final Faults faults = new Faults();

        private Rule(String substring, Script script) {
            this.substring = substring;
            this.script = script;
        }

        /** The next {@code times} API calls of this rule fail so. Several calls queue up. */
        public Rule failing(int times, Fault fault) {
            faults.add(times, fault);
            return this;
        }
    }

    /** Told of each call of a turn once its last byte is written. Times are those of {@link System#nanoTime}. */
    @FunctionalInterface
    public interface Watcher {
        void served(TurnRequest request, long arrived, long answered);
    }

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Latches latches = new Latches();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Faults faults = new Faults();
    private final List<TurnRequest> requests = new CopyOnWriteArrayList<>();
    private final List<String> background = new CopyOnWriteArrayList<>();
    private volatile Supplier<@Nullable Fault> chance = () -> null;
    private volatile Watcher watcher = (request, arrived, answered) -> {};

    private FakeMessagesApi(HttpServer server) {
        this.server = server;
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    public static FakeMessagesApi start() {
        // Without it every small event waits about 40 ms for the peer's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            return new FakeMessagesApi(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For {@code ANTHROPIC_BASE_URL}: no path, no trailing slash. */
    public URI root() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Prompts that contain the text run the script. The rule added last is tried first. */
    public Rule when(String substring, Script script) {
        var rule = new Rule(substring, script);
        rules.addFirst(rule);
        return rule;
    }

    /** The next {@code times} API calls of turns fail so, whatever rule they match; used up before the faults of rules. */
    public void failNext(int times, Fault fault) {
        faults.add(times, fault);
    }

    /** From now on chance decides about API calls of turns for which no fault is planned. Called by many threads. */
    public void failByChance(Supplier<@Nullable Fault> newChance) {
        chance = newChance;
    }

    /** Lets every stream held at that latch go on, now and later. */
    public void release(String latch) {
        latches.release(latch);
    }

    /** Who is told of the calls from now on; one at most. */
    public void watchedBy(Watcher one) {
        watcher = one;
    }

    /**
     * Waits until a stream is held at that latch. Each arrival is handed out once: after a restart of the CLI the next call waits for
     * the next arrival.
     *
     * @throws AssertionError if none arrives in that time
     */
    public void awaitHeld(String latch, Duration timeout) {
        try {
            if (!latches.awaitArrival(latch, timeout)) {
                throw new AssertionError("no stream was held at '" + latch + "' within " + timeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for '" + latch + "'", e);
        }
    }

    /** {@link #awaitHeld(String, Duration)} with {@link #PATIENCE}. */
    public void awaitHeld(String latch) {
        awaitHeld(latch, PATIENCE);
    }

    /** The API calls of turns so far, failed ones included, in order of arrival. */
    public List<TurnRequest> requests() {
        return List.copyOf(requests);
    }

    /** What the background requests asked (the last text of each), for a look when a test fails. */
    public List<String> backgroundRequests() {
        return List.copyOf(background);
    }

    /**
     * The first request, past or future, that satisfies the predicate.
     *
     * @throws AssertionError if there is none in that time
     */
    public TurnRequest awaitRequest(Predicate<TurnRequest> predicate, Duration timeout) {
        try {
            return Awaitility.await()
                    .atMost(timeout)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> requests.stream().filter(predicate).findFirst(), Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            List<String> prompts = requests.stream().map(TurnRequest::prompt).toList();
            throw new AssertionError("no such request within " + timeout + "; prompts so far: " + prompts, e);
        }
    }

    /** What the model says without a rule: the prompt, and all that was said before in this conversation. */
    public static String echo(String prompt, List<String> earlier) {
        return "You said: " + prompt + ". Before that: "
                + (earlier.isEmpty() ? "nothing" : String.join(" | ", earlier));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        long arrived = System.nanoTime();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        var reply = new ReplyWriter(exchange, this::pause, latches);
        try {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(path.equals("/") ? 200 : 404, -1);
            } else if (path.equals("/v1/messages/count_tokens")) {
                reply.json(200, Map.of("input_tokens", body.length / 4));
            } else if (path.equals("/v1/messages")) {
                answer(exchange, JSON.readTree(body), reply, arrived);
            } else {
                reply.json(404, Map.of("type", "error", "error", Map.of("type", "not_found_error", "message", path)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server was closed");
        }
    }

    private void answer(HttpExchange exchange, JsonNode body, ReplyWriter reply, long arrived)
            throws IOException, InterruptedException {
        var conversation = new Conversation(body);
        Conversation.Prompt prompt = conversation.prompt();
        Rule rule = prompt == null ? null : ruleFor(prompt.text());
        Script script = rule != null ? rule.script : Script.say(echoOf(conversation));
        Conversation.Kind kind = conversation.kind();
        boolean turn = kind == Conversation.Kind.TURN;
        TurnRequest request = read(exchange, body, conversation, rule, script, turn ? nextFault(rule) : null);
        record(turn, request);
        reply.write(
                switch (kind) {
                    case TURN, SIDE_QUESTION -> script.round(request.round());
                    case COMPACTION -> summary(request);
                    case BACKGROUND -> Round.of("Nothing to add.", List.of());
                },
                request);
        if (turn) {
            watcher.served(request, arrived, System.nanoTime());
        }
    }

    private @Nullable Fault nextFault(@Nullable Rule rule) {
        Fault global = faults.next();
        Fault planned = global != null || rule == null ? global : rule.faults.next();
        return planned != null ? planned : chance.get();
    }

    private @Nullable Rule ruleFor(String prompt) {
        for (Rule rule : rules) {
            if (prompt.contains(rule.substring)) {
                return rule;
            }
        }
        return null;
    }

    private void record(boolean turn, TurnRequest request) {
        if (turn) {
            requests.add(request);
        } else {
            background.add(request.messages().getLast().texts().toString());
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        if (closed.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the server was closed");
        }
    }

    private static TurnRequest read(
            HttpExchange exchange,
            JsonNode body,
            Conversation conversation,
            @Nullable Rule rule,
            Script script,
            @Nullable Fault fault) {
        List<String> prompts = promptTexts(conversation);
        return new TurnRequest(
                body.path("model").asText(),
                conversation.system(),
                conversation.messages(),
                conversation.tools(),
                conversation.workingDirectory(),
                conversation.planFile(),
                headers(exchange),
                prompts.isEmpty() ? "" : prompts.getLast(),
                prompts.isEmpty() ? List.of() : prompts.subList(0, prompts.size() - 1),
                rule == null ? null : rule.substring,
                conversation.round(script),
                body.path("stream").asBoolean(),
                fault);
    }

    private static Round summary(TurnRequest request) {
        return Round.of("<summary>The user said: " + String.join(" | ", request.earlier()) + "</summary>", List.of());
    }

    private static String echoOf(Conversation conversation) {
        List<String> prompts = promptTexts(conversation);
        return prompts.isEmpty()
                ? "Nobody said anything."
                : echo(prompts.getLast(), prompts.subList(0, prompts.size() - 1));
    }

    private static List<String> promptTexts(Conversation conversation) {
        return conversation.prompts().stream().map(Conversation.Prompt::text).collect(Collectors.toUnmodifiableList());
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        var found = new LinkedHashMap<String, String>();
        for (String name : HEADERS) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                found.put(name, value);
            }
        }
        return found;
    }
}
