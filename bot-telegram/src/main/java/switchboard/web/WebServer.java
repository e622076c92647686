package switchboard.web;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.IncomingConnection;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.text.Texts;

/**
 * One HTTP server on loopback, behind the {@link Gate}. It is bound before there is anything to serve, so that a taken port is
 * noticed first. A connection on which nobody shows the key in time is closed.
 */
public final class WebServer {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    /**
     * Uploads may take long. An open page gets a sign of life now and then, so that neither side takes the other for gone. A
     * file's caption and name are in its address, so addresses may be long.
     */
    private static final Config PATIENT = ConfigFactory.parseString("""
            pekko.http.server {
              request-timeout = 10m
              idle-timeout = 10m
              websocket.periodic-keep-alive-max-idle = 20s
              parsing {
                max-uri-length = 16k
                # What cannot be read may hold the key, and must not stand in a log.
                error-logging-verbosity = off
              }
            }
            """);

    private static final HttpHeader CLOSE = Connection.create("close");
    private static final Duration GOODBYE = Duration.ofMillis(500);

    /** The time within which the first request on a connection must be complete. */
    private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final Gate gate;
    private final Duration firstRequest;
    private final Newcomers newcomers = new Newcomers();
    private final List<ServerBinding> bindings = new ArrayList<>();
    private @Nullable Function<HttpRequest, CompletionStage<HttpResponse>> handler;
    private volatile Function<HttpRequest, CompletionStage<HttpResponse>> routes =
            request -> CompletableFuture.completedFuture(
                    Answers.refusal(StatusCodes.SERVICE_UNAVAILABLE, Texts.of("web.starting")));

    private WebServer(ActorSystem<?> system, Gate gate, Duration firstRequest) {
        this.system = system;
        this.gate = gate;
        this.firstRequest = firstRequest;
    }

    /**
     * Binds the port on both loopback addresses, IPv4 and IPv6, because browsers try both. Port 0 is bound on IPv4 only. Waits
     * until it is done.
     *
     * @param port 0 for any that is free
     * @throws IllegalArgumentException with one sentence for a person, if the port is taken
     */
    public static WebServer bind(ActorSystem<?> system, int port, AccessKey key) {
        return bind(system, port, key, FIRST_REQUEST);
    }

    static WebServer bind(ActorSystem<?> system, int port, AccessKey key, Duration firstRequest) {
        var server = new WebServer(system, new Gate(key), firstRequest);
        server.bind("127.0.0.1", port);
        if (port != 0) {
            try {
                server.bind("::1", port);
            } catch (IllegalArgumentException taken) {
                server.stop();
                throw taken;
            } catch (CompletionException noIpv6) {
                LOG.debug("No IPv6 here: {}", noIpv6.getMessage());
            }
        }
        return server;
    }

    private void bind(String host, int port) {
        var settings =
                ServerSettings.create(PATIENT.withFallback(system.settings().config()));
        try {
            bindings.add(Http.get(system)
                    .newServerAt(host, port)
                    .withSettings(settings)
                    .connectionSource()
                    .to(Sink.foreach(this::take))
                    .run(system)
                    .toCompletableFuture()
                    .join());
        } catch (CompletionException failed) {
            throw refusal(port, failed);
        }
    }

    private static RuntimeException refusal(int port, CompletionException failed) {
        for (Throwable each = failed; each != null; each = each.getCause()) {
            var message = String.valueOf(each.getMessage());
            if (each instanceof BindException && message.contains("in use")) {
                return new IllegalArgumentException(Texts.of("start.portTaken", Integer.toString(port)), failed);
            }
            if (message.contains("Permission denied")) {
                return new IllegalArgumentException(Texts.of("start.portForbidden", Integer.toString(port)), failed);
            }
        }
        return failed;
    }

    /** Serves these routes from now on. They are made for the first request, so that no start waits for them. */
    public synchronized void serve(Supplier<Route> all) {
        handler = null;
        routes = request -> handler(all).apply(request);
    }

    private synchronized Function<HttpRequest, CompletionStage<HttpResponse>> handler(Supplier<Route> all) {
        var made = handler;
        if (made == null) {
            made = all.get().handler(system);
            handler = made;
        }
        return made;
    }

    public int port() {
        return bindings.getFirst().localAddress().getPort();
    }

    /** The address for people. */
    public URI address() {
        return URI.create("http://localhost:" + port());
    }

    /** Closes all connections and frees the port. */
    public CompletionStage<Done> stop() {
        return CompletableFuture.allOf(bindings.stream()
                        .map(binding -> binding.terminate(GOODBYE).toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .thenApply(ended -> Done.getInstance());
    }

    private void take(IncomingConnection connection) {
        var end = KillSwitches.shared("connection");
        newcomers.add(end);
        system.scheduler().scheduleOnce(firstRequest, () -> newcomers.end(end), system.executionContext());
        connection.handleWith(
                Flow.of(HttpRequest.class).via(end.flow()).mapAsync(1, request -> handle(request, end)),
                Materializer.matFromSystem(system));
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request, SharedKillSwitch connection) throws Exception {
        var stopped = gate.stop(request, port());
        if (stopped.filter(answer -> answer.status().isFailure()).isPresent()) {
            return CompletableFuture.completedFuture(stopped.get().addHeader(CLOSE));
        }
        newcomers.letIn(connection);
        return stopped.isPresent()
                ? CompletableFuture.completedFuture(stopped.get())
                : routes.apply(request).thenApply(Gate::strict);
    }
}
