package switchboard.it.telegram;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.BotApiEvent;
import switchboard.botapi.BotApiState;
import switchboard.botapi.FormattedText;
import switchboard.botapi.Params;
import switchboard.botapi.StoredChat;
import switchboard.botapi.StoredMessage;

/**
 * What only tests look at: all messages there ever were, what they looked like before, how their texts were given, and how
 * presses were answered. Guarded by the lock of its state.
 */
final class MessageLog implements BotApiState.Listener {
    /** A message with its past; also a deleted one, as it was last. */
    static final class Logged {
        final StoredMessage message;
        final boolean silent;
        final @Nullable String parseMode;
        final List<MessageState> history = new ArrayList<>();
        boolean deleted;

        Logged(StoredMessage message, boolean silent, @Nullable String parseMode) {
            this.message = message;
            this.silent = silent;
            this.parseMode = parseMode;
        }

        /** The text as it was given last, markup included. */
        String raw() {
            return history.get(history.size() - 1).html();
        }
    }

    private final BotApiState state;
    private final Map<Long, Map<Long, Logged>> chats = new HashMap<>();

    private final Map<String, List<Press.Answer>> answers = new HashMap<>();

    /** What the bot's call in progress says; null = a person acts. */
    private @Nullable Params call;

    MessageLog(BotApiState state) {
        this.state = state;
        state.listen(this);
    }

    /** Runs a call of the bot, whose texts are kept as it gives them. */
    <T> T during(Params params, Supplier<T> run) {
        return state.locked(() -> {
            call = params;
            try {
                return run.get();
            } finally {
                call = null;
            }
        });
    }

    @Override
    public void onEvent(BotApiEvent event) {
        switch (event) {
            case BotApiEvent.MessageChanged changed -> changed(changed.chat(), changed.message());
            case BotApiEvent.MessageDeleted deleted ->
                Objects.requireNonNull(of(deleted.chat()).get(deleted.messageId())).deleted = true;
            case BotApiEvent.PressAnswered answered ->
                answers.computeIfAbsent(answered.queryId(), id -> new ArrayList<>())
                        .add(new Press.Answer(answered.text(), answered.alert()));
            default -> {}
        }
    }

    /** What the bot has answered to a press so far. */
    List<Press.Answer> answers(String queryId) {
        return List.copyOf(answers.getOrDefault(queryId, List.of()));
    }

    Stream<Logged> all(StoredChat chat) {
        return of(chat).values().stream();
    }

    /** A message, also a deleted one; null if there never was one of this id. */
    @Nullable
    Logged find(StoredChat chat, long messageId) {
        return of(chat).get(messageId);
    }

    private void changed(StoredChat chat, StoredMessage message) {
        Logged logged = of(chat).computeIfAbsent(message.id(), id -> logged(message));
        MessageState last = logged.history.isEmpty() ? null : logged.history.get(logged.history.size() - 1);
        MessageState now = state(message, last);
        if (last == null || !now.looksLike(last)) {
            logged.history.add(now);
        }
    }

    private Logged logged(StoredMessage message) {
        boolean silent = call != null && call.flag("disable_notification");
        return new Logged(message, silent, call == null ? null : call.text("parse_mode"));
    }

    private MessageState state(StoredMessage message, @Nullable MessageState last) {
        FormattedText text = message.text();
        Instant at = last == null ? message.date() : state.now();
        return new MessageState(at, text.text(), text.entities(), raw(message, last), Button.rows(message.keyboard()));
    }

    private String raw(StoredMessage message, @Nullable MessageState last) {
        if (call == null) {
            return message.text().text();
        }
        String given = call.has("text") ? call.text("text") : call.text("caption");
        return given != null ? given : last == null ? "" : last.html();
    }

    private Map<Long, Logged> of(StoredChat chat) {
        return chats.computeIfAbsent(chat.id(), id -> new TreeMap<>());
    }
}
