package switchboard.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.objects.User;
import switchboard.botapi.http.LocalTelegram;
import switchboard.telegram.TelegramSettings;
import switchboard.telegram.api.HttpTelegramApi;
import switchboard.telegram.api.TelegramApi;

/**
 * The Bot API, and its answer to the first question: who the bot is. The question is sent at once, because it takes about as long as
 * the rest of a start and needs nothing of it.
 */
record Contact(CompletableFuture<TelegramApi> api, CompletionStage<User> me) {

    private static final Logger LOG = LoggerFactory.getLogger(Contact.class);

    /** Begins to reach Telegram's server. */
    static Contact with(ActorSystem<?> system, TelegramSettings telegram) {
        telegram.proxy().ifPresent(proxy -> LOG.info("Telegram is reached through the proxy {}", proxy));
        return of(CompletableFuture.supplyAsync(
                () -> new HttpTelegramApi(
                        system,
                        telegram.apiRoot(),
                        telegram.token(),
                        HttpTelegramApi.Timeouts.STANDARD,
                        telegram.proxy()),
                system.dispatchers().lookup(DispatcherSelector.blocking())));
    }

    /** The embedded Bot API of the chats in the browser, which needs no network. */
    static Contact with(ActorSystem<?> system, TelegramSettings telegram, LocalTelegram local) {
        return of(CompletableFuture.completedFuture(
                HttpTelegramApi.inProcess(system, telegram.apiRoot(), telegram.token(), local.calls(system))));
    }

    private static Contact of(CompletableFuture<TelegramApi> api) {
        return new Contact(api, api.thenCompose(open -> open.execute(new GetMe())));
    }

    /** The API; waits until it can be called. */
    TelegramApi open() {
        return api.join();
    }
}
