package switchboard.botapi.http;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import switchboard.botapi.BotApiState;
import switchboard.botapi.FloodLimits;
import switchboard.botapi.Params;
import switchboard.botapi.Uploads;
import switchboard.web.AccessKey;

/** The Bot API on a free loopback port, with Telegram's flood limits, for a bot that is another process. */
public final class ServedBotApi implements AutoCloseable {

    private static final Duration GOODBYE = Duration.ofMillis(200);

    private final BotApiState state;
    private final ServerBinding binding;

    private ServedBotApi(BotApiState state, ServerBinding binding) {
        this.state = state;
        this.binding = binding;
    }

    /**
     * Serves a state; returns once it listens.
     *
     * @param uploads a directory for files that the bot sends
     * @param called gets the name of each method that is called, also of those that are refused
     */
    public static ServedBotApi start(
            ActorSystem<?> system,
            BotApiState state,
            String token,
            FloodLimits limits,
            Path uploads,
            Consumer<String> called)
            throws IOException {
        var routes = new BotApiRoutes(
                state,
                new AccessKey(token),
                (method, params) -> {
                    called.accept(method);
                    limits.admit(chat(params), FloodLimits.Kind.of(method));
                },
                Uploads.in(uploads, Clock.systemUTC()),
                system.dispatchers().lookup(DispatcherSelector.blocking()));
        var binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bind(routes.routes())
                .toCompletableFuture()
                .join();
        return new ServedBotApi(state, binding);
    }

    private static long chat(Params params) {
        return params.json().path("chat_id").asLong();
    }

    /** For {@code TELEGRAM_API_ROOT}. */
    public URI root() {
        return URI.create("http://127.0.0.1:" + binding.localAddress().getPort());
    }

    /** Ends waiting polls, and all connections. */
    @Override
    public void close() {
        state.close();
        binding.terminate(GOODBYE).toCompletableFuture().join();
    }
}
