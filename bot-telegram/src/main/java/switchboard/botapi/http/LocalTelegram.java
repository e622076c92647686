package switchboard.botapi.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import switchboard.botapi.BotApiState;
import switchboard.botapi.LocalClient;
import switchboard.botapi.LocalStore;
import switchboard.telegram.TelegramSettings;
import switchboard.telegram.api.BotToken;
import switchboard.telegram.update.AccessPolicy;
import switchboard.web.AccessKey;
import switchboard.web.ExtraRoutes;

/**
 * Replaces Telegram in local mode: chats stored on this machine, the Bot API for the front in this process, and the chat client
 * in the browser.
 */
public final class LocalTelegram implements AutoCloseable {

    /** Only a name; nothing connects to it. */
    private static final URI ROOT = URI.create("http://in-process");

    private final LocalStore store;
    private final BotApiState state;
    private final String token;
    private final BotApiRoutes calls;
    private final ExtraRoutes routes;

    private LocalTelegram(LocalStore store, BotApiState state, Executor disk, boolean standIn) {
        this.store = store;
        this.state = state;
        this.token = LocalClient.BOT.id() + ":" + AccessKey.random().value();
        var uploads = store.uploads(Clock.systemUTC());
        this.calls = new BotApiRoutes(state, new AccessKey(token), (method, params) -> {}, uploads, disk);
        var client = new LocalClient(state);
        this.routes = new ExtraRoutes(
                new ClientRoutes(client, uploads, new Downloads(state.files()), disk).routes(),
                page -> client.connect(standIn, page::accept));
    }

    /**
     * Opens the chats kept in a directory.
     *
     * @param standIn whether the stand-in answers instead of Claude; then the page says so
     * @throws IllegalArgumentException with one sentence for a person, if the directory cannot be used
     */
    public static LocalTelegram open(ActorSystem<?> system, Path directory, boolean standIn) {
        var store = LocalStore.open(directory);
        var disk = system.dispatchers().lookup(DispatcherSelector.blocking());
        return new LocalTelegram(store, store.state(Clock.systemUTC(), LocalClient.BOT), disk, standIn);
    }

    /** The Bot API for the front, in this process. No port of this machine serves it. */
    public Function<HttpRequest, CompletionStage<HttpResponse>> calls(ActorSystem<?> system) {
        var handler = calls.routes().handler(system);
        return request -> {
            try {
                return handler.apply(request);
            } catch (Exception fault) {
                return CompletableFuture.failedFuture(fault);
            }
        };
    }

    /** The front's settings. Everybody owns the bot, because only the person of this machine gets in. */
    public TelegramSettings settings() {
        return new TelegramSettings(new BotToken(token), AccessPolicy.ofEverybody(), ROOT);
    }

    /** The chat client's pages and calls. */
    public ExtraRoutes routes() {
        return routes;
    }

    /** Ends waiting polls and releases the directory. */
    @Override
    public void close() {
        state.close();
        store.close();
    }
}
