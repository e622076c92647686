package switchboard.it.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.BotApiEvent;
import switchboard.botapi.BotApiState;
import switchboard.botapi.BotMethods;
import switchboard.botapi.FileStore;
import switchboard.botapi.FloodLimits;
import switchboard.botapi.FullBotApi;
import switchboard.botapi.GroupActions;
import switchboard.botapi.Params;
import switchboard.botapi.PersonActions;
import switchboard.botapi.StoredChat;
import switchboard.botapi.User;

/**
 * A fake Telegram on a free loopback port: a Bot API server that keeps Telegram's rules, and the people who write to its one
 * bot. Everything a person does returns at once; {@code await...} methods wait (real time) for what the bot makes of it.
 */
public final class FakeBotApi implements AutoCloseable {
    /** A human account. */
    public record Person(
            long id, String firstName, @Nullable String username) {
        User user() {
            return new User(id, firstName, username, false);
        }
    }

    /** Decides what goes wrong with a call for which no fault is planned. */
    @FunctionalInterface
    public interface Chance {
        /**
         * The call's fault; null = it goes well. Called by many threads.
         *
         * @param chatId 0 where it speaks of no chat
         * @param text what it says; empty if nothing
         */
        @Nullable
        Fault next(String method, long chatId, String text);
    }

    private static final long FIRST_SUPERGROUP = -1_000_000_000_000L;
    private static final User BOT = new User(7_000_000_001L, "Switchboard", "switchboard_test_bot", true);
    private static final String TOKEN = BOT.id() + ":fake-token-for-loopback-only";
    private static final int SHOWN_CALLS = 15;

    private final Optional<BotApiSpec> spec;
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Faults faults = new Faults();
    private final CallLog calls = new CallLog();
    private final BotApiState state;
    private final MessageLog log;
    private final Changes changes;
    private final PersonActions actions;
    private final GroupActions groups;
    private final FullBotApi methods;
    private final FloodLimits limits;
    private final BotApiServer server;
    private volatile Duration patience = Duration.ofSeconds(20);
    private volatile Chance chance = (method, chatId, text) -> null;

    private FakeBotApi(Clock clock) throws IOException {
        spec = BotApiSpec.fromEnvironment();
        state = new BotApiState(clock, BOT, new FileStore(FileStore.inMemory(), FileStore.Limits.TELEGRAM));
        log = new MessageLog(state);
        state.listen(this::check);
        changes = new Changes(state);
        actions = new PersonActions(state);
        groups = new GroupActions(state);
        methods = new FullBotApi(state);
        limits = new FloodLimits(clock);
        server = new BotApiServer(state, methods.methods(), changes, limits, calls, new Gatekeeper(), TOKEN);
    }

    public static FakeBotApi start() {
        return start(Clock.systemUTC());
    }

    /**
     * Starts with a clock of its own.
     *
     * @param clock dates messages and drives limits and expiry; waiting is always real time
     */
    public static FakeBotApi start(Clock clock) {
        try {
            return new FakeBotApi(clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands for {@code https://api.telegram.org}. */
    public URI root() {
        return server.root();
    }

    public String token() {
        return TOKEN;
    }

    public String botUsername() {
        return String.valueOf(BOT.username());
    }

    /** How long {@code await...} methods wait; 20 s unless set. */
    public FakeBotApi patience(Duration time) {
        patience = time;
        return this;
    }

    public Person person(long id, String firstName) {
        return new Person(id, firstName, null);
    }

    public Person person(long id, String firstName, String username) {
        return new Person(id, firstName, username);
    }

    /** The person's private chat with the bot; it has topics in threaded mode. */
    public Chat privateChat(Person person) {
        return view(actions.openPrivate(person.user()), person.user());
    }

    /** A group without topics; a supergroup if the id is one's (-100...). Needs a member before anybody can speak. */
    public Group group(long id, String title) {
        return new Group(this, groups.openGroup(id, id <= FIRST_SUPERGROUP, title));
    }

    /** A supergroup with topics; the bot is its administrator. */
    public Group forum(long id, String title) {
        return new Group(this, groups.openForum(id, title));
    }

    /** Whether private chats opened from now on have topics. */
    public FakeBotApi threadedMode(boolean on) {
        state.threadedMode(on);
        return this;
    }

    /** A webhook set by somebody else: polling answers 409 until it is deleted. */
    public void webhookIsSet(String url) {
        methods.webhook(url);
    }

    /** From now on the server is one in {@code --local} mode, which keeps files in this directory. */
    public FakeBotApi filesIn(Path directory) {
        methods.filesIn(directory);
        return this;
    }

    /** How many updates the bot has not confirmed. */
    public int pendingUpdates() {
        return methods.pendingUpdates();
    }

    /**
     * The next calls of a method fail so; {@code *} = of any method but getUpdates. {@code download} is the method of a file; one
     * that is dropped breaks off in the middle.
     */
    public void failNext(String method, int times, Fault fault) {
        faults.plan(method, Faults.ANY_CHAT, times, fault);
    }

    /** The next calls of a method for one chat fail so. */
    public void failNext(Chat chat, String method, int times, Fault fault) {
        faults.plan(method, chat.id(), times, fault);
    }

    /** From now on chance decides about calls for which no fault is planned, getUpdates included. */
    public void failByChance(Chance newChance) {
        chance = newChance;
    }

    /** How many planned faults have not happened. */
    public int faultsLeft() {
        return faults.left();
    }

    public FloodLimits limits() {
        return limits;
    }

    /** What broke the Bot API's schema, calls and our own updates and results; always empty without TELEGRAM_SPEC. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** All calls with the right token, in the order they came. */
    public List<Call> calls() {
        return calls.all();
    }

    public List<Call> calls(String method) {
        return calls().stream().filter(c -> c.method().equals(method)).toList();
    }

    /**
     * Waits for the first call of a method.
     *
     * @throws AssertionError if there is none in time
     */
    public Call awaitCall(String method) {
        return awaitCall(method, c -> true);
    }

    /**
     * Waits for the first call of a method that fits.
     *
     * @throws AssertionError if there is none in time
     */
    public Call awaitCall(String method, Predicate<Call> fits) {
        return await(
                "a call of " + method,
                () -> calls(method).stream().filter(fits).findFirst().orElse(null));
    }

    /**
     * Waits until something holds, looking at every change.
     *
     * @throws AssertionError if it does not in time
     */
    public void awaitThat(String what, BooleanSupplier holds) {
        await(what, () -> holds.getAsBoolean() ? Boolean.TRUE : null);
    }

    @Override
    public void close() {
        state.close();
        changes.close();
        server.close();
    }

    <T> T await(String what, Supplier<@Nullable T> look) {
        T found;
        try {
            found = changes.await(patience, look);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
        if (found == null) {
            throw new AssertionError("waited " + patience.toSeconds() + " s in vain for " + what + scene());
        }
        return found;
    }

    BotApiState state() {
        return state;
    }

    PersonActions actions() {
        return actions;
    }

    GroupActions groups() {
        return groups;
    }

    MessageLog log() {
        return log;
    }

    Chat view(StoredChat chat, User speaker) {
        return new Chat(this, chat, speaker, 0);
    }

    /** What is to be seen, for failed waits. */
    private String scene() {
        var scene = new StringBuilder();
        state.locked(() -> {
            for (StoredChat chat : state.chats()) {
                scene.append("\nchat ").append(chat.id()).append(' ').append(chat.title());
                log.all(chat)
                        .filter(m -> !m.deleted)
                        .forEach(m -> scene.append("\n  ").append(ChatMessage.of(chat, state, m)));
            }
            return scene;
        });
        var all = new ArrayList<Call>(calls());
        scene.append("\nlast calls");
        all.subList(Math.max(0, all.size() - SHOWN_CALLS), all.size())
                .forEach(c -> scene.append("\n  ")
                        .append(c.status())
                        .append(' ')
                        .append(c.method())
                        .append(' ')
                        .append(c.params()));
        return scene.toString();
    }

    private void check(BotApiEvent event) {
        if (event instanceof BotApiEvent.UpdateQueued queued) {
            spec.ifPresent(s -> violations.addAll(s.type("Update", queued.update())));
        }
    }

    private final class Gatekeeper implements BotApiServer.Gate {
        @Override
        public List<String> violations(String method, Params params, boolean form) {
            if (spec.isEmpty()) {
                return List.of();
            }
            ObjectNode given = form ? spec.get().typed(method, params.json()) : params.json();
            List<String> found = spec.get().method(method, given);
            violations.addAll(found);
            return found;
        }

        @Override
        public @Nullable Fault fault(String method, long chatId, String text) {
            Fault planned = faults.next(method, chatId);
            return planned != null ? planned : chance.next(method, chatId, text);
        }

        @Override
        public CompletionStage<JsonNode> run(BotMethods.Entry method, Params params) {
            return log.during(params, () -> method.run().apply(params));
        }

        @Override
        public void result(String method, JsonNode result) {
            spec.ifPresent(s -> violations.addAll(s.result(method, result)));
        }
    }
}
