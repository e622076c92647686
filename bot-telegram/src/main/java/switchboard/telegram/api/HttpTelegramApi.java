package switchboard.telegram.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.event.NoLogging;
import org.apache.pekko.http.impl.engine.client.ProxyConnectionFailedException;
import org.apache.pekko.http.javadsl.ClientTransport;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.http.javadsl.settings.ConnectionPoolSettings;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.BufferOverflowException;
import org.apache.pekko.stream.StreamTcpException;
import org.telegram.telegrambots.meta.api.methods.GetFile;
import org.telegram.telegrambots.meta.api.methods.botapimethods.BotApiMethod;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.Secrets;

/**
 * The Bot API over HTTP. It has five connection pools, so that neither a poll nor a file keeps a message waiting.
 *
 * <p>Request objects have a path without the token, because pekko-http logs the paths of requests (debug: all, warning: those
 * under way at shutdown). The true path goes along as {@code Raw-Request-URI}.
 */
public final class HttpTelegramApi implements TelegramApi {
    /**
     * The longest waits.
     *
     * @param connect for a connection
     * @param read for the answer to a call, and for the next bytes of a download; Telegram itself sleeps up to 8 s for a busy
     *     chat
     * @param upload for the answer to an upload, from its start, beyond the time that its bytes may take
     * @param pollMargin for the answer to a poll, beyond the time the poll may take
     * @param file for the answer to {@code getFile} of another server than Telegram's, which fetches the file first
     */
    public record Timeouts(Duration connect, Duration read, Duration upload, Duration pollMargin, Duration file) {
        public static final Timeouts STANDARD = new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                Duration.ofSeconds(10),
                Duration.ofMinutes(30));
    }

    /** The host of Telegram's own server. */
    public static final String TELEGRAM = "api.telegram.org";

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Telegram caps one answer to getUpdates at about 4 MiB. */
    private static final long MAX_ANSWER_BYTES = 16 << 20;
    /** Bytes a second. */
    private static final long SLOWEST_UPLOAD = 64 << 10;
    /** Idle connections are closed before the server closes them, because a request just sent would be lost. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

    private final ActorSystem<?> system;
    private final Http http;
    private final URI apiRoot;
    private final BotToken token;
    private final Timeouts timeouts;
    private final Optional<Function<HttpRequest, CompletionStage<HttpResponse>>> inProcess;
    private final Optional<ClientTransport> proxy;
    private final ConnectionPoolSettings callPool;
    private final ConnectionPoolSettings uploadPool;
    private final ConnectionPoolSettings downloadPool;
    private final Duration fileLimit;
    private final ConnectionPoolSettings filePool;
    private final FileUploads uploads;
    private final Map<Duration, ConnectionPoolSettings> pollPools = new ConcurrentHashMap<>();

    /** The same without a proxy. */
    public HttpTelegramApi(ActorSystem<?> system, URI apiRoot, BotToken token, Timeouts timeouts) {
        this(system, apiRoot, token, timeouts, Optional.empty());
    }

    /**
     * @param apiRoot Telegram's server or another Bot API server; may have a path
     * @param proxy the proxy on the way to it, if any
     * @throws IllegalArgumentException if {@code apiRoot} is not an http or https URI
     */
    public HttpTelegramApi(
            ActorSystem<?> system, URI apiRoot, BotToken token, Timeouts timeouts, Optional<HttpProxy> proxy) {
        this(system, apiRoot, token, timeouts, proxy, Optional.empty());
    }

    private HttpTelegramApi(
            ActorSystem<?> system,
            URI apiRoot,
            BotToken token,
            Timeouts timeouts,
            Optional<HttpProxy> proxy,
            Optional<Function<HttpRequest, CompletionStage<HttpResponse>>> inProcess) {
        if (apiRoot.getHost() == null || !("http".equals(apiRoot.getScheme()) || "https".equals(apiRoot.getScheme()))) {
            throw new IllegalArgumentException("The API root must be an http or https URI with a host: "
                    + Secrets.withoutLogin(apiRoot.toString()));
        }
        this.system = system;
        this.http = Http.get(system);
        this.apiRoot = URI.create(apiRoot.toString().replaceAll("/+$", ""));
        this.token = token;
        this.timeouts = timeouts;
        this.inProcess = inProcess;
        this.proxy = proxy.map(HttpProxy::transport);
        this.callPool = pool(32, 256, timeouts.read());
        this.uploadPool = pool(8, 64, timeouts.upload());
        this.downloadPool = pool(4, 32, timeouts.read());
        this.fileLimit = TELEGRAM.equals(apiRoot.getHost()) ? timeouts.read() : timeouts.file();
        this.filePool = pool(32, 256, fileLimit);
        this.uploads = new FileUploads(
                (method, form, size) -> call(method, form, uploadPool, limit(size)),
                system.dispatchers().lookup(DispatcherSelector.blocking()));
    }

    /**
     * The Bot API of a server in this process, without a connection.
     *
     * @param apiRoot names the server in the log
     */
    public static HttpTelegramApi inProcess(
            ActorSystem<?> system,
            URI apiRoot,
            BotToken token,
            Function<HttpRequest, CompletionStage<HttpResponse>> server) {
        return new HttpTelegramApi(system, apiRoot, token, Timeouts.STANDARD, Optional.empty(), Optional.of(server));
    }

    @Override
    public <T extends Serializable> CompletionStage<T> execute(PartialBotApiMethod<T> method) {
        if (!(method instanceof BotApiMethod<T>)) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException(method.getMethod() + " is not sent as JSON"));
        }
        try {
            RequestEntity entity = json(method);
            var answer = method instanceof GetFile
                    ? call(method.getMethod(), entity, filePool, fileLimit)
                    : call(method.getMethod(), entity, callPool, timeouts.read());
            return answer.thenApply(read -> read.result(method));
        } catch (JsonProcessingException notEncoded) {
            return notSent(method.getMethod(), "cannot be encoded: " + notEncoded.getOriginalMessage());
        }
    }

    @Override
    public CompletionStage<Message> upload(FileUpload upload) {
        return uploads.send(upload);
    }

    @Override
    public CompletionStage<List<Message>> upload(AlbumUpload album) {
        return uploads.send(album);
    }

    @Override
    public CompletionStage<Long> download(String path, Path target, long most) {
        var done = new PendingDownload();
        CompletableFuture.completedStage(path)
                .thenCompose(this::file)
                .thenCompose(response -> response.status().isSuccess()
                        ? new FileDownload(system, timeouts.read()).write(response, target, most, done)
                        : refused(response))
                .whenComplete((bytes, failure) -> {
                    if (failure == null) {
                        done.complete(bytes);
                    } else {
                        done.completeExceptionally(notDownloaded(failure));
                    }
                });
        return done;
    }

    private CompletionStage<HttpResponse> file(String path) {
        if (inProcess.isPresent()) {
            return inProcess.get().apply(HttpRequest.GET(token.pathOfFile(path)));
        }
        var request = HttpRequest.GET(apiRoot + "/file")
                .addHeader(RawRequestURI.create(apiRoot.getRawPath() + token.pathOfFile(path)));
        return http.singleRequest(request, http.defaultClientHttpsContext(), downloadPool, NoLogging.getInstance());
    }

    private CompletionStage<Long> refused(HttpResponse response) {
        return response.entity()
                .toStrict(timeouts.read().toMillis(), MAX_ANSWER_BYTES, system)
                .thenCompose(body -> CompletableFuture.failedFuture(
                        answer("download", response, body).refusal()));
    }

    private TelegramException notDownloaded(Throwable failure) {
        return switch (FileDownload.cause(failure)) {
            case TelegramException refused -> refused;
            case EntityStreamSizeException tooLarge ->
                new TelegramException(
                        "download", new Failure.Refused(413, "Request Entity Too Large", OptionalLong.empty()));
            default -> new TelegramException("download", transportFailure(failure));
        };
    }

    @Override
    public CompletionStage<Batch> getUpdates(GetUpdates poll) {
        Integer seconds = poll.getTimeout();
        Duration limit = timeouts.pollMargin().plusSeconds(seconds == null ? 0 : seconds);
        try {
            RequestEntity entity = json(poll);
            ConnectionPoolSettings pool = pollPools.computeIfAbsent(limit, each -> pool(1, 4, each));
            return call(poll.getMethod(), entity, pool, limit).thenApply(BotApiAnswer::updates);
        } catch (JsonProcessingException notEncoded) {
            return notSent(poll.getMethod(), "cannot be encoded: " + notEncoded.getOriginalMessage());
        }
    }

    @Override
    public String toString() {
        return "HttpTelegramApi(" + Secrets.withoutLogin(apiRoot.toString()) + ")";
    }

    /** A large file may take longer. */
    private Duration limit(long size) {
        return timeouts.upload().plusSeconds(size / SLOWEST_UPLOAD);
    }

    /** The parameters of a call, without its name, which is in the path. */
    private static RequestEntity json(PartialBotApiMethod<?> method) throws JsonProcessingException {
        ObjectNode parameters = JSON.valueToTree(method);
        parameters.remove("method");
        return HttpEntities.create(ContentTypes.APPLICATION_JSON, JSON.writeValueAsBytes(parameters));
    }

    private CompletionStage<BotApiAnswer> call(
            String method, RequestEntity entity, ConnectionPoolSettings pool, Duration limit) {
        var answer = new CompletableFuture<BotApiAnswer>();
        respond(method, entity, pool)
                .thenCompose(response -> response.entity()
                        .toStrict(limit.toMillis(), MAX_ANSWER_BYTES, system)
                        .thenApply(body -> answer(method, response, body)))
                .whenComplete((read, failure) -> {
                    if (failure == null) {
                        answer.complete(read);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure ->
                        CompletableFuture.failedFuture(new TelegramException(method, transportFailure(failure))));
    }

    private CompletionStage<HttpResponse> respond(String method, RequestEntity entity, ConnectionPoolSettings pool) {
        if (inProcess.isPresent()) {
            return inProcess.get().apply(HttpRequest.POST(token.pathOf(method)).withEntity(entity));
        }
        HttpRequest request = HttpRequest.POST(apiRoot + "/" + method)
                .addHeader(RawRequestURI.create(apiRoot.getRawPath() + token.pathOf(method)))
                .withEntity(entity);
        return http.singleRequest(request, http.defaultClientHttpsContext(), pool, NoLogging.getInstance());
    }

    private BotApiAnswer answer(String method, HttpResponse response, HttpEntity.Strict body) {
        return new BotApiAnswer(
                method,
                response.status().intValue(),
                response.getHeader("Retry-After").map(HttpHeader::value),
                token.redact(body.getData().utf8String()));
    }

    /**
     * Equal settings share one pool. The pools differ in their sizes and in when they close a silent connection. Reads the
     * configuration, which takes milliseconds.
     */
    private ConnectionPoolSettings pool(int connections, int openRequests, Duration limit) {
        ConnectionPoolSettings pool = ConnectionPoolSettings.create(system.classicSystem())
                .withMaxConnections(connections)
                .withMinConnections(0)
                .withMaxOpenRequests(openRequests)
                .withMaxRetries(0)
                .withKeepAliveTimeout(KEEP_ALIVE)
                .withBaseConnectionBackoff(Duration.ofMillis(100))
                .withMaxConnectionBackoff(Duration.ofSeconds(1))
                .withConnectionSettings(ClientConnectionSettings.create(system.classicSystem())
                        .withConnectingTimeout(timeouts.connect())
                        .withIdleTimeout(limit));
        return proxy.map(pool::withTransport).orElse(pool);
    }

    private Failure transportFailure(Throwable thrown) {
        Throwable failure = thrown instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : thrown;
        Throwable told = token.redact(failure);
        return neverSent(failure) ? new Failure.Unreachable(told) : new Failure.Unclear(told);
    }

    private static boolean neverSent(Throwable failure) {
        return switch (failure) {
            case StreamTcpException tcp -> String.valueOf(tcp.getMessage()).startsWith("Tcp command [Connect");
            case SSLHandshakeException tls -> true;
            case SSLPeerUnverifiedException tls -> true;
            case BufferOverflowException full -> true;
            default -> isOfProxy(failure);
        };
    }

    /** Whether a proxy failed to connect to the server. */
    static boolean isOfProxy(Throwable failure) {
        return failure instanceof ProxyConnectionFailedException;
    }

    private static <T> CompletionStage<T> notSent(String method, String why) {
        return CompletableFuture.failedFuture(
                new TelegramException(method, new Failure.Refused(400, why, OptionalLong.empty())));
    }
}
