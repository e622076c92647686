package switchboard.loadtest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;
import switchboard.botapi.BotApiEvent;
import switchboard.botapi.BotApiState;
import switchboard.botapi.FileStore;
import switchboard.botapi.FloodLimits;
import switchboard.botapi.FormattedText;
import switchboard.botapi.Json;
import switchboard.botapi.PersonActions;
import switchboard.botapi.StoredChat;
import switchboard.botapi.StoredMessage;
import switchboard.botapi.User;
import switchboard.botapi.http.ServedBotApi;
import switchboard.load.Mark;
import switchboard.load.Subject;
import switchboard.web.AccessKey;

/** A bot on a Telegram of this process: each chat of the test is the private chat of a person. */
final class TelegramSubject implements Subject, AutoCloseable {

    private static final User BOT = new User(7_000_000_001L, "Switchboard", "switchboard_load_test_bot", true);

    /** A message that is still being written has this mark. */
    private static final String AT_WORK = "⏳";

    private final BotApiState state =
            new BotApiState(Clock.systemUTC(), BOT, new FileStore(FileStore.inMemory(), FileStore.Limits.TELEGRAM));
    private final PersonActions people = new PersonActions(state);
    private final FloodLimits limits = new FloodLimits(Clock.systemUTC());
    private final LongAdder calls = new LongAdder();
    private final String token = BOT.id() + ":" + AccessKey.random().value();
    private final Map<Integer, StoredChat> chats = new HashMap<>();
    private final ServedBotApi served;
    private volatile CompletableFuture<Long> polled = new CompletableFuture<>();

    /** Marks by the ids of their updates, until the bot has confirmed them. Guarded by the state's lock, as the next. */
    private final TreeMap<Long, Mark> unconfirmed = new TreeMap<>();

    /** Marks by chat and message. */
    private final Map<String, Mark> said = new HashMap<>();

    /** @param isLimited whether Telegram's flood limits hold */
    TelegramSubject(ActorSystem<?> system, int people, boolean isLimited, Path uploads) throws IOException {
        if (!isLimited) {
            limits.off();
        }
        for (var id = 1; id <= people; id++) {
            chats.put(id, this.people.openPrivate(new User(id, "Person " + id)));
        }
        this.served = ServedBotApi.start(system, state, token, limits, uploads, this::called);
    }

    private void called(String method) {
        if (method.equals("getUpdates")) {
            polled.complete(System.nanoTime());
        } else {
            calls.increment();
        }
    }

    URI root() {
        return served.root();
    }

    String token() {
        return token;
    }

    /** The ids of all people, for {@code TELEGRAM_ALLOWED_USERS}. */
    String everybody() {
        return IntStream.rangeClosed(1, chats.size())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    /** Completes with the {@link System#nanoTime} of the bot's next poll. */
    CompletableFuture<Long> nextPoll() {
        polled = new CompletableFuture<>();
        return polled;
    }

    /** Calls so far, without polls. */
    long calls() {
        return calls.sum();
    }

    /** How many of them were refused because of the flood limits. */
    int floodWaits() {
        return limits.floodWaits();
    }

    @Override
    public void listen(Listener listener) {
        state.listen(event -> {
            switch (event) {
                case BotApiEvent.MessageChanged changed -> {
                    var chat = changed.chat();
                    var message = changed.message();
                    if (message.from().id() == BOT.id()) {
                        show(listener, chat, message);
                    } else {
                        first(message.text().text()).ifPresent(mark -> said.put(key(chat, message.id()), mark));
                    }
                }
                case BotApiEvent.UpdateQueued queued -> {
                    var update = queued.update();
                    first(update.path("message").path("text").asText())
                            .ifPresent(mark ->
                                    unconfirmed.put(update.path("update_id").asLong(), mark));
                }
                case BotApiEvent.UpdatesConfirmed confirmed -> {
                    var done = unconfirmed.headMap(confirmed.below());
                    done.values().forEach(listener::accepted);
                    done.clear();
                }
                default -> {}
            }
        });
    }

    /** A reply to a message that is neither its answer nor a sign of work says why there will be none. */
    private void show(Listener listener, StoredChat chat, StoredMessage message) {
        var text = message.text().text();
        var isFinal = !text.contains(AT_WORK);
        listener.shown((int) chat.id(), Long.toString(message.id()), text, isFinal);
        var mark = said.get(key(chat, message.replyTo()));
        if (mark != null && isFinal && !text.contains("Answer to ")) {
            listener.refused(mark, text);
        }
    }

    private static Optional<Mark> first(String text) {
        return Mark.in(text).stream().findFirst();
    }

    private static String key(StoredChat chat, long message) {
        return chat.id() + " " + message;
    }

    @Override
    public void say(int chat, Mark mark, String text) {
        var place = new PersonActions.Place(
                Objects.requireNonNull(chats.get(chat)), new User(chat, "Person " + chat), 0, 0);
        people.send(place, FormattedText.normalized(text, List.of()), Json.object());
    }

    @Override
    public void close() {
        served.close();
    }
}
